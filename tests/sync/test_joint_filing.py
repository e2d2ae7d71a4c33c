"""Requests that arrive together share a transaction, and each gets the answer it would have had alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from icv_app.seal.envelope import read_envelope
from sync.server.database import Database
from sync.server.filing import Filed, file_under_lock, lock_scheme
from sync.server.gate import Checked, Gate
from sync.server.joint_filing import Answer, JointFiling
from sync.server.migrate import migrate
from sync.server.problems import Refused
from sync.server.registration import register_scheme
from sync.server.rosters import Rosters
from sync.server.settings import Limits
from sync.signing import SignatureClaim
from sync.wire import Code
from tests.sync.scheme_at_hand import Chain, SchemeAtHand

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


class Office:
    """A database with a scheme in it and what files for it; `commits` counts its transactions."""

    def __init__(self, database_url: str) -> None:
        self.database = Database(database_url)
        self.scheme = SchemeAtHand()
        migrate(self.database, NOW)
        register_scheme(self.database, self.scheme.root, NOW)
        self.rosters = Rosters()
        self.filing = JointFiling(Gate(self.database, self.rosters, Limits(), lambda: NOW), self.rosters)
        self.commits = 0
        self._requests = 0
        event.listen(self.database.engine, "commit", self._committed)

    def hand_in(self, sender: Chain, *envelopes: bytes, nonce: str | None = None) -> Future[list[Answer]]:
        self._requests += 1
        claim = SignatureClaim(sender.key_id, nonce or f"nonce-{self._requests:06}", NOW)
        checked = Checked(self.scheme.scheme_id, claim, NOW)
        read = [(read_envelope(data), data) for data in envelopes]
        return self.filing.file(self.filing.judged(checked, read))

    def publish(self, *statements: bytes) -> None:
        for answer in self.hand_in(self.scheme.coordinator, *statements).result(30):
            assert isinstance(answer, Filed)

    def close(self) -> None:
        self.filing.close()
        self.database.dispose()

    def _committed(self, _connection: object) -> None:
        self.commits += 1


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    made = Office(database_url)
    yield made
    made.close()


def refusal_of(answers: Future[list[Answer]]) -> Code:
    with pytest.raises(Refused) as refused:
        answers.result(30)
    return refused.value.code


def test_what_waits_for_the_lock_is_filed_together_in_the_order_it_came(office: Office) -> None:
    visitor = office.scheme.add_visitor()
    office.publish(*office.scheme.statements)
    reports = [office.scheme.report(visitor) for _ in range(12)]
    with office.database.writing() as connection:
        lock_scheme(connection, office.scheme.scheme_id)
        before = office.commits
        waiting = [office.hand_in(visitor, report) for report in reports]
        assert not any(answers.done() for answers in waiting)

    filed = [answers.result(30) for answers in waiting]

    positions = [
        answer.receipt.position for answers in filed for answer in answers if isinstance(answer, Filed)
    ]
    assert positions == list(range(positions[0], positions[0] + 12))
    # The one that held the lock; then all together, or the first to arrive and then all the others.
    assert office.commits - before in (2, 3)


def test_in_company_each_request_is_answered_for_itself(office: Office) -> None:
    visitor, stranger = office.scheme.add_visitor(), Chain(office.scheme.coordinator.keys.generate())
    office.publish(*office.scheme.statements)
    report, other = office.scheme.report(visitor), office.scheme.report(visitor)
    taken = read_envelope(other).record_id
    with office.database.writing() as connection:
        lock_scheme(connection, office.scheme.scheme_id)
        first = office.hand_in(visitor, office.scheme.report(visitor))
        once = office.hand_in(visitor, report, nonce="the-same-one")
        replayed = office.hand_in(visitor, report, nonce="the-same-one")
        again = office.hand_in(visitor, report)
        unknown = office.hand_in(stranger, report)
        good = office.hand_in(visitor, other)
        conflicting = office.hand_in(visitor, office.scheme.report(visitor, record_id=taken))

    assert isinstance(first.result(30)[0], Filed)
    (stored,), (repeated,), (refused,) = once.result(30), again.result(30), conflicting.result(30)
    assert isinstance(stored, Filed)
    assert isinstance(repeated, Filed)
    assert stored.receipt == repeated.receipt
    assert (stored.fresh, repeated.fresh) == (True, False)
    assert refusal_of(replayed) is Code.REPLAYED
    assert refusal_of(unknown) is Code.UNKNOWN_DEVICE
    assert isinstance(good.result(30)[0], Filed)
    assert isinstance(refused, Refused)
    assert refused.code is Code.CONFLICT


def test_whoever_waits_behind_their_own_removal_is_refused(office: Office) -> None:
    visitor, friend = office.scheme.add_visitor(), office.scheme.add_visitor("V-002")
    office.publish(*office.scheme.statements)
    removal = office.scheme.remove_device(visitor)
    with office.database.writing() as connection:
        lock_scheme(connection, office.scheme.scheme_id)
        office.hand_in(office.scheme.coordinator, office.scheme.report(office.scheme.coordinator))
        removing = office.hand_in(office.scheme.coordinator, removal)
        late = office.hand_in(visitor, office.scheme.report(visitor))
        passed_on = office.hand_in(friend, office.scheme.report(visitor))

    assert isinstance(removing.result(30)[0], Filed)
    assert refusal_of(late) is Code.DEVICE_REMOVED
    (held,) = passed_on.result(30)
    assert isinstance(held, Refused)
    assert held.code is Code.AUTHOR_REMOVED


def test_another_process_removed_the_device_meanwhile(office: Office) -> None:
    visitor = office.scheme.add_visitor()
    office.publish(*office.scheme.statements)
    elsewhere = Rosters()
    other = JointFiling(Gate(office.database, elsewhere, Limits(), lambda: NOW), elsewhere)
    removal = office.scheme.remove_device(visitor)
    claim = SignatureClaim(office.scheme.coordinator.key_id, "from-elsewhere", NOW)
    checked = Checked(office.scheme.scheme_id, claim, NOW)
    other.file(other.judged(checked, [(read_envelope(removal), removal)])).result(30)

    late = office.hand_in(visitor, office.scheme.report(visitor))

    assert refusal_of(late) is Code.DEVICE_REMOVED
    other.close()


def test_one_request_that_the_server_stumbles_over_takes_nobody_with_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = office.scheme.add_visitor()
    office.publish(*office.scheme.statements)
    bad = office.scheme.report(visitor)
    bad_id = read_envelope(bad).record_id

    def stumbling(connection, locked, admitted, now):  # type: ignore[no-untyped-def]
        if any(item.envelope.record_id == bad_id for item in admitted):
            raise ZeroDivisionError
        return file_under_lock(connection, locked, admitted, now)

    monkeypatch.setattr("sync.server.joint_filing.file_under_lock", stumbling)
    with office.database.writing() as connection:
        lock_scheme(connection, office.scheme.scheme_id)
        good = [office.hand_in(visitor, office.scheme.report(visitor)) for _ in range(3)]
        faulty = office.hand_in(visitor, bad)
        good.append(office.hand_in(visitor, office.scheme.report(visitor)))

    for answers in good:
        assert isinstance(answers.result(30)[0], Filed)
    with pytest.raises(ZeroDivisionError):
        faulty.result(30)

"""One synchronisation after another, against a real server, with failures in between."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from icv_app.errors import SyncError, Unreachable
from icv_app.seal.envelope import read_envelope
from icv_app.services.ports_sync import PublishedInvitation
from sync.client.failures import ServerBusy, ServerRefused
from sync.client.planner import Step
from sync.client.worker import SyncProgress, SyncReport, sync_once
from sync.server.migrate import begin_new_incarnation
from sync.wire import Code
from tests.sync.conftest import SchemeOnServer
from tests.sync.memory_vault import FailingCourier, MemoryVault
from tests.sync.scheme_at_hand import Chain
from tests.sync.test_reading import lose_the_last_record

GONE = Unreachable("no answer", user_text="The server cannot be reached.")


class Clock:
    """A clock that moves only when somebody waits."""

    def __init__(self) -> None:
        self.now = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
        self.waits: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)


class Laptop:
    """A device with its vault, its courier and a clock."""

    def __init__(self, scheme: SchemeOnServer, chain: Chain, *, page_items: int = 200) -> None:
        self.scheme, self.chain = scheme, chain
        self.vault = MemoryVault(scheme.scheme_id, coordinator=chain is scheme.coordinator)
        self.courier = FailingCourier(scheme.transport(chain, page_items=page_items))
        self.clock = Clock()

    def write_reports(self, count: int) -> None:
        for _ in range(count):
            name = str(uuid.uuid4())
            self.vault.write(name, lambda name=name: self.scheme.report(self.chain, record_id=name))  # type: ignore[misc]

    def sync(
        self,
        progress: Callable[[SyncProgress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> SyncReport:
        return sync_once(
            self.vault,
            self.courier,
            clock=self.clock,
            progress=progress,
            cancelled=cancelled,
            pause=self.clock.pause,
            jitter=lambda: 0.0,
        )


@pytest.fixture
def visitor(scheme: SchemeOnServer) -> Laptop:
    return Laptop(scheme, scheme.visitor_on_server())


def test_reports_go_out_and_come_in_at_the_office(scheme: SchemeOnServer, visitor: Laptop) -> None:
    office = Laptop(scheme, scheme.coordinator)
    visitor.write_reports(3)

    sent = visitor.sync()
    received = office.sync()

    assert sent.complete
    assert (sent.sent, sent.refused) == (3, 0)
    assert not visitor.vault.waiting
    assert received.complete
    assert received.received == len(scheme.statements) + 3
    assert visitor.vault.sealed.items() <= office.vault.sealed.items()


def test_a_record_is_sealed_after_pulling(scheme: SchemeOnServer, visitor: Laptop) -> None:
    seen_when_sealed: list[int] = []
    name = str(uuid.uuid4())

    def seal() -> bytes:
        seen_when_sealed.append(len(visitor.vault.with_server))
        return scheme.report(visitor.chain, record_id=name)

    visitor.vault.write(name, seal)
    visitor.sync()

    assert seen_when_sealed == [len(scheme.statements)]


def test_nothing_to_do_costs_two_requests(visitor: Laptop) -> None:
    visitor.sync()
    visitor.courier.calls.clear()

    assert visitor.sync().complete
    assert visitor.courier.calls == ["pull", "summary"]


def test_more_than_one_page_and_one_batch_are_needed(scheme: SchemeOnServer, visitor: Laptop) -> None:
    visitor.write_reports(130)
    office = Laptop(scheme, scheme.coordinator, page_items=40)
    steps: list[SyncProgress] = []

    assert visitor.sync(progress=steps.append).sent == 130
    assert [call for call in visitor.courier.calls if call.startswith("push")] == ["push 100", "push 30"]
    assert [(one.done, one.total) for one in steps if one.step is Step.PUSH] == [(100, 130), (130, 130)]
    assert office.sync().received == len(scheme.statements) + 130


def test_no_network_is_reported_and_the_next_run_goes_on(visitor: Laptop) -> None:
    visitor.write_reports(2)
    visitor.courier.failures = [None, GONE]

    failed = visitor.sync()

    assert failed.failure is GONE
    assert not failed.complete
    assert len(visitor.vault.waiting) == 2
    assert visitor.sync().complete
    assert not visitor.vault.waiting


def test_a_lost_answer_doubles_nothing(scheme: SchemeOnServer, visitor: Laptop) -> None:
    visitor.write_reports(2)
    visitor.courier.lose_answers = True
    office = Laptop(scheme, scheme.coordinator)

    assert visitor.sync().failure is not None
    assert visitor.sync().complete
    assert len(visitor.vault.receipts) == 2
    assert office.sync().received == len(scheme.statements) + 2


def test_a_busy_server_is_waited_for(visitor: Laptop) -> None:
    busy = ServerBusy("429", user_text="Busy.", code=Code.SLOW_DOWN, retry_after_s=3)
    visitor.courier.failures = [busy, busy]

    report = visitor.sync()

    assert report.complete
    assert visitor.clock.waits == [3.0, 3.0]


def test_a_server_that_stays_busy_is_left_for_later(visitor: Laptop) -> None:
    busy = ServerBusy("429", user_text="Busy.", code=Code.SLOW_DOWN, retry_after_s=3)
    visitor.courier.failures = [busy] * 50

    report = visitor.sync()

    assert report.failure is busy
    assert len(visitor.clock.waits) == 5


def test_a_busy_server_in_the_middle_of_sending_gets_the_same_records(visitor: Laptop) -> None:
    visitor.write_reports(2)
    visitor.courier.failures = [
        None,
        ServerBusy("503", user_text="Busy.", code=Code.UNAVAILABLE, retry_after_s=None),
    ]

    assert visitor.sync().sent == 2


@pytest.mark.parametrize("cursor", ["no cursor", "#" * 300])
def test_a_cursor_that_was_damaged_on_its_way_is_given_up(visitor: Laptop, cursor: str) -> None:
    assert visitor.sync().complete
    visitor.vault.place = cursor
    visitor.write_reports(1)

    report = visitor.sync()

    assert report.complete
    assert (report.sent, report.mended) == (1, True)


def test_one_refused_record_does_not_hold_up_the_others(scheme: SchemeOnServer, visitor: Laptop) -> None:
    forbidden = visitor.chain.seal(
        scheme.scheme_id, "audit.entry", [scheme.office.public.sealing], parts={"body": b"{}"}
    )
    visitor.vault.add_sealed(forbidden)
    visitor.write_reports(2)

    report = visitor.sync()

    assert (report.sent, report.refused) == (2, 1)
    refusal = visitor.vault.refusals[read_envelope(forbidden).record_id]
    assert refusal.code == Code.NOT_ALLOWED
    assert not refusal.retryable
    assert report.same


def test_one_record_that_cannot_be_sealed_does_not_hold_up_the_others(visitor: Laptop) -> None:
    visitor.write_reports(3)
    visitor.vault.unsealable.add(visitor.vault.waiting[1])

    report = visitor.sync()

    assert (report.sent, report.refused) == (2, 1)
    assert len(visitor.vault.waiting) == 1


def test_a_record_too_large_for_the_server_is_refused_alone(visitor: Laptop) -> None:
    too_large = ServerRefused("413", user_text="Too large.", code=Code.TOO_LARGE)
    visitor.write_reports(4)
    # The whole batch, then its first half, then the first record alone.
    visitor.courier.failures = [None, too_large, too_large, too_large]

    report = visitor.sync()

    assert (report.sent, report.refused) == (3, 1)
    assert [one.code for one in visitor.vault.refusals.values()] == [Code.TOO_LARGE]


def test_a_cancelled_run_stops_between_two_steps(visitor: Laptop) -> None:
    visitor.write_reports(1)

    report = visitor.sync(cancelled=lambda: bool(visitor.courier.calls))

    assert report.cancelled
    assert report.failure is None
    assert visitor.courier.calls == ["pull"]
    assert visitor.sync().complete


class Stop(Exception):
    """Raised by whoever is told how far it is, as the window does when the person cancels."""


def test_how_far_it_is_is_told_in_both_directions(scheme: SchemeOnServer, visitor: Laptop) -> None:
    visitor.write_reports(130)
    visitor.sync()
    office = Laptop(scheme, scheme.coordinator, page_items=40)
    told: list[SyncProgress] = []
    office.sync(progress=told.append)
    everything = len(scheme.statements) + 130

    fetched = [(one.done, one.total) for one in told if one.step is Step.PULL]
    assert [total for _done, total in fetched] == [everything] * len(fetched)
    assert [done for done, _total in fetched] == [*range(40, everything, 40), everything]
    assert Step.COMPARE in [one.step for one in told]


@pytest.mark.parametrize("at", range(1, 5))
def test_sending_that_is_cancelled_anywhere_is_finished_by_the_next_run(
    scheme: SchemeOnServer, visitor: Laptop, at: int
) -> None:
    visitor.write_reports(120)

    stopped_at(visitor, at)
    report = visitor.sync()

    assert (report.complete, report.mended, visitor.vault.waiting) == (True, False, [])
    assert len(visitor.vault.with_server) == len(scheme.statements) + 120


@pytest.mark.parametrize("at", range(1, 5))
def test_fetching_that_is_cancelled_anywhere_is_finished_by_the_next_run(
    scheme: SchemeOnServer, visitor: Laptop, at: int
) -> None:
    visitor.write_reports(60)
    visitor.sync()
    office = Laptop(scheme, scheme.coordinator, page_items=20)

    before = stopped_at(office, at)
    report = office.sync()

    assert (report.complete, report.mended) == (True, False)
    assert before + report.received == len(scheme.statements) + 60


def stopped_at(laptop: Laptop, step: int) -> int:
    """Have a run stopped the n-th time it tells how far it is; return how much is held by then."""
    told: list[SyncProgress] = []

    def tell(one: SyncProgress) -> None:
        told.append(one)
        if len(told) == step:
            raise Stop

    with pytest.raises(Stop):
        laptop.sync(progress=tell)
    return len(laptop.vault.with_server)


def test_what_is_missing_here_is_fetched_again(visitor: Laptop) -> None:
    visitor.write_reports(1)
    visitor.sync()
    lost = next(iter(visitor.vault.receipts))
    del visitor.vault.with_server[lost]

    report = visitor.sync()

    assert report.complete
    assert report.mended
    assert lost in visitor.vault.with_server


def test_a_server_restored_from_a_backup_is_filled_again(scheme: SchemeOnServer, visitor: Laptop) -> None:
    visitor.write_reports(2)
    visitor.sync()
    lose_the_last_record(scheme)

    report = visitor.sync()

    assert report.complete
    assert report.mended
    assert report.sent == 1
    assert visitor.courier.calls.count("heads") == 1


def test_the_office_fills_a_server_again_with_what_others_wrote(
    scheme: SchemeOnServer, visitor: Laptop
) -> None:
    office = Laptop(scheme, scheme.coordinator)
    visitor.write_reports(1)
    visitor.sync()
    office.sync()
    lose_the_last_record(scheme)
    with scheme.server.database.writing() as connection:
        begin_new_incarnation(connection, datetime.now(UTC))

    report = office.sync()

    assert report.complete
    assert report.sent == 1
    assert visitor.sync().complete


def test_a_difference_that_cannot_be_mended_is_reported_once(visitor: Laptop) -> None:
    visitor.sync()
    visitor.vault.with_server["0" * 32] = "f" * 64  # held here, but with no envelope to send

    report = visitor.sync()

    assert report.same is False
    assert report.failure is None
    assert visitor.courier.calls.count("heads") == 1


def test_the_coordinators_errands_are_done(scheme: SchemeOnServer) -> None:
    office = Laptop(scheme, scheme.coordinator)
    locator = uuid.uuid4().hex * 2
    office.vault.published = [
        PublishedInvitation(locator=locator, details=b"d", expires_at=datetime.now(UTC) + timedelta(days=1))
    ]
    office.sync()
    scheme.channel(None).send("PUT", f"/v1/invitations/{locator}/enrolment", body=b"keys")

    report = office.sync()
    office.vault.to_withdraw = [locator]
    office.sync()

    assert report.enrolments == 1
    assert [(one.locator, one.request) for one in [*office.vault.enrolments]] == []
    assert not office.vault.to_withdraw


def test_an_invitation_the_server_refuses_keeps_no_other_from_it(scheme: SchemeOnServer) -> None:
    office = Laptop(scheme, scheme.coordinator)
    good, bad = uuid.uuid4().hex * 2, uuid.uuid4().hex * 2
    office.vault.published = [
        PublishedInvitation(locator=bad, details=b"d", expires_at=datetime.now(UTC) + timedelta(days=4000)),
        PublishedInvitation(locator=good, details=b"d", expires_at=datetime.now(UTC) + timedelta(days=1)),
    ]

    report = office.sync()

    assert report.failure is None
    assert [one.locator for one in office.vault.published] == [bad]


def test_a_removed_device_is_told_so(scheme: SchemeOnServer, visitor: Laptop) -> None:
    visitor.write_reports(1)
    scheme.remove_device(visitor.chain)
    scheme.publish_roster()

    report = visitor.sync()

    assert isinstance(report.failure, ServerRefused)
    assert report.failure.code == Code.DEVICE_REMOVED
    assert "removed from the scheme" in report.failure.user_text
    assert len(visitor.vault.waiting) == 1


def test_a_failure_of_the_vault_itself_is_not_hidden(visitor: Laptop) -> None:
    class DiskFull(Exception):
        pass

    def fail(_records: object, _cursor: object) -> object:
        raise DiskFull

    visitor.vault.save_pull = fail  # type: ignore[method-assign, assignment]

    with pytest.raises(DiskFull):
        visitor.sync()


def test_sync_errors_are_sync_errors() -> None:
    assert issubclass(ServerBusy, Unreachable)
    assert issubclass(ServerRefused, SyncError)

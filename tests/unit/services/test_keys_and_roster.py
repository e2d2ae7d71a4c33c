"""What is kept between transactions, and used by two threads at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from icv_app.domain.ids import DeviceId, MemberId
from icv_app.domain.scheme import Role
from icv_app.errors import NotFound, RuleBroken, SealError
from icv_app.seal.devices import DeviceKeys, OfficeKey, seal_office_key
from icv_app.seal.sealing import ContentKeys
from icv_app.seal.statements import MemberAdded
from icv_app.services.folding import apply_record
from icv_app.services.key_grants import grant_parts, read_grant
from icv_app.services.keyring import KeyRing
from icv_app.services.ports import Addressees, RecordState, StoredRecord, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.roster_book import RosterBook
from icv_app.services.sealing_desk import SealingDesk
from tests.builders import a_member
from tests.fakes.memory_store import MemoryStore
from tests.memory_scheme import Device, MemoryScheme, SeededIds, a_scheme


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def office(scheme: MemoryScheme) -> Device:
    return scheme["C-001"]


@contextmanager
def given_up(store: MemoryStore) -> Iterator[UnitOfWork]:
    """A transaction that is never committed."""
    with store.open_unit() as unit:
        yield unit


def add(scheme: MemoryScheme, unit: UnitOfWork, rosters: RosterBook, member: str) -> None:
    office = scheme["C-001"]
    desk = SealingDesk(
        scheme.clock,
        SeededIds(scheme.clock, member),
        office.desk.identity,
        KeyRing(office.vault.identity_key),
        rosters,
    )
    desk.state(unit, MemberAdded(after=rosters.current(unit).tips, member=member, role=Role.VISITOR))


def test_a_transaction_that_was_given_up_leaves_no_member_behind(
    scheme: MemoryScheme, office: Device
) -> None:
    rosters = RosterBook()
    with given_up(office.store) as unit:
        add(scheme, unit, rosters, "V-008")
        assert "V-008" in rosters.current(unit).members
    with office.store.open_unit() as unit:
        assert "V-008" not in rosters.current(unit).members
        add(scheme, unit, rosters, "V-009")
        unit.commit()
    with office.store.open_reading() as unit:
        assert rosters.current(unit).members.keys() == rosters.folded_anew(unit).members.keys()
        assert "V-009" in rosters.current(unit).members


def test_who_reads_an_earlier_state_gets_its_roster_and_changes_no_later_one(
    scheme: MemoryScheme, office: Device
) -> None:
    rosters = RosterBook()
    with office.store.open_reading() as earlier:
        with office.store.open_unit() as unit:
            add(scheme, unit, rosters, "V-009")
            assert "V-009" not in rosters.current(earlier).members
            assert "V-009" in rosters.current(unit).members
            unit.commit()
        assert "V-009" not in rosters.current(earlier).members
    with office.store.open_reading() as later:
        assert "V-009" in rosters.current(later).members


def test_readers_and_a_writer_at_once_each_get_the_roster_of_their_moment(
    scheme: MemoryScheme, office: Device
) -> None:
    rosters = RosterBook()
    names = [f"V-{number:03d}" for number in range(100, 112)]
    begin, wrong = Barrier(3), list[str]()

    def write() -> None:
        begin.wait()
        for name in names:
            with office.store.open_unit() as unit:
                add(scheme, unit, rosters, name)
                unit.commit()

    def read() -> None:
        begin.wait()
        for _round in range(60):
            with office.store.open_reading() as unit:
                held = {record.record_id for record in unit.records.of_kinds(("roster.member_added",))}
                if len(rosters.current(unit).members) != 1 + len(held):
                    wrong.append("another moment's roster")

    threads = [Thread(target=work) for work in (write, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert wrong == []
    with office.store.open_reading() as unit:
        assert set(names) <= rosters.current(unit).members.keys()


def test_before_the_root_nothing_is_known(scheme: MemoryScheme) -> None:
    device, _request = scheme.joining("V-003", scheme.invite("V-003"), "new")
    rosters = RosterBook()
    with device.store.open_reading() as unit:
        assert not rosters.known(unit)
        for attempt in (rosters.current, rosters.folded_anew):
            with pytest.raises(NotFound):
                attempt(unit)
        with pytest.raises(NotFound):
            rosters.keys_for(unit, Addressees(office=True))


def test_addressees_become_the_keys_of_today(scheme: MemoryScheme, office: Device) -> None:
    rosters, roster = RosterBook(), office.roster
    devices = {name: scheme[name].keys.key_id for name in scheme.devices}

    def to(addressees: Addressees) -> set[str]:
        with office.store.open_reading() as unit:
            return {key.key_id for key in rosters.keys_for(unit, addressees)}

    assert to(Addressees()) == set()
    assert to(Addressees(office=True)) == {roster.office.key_id}
    assert to(Addressees(members=(MemberId("V-001"),))) == {devices["V-001"]}
    assert to(Addressees(devices=(DeviceId(devices["V-002"]),))) == {devices["V-002"]}
    assert to(Addressees(everybody=True)) == {roster.office.key_id, *devices.values()}


def test_an_office_key_of_a_transaction_that_was_given_up_is_not_kept(scheme: MemoryScheme) -> None:
    device = scheme["V-001"]
    ring, office = KeyRing(device.vault.identity_key), OfficeKey.generate(2)
    with given_up(device.store) as unit:
        ring.keep_office(unit, office)
        assert office.key_id in ring.openers(unit)
    with device.store.open_unit() as unit:
        assert set(ring.openers(unit)) == {device.keys.key_id}
        assert ring.office_keys(unit) == ()
        ring.keep_office(unit, office)
        unit.commit()
    with device.store.open_reading() as unit:
        assert set(ring.openers(unit)) == {device.keys.key_id, office.key_id}
        [kept] = ring.office_keys(unit)
        assert (kept.epoch, kept.key_id) == (2, office.key_id)


def test_a_vault_without_keys_or_with_another_identity_opens_nothing(scheme: MemoryScheme) -> None:
    with MemoryStore().open_reading() as unit, pytest.raises(NotFound):
        KeyRing(bytes(32)).device(unit)
    with scheme["V-001"].store.open_reading() as unit, pytest.raises(SealError):
        KeyRing(bytes(32)).device(unit)


def test_locking_forgets_the_keys(scheme: MemoryScheme) -> None:
    device = scheme["V-001"]
    with device.store.open_reading() as unit:
        device.desk.keyring.openers(unit)
        device.desk.lock()
        with pytest.raises(SealError):
            device.desk.keyring.device(unit)


def a_grant(parts: dict[str, bytes | None]) -> StoredRecord:
    [record] = a_scheme()["V-001"].records("office.key_grant")[:1]
    return replace(record, parts=parts)


def test_a_grant_holds_what_was_put_in(office: Device) -> None:
    device, roster = DeviceKeys.generate(), office.roster
    with office.store.open_reading() as unit:
        [key] = office.desk.keyring.office_keys(unit)
    content = ContentKeys("record", b"k" * 32)

    grant = read_grant(a_grant({**grant_parts(roster.scheme_id, device.public, [key], [content])}))

    assert [one.key_id for one in grant.open_office_keys(roster, device)] == [key.key_id]
    assert list(grant.content_keys.values()) == [content]
    with pytest.raises(SealError):
        grant.open_office_keys(roster, DeviceKeys.generate())


def test_an_office_key_the_roster_does_not_name_is_not_believed(office: Device) -> None:
    device, roster = DeviceKeys.generate(), office.roster
    false = OfficeKey.generate(1)
    sealed = seal_office_key(false, roster.scheme_id, device.public.sealing)
    assert sealed
    parts = grant_parts(roster.scheme_id, device.public, [false], [])
    with pytest.raises(SealError):
        read_grant(a_grant({**parts})).open_office_keys(roster, device)
    later = grant_parts(roster.scheme_id, device.public, [OfficeKey.generate(7)], [])
    assert read_grant(a_grant({**later})).open_office_keys(roster, device) == ()


@pytest.mark.parametrize(
    "body",
    [None, b"", b"[]", b"{}", b'{"office":{"x":""},"content_keys":{}}', b'{"office":[],"content_keys":{}}'],
)
def test_a_malformed_grant_is_said(body: bytes | None) -> None:
    with pytest.raises(SealError) as refused:
        read_grant(a_grant({"grant": body}))
    assert "grant it again" in refused.value.user_text


def test_a_record_is_written_pending_and_applied_at_once(scheme: MemoryScheme, office: Device) -> None:
    filed = scheme.filed_by("V-001")
    [record] = scheme["V-001"].records("visit.report")
    assert (record.state, record.author, record.device) == (
        RecordState.PENDING,
        "V-001",
        scheme["V-001"].desk.identity.device_id,
    )
    assert record.written_here
    assert not record.verified
    assert scheme["V-001"].desk.visits.get(filed.visit_id) == filed


def test_nobody_writes_what_their_role_may_not_say(scheme: MemoryScheme) -> None:
    device = scheme["V-001"]
    book = RecordBook(scheme.clock, SeededIds(scheme.clock, "book"), device.desk.identity, apply_record)
    with device.store.open_unit() as unit:
        for kind in ("review.decision", "scheme.settings", "no.such"):
            with pytest.raises(RuleBroken) as refused:
                book.write(unit, kind=kind, subject="s", parts={}, addressees=Addressees(office=True))
            assert refused.value.user_text
        assert unit.records.of_kinds(("review.decision",)) == []
    assert book.new_id() != book.new_id()


def test_what_does_not_fit_is_not_written(scheme: MemoryScheme) -> None:
    """Not even by a slip of this application: a second report, or an answer to a strange visit."""
    filed = scheme.filed_by("V-001")
    scheme.exchange()
    device, stranger = scheme["V-001"], scheme["V-003"]
    [report] = device.records("visit.report")
    book = RecordBook(scheme.clock, SeededIds(scheme.clock, "again"), device.desk.identity, apply_record)
    parts = {name: part for name, part in report.parts.items() if part is not None}
    with device.store.open_unit() as unit, pytest.raises(SealError):
        book.write(
            unit, kind="visit.report", subject=filed.visit_id, parts=parts, addressees=report.addressees
        )
    assert len(device.records("visit.report")) == 1
    assert stranger.desk.reviews.list() == []


def test_verifying_shows_a_fork_of_the_roster_until_somebody_joins_it(scheme: MemoryScheme) -> None:
    def forked() -> list[bool]:
        found = [scheme[name].desk.verification.verify() for name in ("C-001", "V-001")]
        assert [one.first_break for one in found] == [None, None]
        return [one.roster_forked for one in found]

    assert forked() == [False, False]
    scheme["C-001"].desk.scheme.put_member(a_member(8))
    scheme["C-002"].desk.scheme.put_member(a_member(9))
    scheme.exchange()
    assert forked() == [True, True]
    scheme["C-002"].desk.scheme.put_member(a_member(10))
    scheme.exchange()
    assert forked() == [False, False]

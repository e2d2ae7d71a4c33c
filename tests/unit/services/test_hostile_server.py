"""What a server hands to devices that do not trust it: altered, foreign, invented, old or reordered records.

What it withholds is noticed elsewhere, by the heads of the devices.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from icv_app.domain.ids import DeviceId, RecordId, VisitId
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.domain.visit import Visit
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import DeviceAdded, MemberAdded, RosterRoot, Statement, kind_of, statement_parts
from icv_app.services.devices import WhyRemoved
from icv_app.services.ports import COUNTS, RecordState
from icv_app.services.ports_sync import PulledRecord, Receipt
from icv_app.services.report_records import report_parts
from tests.builders import a_checklist
from tests.memory_scheme import SCHEME_ID, MemoryScheme, SeededIds, a_scheme
from tests.seal.builders import opened_container, packed_container, with_header
from tests.unit.services.by_own_hand import a_report_in_the_name_of, taken

NOT_BELIEVED = {RecordState.REFUSED, RecordState.QUARANTINED}
OTHER_SCHEME = "0190a1f0-0000-7000-8000-00000000dead"


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def sent(scheme: MemoryScheme) -> bytes:
    """A report that the server has and nobody else yet."""
    scheme.filed_by("V-001")
    scheme.courier.send(scheme["V-001"])
    return scheme.courier.filed[-1]


@pytest.fixture
def server() -> DeviceKeys:
    """Keys a server makes for itself."""
    return DeviceKeys.generate()


def said_by_the_server(scheme: MemoryScheme, server: DeviceKeys, statement: Statement) -> bytes:
    ids = SeededIds(scheme.clock, f"server {statement}")
    draft = Outgoing(
        record_id=ids.new(),
        kind=kind_of(statement),
        scheme_id=SCHEME_ID,
        chain_id=ids.new(),
        sequence=1,
        previous=None,
        sealed_at=scheme.clock.now(),
        open_parts=statement_parts(statement),
    )
    return seal_envelope(draft, server, ())


def reports_at(scheme: MemoryScheme, name: str) -> set[str]:
    device = scheme[name]
    return {one.record_id for one in device.records("visit.report") if one.state in COUNTS}


def test_a_report_in_a_visitors_name_is_not_believed(scheme: MemoryScheme, server: DeviceKeys) -> None:
    visit = a_report_in_the_name_of("V-003")
    parts = report_parts(visit, a_checklist())
    victim = scheme["V-003"].keys.key_id
    own = scheme.forged(server, "visit.report", visit.visit_id, parts)
    in_their_name = with_header(own, server, author_device=victim)

    for data in (own, in_their_name):
        assert taken(scheme, data)[0] in NOT_BELIEVED
    assert reports_at(scheme, "C-001") == set()


@pytest.mark.parametrize("place", [3, 40, 200, -200, -40, -1])
def test_an_altered_byte_is_noticed_and_the_true_report_still_comes_in(
    scheme: MemoryScheme, sent: bytes, place: int
) -> None:
    name = RecordId(read_envelope(sent).record_id)
    altered = bytearray(sent)
    altered[place] ^= 1
    office = scheme["C-001"]

    office.desk.sync.save_pull([PulledRecord(position=1, record_id=name, envelope=bytes(altered))], "1")
    assert office.state(name) not in COUNTS

    office.desk.sync.save_pull([PulledRecord(position=1, record_id=name, envelope=sent)], "1")
    assert office.state(name) is RecordState.RECEIVED


def test_swapped_recipients_open_nothing_and_let_nobody_else_in(
    scheme: MemoryScheme, sent: bytes, server: DeviceKeys
) -> None:
    header = read_envelope(sent).header
    first, second = header.recipients[:2]
    swapped = (second, first, *header.recipients[2:])
    added = (*header.recipients, server.public.sealing.key_id)
    container = opened_container(sent)
    container[4].reverse()  # the wraps
    others = packed_container(container)

    for data in (
        with_header(sent, None, recipients=swapped),
        with_header(sent, None, recipients=added),
        others,
    ):
        page = [PulledRecord(position=1, record_id=header.record_id, envelope=data)]
        scheme["C-001"].desk.sync.save_pull(page, "1")
        assert scheme["C-001"].state(header.record_id) not in COUNTS


def test_a_device_the_server_puts_into_the_roster_gets_nothing(
    scheme: MemoryScheme, server: DeviceKeys
) -> None:
    before = scheme["C-001"].roster
    invented = (
        DeviceAdded(after=before.tips, member="V-001", device=server.public.to_bytes(), invitation="a" * 64),
        MemberAdded(after=before.tips, member="V-666", role=Role.COORDINATOR),
    )
    for statement in invented:
        data = said_by_the_server(scheme, server, statement)
        for name in ("C-001", "V-001"):
            assert taken(scheme, data, name)[0] in NOT_BELIEVED

    scheme.filed_by("V-001")
    scheme.courier.send(scheme["V-001"])

    assert server.public.sealing.key_id not in read_envelope(scheme.courier.filed[-1]).header.recipients
    assert "V-666" not in scheme["V-001"].roster.members


def test_another_root_makes_nobody_coordinator(scheme: MemoryScheme, server: DeviceKeys) -> None:
    true = scheme["V-001"].roster
    root = RosterRoot(
        scheme_name="West Yorkshire",
        member="C-001",
        device=server.public.to_bytes(),
        office=server.public.sealing.raw,
        standby=server.public.signing.raw,
    )

    assert taken(scheme, said_by_the_server(scheme, server, root), "V-001")[0] in NOT_BELIEVED
    assert scheme["V-001"].roster.office.sealing.key_id == true.office.sealing.key_id
    assert scheme["V-001"].roster.members.keys() == true.members.keys()


def test_replayed_old_statements_do_not_bring_a_removed_device_back(scheme: MemoryScheme) -> None:
    old = list(scheme.courier.filed)
    gone = scheme["V-003"].keys.key_id
    scheme["C-001"].desk.devices.remove(DeviceId(gone), WhyRemoved.LOST)
    scheme.exchange()

    for name in ("C-001", "C-002", "V-001"):
        device = scheme[name]
        page = [record for record in scheme.courier.for_device(device) if record.envelope in old]
        device.desk.sync.forget_cursor()
        device.desk.sync.save_pull(page, str(len(old)))
        assert gone not in {one.key_id for one in device.roster.active_devices()}

    scheme.filed_by("V-001")
    scheme.courier.send(scheme["V-001"])
    assert gone not in read_envelope(scheme.courier.filed[-1]).header.recipients


def test_the_order_in_which_records_are_handed_out_changes_nothing(scheme: MemoryScheme) -> None:
    visits = [VisitId(scheme.filed_by("V-001").visit_id), VisitId(scheme.filed_by("V-002").visit_id)]
    scheme.courier.send(scheme["V-001"])
    scheme.courier.send(scheme["V-002"])
    scheme.courier.fetch(scheme["C-001"])
    for visit in visits:
        scheme["C-001"].desk.reviews.read(visit)
    scheme.exchange()
    page = scheme.courier.for_device(scheme["C-002"])
    Random(7).shuffle(page)
    bare = scheme["C-002"]

    bare.desk.sync.forget_cursor()
    bare.desk.sync.save_pull(page, "1")
    bare.desk.sync.save_pull(list(reversed(page)), "2")

    for visit in visits:
        ours, theirs = (scheme[name].desk.reviews.read(visit).review for name in ("C-001", "C-002"))
        assert (ours.state, [e.record_id for e in ours.events]) == (
            theirs.state,
            [e.record_id for e in theirs.events],
        )
    assert bare.desk.verification.verify().first_break is None


def test_a_record_of_another_scheme_is_not_taken_for_ours(
    scheme: MemoryScheme, sent: bytes, server: DeviceKeys
) -> None:
    theirs = scheme.forged(
        server, "visit.report", "0190a1f0-1111-7000-8000-0000000000aa", {}, scheme_id=OTHER_SCHEME
    )
    readdressed = with_header(sent, None, scheme_id=OTHER_SCHEME)
    assert taken(scheme, theirs)[0] in NOT_BELIEVED
    name = read_envelope(sent).record_id
    page = [PulledRecord(position=1, record_id=name, envelope=readdressed)]
    scheme["C-001"].desk.sync.save_pull(page, "1")
    assert scheme["C-001"].state(name) not in COUNTS


def test_a_record_under_another_records_name_takes_no_place(scheme: MemoryScheme, sent: bytes) -> None:
    other = SeededIds(scheme.clock, "another name").new()
    page = [PulledRecord(position=1, record_id=other, envelope=sent)]
    scheme["C-001"].desk.sync.save_pull(page, "1")
    held = scheme["C-001"].store.saved_records
    assert RecordId(other) not in held or held[RecordId(other)].state not in COUNTS


def test_a_server_that_says_removed_makes_nobody_destroy_their_keys(scheme: MemoryScheme) -> None:
    """Only signed statements do."""
    device = scheme["V-001"]
    assert not device.desk.sync.removed()
    scheme.filed_by("V-001")

    forged = said_by_the_server(
        scheme,
        DeviceKeys.generate(),
        MemberAdded(after=device.roster.tips, member="V-001", role=Role.COORDINATOR),
    )
    device.take(forged)

    assert not device.desk.sync.removed()
    assert len(device.desk.sync.pending()) == 1


def test_a_receipt_for_other_bytes_is_no_proof(scheme: MemoryScheme) -> None:
    filed: Visit = scheme.filed_by("V-001")
    device = scheme["V-001"]
    [waiting] = device.records(RecordKind.VISIT_REPORT)
    device.desk.sync.seal_pending(waiting.record_id)
    lie = Receipt(record_id=waiting.record_id, digest="0" * 64, position=1, received_at=scheme.clock.now())

    device.desk.sync.mark_accepted([lie, replace(lie, record_id=SeededIds(scheme.clock, "x").new())])

    assert device.state(waiting.record_id) is RecordState.SEALED
    assert device.desk.visits.get(filed.visit_id) == filed

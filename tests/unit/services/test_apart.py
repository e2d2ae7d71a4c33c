"""A hostile stick or server does not fill the vault with what cannot be used."""

from __future__ import annotations

import io
import uuid

import pytest

from icv_app.seal.bundle import BundleReader, Carried, FrameKind, Manifest, write_bundle
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from icv_app.services import apart
from icv_app.services.devices import WhyRemoved
from icv_app.services.ports import RecordState, Weight
from icv_app.services.ports_sync import PulledRecord
from tests.memory_scheme import SCHEME_ID, Device, MemoryScheme, a_scheme


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """As many as are kept of each source, or 50,000 bytes."""
    monkeypatch.setattr(apart, "MOST_APART", Weight(5, 50_000))
    return 5


def rubbish(count: int, size: int = 20) -> list[Carried]:
    return [
        Carried(FrameKind.ENVELOPE, b"x" * size, f"0190a1f0-0000-7000-8000-{number:012d}")
        for number in range(count)
    ]


def a_bundle(device: Device, carried: list[Carried]) -> BundleReader:
    data = io.BytesIO()
    manifest = Manifest(
        scheme_id=SCHEME_ID,
        scheme_name="West Yorkshire",
        maker=device.keys.public,
        member=device.desk.identity.member_id,
        made_at=device.clock.now(),
    )
    write_bundle(data, manifest, carried, device.keys)
    return BundleReader(io.BytesIO(data.getvalue()))


def another(scheme: MemoryScheme, by: str | DeviceKeys, kind: str, subject: str = "x") -> bytes:
    """One more envelope of its kind, under an identifier of its own."""
    return scheme.forged(by, kind, subject, {"report": b"{}"}, record_id=str(uuid.uuid4()))


def pulled(data: bytes, position: int) -> PulledRecord:
    return PulledRecord(position=position, record_id=read_envelope(data).record_id, envelope=data)


def not_kept(device: Device) -> int:
    return device.desk.sync_centre.view().dropped


def test_a_stick_full_of_rubbish_leaves_a_bounded_number_of_it(scheme: MemoryScheme, few: int) -> None:
    office, visitor = scheme["C-001"], scheme["V-001"]
    before = len(office.store.saved_records)
    report = scheme.filed_by("V-001")
    [name] = visitor.desk.sync.pending()
    good = Carried(FrameKind.ENVELOPE, visitor.desk.sync.seal_pending(name), name)

    taken = office.desk.bundles.take(a_bundle(visitor, [*rubbish(40), good]))

    assert (taken.new, taken.apart, taken.dropped, taken.known) == (few + 1, few, 35, 0)
    assert len(office.store.saved_records) == before + few + 1
    assert office.desk.reviews.read(report.visit_id).visit == report
    assert not_kept(office) == 35


def test_another_stick_finds_no_room_either(scheme: MemoryScheme, few: int) -> None:
    office, visitor = scheme["C-001"], scheme["V-001"]
    office.desk.bundles.take(a_bundle(visitor, rubbish(few)))

    taken = office.desk.bundles.take(a_bundle(visitor, rubbish(few + 2)))

    assert (taken.new, taken.known, taken.dropped) == (0, few, 2)


def test_what_is_large_counts_by_its_size(scheme: MemoryScheme, few: int) -> None:
    taken = scheme["C-001"].desk.bundles.take(a_bundle(scheme["V-001"], rubbish(4, size=20_000)))

    assert (taken.apart, taken.dropped) == (2, 2)


def test_a_server_that_gives_rubbish_takes_no_room_from_the_sticks(scheme: MemoryScheme, few: int) -> None:
    office = scheme["C-001"]
    strangers = [another(scheme, DeviceKeys.generate(), "visit.report") for _ in range(few + 3)]

    outcome = office.desk.sync.save_pull([pulled(data, 900 + at) for at, data in enumerate(strangers)], "9")
    taken = office.desk.bundles.take(a_bundle(scheme["V-001"], rubbish(1)))

    assert (outcome.quarantined, outcome.dropped) == (few, 3)
    assert (taken.apart, taken.dropped) == (1, 0)


def test_forged_statements_about_members_are_bounded_too(scheme: MemoryScheme, few: int) -> None:
    office = scheme["C-001"]
    forged = [another(scheme, DeviceKeys.generate(), "roster.member_added") for _ in range(few + 4)]
    members = dict(office.roster.members)

    outcome = office.desk.sync.save_pull([pulled(data, 900 + at) for at, data in enumerate(forged)], "9")

    assert outcome.dropped == 4
    assert dict(office.roster.members) == members


def test_the_thief_of_a_removed_laptop_fills_nothing(scheme: MemoryScheme, few: int) -> None:
    office, thief = scheme["C-001"], scheme["V-002"]
    office.desk.devices.remove(thief.desk.identity.device_id, WhyRemoved.STOLEN)
    late = [another(scheme, "V-002", "member.availability", "V-002") for _ in range(few + 2)]

    outcome = office.take(*late)

    assert outcome.dropped == 2
    assert len(office.desk.devices.late_records()) == few


def test_what_only_a_newer_version_can_read_is_always_kept(scheme: MemoryScheme, few: int) -> None:
    office = scheme["C-001"]
    newer = [another(scheme, "V-002", "visit.hologram") for _ in range(few + 2)]

    outcome = office.take(*newer)

    assert outcome.dropped == 0
    assert {office.state(read_envelope(data).record_id) for data in newer} == {RecordState.UPDATE_NEEDED}


def test_what_is_held_apart_is_judged_again_and_never_lost_by_the_bound(
    scheme: MemoryScheme, few: int
) -> None:
    office = scheme["C-001"]
    invitation = scheme.invite("V-003")
    new, request = scheme.joining("V-003", invitation, "V-003 again")
    early = [another(scheme, new.keys, "member.availability", "V-003") for _ in range(few)]
    office.take(*early)
    apart_before = {office.state(read_envelope(data).record_id) for data in early}

    scheme.answered(invitation, request)
    office.desk.scheme.approve(invitation.locator)
    office.take(scheme.forged("V-001", "member.availability", "V-001", {"report": b"{}"}))

    assert apart_before == {RecordState.REFUSED}
    assert all(read_envelope(data).record_id in office.store.saved_records for data in early)


def test_counting_begins_anew_when_everything_is_fetched_again(scheme: MemoryScheme, few: int) -> None:
    office = scheme["C-001"]
    office.desk.bundles.take(a_bundle(scheme["V-001"], rubbish(few + 1)))
    assert not_kept(office) == 1

    office.desk.sync.forget_cursor()

    assert not_kept(office) == 0

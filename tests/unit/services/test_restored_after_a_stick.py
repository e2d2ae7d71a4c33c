"""A laptop that gave records by stick only is restored from before that: nothing is lost or missed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import RecordId
from icv_app.domain.visit import Visit
from icv_app.exchange.bundles import load_bundle
from icv_app.seal.envelope import read_envelope
from icv_app.seal.signed_headers import read_signed_header, signed_header
from icv_app.services import signed_again
from icv_app.services.ports import RESTORED, RecordState, StoredRecord
from icv_app.services.signed_again import AGAIN, SIGNED
from tests.memory_scheme import Device, MemoryScheme, a_scheme
from tests.unit.services.test_bundles import carry


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick.icvbundle"


def backed_up(device: Device) -> Device:
    """What a backup made now would bring back."""
    copy = device.copy()
    with copy.store.open_unit() as unit:
        unit.meta.put(RESTORED, "yes")
        unit.commit()
    return copy


def synced(scheme: MemoryScheme, *names: str) -> None:
    """One after the other pulls and then pushes, as laptops do."""
    for name in names or [device.name for device in scheme]:
        scheme.courier.fetch(scheme[name])
        scheme.courier.send(scheme[name])


def come_to_rest(scheme: MemoryScheme) -> None:
    for _round in range(3):
        synced(scheme)


def missing(device: Device) -> list[tuple[str, int | None, int | None]]:
    """The numbers that are said to be missing, or to be wrong in any other way."""
    breaks = device.desk.verification.verify().breaks
    return [(one.chain_id, one.position, one.until) for one in breaks]


def assert_nothing_is_missed(scheme: MemoryScheme, *visits: Visit) -> None:
    for name in ("C-001", "C-002", "V-001"):
        for visit in visits:
            assert scheme[name].desk.reviews.read(visit.visit_id).visit == visit
    come_to_rest(scheme)
    held = dict(scheme["C-001"].desk.sync.held())
    for device in scheme:
        assert missing(device) == [], device.name
        assert not device.desk.withholding.missed(), device.name
        assert not device.desk.sync.pending(), device.name
        assert device.desk.sync.held().items() <= held.items(), device.name


def test_the_restored_laptop_synchronises_before_the_office_hands_the_stick_on(
    scheme: MemoryScheme, stick: Path
) -> None:
    office = scheme["C-001"]
    waiting = scheme.filed_by("V-001")
    restored = backed_up(scheme["V-001"])
    later = scheme.filed_by("V-001")
    carry(stick, scheme["V-001"], office)
    scheme.devices["V-001"] = restored

    synced(scheme, "V-001")
    synced(scheme, "C-001")

    [said] = office.records(AGAIN)
    assert missing(office) == []
    come_to_rest(scheme)
    assert said.subject == restored.desk.identity.device_id
    assert scheme["C-002"].state(said.record_id) is RecordState.RECEIVED
    assert restored.state(said.record_id) is RecordState.RECEIVED
    assert_nothing_is_missed(scheme, waiting, later)


def test_the_office_hands_the_stick_on_before_the_restored_laptop_synchronises(
    scheme: MemoryScheme, stick: Path
) -> None:
    waiting = scheme.filed_by("V-001")
    restored = backed_up(scheme["V-001"])
    later = scheme.filed_by("V-001")
    carry(stick, scheme["V-001"], scheme["C-001"])
    scheme.devices["V-001"] = restored

    synced(scheme, "C-001")
    synced(scheme, "V-001")
    come_to_rest(scheme)

    assert not scheme["C-001"].records(AGAIN)  # it pulled its own first and signed nothing twice
    assert_nothing_is_missed(scheme, waiting, later)


@pytest.mark.parametrize("office_had_it", [True, False])
def test_the_restored_laptop_saves_a_bundle_before_it_synchronises(
    scheme: MemoryScheme, stick: Path, office_had_it: bool
) -> None:
    office = scheme["C-001"]
    waiting = scheme.filed_by("V-001")
    restored = backed_up(scheme["V-001"])
    synced(scheme, "V-001")
    if office_had_it:
        synced(scheme, "C-001")
    scheme.devices["V-001"] = restored
    later = scheme.filed_by("V-001")

    carry(stick, restored, office)
    come_to_rest(scheme)

    assert_nothing_is_missed(scheme, waiting, later)


def test_only_the_other_visitor_of_the_pair_had_the_stick(scheme: MemoryScheme, stick: Path) -> None:
    waiting = scheme.filed_by("V-001")
    restored = backed_up(scheme["V-001"])
    later = scheme.filed_by("V-001")
    carry(stick, scheme["V-001"], scheme["V-002"])
    scheme.devices["V-001"] = restored

    synced(scheme, "V-001")
    come_to_rest(scheme)

    assert [one.author for one in scheme["C-001"].records(AGAIN)] == ["V-002"]
    assert_nothing_is_missed(scheme, waiting, later)


def test_a_restored_coordinators_laptop_is_no_exception(scheme: MemoryScheme, stick: Path) -> None:
    scheme["C-002"].desk.audit.note(AuditAct.REPORT_WRITTEN, "a" * 64)
    restored = backed_up(scheme["C-002"])
    scheme["C-002"].desk.audit.note(AuditAct.REPORT_WRITTEN, "b" * 64)
    carry(stick, scheme["C-002"], scheme["C-001"])
    scheme.devices["C-002"] = restored

    synced(scheme, "C-002")
    come_to_rest(scheme)

    assert scheme["C-001"].records(AGAIN)
    assert_nothing_is_missed(scheme)


def test_with_no_server_at_all_both_sticks_of_one_laptop_are_followed(
    scheme: MemoryScheme, stick: Path
) -> None:
    office = scheme["C-001"]
    waiting = scheme.filed_by("V-001")
    restored = backed_up(scheme["V-001"])
    carry(stick, scheme["V-001"], office)
    scheme.devices["V-001"] = restored
    later = scheme.filed_by("V-001")

    carry(stick, restored, office)
    carry(stick, office, restored)

    for device in (office, restored):
        for visit in (waiting, later):
            assert device.desk.reviews.read(visit.visit_id).visit == visit
        assert missing(device) == [], device.name


def test_the_same_stick_again_says_nothing_again(scheme: MemoryScheme, stick: Path) -> None:
    office = scheme["C-001"]
    scheme.filed_by("V-001")
    restored = backed_up(scheme["V-001"])
    carry(stick, scheme["V-001"], office)
    scheme.devices["V-001"] = restored
    synced(scheme, "V-001", "C-001", "C-002")
    carry(stick.with_name("again.icvbundle"), office, scheme["C-002"])
    for name in ("C-001", "C-002", "C-001"):
        load_bundle(scheme[name].desk.bundles, stick)

    assert len(office.records(AGAIN)) == len(scheme["C-002"].records(AGAIN)) == 1


def put(device: Device, record: StoredRecord) -> None:
    """Change a record behind the application's back."""
    with device.store.open_unit() as unit:
        unit.records.put(record)
        unit.commit()


def a_note(scheme: MemoryScheme, stick: Path) -> tuple[Device, RecordId]:
    """An office that said of one number of V-001 that no record is missing there."""
    office = scheme["C-001"]
    scheme.filed_by("V-001")
    restored = backed_up(scheme["V-001"])
    scheme.filed_by("V-001")
    carry(stick, scheme["V-001"], office)
    scheme.devices["V-001"] = restored
    synced(scheme, "V-001", "C-001")
    [said] = office.records(AGAIN)
    assert missing(office) == []
    return office, said.record_id


def test_a_header_that_its_device_did_not_sign_accounts_for_nothing(
    scheme: MemoryScheme, stick: Path
) -> None:
    office, name = a_note(scheme, stick)
    said = office.record(name)
    real = read_signed_header(said.parts[SIGNED] or b"", "test")
    envelope = read_envelope(office.records("visit.report")[0].envelope or b"")
    forged = signed_header(
        replace(envelope, header_bytes=real.header_bytes, signature=bytes(len(real.signature)))
    )
    put(office, replace(said, parts={**said.parts, SIGNED: forged}))

    assert len(missing(office)) > 0
    assert real.link().sequence in {place for _chain, place, _until in missing(office)}


def test_a_number_of_a_record_that_is_not_here_stays_missing(scheme: MemoryScheme, stick: Path) -> None:
    office, name = a_note(scheme, stick)
    real = read_signed_header(office.record(name).parts[SIGNED] or b"", "test")

    stands = office.record(real.header.record_id)
    put(office, replace(stands, envelope=None, envelope_hash=None, chain_id=None, sequence=None))

    assert (real.header.chain_id, real.header.sequence, real.header.sequence) in missing(office)


def test_nothing_of_what_the_record_said_is_in_the_note(scheme: MemoryScheme, stick: Path) -> None:
    office, name = a_note(scheme, stick)
    said = office.record(name).parts[SIGNED] or b""

    assert len(said) < 6000
    assert read_signed_header(said, "test").header.record_id in {
        one.record_id for one in office.records("visit.report")
    }


def test_a_device_that_signs_everything_twice_is_accounted_for_within_bounds(
    scheme: MemoryScheme, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signed_again, "MOST_OF_A_DEVICE", 2)
    for _number in range(4):
        scheme.filed_by("V-001")
    restored = backed_up(scheme["V-001"])
    carry(stick, scheme["V-001"], scheme["C-001"])
    scheme.devices["V-001"] = restored

    synced(scheme, "V-001", "C-001")

    assert len(scheme["C-001"].records(AGAIN)) == 2

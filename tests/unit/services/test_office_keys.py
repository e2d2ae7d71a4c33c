"""The office's key through restored vaults, lost records and two coordinators who act at once."""

from __future__ import annotations

import pytest

from icv_app.domain.ids import DeviceId
from icv_app.services.devices import WhyRemoved
from icv_app.services.ports import RecordState
from tests.memory_scheme import Device, MemoryScheme, a_scheme


@pytest.fixture
def scheme() -> MemoryScheme:
    """Two coordinators, each with a second laptop."""
    made = a_scheme()
    for member in ("C-001", "C-002"):
        made.join(member, f"{member} at home")
    made.exchange()
    return made


def remove(scheme: MemoryScheme, name: str, by: str) -> None:
    scheme[by].desk.devices.remove(DeviceId(scheme[name].keys.key_id), WhyRemoved.LOST)


def holds_all(device: Device) -> bool:
    with device.store.open_reading() as unit:
        held = device.desk.keyring.openers(unit)
    return all(key.key_id in held for key in device.roster.office_keys)


def test_a_vault_restored_to_before_the_key_it_began_gets_it_back(scheme: MemoryScheme) -> None:
    backup = scheme["C-001"].copy()
    remove(scheme, "C-002 at home", by="C-001")
    scheme.exchange()

    scheme.courier.fetch(backup)

    assert backup.roster.office.epoch == 2
    assert holds_all(backup)
    assert not backup.desk.devices.replace_lost_office_key()


def test_two_coordinators_who_begin_a_key_at_once_get_both(scheme: MemoryScheme) -> None:
    remove(scheme, "C-002 at home", by="C-001")
    remove(scheme, "C-001 at home", by="C-002")
    scheme.exchange()
    scheme.exchange()

    assert [key.epoch for key in scheme["C-001"].roster.office_keys] == [1, 2, 2]
    for name in ("C-001", "C-002"):
        assert holds_all(scheme[name])
        states = {record.state for record in scheme[name].records("office.key_grant")}
        assert RecordState.REFUSED not in states
        assert RecordState.LOCKED not in {record.state for record in scheme[name].records("audit.entry")}


def test_a_key_that_comes_before_the_statement_that_names_it_is_used_with_it(scheme: MemoryScheme) -> None:
    remove(scheme, "C-002 at home", by="C-001")
    scheme.courier.send(scheme["C-001"])
    other = scheme["C-002"]
    page = [
        one
        for one in scheme.courier.for_device(other)
        if (one.position or 0) > int(other.desk.sync.cursor() or 0)
    ]

    for record in reversed(page):
        other.desk.sync.save_pull([record], "1")

    assert other.roster.office.epoch == 2
    assert holds_all(other)


def test_a_key_that_nobody_has_any_more_is_replaced(scheme: MemoryScheme) -> None:
    """The vault that began it was restored, and nobody else had got it yet."""
    office, filed = scheme["C-001"], scheme.courier.filed
    restored, others = scheme["C-002"].copy(), len(filed)
    remove(scheme, "C-001 at home", by="C-002")
    scheme.courier.send(scheme["C-002"])
    filed[others:] = [data for data in filed[others:] if b'"kind":"roster.' in data]
    scheme.devices["C-002"] = restored
    scheme.exchange()
    assert not holds_all(office)

    assert office.desk.devices.replace_lost_office_key()
    scheme.exchange()
    report = scheme.filed_by("V-001")
    scheme.exchange()

    assert not restored.desk.devices.replace_lost_office_key()
    assert not scheme["V-001"].desk.devices.replace_lost_office_key()
    for device in (office, restored):
        assert device.roster.office.epoch == 3
        assert device.desk.reviews.read(report.visit_id).visit == report

"""People and keys with real vaults and a real server: laptops are lost, and people come and go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from icv_app.bootstrap.doors import VaultDoors
from icv_app.bootstrap.wiring import open_desk, sync_with_server
from icv_app.cli.commands import run_command
from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import MemberId
from icv_app.domain.visit import Visit
from icv_app.errors import BadInput, DeviceRemoved, NotYetEnrolled, StoreError
from icv_app.services.audit_log import audit_entries
from icv_app.services.desk import Desk
from icv_app.services.devices import WhyRemoved
from icv_app.services.ports import RecordState
from icv_app.store.layout import has_vault
from icv_app.store.unlocking import unlock
from sync.client.channel import HttpChannel
from sync.client.failures import ServerRefused
from sync.client.transport import HttpTransport
from tests.builders import NOON, a_visit
from tests.functional.scheme_in_life import CHEAP, PASSPHRASE, SchemeInLife
from tests.servers import running_server


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as running:
        life = SchemeInLife(tmp_path, running)
        life.found()
        yield life
        life.close()


def a_report_by(desk: Desk, other: str = "V-002") -> Visit:
    draft = desk.visits.start()
    made = a_visit(author=desk.identity.member_id, visitors=(desk.identity.member_id, MemberId(other)))
    draft = desk.visits.change(
        draft.visit_id,
        lambda visit: replace(
            made,
            visit_id=visit.visit_id,
            checklist=visit.checklist,
            settings_version=visit.settings_version,
            created_at=visit.created_at,
        ),
    )
    return desk.visits.submit(draft.visit_id)


def a_second_laptop(scheme: SchemeInLife, member: str, name: str) -> Desk:
    office, invitation = scheme.desks["C-001"], scheme.invite(member)
    desk = scheme.a_new_laptop(name, invitation)
    with pytest.raises(NotYetEnrolled):
        sync_with_server(desk)
    sync_with_server(office)
    office.scheme.approve(invitation.locator)
    sync_with_server(office)
    sync_with_server(desk)
    return desk


def states(desk: Desk, kind: str = "visit.report") -> list[RecordState]:
    with desk.open_unit() as unit:
        return [record.state for record in unit.records.of_kinds((kind,))]


def test_a_stolen_laptop_is_refused_hands_over_and_destroys_its_keys(scheme: SchemeInLife) -> None:
    visitor, office = scheme.join("V-001"), scheme.desks["C-001"]
    scheme.clock.forward(hours=3)
    a_report_by(visitor)
    office.devices.remove(visitor.identity.device_id, WhyRemoved.STOLEN)
    sync_with_server(office)

    # The server refuses the device at once, whatever it asks for.
    with visitor.open_unit() as unit:
        keys = visitor.keyring.device(unit)
    with HttpChannel(visitor.server_url or "", signer=keys) as channel:
        transport = HttpTransport(channel, visitor.identity.scheme_id)
        with pytest.raises(ServerRefused) as refused:
            transport.pull(None)
        assert refused.value.code == "device_removed"
        assert {one.position for one in transport.roster()}

    with pytest.raises(DeviceRemoved) as removed:
        sync_with_server(visitor)
    assert "removed this laptop" in removed.value.user_text
    assert "handed over" in removed.value.user_text
    folder = scheme.folder / "V-001"
    assert not has_vault(folder)
    assert list(folder.rglob("slots.json")) == []
    with pytest.raises(StoreError):
        unlock(folder, PASSPHRASE, now=NOON)

    sync_with_server(office)
    assert states(office) == [RecordState.QUARANTINED]
    late = [one.record_id for one in office.devices.late_records()]
    office.devices.decide(late, take=True)
    assert states(office) == [RecordState.RECEIVED]
    sync_with_server(office)


def test_a_new_laptop_gets_the_members_own_history_back(scheme: SchemeInLife) -> None:
    first, other, office = scheme.join("V-001"), scheme.join("V-002"), scheme.desks["C-001"]
    scheme.clock.forward(hours=3)
    visit = a_report_by(first)
    for desk in (first, office):
        sync_with_server(desk)
    office.devices.remove(first.identity.device_id, WhyRemoved.LOST)
    sync_with_server(office)

    laptop = a_second_laptop(scheme, "V-001", "V-001 new")

    assert laptop.visits.get(visit.visit_id) == office.visits.get(visit.visit_id)
    assert states(laptop) == [RecordState.RECEIVED]
    with laptop.open_unit() as unit:
        assert not unit.records.in_states((RecordState.LOCKED, RecordState.QUARANTINED))
    # Somebody else's history does not come with it, nor does a second laptop disturb the first.
    a_report_by(laptop)
    for desk in (laptop, office, other):
        sync_with_server(desk)
    second = a_second_laptop(scheme, "V-002", "V-002 second")
    sync_with_server(other)
    for desk in (second, other):
        with desk.open_unit() as unit:
            assert not unit.records.in_states((RecordState.LOCKED, RecordState.QUARANTINED))
    assert len(states(second)) == 2


def test_the_only_coordinators_laptop_is_gone_and_the_kit_brings_everything_back(
    scheme: SchemeInLife, tmp_path: Path
) -> None:
    visitor, lost = scheme.join("V-001"), scheme.desks["C-001"]
    scheme.clock.forward(hours=3)
    visit = a_report_by(visitor)
    for desk in (visitor, lost):
        sync_with_server(desk)
    assert scheme.founded is not None
    kit, bare = tmp_path / "office.icvkit", tmp_path / "bare"
    kit.write_bytes(scheme.founded.kit)
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    arguments = ["recover", "--kit", str(kit), "--server", scheme.server.url, "--vault", str(bare)]
    arguments += ["--passphrase-file", str(tmp_path / "passphrase"), "--code"]

    assert run_command([*arguments, "abandon " * 11 + "about"]) == 1
    assert not has_vault(bare)
    assert run_command([*arguments, scheme.founded.kit_code]) == 0

    with unlock(bare, PASSPHRASE, now=NOON) as vault:
        office = open_desk(vault)
        assert office.identity.coordinator
        assert office.visits.get(visit.visit_id) == lost.visits.get(visit.visit_id)
        assert {one.member_id for one in office.scheme.members()} == {"C-001", "V-001", "V-002"}
        assert office.office_kit.due()
        with office.open_unit() as unit:
            assert AuditAct.OFFICE_RECOVERED in {entry.act for entry in audit_entries(unit)}
            assert [key.epoch for key in office.keyring.office_keys(unit)] == [1, 2]
        # Work goes on: the visitor files, the new laptop reads it, the lost one is turned away.
        sync_with_server(visitor)
        later = a_report_by(visitor)
        sync_with_server(visitor)
        sync_with_server(office)
        assert office.reviews.read(later.visit_id) is not None
        with pytest.raises(DeviceRemoved):
            sync_with_server(lost)


def test_a_kit_that_was_renewed_since_brings_nothing_back(scheme: SchemeInLife, tmp_path: Path) -> None:
    office, kit = scheme.desks["C-001"], tmp_path / "office.icvkit"
    assert scheme.founded is not None
    kit.write_bytes(scheme.founded.kit)
    code = VaultDoors(tmp_path / "any", kdf_cost=CHEAP).renew_kit(office, tmp_path / "new.icvkit")
    sync_with_server(office)
    doors = VaultDoors(tmp_path / "bare", kdf_cost=CHEAP)

    with pytest.raises(BadInput, match="recovery kit"):
        doors.recover(kit, scheme.founded.kit_code, scheme.server.url, PASSPHRASE)
    assert not has_vault(tmp_path / "bare")
    made = doors.recover(tmp_path / "new.icvkit", code, scheme.server.url, PASSPHRASE)
    assert made.desk.identity.member_id == "C-001"
    made.desk.lock()

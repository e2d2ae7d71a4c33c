"""The office recovery kit is made anew when a coordinator leaves, and the old one adds nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Role
from icv_app.errors import RuleBroken, StoreError
from icv_app.seal.devices import OfficeKey, StandbyKey
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.recovery_kit import open_recovery_kit
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import (
    DeviceRemoved,
    EpochStarted,
    LaterStatement,
    MemberAdded,
    kind_of,
    statement_parts,
)
from icv_app.services.audit_log import audit_entries
from tests.memory_scheme import (
    CHEAP,
    SCHEME_ID,
    Device,
    MemoryScheme,
    SeededIds,
    a_founded_vault,
    a_scheme,
    opened,
)


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def take_out(office: Device, member_id: str) -> None:
    with office.store.open_reading() as unit:
        member = unit.members.find(MemberId(member_id))
    assert member is not None
    office.desk.scheme.put_member(replace(member, left=date(2024, 1, 1)))


def signed_by(scheme: MemoryScheme, standby: StandbyKey, statement: LaterStatement) -> Envelope:
    ids = SeededIds(scheme.clock, repr(statement))
    draft = Outgoing(
        record_id=ids.new(),
        kind=kind_of(statement),
        scheme_id=SCHEME_ID,
        chain_id=ids.new(),
        sequence=1,
        previous=None,
        sealed_at=scheme.clock.now(),
        parts={},
        open_parts=statement_parts(statement),
    )
    return read_envelope(seal_envelope(draft, standby, ()))


def test_the_kit_is_due_from_the_new_epoch_until_it_is_renewed(scheme: MemoryScheme) -> None:
    office = scheme["C-001"]
    assert not office.desk.office_kit.due()
    take_out(office, "C-002")
    assert office.desk.office_kit.due()

    kept: list[bytes] = []
    code = office.desk.office_kit.renew(CHEAP, kept.append)

    assert not office.desk.office_kit.due()
    kit = open_recovery_kit(kept[0], code)
    assert [key.epoch for key in kit.office_keys] == [1, 2]
    assert kit.standby.key_id == office.roster.standby.key_id
    with office.store.open_reading() as unit:
        assert AuditAct.KIT_RENEWED in {entry.act for entry in audit_entries(unit)}


def test_a_kit_that_could_not_be_kept_changes_nothing(scheme: MemoryScheme) -> None:
    office = scheme["C-001"]
    take_out(office, "C-002")
    before = office.roster.standby.key_id

    def full(_kit: bytes) -> None:
        raise StoreError("full", user_text="The disk is full.")

    with pytest.raises(StoreError):
        office.desk.office_kit.renew(CHEAP, full)
    assert office.roster.standby.key_id == before
    assert office.desk.office_kit.due()


def test_visitors_renew_no_kit_and_are_not_asked_to(scheme: MemoryScheme) -> None:
    visitor = scheme["V-001"]
    assert not visitor.desk.office_kit.due()
    with pytest.raises(RuleBroken):
        visitor.desk.office_kit.renew(CHEAP, lambda _kit: None)


def test_an_old_kit_brings_in_no_key_whatever_it_pretends_not_to_know(scheme: MemoryScheme) -> None:
    vault, founded = a_founded_vault(scheme.clock)
    office = opened("C-001", vault, scheme.clock)
    old = open_recovery_kit(founded.kit, founded.kit_code)
    before = office.roster
    office.desk.office_kit.renew(CHEAP, lambda _kit: None)
    key = OfficeKey.generate(2)

    later = office.roster.apply(
        [
            signed_by(
                scheme,
                old.standby,
                EpochStarted(after=before.tips, epoch=2, office=key.public.sealing.raw),
            ),
            signed_by(
                scheme,
                old.standby,
                MemberAdded(after=before.tips, member="C-666", role=Role.COORDINATOR),
            ),
            signed_by(
                scheme,
                old.standby,
                EpochStarted(after=office.roster.tips, epoch=2, office=key.public.sealing.raw),
            ),
        ]
    )

    assert later.office.epoch == 1
    assert "C-666" not in later.members
    assert len(later.refused) == 3
    # It can still take away: two who hold a kit at once must be able to shut a thief out.
    [device] = before.active_devices("C-001")
    removal = DeviceRemoved(after=before.tips, device=device.key_id, accepted=())
    assert not later.apply([signed_by(scheme, old.standby, removal)]).devices[device.key_id].active

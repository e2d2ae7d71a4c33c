"""Signing that a device or a member leaves, and what follows from it for the office's key."""

from __future__ import annotations

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import DeviceId, MemberId
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.errors import RuleBroken
from icv_app.seal.devices import OfficeKey
from icv_app.seal.statements import ChainPosition, DeviceRemoved, EpochStarted, MemberRemoved
from icv_app.services.audit_log import AuditLog
from icv_app.services.identity import Identity
from icv_app.services.key_grants import grant_parts
from icv_app.services.keyring import KeyRing
from icv_app.services.ports import Addressees, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.roster_book import RosterBook
from icv_app.services.sealing_desk import SealingDesk
from icv_app.words import _

MOST_CHAINS = 64


class LeavingDesk:
    """Takes devices and members out of the roster, in the caller's transaction."""

    def __init__(
        self,
        identity: Identity,
        records: RecordBook,
        sealing: SealingDesk,
        keyring: KeyRing,
        rosters: RosterBook,
        audit: AuditLog,
    ) -> None:
        self._identity = identity
        self._records = records
        self._sealing = sealing
        self._keyring = keyring
        self._rosters = rosters
        self._audit = audit

    def remove_device(self, unit: UnitOfWork, device: DeviceId, member_id: str, reason: str) -> None:
        """Sign that a device leaves; what it sent so far counts, later envelopes wait."""
        roster = self._rosters.current(unit)
        statement = DeviceRemoved(after=roster.tips, device=device, accepted=accepted_of(unit, device))
        signed = self._sealing.sign_statement(unit, statement)
        self._audit.note(unit, AuditAct.DEVICE_REMOVED, member_id, signed.record_id, reason)
        self.begin_epoch_if_due(unit)

    def remove_member(self, unit: UnitOfWork, member_id: MemberId, reason: str = "") -> None:
        """Sign that a member leaves, with every device of theirs.

        Raises:
            RuleBroken: It is this coordinator: nobody signs themselves out.
        """
        if member_id == self._identity.member_id:
            raise RuleBroken(
                f"member {member_id}: would remove themselves",
                user_text=_("You cannot take yourself out of the scheme: another coordinator has to do it."),
            )
        roster = self._rosters.current(unit)
        accepted = tuple(
            position
            for device in roster.active_devices(member_id)
            for position in accepted_of(unit, DeviceId(device.key_id))
        )[:MOST_CHAINS]
        statement = MemberRemoved(after=roster.tips, member=member_id, accepted=accepted)
        signed = self._sealing.sign_statement(unit, statement)
        self._audit.note(unit, AuditAct.MEMBER_REMOVED, member_id, signed.record_id, reason)
        self.begin_epoch_if_due(unit)

    def begin_epoch_if_due(self, unit: UnitOfWork) -> None:
        """Begin a new office key where somebody who held the last one has left, or where it is lost here.

        It is sealed to every coordinator's device that remains, this one too: a backup of this vault
        lacks it, and gets it back like any other record. The recovery kit lacks it from then on.
        """
        roster = self._rosters.current(unit)
        if not roster.epoch_due and roster.office.key_id in self._keyring.openers(unit):
            return
        office = OfficeKey.generate(roster.office.epoch + 1)
        self._keyring.keep_office(unit, office)
        statement = EpochStarted(after=roster.tips, epoch=office.epoch, office=office.public.sealing.raw)
        signed = self._sealing.sign_statement(unit, statement)
        for device in self._rosters.current(unit).active_devices():
            if self._rosters.current(unit).role_of(device.key_id) is not Role.COORDINATOR:
                continue
            self._records.write(
                unit,
                kind=RecordKind.OFFICE_KEY_GRANT,
                subject=device.key_id,
                parts=grant_parts(self._identity.scheme_id, device.keys, (office,), ()),
                addressees=Addressees(office=True, devices=(DeviceId(device.key_id),)),
            )
        self._audit.note(unit, AuditAct.EPOCH_STARTED, self._identity.member_id, signed.record_id)


def accepted_of(unit: UnitOfWork, device: DeviceId) -> tuple[ChainPosition, ...]:
    """The last verified envelope of each chain of a device in this vault."""
    heads = unit.records.chains_of(device)[:MOST_CHAINS]
    return tuple(
        ChainPosition(chain_id=head.chain_id, sequence=head.sequence, hash=head.envelope_hash)
        for head in heads
    )

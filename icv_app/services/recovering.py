"""Bringing the office back on a bare machine: with its recovery kit and what the server holds."""

from __future__ import annotations

from collections.abc import Sequence

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import DeviceId, MemberId, SchemeId
from icv_app.domain.scheme import Role
from icv_app.errors import BadInput, SealError
from icv_app.seal.cipher import sha256_hex
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from icv_app.seal.recovery_kit import RecoveryKit
from icv_app.seal.roster import Roster, fold_roster
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import DeviceAdded, DeviceRemoved, LaterStatement, MemberAdded, statement_parts
from icv_app.seal.statements import kind_of as kind_of_statement
from icv_app.services.audit_log import AuditLog
from icv_app.services.folding import apply_record
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.leaving import LeavingDesk, accepted_of
from icv_app.services.membership import Belonging, keep_belonging
from icv_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork
from icv_app.services.ports_sync import PulledRecord
from icv_app.services.receiving import ReceivingDesk
from icv_app.services.records import RecordBook
from icv_app.services.roster_book import RosterBook
from icv_app.services.sealing_desk import SealingDesk
from icv_app.words import _


class Recovery:
    """One recovery, in a fresh vault; between its steps the caller goes to the server.

    Args:
        open_unit: Of the fresh vault.
        clock, ids: What the records go by.
        identity_key: Of the vault.
        kit: As its code opened it.
        statements: The roster as the server holds it; nothing of it is trusted unverified.
        member_id: The coordinator to come back as; where empty, the one who made the scheme, or the
            first coordinator it has today.

    Raises:
        BadInput: The kit is not the newest one, or there is no such coordinator.
        SealError: The server's statements do not begin with the kit's root.
    """

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        ids: Ids,
        identity_key: bytes,
        kit: RecoveryKit,
        statements: Sequence[PulledRecord],
        member_id: str = "",
    ) -> None:
        self._open_unit = open_unit
        self._clock = clock
        self._ids = ids
        self._kit = kit
        self._statements = statements
        self._root = read_envelope(kit.root)
        roster = fold_roster(
            self._root.hash, [self._root, *(read_envelope(one.envelope) for one in statements)]
        )
        if roster.standby.key_id != kit.standby.key_id:
            raise BadInput(
                "recovery kit: a newer one was made",
                user_text=_("This recovery kit is out of date: a newer one was made. Use the newest one."),
            )
        self._device = DeviceKeys.generate()
        self.identity = Identity(
            member_id=_coordinator(roster, self._root.header.author_device, member_id),
            role=Role.COORDINATOR,
            scheme_id=SchemeId(kit.scheme_id),
            device_id=DeviceId(self._device.key_id),
        )
        self._scheme_name = roster.scheme_name
        self._keyring, self._rosters = KeyRing(identity_key), RosterBook()
        self._records = RecordBook(clock, ids, self.identity, apply_record)
        self._receiving = ReceivingDesk(clock, self.identity, self._keyring, self._rosters, self._records)

    def begin(self, server_url: str | None) -> list[bytes]:
        """Make this device the coordinator's; return the statements to send under the standby's name.

        Raises:
            SealError: The roster would not take this device.
            StoreError: Nothing was changed on disk.
        """
        member = self.identity.member_id
        with self._open_unit() as unit:
            self._keyring.keep_device(unit, self._device)
            for office in self._kit.office_keys:
                self._keyring.keep_office(unit, office)
            keep_belonging(
                unit,
                Belonging(
                    identity=self.identity,
                    root_fingerprint=self._root.hash,
                    scheme_name=self._scheme_name,
                    server_url=server_url,
                ),
            )
            self._receiving.take(unit, self._kit.root, record_id=self._root.record_id, position=None)
            self._receiving.take_page(unit, self._statements)
            roster, signed = self._rosters.current(unit), list[bytes]()
            known = roster.members.get(member)
            if known is None or not known.active:
                added = MemberAdded(after=roster.tips, member=member, role=Role.COORDINATOR)
                signed.append(self._sign(unit, added))
            signed.append(
                self._sign(
                    unit,
                    DeviceAdded(
                        after=self._rosters.current(unit).tips,
                        member=member,
                        device=self._device.public.to_bytes(),
                        invitation=sha256_hex(f"recovery:{self._device.key_id}".encode()),
                    ),
                )
            )
            if self._rosters.current(unit).role_of(self._device.key_id) is not Role.COORDINATOR:
                raise SealError(
                    "recovery: the roster refused the new device",
                    user_text=_("The scheme does not take this laptop. Use the newest recovery kit."),
                )
            unit.commit()
        return signed

    def remove_lost(self) -> list[bytes]:
        """Sign the coordinator's other devices out, once everything they sent has arrived here.

        By the standby: that wins over whatever a thief signs meanwhile.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        signed = []
        with self._open_unit() as unit:
            for device in self._rosters.current(unit).active_devices(self.identity.member_id):
                if device.key_id != self._device.key_id:
                    statement = DeviceRemoved(
                        after=self._rosters.current(unit).tips,
                        device=device.key_id,
                        accepted=accepted_of(unit, DeviceId(device.key_id)),
                    )
                    signed.append(self._sign(unit, statement))
            unit.commit()
        return signed

    def finish(self, signed: Sequence[bytes]) -> None:
        """Begin a new office key if one is due, and write what was done into the audit log.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        records = self._records
        sealing = SealingDesk(self._clock, self._ids, self.identity, self._keyring, self._rosters)
        audit = AuditLog(self._clock, self.identity, records)
        leaving = LeavingDesk(self.identity, records, sealing, self._keyring, self._rosters, audit)
        with self._open_unit() as unit:
            for data in signed:
                about = read_envelope(data).record_id
                audit.note(unit, AuditAct.OFFICE_RECOVERED, self.identity.member_id, about)
            leaving.begin_epoch_if_due(unit)
            unit.commit()

    def _sign(self, unit: UnitOfWork, statement: LaterStatement) -> bytes:
        draft = Outgoing(
            record_id=self._ids.new(),
            kind=kind_of_statement(statement),
            scheme_id=self._kit.scheme_id,
            # The standby keeps no count from one recovery to the next: each statement is a chain.
            chain_id=self._ids.new(),
            sequence=1,
            previous=None,
            sealed_at=self._clock.now(),
            parts={},
            open_parts=statement_parts(statement),
        )
        data = seal_envelope(draft, self._kit.standby, ())
        self._receiving.take(unit, data, record_id=draft.record_id, position=None)
        return data


def _coordinator(roster: Roster, founder: str, wanted: str) -> MemberId:
    founding = next(device.member_id for device in roster.devices.values() if device.key_id == founder)
    active = [one.member_id for one in roster.members.values() if one.active and one.role is Role.COORDINATOR]
    if wanted and wanted not in active:
        raise BadInput(
            f"recovery: {wanted} is no coordinator",
            user_text=_("{member} is not a coordinator of this scheme. Leave the number out.").format(
                member=wanted
            ),
        )
    return MemberId(wanted or (founding if founding in active or not active else min(active)))

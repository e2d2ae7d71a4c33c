"""Signing a new device into the roster, with the keys that go with it."""

from __future__ import annotations

from collections.abc import Sequence

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import DeviceId, MemberId
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.errors import SealError
from icv_app.seal.devices import DevicePublicKeys, OfficeKey
from icv_app.seal.envelope import read_envelope
from icv_app.seal.sealing import ContentKeys, content_keys
from icv_app.seal.statements import DeviceAdded
from icv_app.services.audit_log import AuditLog
from icv_app.services.handing_on import lacking
from icv_app.services.identity import Identity
from icv_app.services.key_grants import grant_parts
from icv_app.services.keyring import KeyRing
from icv_app.services.ports import COUNTS, Addressees, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.roster_book import RosterBook
from icv_app.services.scheme_records import FOR_EVERYBODY, HISTORY
from icv_app.services.sealing_desk import SealingDesk
from icv_app.words import _, plural

KEYS_IN_A_GRANT = 500


class GrantDesk:
    """Lets devices in, in the caller's transaction. Holds no state of its own."""

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

    def let_in(
        self,
        unit: UnitOfWork,
        member_id: MemberId,
        keys: DevicePublicKeys,
        by: str,
        act: AuditAct,
        reason: str = "",
    ) -> None:
        """Sign a device in and grant it what its member may read.

        Args:
            unit: The caller's.
            member_id: Whose device it is.
            keys: Of the device.
            by: What it is let in with: an invitation's locator, or another digest used once.
            act, reason: As the audit log has it.

        Raises:
            SealError: The roster does not take it.
        """
        signed = self._sealing.sign_statement(
            unit,
            DeviceAdded(
                after=self._rosters.current(unit).tips,
                member=member_id,
                device=keys.to_bytes(),
                invitation=by,
            ),
        )
        role = self._rosters.current(unit).role_of(keys.key_id)
        if role is None:
            raise SealError(
                f"invitation {by[:8]}: device was refused by the roster",
                user_text=_("This device could not be added. Invite the member again."),
            )
        # The office's keys go by the roster: an invitation may be older than a change of role.
        self._audit.note(unit, act, member_id, signed.record_id, reason)
        self._grant(unit, keys, member_id, role)

    def _grant(self, unit: UnitOfWork, device: DevicePublicKeys, member_id: MemberId, role: Role) -> None:
        """Hand over the keys of what everybody may read and of what the member could read before.

        A coordinator gets the office's keys, which open all the rest.
        """
        granted = [*self._of_everybody(unit), *self._history(unit, member_id)]
        office = self._keyring.office_keys(unit) if role is Role.COORDINATOR else ()
        self.grant(unit, device, member_id, office, granted)

    def grant(
        self,
        unit: UnitOfWork,
        device: DevicePublicKeys,
        member_id: MemberId | str,
        office: Sequence[OfficeKey],
        granted: Sequence[ContentKeys],
    ) -> None:
        """Grant a device keys of the office and of single records, and note that in the audit log."""
        for start in range(0, max(1, len(granted)), KEYS_IN_A_GRANT):
            record = self._records.write(
                unit,
                kind=RecordKind.OFFICE_KEY_GRANT,
                subject=device.key_id,
                parts=grant_parts(
                    self._identity.scheme_id,
                    device,
                    office if start == 0 else (),
                    granted[start : start + KEYS_IN_A_GRANT],
                ),
                addressees=Addressees(office=True, devices=(DeviceId(device.key_id),)),
            )
        of_records = plural("the keys of {n} record", "the keys of {n} records", len(granted))
        of_office = plural("{n} office key", "{n} office keys", len(office)) if office else ""
        words = ", ".join(part for part in (of_records, of_office) if part)
        self._audit.note(unit, AuditAct.HISTORY_GRANTED, member_id, record.record_id, words)

    def hand_on(self, unit: UnitOfWork) -> None:
        """Grant each device what it lacks and nobody has granted it yet; see `services.handing_on`."""
        for lack in lacking(unit, self._keyring, self._rosters.current(unit)):
            self.grant(unit, lack.device.keys, lack.device.member_id, lack.office, lack.records)

    def _of_everybody(self, unit: UnitOfWork) -> list[ContentKeys]:
        openers = self._keyring.openers(unit)
        granted: list[ContentKeys] = []
        for record in unit.records.of_kinds(FOR_EVERYBODY):
            if record.state not in COUNTS:
                continue  # what somebody may not say is nobody's business to hand on
            sealed = self._sealing.seal(unit, record) if record.envelope is None else record
            envelope = read_envelope(sealed.envelope or b"")
            if envelope.addressed_to(openers):
                granted.append(content_keys(envelope, openers))
        return granted

    def _history(self, unit: UnitOfWork, member_id: MemberId) -> list[ContentKeys]:
        """The keys of what was sealed to the member's other devices, as far as the office can open it."""
        openers = self._keyring.openers(unit)
        devices = self._rosters.current(unit).devices.values()
        theirs = {str(device.key_id) for device in devices if device.member_id == member_id}
        granted: list[ContentKeys] = []
        for record in unit.records.of_kinds(HISTORY):
            if record.state not in COUNTS or record.envelope is None:
                continue
            envelope = read_envelope(record.envelope)
            if theirs.intersection(envelope.header.recipients) and envelope.addressed_to(openers):
                granted.append(content_keys(envelope, openers))
        return granted

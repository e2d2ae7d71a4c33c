"""The roster as this vault knows it, folded from the statements it holds."""

from __future__ import annotations

from icv_app.domain.ids import DeviceId, MemberId
from icv_app.domain.records import RecordKind
from icv_app.errors import NotFound
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.keys import KeyId, PublicSealingKey
from icv_app.seal.roster import Roster, fold_roster
from icv_app.services.ports import Addressees, UnitOfWork
from icv_app.words import _

ROOT_FINGERPRINT = "root_fingerprint"
ROSTER_KINDS = tuple(kind.value for kind in RecordKind if kind.value.startswith("roster."))


class RosterBook:
    """Keeps the folded roster between transactions, so that it is not folded for every record."""

    def __init__(self) -> None:
        self._roster: Roster | None = None

    def forget(self) -> None:
        """Fold again next time: a transaction with new statements was given up."""
        self._roster = None

    def known(self, unit: UnitOfWork) -> bool:
        """Whether the root has arrived on this device."""
        fingerprint = unit.meta.get(ROOT_FINGERPRINT)
        return any(
            record.envelope_hash == fingerprint for record in unit.records.of_kinds((RecordKind.ROSTER_ROOT,))
        )

    def current(self, unit: UnitOfWork) -> Roster:
        """Return the roster.

        Raises:
            NotFound: The root has not arrived on this device yet.
            SealError: The root does not carry the fingerprint of the invitation.
        """
        if self._roster is None:
            fingerprint = unit.meta.get(ROOT_FINGERPRINT)
            if fingerprint is None or not self.known(unit):
                raise NotFound(
                    "roster root missing",
                    user_text=_("The scheme's list of members has not arrived yet. Sync first."),
                )
            statements = [
                read_envelope(record.envelope)
                for record in unit.records.of_kinds(ROSTER_KINDS)
                if record.envelope is not None
            ]
            self._roster = fold_roster(fingerprint, statements)
        return self._roster

    def add(self, unit: UnitOfWork, statement: Envelope) -> Roster:
        """Return the roster with one more statement, which the caller keeps as a record."""
        self._roster = self.current(unit).apply([statement])
        return self._roster

    def keys_for(self, unit: UnitOfWork, addressees: Addressees) -> list[PublicSealingKey]:
        """Resolve addressees to the sealing keys of today.

        Raises:
            NotFound: The roster has not arrived yet.
        """
        roster = self.current(unit)
        keys: dict[KeyId, PublicSealingKey] = {}
        if addressees.office or addressees.everybody:
            keys[roster.office.key_id] = roster.office.sealing
        for device in roster.active_devices():
            wanted = (
                addressees.everybody
                or MemberId(device.member_id) in addressees.members
                or DeviceId(device.key_id) in addressees.devices
            )
            if wanted:
                keys[device.key_id] = device.keys.sealing
        return list(keys.values())

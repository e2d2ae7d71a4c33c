"""The office recovery kit: made anew whenever it lacks a key of the office."""

from __future__ import annotations

from collections.abc import Callable

from icv_app.domain.audit import AuditAct
from icv_app.errors import NotFound, RuleBroken
from icv_app.seal.devices import StandbyKey
from icv_app.seal.passphrases import KdfCost
from icv_app.seal.recovery_kit import RecoveryKit, create_recovery_kit
from icv_app.seal.statements import StandbyChanged
from icv_app.services.audit_log import AuditLog
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.ports import OpenUnit, UnitOfWork
from icv_app.services.roster_book import ROSTER_KINDS, RosterBook
from icv_app.services.sealing_desk import SealingDesk
from icv_app.words import _


class OfficeKitService:
    """Renews the kit from a coordinator's vault. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        identity: Identity,
        sealing: SealingDesk,
        keyring: KeyRing,
        rosters: RosterBook,
        audit: AuditLog,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._identity = identity
        self._sealing = sealing
        self._keyring = keyring
        self._rosters = rosters
        self._audit = audit

    def due(self) -> bool:
        """Whether the newest kit lacks the newest key of the office; never on a visitor's device."""
        with self._open_reading() as unit:
            known = self._identity.coordinator and self._rosters.known(unit)
            return known and self._rosters.current(unit).kit_due

    def renew(self, cost: KdfCost, keep: Callable[[bytes], None]) -> str:
        """Make a new kit with every office key and a new standby; earlier kits add nobody any more.

        Args:
            cost: Of trying the kit's code.
            keep: Puts the kit where it stays, before anything is signed.

        Returns:
            The 12 words that open it, to be printed and kept apart.

        Raises:
            RuleBroken: Not a coordinator.
            NotFound: The newest office key has not arrived on this device yet.
            StoreError: Nothing was changed on disk.
        """
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can change the scheme."),
            )
        standby = StandbyKey.generate()
        with self._open_unit() as unit:
            roster = self._rosters.current(unit)
            keys = self._keyring.office_keys(unit)
            if roster.office.key_id not in {key.key_id for key in keys}:
                raise NotFound(
                    f"office key of epoch {roster.office.epoch} not here",
                    user_text=_("The office's newest key has not arrived on this laptop yet. Sync first."),
                )
            kit = RecoveryKit(self._identity.scheme_id, keys, standby, _root(unit, roster.fingerprint))
            file, code = create_recovery_kit(kit, cost)
            signed = self._sealing.sign_statement(
                unit, StandbyChanged(after=roster.tips, standby=standby.public.raw)
            )
            self._audit.note(unit, AuditAct.KIT_RENEWED, self._identity.member_id, signed.record_id)
            keep(file)
            unit.commit()
        return code


def _root(unit: UnitOfWork, fingerprint: str) -> bytes:
    found = (record for record in unit.records.of_kinds(ROSTER_KINDS) if record.envelope_hash == fingerprint)
    return next(record.envelope for record in found if record.envelope is not None)

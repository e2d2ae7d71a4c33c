"""Helping a volunteer back in who has forgotten the passphrase and has no recovery code.

The office opens the content of their vault and never its signing key: the laptop comes back as a
new device, and nobody can sign as the old one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import DeviceId, MemberId
from icv_app.errors import BadInput, NotFound, RuleBroken, SealError, VaultLocked
from icv_app.seal.cipher import sha256_hex
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.keys import KeyId
from icv_app.seal.locked_out import HelpRequest, seal_answer
from icv_app.seal.roster import Roster
from icv_app.services.granting import GrantDesk
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.leaving import LeavingDesk
from icv_app.services.membership import (
    ENROLMENT_REQUEST,
    INVITATION,
    keep_belonging,
    read_belonging,
)
from icv_app.services.ports import CHAIN_ID, Clock, OpenUnit, RecordState, UnitOfWork
from icv_app.services.roster_book import RosterBook
from icv_app.words import _

VALID_FOR = timedelta(days=14)


class HowKnown(StrEnum):
    """How the coordinator knows who is asking; the text goes into the audit log."""

    CALLED_BACK = "passphrase forgotten; called back on the number we hold"
    IN_PERSON = "passphrase forgotten; met in person"
    KNOWN_VOICE = "passphrase forgotten; known by voice"


class LockedOutService:
    """What a coordinator does for a volunteer who is locked out. Holds no state of its own.

    Args:
        transport_clock: By which requests run out.
    """

    def __init__(
        self,
        open_unit: OpenUnit,
        transport_clock: Clock,
        identity: Identity,
        keyring: KeyRing,
        rosters: RosterBook,
        leaving: LeavingDesk,
        granting: GrantDesk,
    ) -> None:
        self._open_unit = open_unit
        self._transport_clock = transport_clock
        self._identity = identity
        self._keyring = keyring
        self._rosters = rosters
        self._leaving = leaving
        self._granting = granting

    def help_back_in(self, member_id: MemberId, request: bytes, words: str, how_known: HowKnown) -> bytes:
        """Open the office slot for the fresh device and let that in instead of the one locked out.

        Asked again with the same request, it gives the answer again and signs nothing more.

        Args:
            member_id: Who is being helped.
            request: The file from their laptop.
            words: Its fingerprint, as they read it out.
            how_known: How the coordinator knows that it is them.

        Returns:
            The answer, a file for that laptop alone.

        Raises:
            BadInput: The words are mistyped or are not this request's, or it is out of date, of another
                scheme or of another member.
            RuleBroken: Not a coordinator, or the laptop was removed.
            NotFound: The office key of the slot is not on this laptop.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        asked = HelpRequest.from_bytes(request)
        self._check(asked, words)
        with self._open_unit() as unit:
            roster = self._rosters.current(unit)
            done = self._let_in_already(roster, asked)
            if not done:
                _check_device(roster, asked, member_id, self._identity.device_id)
            content = self._opened(unit, asked)
            if not done:
                self._leaving.remove_device(unit, DeviceId(asked.slot.device), member_id, how_known.value)
                self._granting.let_in(
                    unit, member_id, asked.keys, _once(asked), AuditAct.HELPED_BACK_IN, how_known.value
                )
                unit.commit()
        return seal_answer(asked, content)

    def _check(self, asked: HelpRequest, words: str) -> None:
        if asked.slot.scheme_id != self._identity.scheme_id:
            raise BadInput(
                f"help request of scheme {asked.slot.scheme_id}",
                user_text=_("This request comes from a laptop of another scheme. Nothing was done."),
            )
        if not asked.is_meant_by(words):
            raise BadInput(
                "help request: other fingerprint",
                user_text=_(
                    "These are not the words of this request, so nothing was done. "
                    "Ask for the file and the words of the request made last."
                ),
            )
        if self._transport_clock.now() - asked.made_at > VALID_FOR:
            raise BadInput(
                "help request: out of date",
                user_text=_("This request is out of date. Ask them to make a new one on their laptop."),
            )

    def _let_in_already(self, roster: Roster, asked: HelpRequest) -> bool:
        fresh = roster.devices.get(KeyId(asked.keys.key_id))
        return fresh is not None and fresh.active

    def _opened(self, unit: UnitOfWork, asked: HelpRequest) -> bytes:
        openers = {key.key_id: key for key in self._keyring.office_keys(unit)}
        try:
            return asked.slot.open(asked.vault_id, openers)
        except VaultLocked as error:
            raise NotFound(
                str(error),
                user_text=_(
                    "The office key that opens this request is not on this laptop. "
                    "Sync first, or ask another coordinator."
                ),
            ) from None

    def _needs_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can change the scheme."),
            )


def take_over(unit: UnitOfWork, keys: DeviceKeys, identity_key: bytes, chain_id: str) -> None:
    """Make a vault that the office opened the one of a fresh device of the same member.

    What was written and never sealed goes out under the new device; what the old one signed stays
    as it is. Keys that only the old identity key opens are gone. May be done twice.

    Args:
        unit: The vault's; the caller commits.
        keys: Of the fresh device.
        identity_key: The vault's new one.
        chain_id: Of the chain the fresh device begins.
    """
    belonging = read_belonging(unit)
    if belonging is None:
        raise SealError(
            "vault without a scheme",
            user_text=_("Setting up this vault was never finished. Set it up again from an invitation."),
        )
    for name in unit.keys.names():
        unit.keys.remove(name)
    KeyRing(identity_key).keep_device(unit, keys)
    old, new = belonging.identity.device_id, DeviceId(keys.key_id)
    keep_belonging(unit, replace(belonging, identity=replace(belonging.identity, device_id=new)))
    unit.meta.put(CHAIN_ID, chain_id)
    unit.meta.put(INVITATION, "")
    unit.meta.put(ENROLMENT_REQUEST, "")
    for record in unit.records.in_states((RecordState.PENDING,)):
        if record.device == old and record.envelope is None:
            unit.records.put(replace(record, device=new))


def _check_device(roster: Roster, asked: HelpRequest, member_id: MemberId, own: DeviceId) -> None:
    device = roster.devices.get(KeyId(asked.slot.device))
    if device is None or device.member_id != member_id:
        raise BadInput(
            f"help request of device {asked.slot.device}",
            user_text=_(
                "This request does not come from a laptop of {member}. Nothing was done; "
                "check whose file it is."
            ).format(member=member_id),
        )
    if not device.active:
        raise RuleBroken(
            f"device {asked.slot.device}: removed already",
            user_text=_(
                "This laptop was removed from the scheme or has been let in anew already, so this request "
                "opens nothing. Invite the member again instead."
            ),
        )
    if DeviceId(device.key_id) == own:
        raise RuleBroken(
            f"device {own}: asks itself",
            user_text=_("This request comes from the laptop you are working on, which is open."),
        )


def _once(asked: HelpRequest) -> str:
    """Return what stands for an invitation: the same for the same fresh device, never for another."""
    return sha256_hex(f"helped:{asked.keys.key_id}".encode())

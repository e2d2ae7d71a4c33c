"""Key slots of a vault: the ways to unlock it, as in LUKS.

A vault has two random keys of 32 bytes. The content key opens its data; the identity key opens the
device's private keys. A passphrase or a recovery code unlocks both; the office unlocks the content
alone, so that nobody can ever sign as somebody else. Changing a passphrase wraps the same keys
anew; the data stays as it is.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from icv_app.errors import BadInput, SealError, StoreError, UpdateNeeded, VaultLocked
from icv_app.seal.cipher import KEY_BYTES, fresh_key, open_bytes, seal_bytes
from icv_app.seal.devices import OfficePublicKey
from icv_app.seal.encoding import Base64, KeyIdText, Ordinal, Uuid, canonical_json, decode, encode
from icv_app.seal.keys import KeyId, Opener
from icv_app.seal.passphrases import SALT_BYTES, KdfCost, stretch, stretch_secret
from icv_app.seal.spoken import from_words, to_words
from icv_app.words import _

SLOT_FILE_LIMIT = 64 * 1024
RECOVERY_CODE_BYTES = 16

_SLOT_LABEL = "icv-slot-v1"


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """The two keys of an unlocked vault."""

    content: bytes = field(repr=False)
    identity: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> VaultKeys:
        """Return the keys of a new vault."""
        return cls(fresh_key(), fresh_key())


class SecretKind(StrEnum):
    """What a slot's secret is: something remembered or something printed."""

    PASSPHRASE = "passphrase"  # noqa: S105 - a name, not a secret
    RECOVERY_CODE = "recovery_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSlot:
    """Both keys under a passphrase or a recovery code."""

    kind: SecretKind
    cost: KdfCost
    salt: Base64
    wrapped: Base64


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSlot:
    """The content key sealed to the office key of one epoch.

    Attributes:
        scheme_id, device: Whose vault it is; readable while the vault is locked, so that somebody
            who is locked out can say which device asks for help.
    """

    epoch: Ordinal
    key_id: KeyIdText
    scheme_id: Uuid
    device: KeyIdText
    wrapped: Base64

    def open(self, vault_id: str, openers: Mapping[KeyId, Opener]) -> bytes:
        """Return the content key, for a coordinator who holds the office key.

        Raises:
            VaultLocked: It is sealed to a key not given here, or was altered.
        """
        wrong = _("The office key given does not open this vault.")
        opener = openers.get(KeyId(self.key_id))
        if opener is None:
            raise VaultLocked("vault: no office slot for these keys", user_text=wrong)
        info = office_info(vault_id, self.epoch, self.key_id, self.scheme_id, self.device)
        try:
            content = opener.unwrap(self.wrapped, info)
        except SealError:
            raise VaultLocked("vault: office slot does not open", user_text=wrong) from None
        if len(content) != KEY_BYTES:
            raise _damaged("slot file: office slot holds another length")
        return content


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotFile:
    """The slots of one vault, as kept in a file beside its database."""

    vault_id: Uuid
    secrets: Annotated[tuple[SecretSlot, ...], Field(max_length=8)] = ()
    office: OfficeSlot | None = None
    format: Literal["icv-slots"] = "icv-slots"
    version: Literal[1] = 1

    def encode(self) -> bytes:
        """Return the bytes of the file; nothing in it opens anything by itself."""
        return encode(self)

    @classmethod
    def decode(cls, data: bytes) -> SlotFile:
        """Return the slots in a file.

        Raises:
            StoreError: It is damaged, or asks for more work than any ICV would.
        """
        try:
            slots = decode(cls, data, limit=SLOT_FILE_LIMIT, what="slot file", newest=1)
        except UpdateNeeded as error:
            raise StoreError(str(error), user_text=error.user_text) from None
        except SealError as error:
            raise _damaged(str(error)) from None
        if any(len(slot.salt) != SALT_BYTES for slot in slots.secrets):
            raise _damaged("slot file: a salt has another length")
        if len({slot.kind for slot in slots.secrets}) != len(slots.secrets):
            raise _damaged("slot file: two slots of one kind")
        return slots

    def with_passphrase(self, keys: VaultKeys, passphrase: str, cost: KdfCost) -> SlotFile:
        """Return the slots with this passphrase instead of any earlier one.

        Raises:
            BadInput: The passphrase is empty or not text.
        """
        salt = os.urandom(SALT_BYTES)
        return self._with_secret(SecretKind.PASSPHRASE, keys, stretch(passphrase, salt, cost), salt, cost)

    def with_recovery_code(self, keys: VaultKeys, cost: KdfCost) -> tuple[SlotFile, str]:
        """Return the slots with a fresh recovery code, and the code: 12 words to print once."""
        secret, salt = os.urandom(RECOVERY_CODE_BYTES), os.urandom(SALT_BYTES)
        key = stretch_secret(secret, salt, cost)
        return self._with_secret(SecretKind.RECOVERY_CODE, keys, key, salt, cost), to_words(secret)

    def with_office(
        self, content_key: bytes, office: OfficePublicKey, *, scheme_id: str, device: str
    ) -> SlotFile:
        """Return the slots with the content key (and never the identity key) sealed to the office.

        The slot of an earlier epoch is gone from them.
        """
        info = office_info(self.vault_id, office.epoch, office.key_id, scheme_id, device)
        slot = OfficeSlot(
            epoch=office.epoch,
            key_id=office.key_id,
            scheme_id=scheme_id,
            device=device,
            wrapped=office.sealing.wrap(content_key, info),
        )
        return replace(self, office=slot)

    def has(self, kind: SecretKind) -> bool:
        """Tell whether there is a slot of this kind."""
        return any(slot.kind is kind for slot in self.secrets)

    def open_with_passphrase(self, passphrase: str) -> VaultKeys:
        """Return the keys; takes as long as the slot's cost says.

        Raises:
            VaultLocked: The passphrase is wrong.
        """
        wrong = _("That passphrase does not open this vault. Try again, or use the recovery code.")
        slot = self._slot(SecretKind.PASSPHRASE, wrong)
        try:
            key = stretch(passphrase, slot.salt, slot.cost)
        except BadInput:
            raise VaultLocked("vault: passphrase is empty or not text", user_text=wrong) from None
        return self._opened(slot, key, wrong)

    def open_with_recovery_code(self, code: str) -> VaultKeys:
        """Return the keys for the 12 printed words.

        Raises:
            BadInput: The words are mistyped.
            VaultLocked: They are the code of another vault, or an older one.
        """
        wrong = _("That recovery code does not open this vault. Use the newest one that was printed.")
        slot = self._slot(SecretKind.RECOVERY_CODE, wrong)
        secret = from_words(code, count=12)
        return self._opened(slot, stretch_secret(secret, slot.salt, slot.cost), wrong)

    def open_with_office(self, openers: Mapping[KeyId, Opener]) -> bytes:
        """Return the content key, for a coordinator who holds the office key.

        Raises:
            VaultLocked: There is no office slot, or it is sealed to a key not given here.
        """
        if self.office is None:
            wrong = _("The office key given does not open this vault.")
            raise VaultLocked("vault: no office slot", user_text=wrong)
        return self.office.open(self.vault_id, openers)

    def _with_secret(
        self, kind: SecretKind, keys: VaultKeys, key: bytes, salt: bytes, cost: KdfCost
    ) -> SlotFile:
        wrapped = seal_bytes(key, keys.content + keys.identity, self._bound_to(kind, cost))
        slot = SecretSlot(kind=kind, cost=cost, salt=salt, wrapped=wrapped)
        others = tuple(other for other in self.secrets if other.kind is not kind)
        return replace(self, secrets=(*others, slot))

    def _slot(self, kind: SecretKind, wrong: str) -> SecretSlot:
        for slot in self.secrets:
            if slot.kind is kind:
                return slot
        raise VaultLocked(f"vault: no {kind} slot", user_text=wrong)

    def _opened(self, slot: SecretSlot, key: bytes, wrong: str) -> VaultKeys:
        try:
            keys = open_bytes(key, slot.wrapped, self._bound_to(slot.kind, slot.cost), what="slot")
        except SealError:
            raise VaultLocked(f"vault: {slot.kind} slot does not open", user_text=wrong) from None
        if len(keys) != 2 * KEY_BYTES:
            raise _damaged("slot file: a slot holds another length")
        return VaultKeys(keys[:KEY_BYTES], keys[KEY_BYTES:])

    def _bound_to(self, kind: SecretKind, cost: KdfCost) -> bytes:
        return canonical_json(
            [_SLOT_LABEL, self.vault_id, kind, cost.memory_kib, cost.iterations, cost.lanes]
        )


def office_info(vault_id: str, epoch: int, key_id: str, scheme_id: str, device: str) -> bytes:
    """Return what an office slot is bound to."""
    return canonical_json([_SLOT_LABEL, vault_id, "office", epoch, key_id, scheme_id, device])


def _damaged(detail: str) -> StoreError:
    return StoreError(
        detail,
        user_text=_("The vault's key file is damaged. Restore it from a backup; the visits are still there."),
    )

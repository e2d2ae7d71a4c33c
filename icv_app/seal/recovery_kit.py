"""The office recovery kit: all keys of a scheme's office in one file that a printed code opens.

One person often runs a scheme alone. With this file, the code and the records on the server, a
bare machine becomes the office again: the standby key signs a new device into the roster.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from icv_app.errors import BadInput, SealError, UpdateNeeded
from icv_app.seal.cipher import open_bytes, seal_bytes
from icv_app.seal.devices import OfficeKey, StandbyKey
from icv_app.seal.encoding import Base64, Ordinal, Uuid, canonical_json, decode, encode
from icv_app.seal.envelope import read_envelope
from icv_app.seal.keys import SealingKeys
from icv_app.seal.passphrases import SALT_BYTES, KdfCost, stretch_secret
from icv_app.seal.refusals import refusal
from icv_app.seal.spoken import from_words, to_words
from icv_app.words import _

KIT_LIMIT = 4 * 1024 * 1024
KIT_CODE_BYTES = 16

_KIT_LABEL = "icv-recovery-kit-v1"


@dataclass(frozen=True, slots=True, eq=False)
class RecoveryKit:
    """What the office needs to begin again.

    Attributes:
        office_keys: Every epoch, oldest first.
        root: The roster root's envelope.
    """

    scheme_id: str
    office_keys: tuple[OfficeKey, ...] = field(repr=False)
    standby: StandbyKey
    root: bytes = field(repr=False)


def create_recovery_kit(kit: RecoveryKit, cost: KdfCost) -> tuple[bytes, str]:
    """Return the encrypted file, and the 12 words that open it, to be printed and kept apart."""
    secret, salt = os.urandom(KIT_CODE_BYTES), os.urandom(SALT_BYTES)
    content = encode(
        _KitContent(
            office=tuple(
                _KitOfficeKey(epoch=office.epoch, key=office.keys.private_bytes())
                for office in kit.office_keys
            ),
            standby=kit.standby.private_bytes(),
            root=kit.root,
        )
    )
    epochs = tuple(office.epoch for office in kit.office_keys)
    key = stretch_secret(secret, salt, cost)
    sealed = seal_bytes(key, content, _bound_to(kit.scheme_id, epochs, cost))
    file = _KitFile(
        format="icv-recovery-kit",
        version=1,
        scheme_id=kit.scheme_id,
        epochs=epochs,
        cost=cost,
        salt=salt,
        sealed=sealed,
    )
    return encode(file), to_words(secret)


def open_recovery_kit(data: bytes, code: str) -> RecoveryKit:
    """Return what a kit holds.

    Raises:
        BadInput: The file is no recovery kit, or the words are mistyped.
        SealError: The code belongs to another kit, or the file was changed.
    """
    file = _read_kit(data)
    secret = from_words(code, count=12)
    key = stretch_secret(secret, file.salt, file.cost)
    try:
        plain = open_bytes(key, file.sealed, _bound_to(file.scheme_id, file.epochs, file.cost), what="kit")
    except SealError as error:
        raise refusal(
            str(error), _("This code does not open this recovery kit. Use the code printed with this file.")
        ) from None
    content = decode(_KitContent, plain, limit=KIT_LIMIT, what="recovery kit content")
    if read_envelope(content.root).header.scheme_id != file.scheme_id:
        raise refusal("recovery kit: its root is of another scheme")
    return RecoveryKit(
        file.scheme_id,
        tuple(OfficeKey(one.epoch, SealingKeys.from_private_bytes(one.key)) for one in content.office),
        StandbyKey.from_private_bytes(content.standby),
        content.root,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _KitOfficeKey:
    epoch: Ordinal
    key: Base64


@dataclass(frozen=True, slots=True, kw_only=True)
class _KitContent:
    office: tuple[_KitOfficeKey, ...]
    standby: Base64
    root: Base64


@dataclass(frozen=True, slots=True, kw_only=True)
class _KitFile:
    format: Literal["icv-recovery-kit"]
    version: Literal[1]
    scheme_id: Uuid
    epochs: Annotated[tuple[Ordinal, ...], Field(max_length=10_000)]
    cost: KdfCost
    salt: Base64
    sealed: Base64


def _read_kit(data: bytes) -> _KitFile:
    try:
        file = decode(_KitFile, data, limit=KIT_LIMIT, what="recovery kit", newest=1)
        if len(file.salt) != SALT_BYTES:
            raise refusal("recovery kit: salt has another length")
    except UpdateNeeded as error:
        raise BadInput(str(error), user_text=error.user_text) from None
    except SealError as error:
        raise BadInput(
            str(error), user_text=_("This file is not a recovery kit, or it was damaged. Use another copy.")
        ) from None
    return file


def _bound_to(scheme_id: str, epochs: tuple[int, ...], cost: KdfCost) -> bytes:
    return canonical_json([_KIT_LABEL, scheme_id, list(epochs), cost.memory_kib, cost.iterations, cost.lanes])

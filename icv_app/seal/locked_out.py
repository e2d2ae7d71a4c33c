"""A volunteer locked out of their vault: the request for help, and the coordinator's answer.

The request holds a fresh device's public keys and the vault's office slot; the answer holds the
content key, sealed to that fresh device. Neither is of use to whoever carries it. What ties the
request to a person is its fingerprint: twelve words over every byte of it, read out on the telephone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from icv_app.errors import BadInput, SealError, UpdateNeeded
from icv_app.seal.cipher import KEY_BYTES, sha256_hex
from icv_app.seal.devices import DeviceKeys, DevicePublicKeys
from icv_app.seal.encoding import (
    Base64,
    Digest,
    KeyIdText,
    Moment,
    Uuid,
    canonical_json,
    decode,
    encode,
    format_moment,
    to_base64,
)
from icv_app.seal.slots import OfficeSlot
from icv_app.seal.spoken import from_words, to_words
from icv_app.words import _

HELP_LIMIT = 16 * 1024
FINGERPRINT_BYTES = 16

_LABEL = "icv-help-v1"


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """What a locked-out laptop asks with.

    Attributes:
        slot: Names the scheme and the device that is locked out.
        keys: Of the fresh device, whose private half waits on the laptop.
        made_at: By the clock of the laptop, UTC.
        data: The file itself.
    """

    vault_id: str
    slot: OfficeSlot
    keys: DevicePublicKeys
    made_at: datetime
    data: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """What the answer names it by."""
        return sha256_hex(self.data)

    def words(self) -> str:
        """Return the twelve words of the fingerprint, to be read out."""
        return to_words(self._fingerprint)

    def is_meant_by(self, words: str) -> bool:
        """Tell whether these words are the fingerprint of exactly this file.

        Raises:
            BadInput: They are mistyped: no request has them.
        """
        return from_words(words, count=12) == self._fingerprint

    @classmethod
    def from_bytes(cls, data: bytes) -> HelpRequest:
        """Return the request in a file; that its maker holds the fresh keys is checked, nothing else.

        Raises:
            BadInput: It is none, or was altered.
        """
        try:
            file = decode(_RequestFile, data, limit=HELP_LIMIT, what="help request", newest=1)
            keys = DevicePublicKeys.from_bytes(file.device)
            keys.signing.verify(file.signature, _covered(file.vault_id, file.office, keys, file.made_at))
        except SealError as error:
            raise _unusable(
                error, _("This file is no request for help, or it was damaged. Ask for it to be sent again.")
            ) from None
        return cls(file.vault_id, file.office, keys, file.made_at, data)

    @property
    def _fingerprint(self) -> bytes:
        return bytes.fromhex(self.digest)[:FINGERPRINT_BYTES]


def make_request(vault_id: str, slot: OfficeSlot, keys: DeviceKeys, made_at: datetime) -> HelpRequest:
    """Return a request for help with a locked vault, signed with the fresh device's key."""
    made_at = made_at.replace(microsecond=0)
    data = encode(
        _RequestFile(
            format="icv-help-request",
            version=1,
            vault_id=vault_id,
            office=slot,
            device=keys.public.to_bytes(),
            made_at=made_at,
            signature=keys.sign(_covered(vault_id, slot, keys.public, made_at)),
        )
    )
    return HelpRequest(vault_id, slot, keys.public, made_at, data)


def seal_answer(request: HelpRequest, content_key: bytes) -> bytes:
    """Return the answer file: the content key, for the device that made this very request."""
    return encode(
        _AnswerFile(
            format="icv-help-answer",
            version=1,
            vault_id=request.vault_id,
            request=request.digest,
            device=request.keys.key_id,
            wrapped=request.keys.sealing.wrap(content_key, _answer_info(request)),
        )
    )


def open_answer(data: bytes, request: HelpRequest, keys: DeviceKeys) -> bytes:
    """Return the content key in an answer to this request.

    Raises:
        BadInput: It is no answer, was damaged, or answers another request.
    """
    damaged = _(
        "This file is no answer to a request for help, or it was damaged. Ask for it to be sent again."
    )
    try:
        file = decode(_AnswerFile, data, limit=HELP_LIMIT, what="help answer", newest=1)
        if (file.vault_id, file.request, file.device) != (request.vault_id, request.digest, keys.key_id):
            raise BadInput(
                f"help answer: to request {file.request[:8]}",
                user_text=_(
                    "This file answers another request. Ask your coordinator for the answer to the request "
                    "made last on this laptop."
                ),
            )
        content = keys.unwrap(file.wrapped, _answer_info(request))
    except SealError as error:
        raise _unusable(error, damaged) from None
    if len(content) != KEY_BYTES:
        raise BadInput("help answer: a key of another length", user_text=damaged)
    return content


@dataclass(frozen=True, slots=True, kw_only=True)
class _RequestFile:
    format: Literal["icv-help-request"]
    version: Literal[1]
    vault_id: Uuid
    office: OfficeSlot
    device: Base64
    made_at: Moment
    signature: Base64


@dataclass(frozen=True, slots=True, kw_only=True)
class _AnswerFile:
    format: Literal["icv-help-answer"]
    version: Literal[1]
    vault_id: Uuid
    request: Digest
    device: KeyIdText
    wrapped: Base64


def _covered(vault_id: str, slot: OfficeSlot, keys: DevicePublicKeys, made_at: datetime) -> bytes:
    office = [slot.epoch, slot.key_id, slot.scheme_id, slot.device, to_base64(slot.wrapped)]
    device = to_base64(keys.to_bytes())
    return canonical_json([_LABEL, "request", vault_id, office, device, format_moment(made_at)])


def _answer_info(request: HelpRequest) -> bytes:
    return canonical_json([_LABEL, "answer", request.vault_id, request.digest, request.keys.key_id])


def _unusable(error: SealError, sentence: str) -> BadInput:
    return BadInput(str(error), user_text=error.user_text if isinstance(error, UpdateNeeded) else sentence)

"""Invitations: how a new device learns whom to trust, and is trusted itself.

An invitation holds a secret and the fingerprint of the roster's root. As a file it holds
everything; as 24 words it holds the secret and half the fingerprint, and the rest is fetched from
the server, sealed under the secret. The server knows a locator derived from the secret, nothing
else. Single use and expiry are enforced by those who have a clock and a roster.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from pydantic import Field

from icv_app.domain.scheme import Role
from icv_app.errors import BadInput, SealError, UpdateNeeded
from icv_app.seal.cipher import derive_key, fresh_key, open_bytes, seal_bytes
from icv_app.seal.devices import DeviceKeys, DevicePublicKeys
from icv_app.seal.encoding import Base64, Digest, MemberId, Moment, ShortText, Uuid, decode, encode
from icv_app.seal.keys import KeyId
from icv_app.seal.refusals import refusal
from icv_app.seal.spoken import from_words, to_words
from icv_app.words import _

SECRET_BYTES = 16
FINGERPRINT_BYTES_SPOKEN = 16
SETTINGS_LIMIT = 32 * 1024
"""So much of a scheme's settings an invitation takes along, in bytes; larger ones come with the approval."""
INVITATION_LIMIT = 48 * 1024
ENROLMENT_LIMIT = 8 * 1024

_LOCATOR_LABEL = "icv-invitation-v1/locator"
_DETAILS_LABEL = "icv-invitation-v1/details"
_ENROLMENT_LABEL = "icv-invitation-v1/enrolment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation for one device of one member.

    Attributes:
        secret: 16 random bytes; whoever has them can enrol a device.
        root_fingerprint: Hash of the roster root's envelope.
        server_url: `None` for a scheme that works by bundle.
        expires_at: UTC; from then on the coordinator's device refuses it.
        settings: The scheme's settings when it was issued, as their record holds them, so that visits
            can be recorded before the device is let in; empty where they come with the approval.
    """

    secret: bytes = field(repr=False)
    root_fingerprint: str
    scheme_id: str
    scheme_name: str
    server_url: str | None
    member_id: str
    role: Role
    expires_at: datetime
    settings: bytes = field(default=b"", repr=False)

    @classmethod
    def fresh_secret(cls) -> bytes:
        """Return the secret for a new invitation."""
        return fresh_key()[:SECRET_BYTES]

    @property
    def locator(self) -> str:
        """What the server and the roster know it by, 64 hexadecimal digits."""
        return locator_of(self.secret)

    @property
    def code(self) -> InvitationCode:
        """What the spoken words hold."""
        return InvitationCode(self.secret, bytes.fromhex(self.root_fingerprint)[:FINGERPRINT_BYTES_SPOKEN])

    def expired(self, now: datetime) -> bool:
        """Tell whether it may no longer be used."""
        return now >= self.expires_at

    def words(self) -> str:
        """Return the 24 words to read aloud."""
        return to_words(self.code.secret + self.code.fingerprint_start)

    def to_bytes(self) -> bytes:
        """Return the invitation file; it holds the secret, so it is handed over like a key."""
        return encode(
            _InvitationFile(
                format="icv-invitation",
                version=1,
                secret=self.secret,
                root_fingerprint=self.root_fingerprint,
                scheme_id=self.scheme_id,
                scheme_name=self.scheme_name,
                server_url=self.server_url,
                member_id=self.member_id,
                role=self.role,
                expires_at=self.expires_at,
                settings=self.settings or None,
            )
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Invitation:
        """Return the invitation in a file.

        Raises:
            BadInput: The file is no invitation, or was damaged.
        """
        try:
            file = decode(_InvitationFile, data, limit=INVITATION_LIMIT, what="invitation", newest=1)
            if len(file.secret) != SECRET_BYTES:
                raise refusal("invitation: secret has another length")
            if len(file.settings or b"") > SETTINGS_LIMIT:
                raise refusal(f"invitation: settings of more than {SETTINGS_LIMIT} bytes")
        except UpdateNeeded as error:
            raise BadInput(str(error), user_text=error.user_text) from None
        except SealError as error:
            raise BadInput(
                str(error),
                user_text=_(
                    "This file is not an invitation, or it was damaged. Ask for it to be sent again."
                ),
            ) from None
        return cls(
            secret=file.secret,
            root_fingerprint=file.root_fingerprint,
            scheme_id=file.scheme_id,
            scheme_name=file.scheme_name,
            server_url=file.server_url,
            member_id=file.member_id,
            role=file.role,
            expires_at=file.expires_at,
            settings=file.settings or b"",
        )


@dataclass(frozen=True, slots=True)
class InvitationCode:
    """What 24 spoken words hold: enough to fetch the rest and to check it.

    Attributes:
        fingerprint_start: The first 16 bytes of the root's fingerprint.
    """

    secret: bytes = field(repr=False)
    fingerprint_start: bytes

    @property
    def locator(self) -> str:
        """Where the server keeps the sealed details."""
        return locator_of(self.secret)


def read_words(text: str) -> InvitationCode:
    """Return what an invitation's 24 words hold.

    Raises:
        BadInput: A word is wrong or missing; the sentence says which by number, never the word.
    """
    data = from_words(text, count=24)
    return InvitationCode(data[:SECRET_BYTES], data[SECRET_BYTES:])


def locator_of(secret: bytes) -> str:
    """Return the locator of the invitation with this secret."""
    return derive_key(secret, _LOCATOR_LABEL).hex()


def seal_details(invitation: Invitation) -> bytes:
    """Return the invitation sealed under its own secret, for the server to keep by locator."""
    key = derive_key(invitation.secret, _DETAILS_LABEL)
    return seal_bytes(key, invitation.to_bytes(), invitation.locator.encode())


def open_details(code: InvitationCode, sealed: bytes) -> Invitation:
    """Return the whole invitation for somebody who has the words.

    Raises:
        SealError: The server sent something else, or another scheme's details.
    """
    key = derive_key(code.secret, _DETAILS_LABEL)
    data = open_bytes(key, sealed, code.locator.encode(), what="invitation details")
    try:
        invitation = Invitation.from_bytes(data)
    except BadInput as error:
        raise refusal(f"invitation details: {error}") from None
    if invitation.code != code:
        raise refusal("invitation details: they belong to another invitation or root")
    return invitation


def make_enrolment(secret: bytes, keys: DeviceKeys) -> bytes:
    """Return a new device's public keys for the coordinator, under a MAC from the invitation."""
    nonce = fresh_key()[:SECRET_BYTES]
    covered = _covered(locator_of(secret), keys.public.to_bytes(), nonce)
    return encode(
        _EnrolmentFile(
            format="icv-enrolment",
            version=1,
            locator=locator_of(secret),
            device=keys.public.to_bytes(),
            nonce=nonce,
            signature=keys.sign(covered),
            mac=_mac(secret, covered),
        )
    )


def enrolment_locator(data: bytes) -> str:
    """Return which invitation an enrolment answers; nothing in it is verified yet.

    Raises:
        SealError: It is malformed.
    """
    return _read_enrolment(data).locator


def enrolment_maker(data: bytes) -> KeyId:
    """Return the id of the device that asks; that it holds the signing key is checked, nothing else.

    Raises:
        SealError: It is malformed, or another device made it.
    """
    file = _read_enrolment(data)
    keys = DevicePublicKeys.from_bytes(file.device)
    keys.signing.verify(file.signature, _covered(file.locator, file.device, file.nonce))
    return keys.key_id


def check_enrolment(secret: bytes, data: bytes) -> DevicePublicKeys:
    """Return the public keys of a device that knew the secret and holds the signing key.

    Raises:
        SealError: It did not, or the bytes were changed on the way.
    """
    file = _read_enrolment(data)
    covered = _covered(file.locator, file.device, file.nonce)
    if file.locator != locator_of(secret) or not hmac.compare_digest(file.mac, _mac(secret, covered)):
        raise refusal(
            "enrolment: not made with this invitation",
            _("This device did not use the invitation it names. Check with the visitor and invite again."),
        )
    keys = DevicePublicKeys.from_bytes(file.device)
    keys.signing.verify(file.signature, covered)
    return keys


@dataclass(frozen=True, slots=True, kw_only=True)
class _InvitationFile:
    format: Literal["icv-invitation"]
    version: Literal[1]
    secret: Base64
    root_fingerprint: Digest
    scheme_id: Uuid
    scheme_name: ShortText
    server_url: Annotated[str, Field(max_length=500, pattern=r"^https?://[^\s]+$")] | None
    member_id: MemberId
    role: Role
    expires_at: Moment
    settings: Base64 | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _EnrolmentFile:
    format: Literal["icv-enrolment"]
    version: Literal[1]
    locator: Digest
    device: Base64
    nonce: Base64
    signature: Base64
    mac: Base64


def _read_enrolment(data: bytes) -> _EnrolmentFile:
    return decode(_EnrolmentFile, data, limit=ENROLMENT_LIMIT, what="enrolment", newest=1)


def _covered(locator: str, device: bytes, nonce: bytes) -> bytes:
    # Every item has a fixed length except the nonce, which is last.
    return _ENROLMENT_LABEL.encode() + b"\0" + bytes.fromhex(locator) + device + nonce


def _mac(secret: bytes, covered: bytes) -> bytes:
    mac = HMAC(derive_key(secret, _ENROLMENT_LABEL), SHA256())
    mac.update(covered)
    return mac.finalize()

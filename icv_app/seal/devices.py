"""The keys of a device, of the office and of the standby: made, written as bytes, passed on."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from icv_app.seal.encoding import canonical_json
from icv_app.seal.keys import (
    SEALING_PRIVATE_BYTES,
    SEALING_PUBLIC_BYTES,
    SIGNING_PUBLIC_BYTES,
    KeyId,
    Opener,
    PublicSealingKey,
    PublicSigningKey,
    SealingKeys,
    key_id_of,
)
from icv_app.seal.refusals import refusal

SIGNING_PRIVATE_BYTES = 32
_OFFICE_LABEL = "icv-office-key-v1"


@dataclass(frozen=True, slots=True)
class DevicePublicKeys:
    """What others know of a device; made by `from_bytes`."""

    signing: PublicSigningKey
    sealing: PublicSealingKey

    @classmethod
    def from_bytes(cls, raw: bytes) -> DevicePublicKeys:
        """Return the keys in `raw`: signing key (32 bytes), then sealing key (1216 bytes).

        Raises:
            SealError: They are no usable keys.
        """
        if len(raw) != SIGNING_PUBLIC_BYTES + SEALING_PUBLIC_BYTES:
            raise refusal(f"device keys: {len(raw)} bytes")
        key_id = key_id_of(raw)
        signing = PublicSigningKey(key_id, raw[:SIGNING_PUBLIC_BYTES])
        return cls(signing, PublicSealingKey.from_bytes(raw[SIGNING_PUBLIC_BYTES:], key_id))

    @property
    def key_id(self) -> KeyId:
        """The device's id; both keys carry it."""
        return self.signing.key_id

    def to_bytes(self) -> bytes:
        """Return the 1248 bytes that `from_bytes` reads."""
        return self.signing.raw + self.sealing.raw


class DeviceKeys:
    """The private keys of one device; they leave it only wrapped, into its own vault."""

    __slots__ = ("_sealing", "_signing", "public")

    def __init__(self, signing: Ed25519PrivateKey, sealing: SealingKeys) -> None:
        self._signing = signing
        self.public = DevicePublicKeys.from_bytes(
            signing.public_key().public_bytes_raw() + sealing.public.raw
        )
        self._sealing = SealingKeys.from_private_bytes(sealing.private_bytes(), self.public.key_id)

    def __repr__(self) -> str:
        return f"DeviceKeys({self.key_id})"

    @classmethod
    def generate(cls) -> DeviceKeys:
        """Return the keys of a new device."""
        return cls(Ed25519PrivateKey.generate(), SealingKeys.generate())

    @classmethod
    def from_private_bytes(cls, raw: bytes) -> DeviceKeys:
        """Return the keys that `private_bytes` wrote.

        Raises:
            SealError: They have another length.
        """
        if len(raw) != SIGNING_PRIVATE_BYTES + SEALING_PRIVATE_BYTES:
            raise refusal(f"private device keys: {len(raw)} bytes")
        signing = Ed25519PrivateKey.from_private_bytes(raw[:SIGNING_PRIVATE_BYTES])
        return cls(signing, SealingKeys.from_private_bytes(raw[SIGNING_PRIVATE_BYTES:]))

    @property
    def key_id(self) -> KeyId:
        """The device's id."""
        return self.public.key_id

    def private_bytes(self) -> bytes:
        """Return the Ed25519 seed (32 bytes), then the private sealing key (96 bytes)."""
        return self._signing.private_bytes_raw() + self._sealing.private_bytes()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of `message`."""
        return self._signing.sign(message)

    def unwrap(self, wrapped: bytes, info: bytes) -> bytes:
        """Return what was wrapped for this device under `info`.

        Raises:
            SealError: It was wrapped for another key, under another `info`, or is damaged.
        """
        return self._sealing.unwrap(wrapped, info)


class StandbyKey:
    """The spare signing key of the roster, kept in the office recovery kit alone."""

    __slots__ = ("_signing", "public")

    def __init__(self, signing: Ed25519PrivateKey) -> None:
        self._signing = signing
        self.public = standby_public_key(signing.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"StandbyKey({self.key_id})"

    @classmethod
    def generate(cls) -> StandbyKey:
        """Return a new standby key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_private_bytes(cls, raw: bytes) -> StandbyKey:
        """Return the key that `private_bytes` wrote.

        Raises:
            SealError: It has another length.
        """
        if len(raw) != SIGNING_PRIVATE_BYTES:
            raise refusal(f"private standby key: {len(raw)} bytes")
        return cls(Ed25519PrivateKey.from_private_bytes(raw))

    @property
    def key_id(self) -> KeyId:
        """The id by which the roster knows it."""
        return self.public.key_id

    def private_bytes(self) -> bytes:
        """Return the Ed25519 seed, 32 bytes."""
        return self._signing.private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of `message`."""
        return self._signing.sign(message)


def standby_public_key(raw: bytes) -> PublicSigningKey:
    """Return the public standby key in `raw`.

    Raises:
        SealError: It is not 32 bytes.
    """
    if len(raw) != SIGNING_PUBLIC_BYTES:
        raise refusal(f"standby key: {len(raw)} bytes")
    return PublicSigningKey(key_id_of(raw), raw)


@dataclass(frozen=True, slots=True)
class OfficePublicKey:
    """The office's public key of one epoch: what reports are sealed to."""

    epoch: int
    sealing: PublicSealingKey

    @property
    def key_id(self) -> KeyId:
        """The id by which envelopes name the office."""
        return self.sealing.key_id


@dataclass(frozen=True, slots=True, eq=False)
class OfficeKey:
    """The office's key pair of one epoch, shared by all coordinators.

    Attributes:
        epoch: From 1; a new one starts whenever a coordinator leaves.
    """

    epoch: int
    keys: SealingKeys

    @classmethod
    def generate(cls, epoch: int) -> OfficeKey:
        """Return a fresh key for an epoch."""
        return cls(epoch, SealingKeys.generate())

    @property
    def key_id(self) -> KeyId:
        """The id by which envelopes name the office."""
        return self.keys.key_id

    @property
    def public(self) -> OfficePublicKey:
        """The half everybody may know."""
        return OfficePublicKey(self.epoch, self.keys.public)

    def unwrap(self, wrapped: bytes, info: bytes) -> bytes:
        """Return what was wrapped for the office under `info`.

        Raises:
            SealError: It was wrapped for another key, under another `info`, or is damaged.
        """
        return self.keys.unwrap(wrapped, info)


def seal_office_key(office: OfficeKey, scheme_id: str, coordinator: PublicSealingKey) -> bytes:
    """Return the private office key, sealed to one coordinator's device."""
    info = _office_info(scheme_id, office.epoch, coordinator.key_id)
    return coordinator.wrap(office.keys.private_bytes(), info)


def open_office_key(sealed: bytes, scheme_id: str, office: OfficePublicKey, opener: Opener) -> OfficeKey:
    """Return the private office key that a coordinator sealed to this device.

    `office` is the public key that the roster names for the epoch.

    Raises:
        SealError: It was sealed to another device, or is not the key the roster names.
    """
    private = opener.unwrap(sealed, _office_info(scheme_id, office.epoch, opener.key_id))
    key = OfficeKey(office.epoch, SealingKeys.from_private_bytes(private))
    if key.key_id != office.key_id:
        raise refusal(f"office key of epoch {office.epoch}: {key.key_id} is not the roster's {office.key_id}")
    return key


def _office_info(scheme_id: str, epoch: int, recipient: KeyId) -> bytes:
    return canonical_json([_OFFICE_LABEL, scheme_id, epoch, recipient])

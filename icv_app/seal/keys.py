"""Public and private halves of the two kinds of key pair: signing and sealing.

A key id is the first 16 bytes of the SHA-256 of the public key, in hexadecimal, so an id can
never be given to another key.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import NewType, Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey

from icv_app.seal.cipher import HPKE_SUITE
from icv_app.seal.refusals import refusal

KeyId = NewType("KeyId", str)

SIGNING_PUBLIC_BYTES = 32
MLKEM_PUBLIC_BYTES = 1184
SEALING_PUBLIC_BYTES = MLKEM_PUBLIC_BYTES + 32
MLKEM_SEED_BYTES = 64
SEALING_PRIVATE_BYTES = MLKEM_SEED_BYTES + 32


class Signer(Protocol):
    """Whoever can sign as one key."""

    @property
    def key_id(self) -> KeyId:
        """The id under which others know the public key."""

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of `message`."""


class Opener(Protocol):
    """Whoever can open what was sealed to one key."""

    @property
    def key_id(self) -> KeyId:
        """The id by which envelopes name this recipient."""

    def unwrap(self, wrapped: bytes, info: bytes) -> bytes:
        """Return what was wrapped for this key, or raise SealError."""


def key_id_of(public: bytes) -> KeyId:
    """Return the id of a public key, 32 hexadecimal digits."""
    return KeyId(hashlib.sha256(public).digest()[:16].hex())


@dataclass(frozen=True, slots=True)
class PublicSigningKey:
    """An Ed25519 public key and the id of the device (or standby key) that signs with it.

    Attributes:
        raw: The 32 bytes of the public key.
    """

    key_id: KeyId
    raw: bytes

    def verify(self, signature: bytes, message: bytes) -> None:
        """Return if the signature is this key's over exactly `message`.

        Raises:
            SealError: It is not.
        """
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise refusal(f"signature is not by {self.key_id}") from None


@dataclass(frozen=True, slots=True)
class PublicSealingKey:
    """A key that anyone may seal to; made by `from_bytes`.

    Attributes:
        raw: ML-KEM-768 encapsulation key (1184 bytes), then X25519 public key (32 bytes).
    """

    key_id: KeyId
    raw: bytes
    _key: MLKEM768X25519PublicKey = field(repr=False, compare=False)

    @classmethod
    def from_bytes(cls, raw: bytes, key_id: KeyId | None = None) -> PublicSealingKey:
        """Return the key in `raw`.

        A device's `key_id` covers its signing key too; by default it is the id of `raw` alone.

        Raises:
            SealError: It is no usable key.
        """
        if len(raw) != SEALING_PUBLIC_BYTES:
            raise refusal(f"sealing key: {len(raw)} bytes")
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(raw[:MLKEM_PUBLIC_BYTES])
            x25519 = X25519PublicKey.from_public_bytes(raw[MLKEM_PUBLIC_BYTES:])
            # A point of small order passes loading and would fail every later sealing to this key.
            X25519PrivateKey.generate().exchange(x25519)
        except ValueError:
            raise refusal("sealing key: not a valid key") from None
        return cls(key_id or key_id_of(raw), raw, MLKEM768X25519PublicKey(mlkem, x25519))

    def wrap(self, secret: bytes, info: bytes) -> bytes:
        """Return `secret` sealed to this key with HPKE, openable only with the same `info`."""
        return HPKE_SUITE.encrypt(secret, self._key, info)


class SealingKeys:
    """A sealing key pair, private half included."""

    __slots__ = ("_key", "_mlkem", "_x25519", "public")

    def __init__(
        self, mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey, key_id: KeyId | None = None
    ) -> None:
        self._mlkem = mlkem
        self._x25519 = x25519
        self._key = MLKEM768X25519PrivateKey(mlkem, x25519)
        raw = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        self.public = PublicSealingKey.from_bytes(raw, key_id)

    def __repr__(self) -> str:
        return f"SealingKeys({self.key_id})"

    @classmethod
    def generate(cls) -> SealingKeys:
        """Return a fresh pair."""
        return cls(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())

    @classmethod
    def from_private_bytes(cls, raw: bytes, key_id: KeyId | None = None) -> SealingKeys:
        """Return the pair whose private half is `raw`, as `private_bytes` wrote it.

        Raises:
            SealError: It has another length.
        """
        if len(raw) != SEALING_PRIVATE_BYTES:
            raise refusal(f"private sealing key: {len(raw)} bytes")
        return cls(
            MLKEM768PrivateKey.from_seed_bytes(raw[:MLKEM_SEED_BYTES]),
            X25519PrivateKey.from_private_bytes(raw[MLKEM_SEED_BYTES:]),
            key_id,
        )

    @property
    def key_id(self) -> KeyId:
        """The id by which envelopes name this recipient."""
        return self.public.key_id

    def private_bytes(self) -> bytes:
        """Return the ML-KEM seed (64 bytes), then the X25519 private key (32 bytes)."""
        return self._mlkem.private_bytes_raw() + self._x25519.private_bytes_raw()

    def unwrap(self, wrapped: bytes, info: bytes) -> bytes:
        """Return what was wrapped for this key under `info`.

        Raises:
            SealError: It was wrapped for another key, under another `info`, or is damaged.
        """
        try:
            return HPKE_SUITE.decrypt(wrapped, self._key, info)
        except (InvalidTag, ValueError):
            raise refusal(f"wrap does not open with {self.key_id}") from None

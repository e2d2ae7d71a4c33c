"""AES-256-GCM, HKDF-SHA256 and HPKE, with every key bound to a label.

Labels keep keys for different purposes apart even where they come from one secret; all are
listed in docs/formats.md.
"""

from __future__ import annotations

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from icv_app.seal.refusals import refusal

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
SEAL_OVERHEAD = NONCE_BYTES + TAG_BYTES

HPKE_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
"""Hybrid of X25519 and ML-KEM-768: what is recorded today stays closed to a later quantum computer."""


def fresh_key() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(KEY_BYTES)


def derive_key(secret: bytes, label: str, *, length: int = KEY_BYTES) -> bytes:
    """Return a key for one purpose from a secret that is already uniformly random."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=label.encode("utf-8")).derive(secret)


def seal_bytes(key: bytes, plaintext: bytes, bound_to: bytes) -> bytes:
    """Return nonce, ciphertext and tag under AES-256-GCM.

    `bound_to` is additional authenticated data; `open_bytes` must be given the same.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, bound_to)


def open_bytes(key: bytes, sealed: bytes, bound_to: bytes, *, what: str) -> bytes:
    """Return what `seal_bytes` sealed.

    Raises:
        SealError: The key, the bytes or what they are bound to differ.
    """
    if len(key) != KEY_BYTES or len(sealed) < SEAL_OVERHEAD:
        raise refusal(f"{what}: too short to be sealed")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except InvalidTag:
        raise refusal(f"{what}: does not open with this key") from None


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()

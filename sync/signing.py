"""Requests signed by a device: HTTP Message Signatures (RFC 9421) over Ed25519.

Covered are method, authority, path, query and the digest of the body (RFC 9530); the
scheme is not, so that a proxy may end TLS. Each signature carries the time it was made
and a nonce, and serves once.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, cast

import http_sf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    MappingKeyResolver,
)
from http_message_signatures.algorithms import ED25519

COVERED = ("@method", "@authority", "@path", "@query", "content-digest")
_COVERED_IDS = frozenset(f'"{name}"' for name in COVERED)
TAG = "icv"
ALLOWED_SKEW = timedelta(minutes=5)
LONGEST_NONCE = 64


class RequestSigner(Protocol):
    """A device's signing key, without its private part being shown."""

    @property
    def key_id(self) -> str:
        """The key id by which the roster knows this device, in hexadecimal."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature over `message`."""
        ...


class UnusableSignature(ValueError):
    """The request's signature is malformed, incomplete or wrong."""


@dataclass(slots=True)
class RequestMessage:
    """A request as the signature library reads it; `url` is absolute and percent-encoded."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class SignatureClaim:
    """What a signature says of itself, before anything is checked."""

    key_id: str
    nonce: str
    created: datetime


def sign_request(message: RequestMessage, body: bytes, signer: RequestSigner, now: datetime) -> None:
    """Add `Content-Digest`, `Signature-Input` and `Signature` to the headers of `message`."""
    library = cast(Any, HTTPMessageSigner)(signature_algorithm=ED25519)
    prepared = library.prepare(
        message,
        key_id=signer.key_id,
        created=now,
        nonce=secrets.token_hex(16),
        label=TAG,
        tag=TAG,
        covered_component_ids=COVERED,
        body=body,
    )
    library.apply(message, prepared, signer.sign(prepared.signature_base))


def read_claim(headers: Mapping[str, str]) -> SignatureClaim | None:
    """Return what the request's signature claims, or `None` if it has none.

    Raises:
        UnusableSignature: There is one, but not one of ours.
    """
    field = headers.get("signature-input")
    if field is None:
        return None
    try:
        parsed: Any = http_sf.parse(field.encode("ascii"), tltype="dictionary")
        # Exactly one: what is claimed here must be what is verified later.
        ((label, (_components, parameters)),) = parsed.items()
        key_id, nonce, created = (parameters[name] for name in ("keyid", "nonce", "created"))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise UnusableSignature("signature input cannot be read") from error
    if label != TAG or not isinstance(key_id, str) or not isinstance(nonce, str) or type(created) is not int:
        raise UnusableSignature("signature parameters have the wrong types")
    if not 8 <= len(nonce) <= LONGEST_NONCE or not 1 <= len(key_id) <= 128:
        raise UnusableSignature("nonce or key id has the wrong length")
    try:
        return SignatureClaim(key_id, nonce, datetime.fromtimestamp(created, UTC))
    except (ValueError, OverflowError, OSError) as error:
        raise UnusableSignature("created is not a time") from error


def verify_request(
    message: RequestMessage, body: bytes, claim: SignatureClaim, public_key: Ed25519PublicKey
) -> None:
    """Check that the claimed device signed exactly this request with this body.

    The age of the signature is the caller's to judge, and so is whether it was used before.

    Raises:
        UnusableSignature: It did not.
    """
    resolver = MappingKeyResolver(public_keys={claim.key_id: public_key}, private_keys={})
    verifier = cast(Any, _Verifier)(signature_algorithm=ED25519, key_resolver=resolver)
    try:
        (result,) = verifier.verify(message, max_age=None, expect_tag=TAG, body=body)
    except HTTPMessageSignaturesException as error:
        raise UnusableSignature(str(error)) from error
    # By their plain names, so none with parameters; the library would parse these five anew each time.
    if not result.covered_components.keys() >= _COVERED_IDS:
        raise UnusableSignature("the signature does not cover all of the request")
    if result.nonce != claim.nonce or result.parameters["created"] != int(claim.created.timestamp()):
        raise UnusableSignature("what was signed is not what was claimed")


class _Verifier(HTTPMessageVerifier):
    """The library's verifier without its own clock: the server judges times by the clock it was given."""

    def validate_created_and_expires(self, *_: object, **__: object) -> None:
        """Accept any time."""

"""What is left of an envelope that another took the place of: its header and its signature, no part.

It proves that its author used a number of a chain, and for which record, and holds nothing of what the
record said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from icv_app.seal.chains import ChainLink
from icv_app.seal.cipher import sha256_hex
from icv_app.seal.encoding import Base64, decode, encode
from icv_app.seal.envelope import SIGNATURE_BYTES, SIGNATURE_LABEL, Envelope
from icv_app.seal.header import HEADER_LIMIT, Header, parse_header
from icv_app.seal.keys import PublicSigningKey
from icv_app.seal.refusals import refusal

_LIMIT = 2 * HEADER_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    version: Annotated[int, Field(ge=1)] = 1
    header: Base64
    signature: Base64


@dataclass(frozen=True, slots=True)
class SignedHeader:
    """A header with its author's signature, which is not verified yet.

    Attributes:
        hash: That of the envelope it was cut from.
    """

    header: Header
    header_bytes: bytes
    signature: bytes
    hash: str

    def verify(self, author: PublicSigningKey) -> None:
        """Return if the author's device signed exactly this header.

        Raises:
            SealError: Another device signed it, or nobody did.
        """
        if self.header.author_device != author.key_id:
            raise refusal(f"header of {self.header.record_id}: not by {author.key_id}")
        author.verify(self.signature, SIGNATURE_LABEL + self.header_bytes)

    def link(self) -> ChainLink:
        """Return its place in its chain."""
        return ChainLink(
            chain_id=self.header.chain_id,
            sequence=self.header.sequence,
            hash=self.hash,
            previous=self.header.previous,
            record_id=self.header.record_id,
            author_device=self.header.author_device,
            made_at=self.header.sealed_at,
        )


def signed_header(envelope: Envelope) -> bytes:
    """Return what is kept of an envelope that is given up."""
    return encode(_Written(header=envelope.header_bytes, signature=envelope.signature))


def read_signed_header(data: bytes, what: str) -> SignedHeader:
    """Return what `signed_header` wrote.

    Raises:
        UpdateNeeded: A newer ICV wrote it.
        SealError: It is malformed.
    """
    found = decode(_Written, data, limit=_LIMIT, what=what, newest=1)
    if len(found.signature) != SIGNATURE_BYTES:
        raise refusal(f"{what}: no signature")
    return SignedHeader(
        parse_header(found.header),
        found.header,
        found.signature,
        sha256_hex(found.header + found.signature),
    )

"""The header of an envelope: what the server may read and the author's signature covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from icv_app.domain.records import RecordKind
from icv_app.errors import SealError
from icv_app.seal.encoding import Count, Digest, KeyIdText, Moment, Ordinal, Uuid, decode
from icv_app.seal.refusals import refusal

HEADER_VERSION = 1
HEADER_LIMIT = 256 * 1024
RECIPIENT_LIMIT = 2000
PART_LIMIT = 16

OPEN_KIND_PREFIX = "roster."
_OPEN_KINDS = (RecordKind.DEVICE_HEAD, RecordKind.ERASURE_RUN)

KindText = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,31}\.[a-z][a-z_]{0,31}$")]
PartName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEntry:
    """What the header says of one part.

    Attributes:
        sealed: Whether it is encrypted; see `may_be_open`.
        digest: SHA-256 of the part as stored, in hexadecimal.
        size: Length in bytes as stored.
    """

    name: PartName
    sealed: bool
    digest: Digest
    size: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The fields of an envelope's header.

    A later header version may add fields and seal parts in another way; these keep their meaning.

    Attributes:
        version: 1, or greater where a newer ICV wrote it.
        kind: Usually a `RecordKind`; a newer ICV may have more.
        author_device: Key id of the device that signed.
        sequence: Place in the author's chain, from 1.
        previous: Hash of the envelope before it in that chain; `None` for the first.
        sealed_at: UTC, as the author claims.
        recipients: Key ids, in the order of the wraps.
        wraps_digest: SHA-256 over the SHA-256 of each wrap, in order.
        keys_digest: Commits the author to one set of part keys, so that no two recipients can be
            shown different contents; `None` where nothing is sealed.
    """

    version: Ordinal
    record_id: Uuid
    kind: KindText
    scheme_id: Uuid
    author_device: KeyIdText
    chain_id: Uuid
    sequence: Ordinal
    previous: Digest | None
    sealed_at: Moment
    recipients: Annotated[tuple[KeyIdText, ...], Field(max_length=RECIPIENT_LIMIT)]
    wraps_digest: Digest
    keys_digest: Digest | None
    parts: Annotated[tuple[PartEntry, ...], Field(min_length=1, max_length=PART_LIMIT)]

    @property
    def sealed_parts(self) -> tuple[PartEntry, ...]:
        """The encrypted parts, in header order."""
        return tuple(part for part in self.parts if part.sealed)

    @property
    def needs_update(self) -> bool:
        """Whether a newer ICV wrote this header, so that its parts cannot be opened here."""
        return self.version > HEADER_VERSION


def may_be_open(kind: str) -> bool:
    """Tell whether records of this kind may hold parts that the server can read."""
    return kind.startswith(OPEN_KIND_PREFIX) or kind in _OPEN_KINDS


def parse_header(data: bytes) -> Header:
    """Return the header in `data`.

    Raises:
        SealError: It is malformed or contradicts itself.
    """
    header = decode(Header, data, limit=HEADER_LIMIT, what="header")
    check_header(header)
    return header


def check_header(header: Header) -> None:
    """Refuse a header that contradicts itself.

    Raises:
        SealError: Naming the rule it breaks.
    """
    if (header.sequence == 1) != (header.previous is None):
        raise _contradiction(header, "previous does not suit the sequence number")
    if len(set(header.recipients)) != len(header.recipients):
        raise _contradiction(header, "a recipient is named twice")
    if len({part.name for part in header.parts}) != len(header.parts):
        raise _contradiction(header, "a part is named twice")
    if header.needs_update:
        return
    if not may_be_open(header.kind) and not all(part.sealed for part in header.parts):
        raise _contradiction(header, "a part is not sealed")
    if bool(header.sealed_parts) != bool(header.recipients):
        raise _contradiction(header, "sealed parts and recipients do not go together")
    if bool(header.sealed_parts) != (header.keys_digest is not None):
        raise _contradiction(header, "sealed parts and keys_digest do not go together")


def _contradiction(header: Header, rule: str) -> SealError:
    return refusal(f"record {header.record_id}: {rule}")

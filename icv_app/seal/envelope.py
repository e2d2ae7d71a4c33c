"""The envelope: a signed header, sealed parts and one wrap of their keys per recipient.

`read_envelope` parses and checks digests, which is all the server needs; `verify_envelope` checks
the author's signature; `open_envelope` decrypts. An envelope whose part was erased still reads and
verifies. The format is in docs/formats.md, the reasons in docs/adr/0002-envelope-format.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgpack

from icv_app.errors import SealError
from icv_app.seal.cipher import sha256_hex
from icv_app.seal.header import HEADER_LIMIT, PART_LIMIT, RECIPIENT_LIMIT, Header, PartEntry, parse_header
from icv_app.seal.keys import KeyId, PublicSigningKey
from icv_app.seal.refusals import refusal, update_needed

MAGIC = b"ICVE"
CONTAINER_VERSION = 1
SIGNATURE_BYTES = 64
SIGNATURE_LABEL = b"icv-envelope-v1\0"
ENVELOPE_LIMIT = 16 * 1024 * 1024
STORED_PART_LIMIT = 8 * 1024 * 1024
WRAP_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope as parsed: its digests are right, its author is not yet verified.

    Attributes:
        header_bytes: Exactly what was signed, fields unknown to this version included.
        wraps: One per recipient, in header order.
        parts: As stored, in header order; `None` where the part was erased.
        hash: SHA-256 of header bytes and signature; the next envelope of the chain names it.
    """

    header: Header
    header_bytes: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    wraps: tuple[bytes, ...] = field(repr=False)
    parts: tuple[bytes | None, ...] = field(repr=False)
    hash: str

    @property
    def record_id(self) -> str:
        """The record's UUID."""
        return self.header.record_id

    @property
    def kind(self) -> str:
        """What the record is about."""
        return self.header.kind

    @property
    def needs_update(self) -> bool:
        """Whether a newer ICV is needed to open it."""
        return self.header.needs_update

    @property
    def erased(self) -> tuple[str, ...]:
        """Names of the parts that were erased."""
        return tuple(entry.name for entry, part in self.entries() if part is None)

    def entries(self) -> tuple[tuple[PartEntry, bytes | None], ...]:
        """Return each part's header entry with its stored bytes."""
        return tuple(zip(self.header.parts, self.parts, strict=True))

    def open_part(self, name: str) -> bytes:
        """Return the contents of a part that is not sealed.

        Raises:
            SealError: There is no such open part, or it was erased.
        """
        for entry, part in self.entries():
            if entry.name == name and not entry.sealed and part is not None:
                return part
        raise refusal(f"record {self.record_id}: no open part {name!r}")

    def addressed_to(self, keys: Mapping[KeyId, object]) -> bool:
        """Tell whether one of these keys is among the recipients."""
        return any(recipient in keys for recipient in self.header.recipients)

    def encode(self) -> bytes:
        """Return the bytes that `read_envelope` parses."""
        return _pack(self.header_bytes, self.signature, self.wraps, self.parts)


def read_envelope(data: bytes) -> Envelope:
    """Return the envelope in `data`, with digests checked and the signature not.

    Raises:
        UpdateNeeded: A newer ICV made the container; nothing in it can be read here.
        SealError: It is malformed, too large, or a digest is wrong.
    """
    header_bytes, signature, wraps, parts = _unpack(data)
    envelope = Envelope(
        header=parse_header(header_bytes),
        header_bytes=header_bytes,
        signature=signature,
        wraps=wraps,
        parts=parts,
        hash=sha256_hex(header_bytes + signature),
    )
    if envelope.encode() != data:
        raise refusal(f"record {envelope.record_id}: container is not canonical")
    _check_digests(envelope)
    return envelope


def verify_envelope(envelope: Envelope, author: PublicSigningKey) -> None:
    """Return if the author's device signed exactly this header.

    With the digests that `read_envelope` checked, that covers every byte except which parts were
    erased.

    Raises:
        SealError: Another device signed it, or nobody did.
    """
    if envelope.header.author_device != author.key_id:
        raise refusal(
            f"record {envelope.record_id}: is by {envelope.header.author_device}, not {author.key_id}"
        )
    author.verify(envelope.signature, SIGNATURE_LABEL + envelope.header_bytes)


def envelope_hash(envelope: Envelope) -> str:
    """Return the SHA-256 of header bytes and signature in hexadecimal."""
    return envelope.hash


def without_part(data: bytes, name: str) -> bytes:
    """Return the envelope with one part erased; header and signature still verify.

    Erasing an erased part changes nothing.

    Raises:
        SealError: `data` is no envelope, or has no part of that name.
    """
    envelope = read_envelope(data)
    names = [entry.name for entry in envelope.header.parts]
    if name not in names:
        raise refusal(f"record {envelope.record_id}: no part {name!r} to erase")
    kept = tuple(None if name == here else part for here, part in zip(names, envelope.parts, strict=True))
    return replace(envelope, parts=kept).encode()


def assemble(
    header_bytes: bytes, signature: bytes, wraps: tuple[bytes, ...], parts: tuple[bytes, ...]
) -> bytes:
    """Return the container's bytes.

    Raises:
        SealError: It would be larger than any reader accepts.
    """
    data = _pack(header_bytes, signature, wraps, parts)
    if len(data) > ENVELOPE_LIMIT or len(header_bytes) > HEADER_LIMIT:
        raise refusal(f"an envelope of {len(data)} bytes is too large to send")
    return data


def digest_of_wraps(wraps: tuple[bytes, ...]) -> str:
    """Return the SHA-256 over the SHA-256 of each wrap, in order."""
    return sha256_hex(b"".join(hashlib.sha256(wrap).digest() for wrap in wraps))


def _pack(
    header_bytes: bytes, signature: bytes, wraps: tuple[bytes, ...], parts: tuple[bytes | None, ...]
) -> bytes:
    container = [MAGIC, CONTAINER_VERSION, header_bytes, signature, list(wraps), list(parts)]
    packed: bytes = msgpack.packb(container, use_bin_type=True)
    return packed


def _unpack(data: bytes) -> tuple[bytes, bytes, tuple[bytes, ...], tuple[bytes | None, ...]]:
    if len(data) > ENVELOPE_LIMIT:
        raise refusal(f"envelope: {len(data)} bytes, more than {ENVELOPE_LIMIT}")
    match _decoded(data):
        case [bytes(magic), int(version), *_] if magic == MAGIC and version > CONTAINER_VERSION:
            raise update_needed(f"envelope: container version {version}")
        case [bytes(magic), 1, bytes(header), bytes(signature), list(wraps), list(parts)] if (
            magic == MAGIC
            and len(signature) == SIGNATURE_BYTES
            and all(type(wrap) is bytes and len(wrap) <= WRAP_LIMIT for wrap in wraps)
            and all(part is None or type(part) is bytes for part in parts)
        ):
            return header, signature, tuple(wraps), tuple(parts)
        case _:
            raise refusal("envelope: not an ICV envelope")


def _decoded(data: bytes) -> object:
    try:
        return msgpack.unpackb(
            data,
            raw=False,
            max_bin_len=STORED_PART_LIMIT,
            max_array_len=max(RECIPIENT_LIMIT, PART_LIMIT),
            max_str_len=0,
            max_map_len=0,
            max_ext_len=0,
        )
    # The unpacker raises its own ValueErrors, and others for what cannot be a list element.
    except (ValueError, TypeError, RecursionError, msgpack.exceptions.UnpackException):
        raise refusal("envelope: not a msgpack array, or too large") from None


def _check_digests(envelope: Envelope) -> None:
    header = envelope.header
    if len(envelope.wraps) != len(header.recipients) or len(envelope.parts) != len(header.parts):
        raise _mismatch(envelope, "counts of wraps or parts")
    if digest_of_wraps(envelope.wraps) != header.wraps_digest:
        raise _mismatch(envelope, "wraps")
    for entry, part in envelope.entries():
        if part is not None and (len(part) != entry.size or sha256_hex(part) != entry.digest):
            raise _mismatch(envelope, f"part {entry.name!r}")


def _mismatch(envelope: Envelope, what: str) -> SealError:
    return refusal(f"record {envelope.record_id}: {what} do not match the header")

"""Sealing records into envelopes and opening them again."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from icv_app.errors import SealError
from icv_app.seal.cipher import KEY_BYTES, fresh_key, open_bytes, seal_bytes, sha256_hex
from icv_app.seal.encoding import canonical_json, encode
from icv_app.seal.envelope import (
    SIGNATURE_LABEL,
    STORED_PART_LIMIT,
    Envelope,
    assemble,
    digest_of_wraps,
)
from icv_app.seal.header import HEADER_VERSION, Header, PartEntry, parse_header
from icv_app.seal.keys import KeyId, Opener, PublicSealingKey, Signer
from icv_app.seal.refusals import refusal, update_needed
from icv_app.words import _

CONTENT_LIMIT = 32 * 1024 * 1024
"""Greatest length of a part before compression, in bytes."""

_KEYS_LABEL = b"icv-part-keys-v1\0"
_WRAP_LABEL = "icv-wrap-v1"
_PART_LABEL = "icv-part-v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A record about to be sealed.

    Attributes:
        kind: A `RecordKind`.
        sequence: Its place in the chain, from 1.
        previous: Hash of the envelope before it in the chain; `None` for the first.
        sealed_at: Any time zone; written in UTC.
        parts: Name → JSON bytes, to be encrypted.
        open_parts: Name → JSON bytes that the server may read: roster statements and heads only.
    """

    record_id: str
    kind: str
    scheme_id: str
    chain_id: str
    sequence: int
    previous: str | None
    sealed_at: datetime
    parts: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    open_parts: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class ContentKeys:
    """The part keys of one record, as a key grant hands them on.

    Attributes:
        keys: 32 bytes for each sealed part, in header order.
    """

    record_id: str
    keys: bytes = field(repr=False)


def seal_envelope(draft: Outgoing, signer: Signer, recipients: Sequence[PublicSealingKey]) -> bytes:
    """Return the draft as an envelope that only `recipients` can open.

    They are everyone who may read it, the author's own device included; repeats are ignored.

    Raises:
        SealError: It is too large, or the draft breaks a rule of the header.
        ValueError: A part is both sealed and open.
    """
    if draft.parts.keys() & draft.open_parts.keys():
        raise ValueError("a part is either sealed or open")
    readers = {reader.key_id: reader for reader in recipients}
    context = _Context(draft.scheme_id, draft.record_id, signer.key_id)
    keys = b"".join(fresh_key() for _name in draft.parts)
    stored: dict[str, bytes] = {
        name: _sealed_part(content, keys[place * KEY_BYTES :][:KEY_BYTES], context.part(name))
        for place, (name, content) in enumerate(draft.parts.items())
    }
    stored |= {name: _bounded(name, content) for name, content in draft.open_parts.items()}
    wraps = tuple(_wrapped(reader, keys, context) for reader in readers.values())
    header_bytes = encode(
        _header(draft, signer.key_id, readers=tuple(readers), wraps=wraps, keys=keys, stored=stored)
    )
    parse_header(header_bytes)  # never send what a reader would refuse
    return assemble(header_bytes, signer.sign(SIGNATURE_LABEL + header_bytes), wraps, tuple(stored.values()))


def open_envelope(envelope: Envelope, openers: Mapping[KeyId, Opener]) -> dict[str, bytes | None]:
    """Return each part's JSON bytes by name; `None` for an erased part.

    Opening says nothing about who wrote it: call `verify_envelope` first.

    Raises:
        UpdateNeeded: A newer ICV sealed it.
        SealError: None of the keys is a recipient's, or the envelope was tampered with.
    """
    if not envelope.header.sealed_parts and not envelope.needs_update:
        return dict(_open_parts(envelope))
    return open_with_content_keys(envelope, content_keys(envelope, openers))


def content_keys(envelope: Envelope, openers: Mapping[KeyId, Opener]) -> ContentKeys:
    """Return the part keys, for opening or for granting them to a later device.

    Raises:
        UpdateNeeded: A newer ICV sealed it.
        SealError: None of the keys is a recipient's, or the wrap was tampered with.
    """
    _refuse_newer(envelope)
    header = envelope.header
    context = _Context(header.scheme_id, header.record_id, header.author_device)
    failed: SealError | None = None
    for recipient, wrap in zip(header.recipients, envelope.wraps, strict=True):
        opener = openers.get(KeyId(recipient))
        if opener is None:
            continue
        try:
            keys = ContentKeys(header.record_id, opener.unwrap(wrap, context.wrap(recipient)))
            _check_keys(envelope, keys)
        except SealError as error:
            failed = error  # another of this reader's keys may still open it
        else:
            return keys
    if failed is not None:
        raise failed
    raise refusal(
        f"record {header.record_id}: sealed to none of {len(openers)} keys",
        _("This record was not sealed to this computer. The coordinator can grant access to it."),
    )


def open_with_content_keys(envelope: Envelope, keys: ContentKeys) -> dict[str, bytes | None]:
    """Return each part's JSON bytes by name, with keys unwrapped or granted earlier.

    Raises:
        UpdateNeeded: A newer ICV sealed it.
        SealError: The keys are of another record, or a part was tampered with.
    """
    _refuse_newer(envelope)
    _check_keys(envelope, keys)
    header = envelope.header
    context = _Context(header.scheme_id, header.record_id, header.author_device)
    opened: dict[str, bytes | None] = dict(_open_parts(envelope))
    places = {entry.name: place for place, entry in enumerate(header.sealed_parts)}
    for entry, part in envelope.entries():
        if entry.sealed and part is not None:
            key = keys.keys[places[entry.name] * KEY_BYTES :][:KEY_BYTES]
            opened[entry.name] = _opened_part(part, key, context.part(entry.name))
        elif entry.sealed:
            opened[entry.name] = None
    return {entry.name: opened[entry.name] for entry in header.parts}


@dataclass(frozen=True, slots=True)
class _Context:
    """What wraps and parts are bound to: moved to another record or author they do not open."""

    scheme_id: str
    record_id: str
    author_device: str

    def wrap(self, recipient: str) -> bytes:
        return canonical_json([_WRAP_LABEL, self.scheme_id, self.record_id, self.author_device, recipient])

    def part(self, name: str) -> bytes:
        return canonical_json([_PART_LABEL, self.scheme_id, self.record_id, self.author_device, name])


def _header(
    draft: Outgoing,
    author: KeyId,
    *,
    readers: tuple[KeyId, ...],
    wraps: tuple[bytes, ...],
    keys: bytes,
    stored: Mapping[str, bytes],
) -> Header:
    return Header(
        version=HEADER_VERSION,
        record_id=draft.record_id,
        kind=str(draft.kind),
        scheme_id=draft.scheme_id,
        author_device=author,
        chain_id=draft.chain_id,
        sequence=draft.sequence,
        previous=draft.previous,
        sealed_at=draft.sealed_at,
        recipients=readers,
        wraps_digest=digest_of_wraps(wraps),
        keys_digest=_digest_of_keys(keys) if draft.parts else None,
        parts=tuple(
            PartEntry(name=name, sealed=name in draft.parts, digest=sha256_hex(part), size=len(part))
            for name, part in stored.items()
        ),
    )


def _wrapped(reader: PublicSealingKey, keys: bytes, context: _Context) -> bytes:
    return reader.wrap(keys, context.wrap(reader.key_id))


def _sealed_part(content: bytes, key: bytes, bound_to: bytes) -> bytes:
    if len(content) > CONTENT_LIMIT:
        raise refusal(f"a part of {len(content)} bytes is too large to send")
    return _bounded("sealed", seal_bytes(key, zlib.compress(content, 6), bound_to))


def _bounded(name: str, stored: bytes) -> bytes:
    if len(stored) > STORED_PART_LIMIT:
        raise refusal(f"part {name!r}: {len(stored)} bytes are too large to send")
    return stored


def _opened_part(part: bytes, key: bytes, bound_to: bytes) -> bytes:
    compressed = open_bytes(key, part, bound_to, what="part")
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(compressed, CONTENT_LIMIT)
    except zlib.error:
        raise refusal("part: not compressed data") from None
    if not inflater.eof or inflater.unused_data:
        raise refusal("part: compressed data is cut off, too large, or followed by more")
    return content


def _open_parts(envelope: Envelope) -> list[tuple[str, bytes | None]]:
    return [(entry.name, part) for entry, part in envelope.entries() if not entry.sealed]


def _digest_of_keys(keys: bytes) -> str:
    return hashlib.sha256(_KEYS_LABEL + keys).hexdigest()


def _check_keys(envelope: Envelope, keys: ContentKeys) -> None:
    header = envelope.header
    if keys.record_id != header.record_id or _digest_of_keys(keys.keys) != header.keys_digest:
        raise refusal(f"record {header.record_id}: these are not the keys its author committed to")
    if len(keys.keys) != KEY_BYTES * len(header.sealed_parts):
        raise refusal(f"record {header.record_id}: its author committed to too few or too many keys")


def _refuse_newer(envelope: Envelope) -> None:
    if envelope.needs_update:
        raise update_needed(f"record {envelope.record_id}: header version {envelope.header.version}")

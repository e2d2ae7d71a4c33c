"""A bundle: envelopes and requests to join in one signed file, for a USB stick instead of a server.

Read and written one frame at a time, so that neither takes more memory than the largest frame. Every
envelope in it is checked by itself, as if the server had handed it out; the bundle's own signature
shows that nobody on the way took anything out or put anything in. The format is in docs/formats.md.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Literal, Protocol
from uuid import UUID

from icv_app.errors import SealError, UpdateNeeded
from icv_app.seal.devices import DevicePublicKeys
from icv_app.seal.encoding import Base64, MemberId, Moment, ShortText, Uuid, decode, encode
from icv_app.seal.envelope import ENVELOPE_LIMIT
from icv_app.seal.invitations import ENROLMENT_LIMIT
from icv_app.seal.keys import Signer
from icv_app.seal.refusals import refusal, update_needed
from icv_app.words import _

MAGIC = b"ICVBNDL\n"
BUNDLE_VERSION = 1
BUNDLE_LABEL = b"icv-bundle-v1\0"
MANIFEST_LIMIT = 16 * 1024
SIGNATURE_BYTES = 64
ID_BYTES = 16
FRAME_HEAD = struct.Struct(">BI")
"""Kind and length of the frame that follows."""
LARGEST_FRAME = ID_BYTES + ENVELOPE_LIMIT


class FrameKind(IntEnum):
    """What a frame holds; a reader passes over kinds it does not know."""

    MANIFEST = 1
    ENVELOPE = 2
    ENROLMENT = 3
    END = 255


_LIMITS = {
    FrameKind.MANIFEST: MANIFEST_LIMIT,
    FrameKind.ENVELOPE: LARGEST_FRAME,
    FrameKind.ENROLMENT: ENROLMENT_LIMIT,
    FrameKind.END: SIGNATURE_BYTES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a bundle says of itself.

    Attributes:
        maker: The device that made and signed it; whether it belongs to the scheme the roster says.
        member: Whose device it is, as the maker says.
        made_at: UTC, as the maker says.
        for_member: Whom it is for; `None` for anybody.
    """

    scheme_id: str
    scheme_name: str
    maker: DevicePublicKeys
    member: str
    made_at: datetime
    for_member: str | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """One envelope or one request to join, as it came; nothing in it is checked yet.

    Attributes:
        record_id: Of an envelope, as the bundle says: one that cannot be read has no other name.
    """

    kind: Literal[FrameKind.ENVELOPE, FrameKind.ENROLMENT]
    data: bytes = field(repr=False)
    record_id: str = ""


class Source(Protocol):
    """Where a bundle is read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes; fewer only at the end."""
        ...


class Target(Protocol):
    """Where a bundle is written to."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _ManifestFile:
    format: Literal["icv-bundle"]
    version: Literal[1]
    scheme_id: Uuid
    scheme_name: ShortText
    device: Base64
    member: MemberId
    made_at: Moment
    for_member: MemberId | None


def write_bundle(target: Target, manifest: Manifest, carried: Iterable[Carried], signer: Signer) -> int:
    """Write a bundle and return how many envelopes it holds.

    Args:
        target: An empty file.
        manifest: Names the signer's public keys as its maker.
        carried: Taken one by one.
        signer: The maker's keys.

    Raises:
        SealError: Something is larger than a reader accepts.
        ValueError: The signer is not the maker.
    """
    if signer.key_id != manifest.maker.key_id:
        raise ValueError("a bundle is signed by its maker")
    digest = hashlib.sha256()
    envelopes = 0

    def put(data: bytes) -> None:
        digest.update(data)
        target.write(data)

    put(MAGIC)
    put(_framed(FrameKind.MANIFEST, _manifest_bytes(manifest)))
    for one in carried:
        name = UUID(one.record_id).bytes if one.kind is FrameKind.ENVELOPE else b""
        put(_framed(one.kind, name + one.data))
        envelopes += one.kind is FrameKind.ENVELOPE
    target.write(_framed(FrameKind.END, signer.sign(BUNDLE_LABEL + digest.digest())))
    return envelopes


class BundleReader:
    """Reads one bundle from its beginning; `carried` can be gone through once.

    Args:
        source: At the beginning of the bundle.

    Raises:
        UpdateNeeded: A newer ICV made it.
        SealError: It is no bundle, or damaged.

    Attributes:
        manifest: Not to be believed before `carried` has come to its end: the signature is there.
        passed_over: How many frames of an unknown kind a newer ICV put in.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._digest = hashlib.sha256()
        self.passed_over = 0
        if source.read(len(MAGIC)) != MAGIC:
            raise refusal(
                "bundle: not a bundle",
                _("This is not a file that ICV saved for a USB stick. Nothing was read from it."),
            )
        self._digest.update(MAGIC)
        kind, data = self._frame()
        if kind != FrameKind.MANIFEST:
            raise _damaged("no manifest")
        self.manifest = _read_manifest(data)

    def carried(self) -> Iterator[Carried]:
        """Return what it carries, one by one; at the end the signature over all of it is checked.

        Raises:
            SealError: It was cut off, damaged or altered; what came before is not to be used either.
        """
        while True:
            before = self._digest.digest()
            kind, data = self._frame()
            match kind:
                case FrameKind.ENVELOPE:
                    if len(data) < ID_BYTES:
                        raise _damaged("an envelope without a name")
                    yield Carried(FrameKind.ENVELOPE, data[ID_BYTES:], str(UUID(bytes=data[:ID_BYTES])))
                case FrameKind.ENROLMENT:
                    yield Carried(FrameKind.ENROLMENT, data)
                case FrameKind.MANIFEST:
                    raise _damaged("a second manifest")
                case FrameKind.END:
                    self._check_end(before, data)
                    return
                case _:
                    self.passed_over += 1

    def _frame(self) -> tuple[int, bytes]:
        head = self._source.read(FRAME_HEAD.size)
        if len(head) != FRAME_HEAD.size:
            raise _damaged("cut off")
        kind, length = FRAME_HEAD.unpack(head)
        limit = _LIMITS.get(kind, LARGEST_FRAME)
        if length > limit:
            raise _damaged(f"a frame of {length} bytes")
        data = self._source.read(length)
        if len(data) != length:
            raise _damaged("cut off")
        self._digest.update(head)
        self._digest.update(data)
        return kind, data

    def _check_end(self, digest: bytes, signature: bytes) -> None:
        if self._source.read(1):
            raise _damaged("something follows its end")
        try:
            self.manifest.maker.signing.verify(signature, BUNDLE_LABEL + digest)
        except SealError:
            raise _damaged("the signature does not verify") from None


def _framed(kind: FrameKind, data: bytes) -> bytes:
    if len(data) > _LIMITS[kind]:
        raise refusal(f"bundle: {len(data)} bytes are too large for a {kind.name.lower()}")
    return FRAME_HEAD.pack(kind, len(data)) + data


def _manifest_bytes(manifest: Manifest) -> bytes:
    return encode(
        _ManifestFile(
            format="icv-bundle",
            version=1,
            scheme_id=manifest.scheme_id,
            scheme_name=manifest.scheme_name,
            device=manifest.maker.to_bytes(),
            member=manifest.member,
            made_at=manifest.made_at,
            for_member=manifest.for_member,
        )
    )


def _read_manifest(data: bytes) -> Manifest:
    try:
        file = decode(
            _ManifestFile, data, limit=MANIFEST_LIMIT, what="bundle manifest", newest=BUNDLE_VERSION
        )
        maker = DevicePublicKeys.from_bytes(file.device)
    except UpdateNeeded:
        raise update_needed("bundle: made by a newer version") from None
    except SealError as error:
        raise _damaged(str(error)) from None
    return Manifest(
        scheme_id=file.scheme_id,
        scheme_name=file.scheme_name,
        maker=maker,
        member=file.member,
        made_at=file.made_at,
        for_member=file.for_member,
    )


def _damaged(why: str) -> SealError:
    return refusal(
        f"bundle: {why}",
        _("This file is damaged or was altered on the way, so nothing was read. Have it saved again."),
    )

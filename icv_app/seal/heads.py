"""A device's head: what it has signed so far and which roster it goes by, said by itself and dated.

A head stands outside the chains: each has a chain id of its own, and of a device only the newest
counts (`newer`). It is open: whoever carries it can read it and nobody can alter it. The reasons
are in docs/adr/0013-heads-beside-the-chains.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from icv_app.domain.records import RecordKind
from icv_app.errors import SealError
from icv_app.seal.encoding import Digest, Moment, Uuid, decode, encode
from icv_app.seal.envelope import ENVELOPE_LIMIT, Envelope, read_envelope, verify_envelope
from icv_app.seal.refusals import refusal
from icv_app.seal.roster import Roster, Standing
from icv_app.seal.statements import ChainPosition

HEAD_PART = "head"
HEAD_LIMIT = 64 * 1024
"""Greatest length of a whole envelope with a head, in bytes; the server refuses longer ones."""
MOST_CHAINS = 64
MOST_REMEMBERED = 256
"""Chains of one device that are kept in mind; a device that names more names them in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceHead:
    """What a device says of itself.

    Attributes:
        chains: The newest envelope of each of its chains; empty where it has signed nothing yet.
        writing: The chain it goes on with; `None` before its next envelope begins one. What is
            missing of any other chain is lost to the device too: its vault came from a backup.
        roster: The newest statements it knows, as the next statement would name them.
        confirmed_at: Until when it knows its roster to be the coordinators' own.
    """

    chains: Annotated[tuple[ChainPosition, ...], Field(max_length=MOST_CHAINS)] = ()
    writing: Uuid | None = None
    roster: Annotated[tuple[Digest, ...], Field(max_length=MOST_CHAINS)] = ()
    confirmed_at: Moment


def head_parts(head: DeviceHead) -> dict[str, bytes]:
    """Return the open parts of the envelope that carries a head."""
    return {HEAD_PART: encode(head)}


def read_head(envelope: Envelope) -> DeviceHead:
    """Return the head that an envelope carries, its author unverified.

    Raises:
        UpdateNeeded: A newer ICV made it.
        SealError: It carries none, or a malformed one.
    """
    if envelope.kind != RecordKind.DEVICE_HEAD:
        raise refusal(f"record {envelope.record_id}: {envelope.kind} is no head")
    data = envelope.open_part(HEAD_PART)
    return decode(DeviceHead, data, limit=HEAD_LIMIT, what=f"record {envelope.record_id}")


def check_head(data: bytes, roster: Roster) -> Envelope:
    """Return the envelope of a head that an active device of the scheme signed.

    What is in it is not read: a newer ICV may say more in a head, and it is carried on all the same.

    Raises:
        UpdateNeeded: A newer ICV made the container.
        SealError: It is too long, no head, forged, of another scheme, or of a device that is not
            or no longer in the roster.
    """
    if len(data) > min(HEAD_LIMIT, ENVELOPE_LIMIT):
        raise refusal(f"head: {len(data)} bytes, more than {HEAD_LIMIT}")
    envelope = read_envelope(data)
    header = envelope.header
    if header.kind != RecordKind.DEVICE_HEAD or header.scheme_id != roster.scheme_id:
        raise refusal(f"record {header.record_id}: no head of this scheme")
    if roster.standing(envelope) not in {Standing.ACCEPTED, Standing.UPDATE_NEEDED}:
        raise refusal(f"record {header.record_id}: {roster.standing(envelope)}")
    verify_envelope(envelope, roster.author_key(header.author_device))
    return envelope


def newer(sealed_at: datetime, digest: str, than: tuple[datetime, str] | None) -> bool:
    """Tell whether a head takes the place of the one held of its device, by date and then by hash.

    A device never dates two of its heads alike, so only somebody who has its key could.
    """
    return than is None or (sealed_at, digest) > than


def farthest(*said: Iterable[ChainPosition]) -> tuple[ChainPosition, ...]:
    """Return the greatest position of each chain that several heads of one device name.

    An earlier word is not taken back by a later, shorter one: a vault that came from a backup has
    forgotten what it signed, and others have not.
    """
    longest: dict[str, ChainPosition] = {}
    for positions in said:
        for one in positions:
            known = longest.get(one.chain_id)
            if known is None or one.sequence > known.sequence:
                longest[one.chain_id] = one
    return tuple(sorted(longest.values(), key=lambda one: one.chain_id))[:MOST_REMEMBERED]


def head_of(envelope: Envelope) -> DeviceHead | None:
    """Return the head in a checked envelope; `None` where this ICV cannot read it."""
    try:
        return read_head(envelope)
    except SealError:
        return None

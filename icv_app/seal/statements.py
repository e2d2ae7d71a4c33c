"""Roster statements: what a coordinator signs about members, devices and office keys.

Each travels as the one open part, `statement`, of an envelope of a `roster.*` kind. `after` names
the newest statements its author knew, so that everybody can tell which were made without knowledge
of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.seal.encoding import (
    Base64,
    Digest,
    KeyIdText,
    MemberId,
    Ordinal,
    ShortText,
    Uuid,
    decode,
    encode,
)
from icv_app.seal.envelope import Envelope
from icv_app.seal.refusals import refusal, update_needed

STATEMENT_PART = "statement"
STATEMENT_LIMIT = 64 * 1024

After = Annotated[tuple[Digest, ...], Field(min_length=1, max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainPosition:
    """The last envelope of a chain that is accepted.

    Attributes:
        hash: Envelope hash of that envelope.
    """

    chain_id: Uuid
    sequence: Ordinal
    hash: Digest


Accepted = Annotated[tuple[ChainPosition, ...], Field(max_length=64)]
Decided = Annotated[tuple[Digest, ...], Field(max_length=256)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRoot:
    """The first statement, made and signed on the first coordinator's own machine.

    Attributes:
        member: The first coordinator's number.
        device: Public keys of the device that signs this, as `DevicePublicKeys.to_bytes`.
        office: The office's public sealing key of epoch 1.
        standby: Public key of the standby, which may sign statements when every device is lost.
    """

    scheme_name: ShortText
    member: MemberId
    device: Base64
    office: Base64
    standby: Base64


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdded:
    """A member joins, comes back, or (where already a member) changes role.

    Attributes:
        accepted: On a change of role: up to where the member's records in the old role count.
    """

    after: After
    member: MemberId
    role: Role
    accepted: Accepted = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceAdded:
    """A member's device joins under an invitation, which serves once.

    Attributes:
        device: As `DevicePublicKeys.to_bytes`.
        invitation: The invitation's locator.
    """

    after: After
    member: MemberId
    device: Base64
    invitation: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRemoved:
    """A device leaves; what it sends beyond the accepted positions waits for a coordinator.

    Attributes:
        accepted: One position for each of its chains; of a chain not named nothing is accepted.
    """

    after: After
    device: KeyIdText
    accepted: Accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRemoved:
    """A member leaves, and every device of theirs with them; `accepted` as for a device."""

    after: After
    member: MemberId
    accepted: Accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochStarted:
    """A new office key begins.

    Attributes:
        office: Its public sealing key.
    """

    after: After
    epoch: Ordinal
    office: Base64


@dataclass(frozen=True, slots=True, kw_only=True)
class StandbyChanged:
    """Another standby takes the place of the one before; whoever holds an older kit signs no more.

    Attributes:
        standby: Its public key.
    """

    after: After
    standby: Base64


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDecided:
    """What becomes of envelopes that a removed device sent beyond its accepted positions.

    Attributes:
        device: The removed device that signed them.
        accepted: Hashes of envelopes that count after all.
        refused: Hashes of envelopes that never will; the last decision on one stands.
    """

    after: After
    device: KeyIdText
    accepted: Decided = ()
    refused: Decided = ()


LaterStatement = (
    MemberAdded | DeviceAdded | DeviceRemoved | MemberRemoved | EpochStarted | StandbyChanged | LateDecided
)
Statement = RosterRoot | LaterStatement

_KINDS: MappingProxyType[RecordKind, type[Statement]] = MappingProxyType(
    {
        RecordKind.ROSTER_ROOT: RosterRoot,
        RecordKind.ROSTER_MEMBER_ADDED: MemberAdded,
        RecordKind.ROSTER_DEVICE_ADDED: DeviceAdded,
        RecordKind.ROSTER_DEVICE_REMOVED: DeviceRemoved,
        RecordKind.ROSTER_MEMBER_REMOVED: MemberRemoved,
        RecordKind.ROSTER_EPOCH_STARTED: EpochStarted,
        RecordKind.ROSTER_STANDBY_CHANGED: StandbyChanged,
        RecordKind.ROSTER_LATE_DECIDED: LateDecided,
    }
)
_KIND_OF = {statement: kind for kind, statement in _KINDS.items()}


def kind_of(statement: Statement) -> RecordKind:
    """Return the record kind under which a statement travels."""
    return _KIND_OF[type(statement)]


def statement_parts(statement: Statement) -> dict[str, bytes]:
    """Return the open parts of the envelope that carries a statement."""
    return {STATEMENT_PART: encode(statement)}


def read_statement(envelope: Envelope) -> Statement:
    """Return the statement that an envelope carries, its author unverified.

    Raises:
        UpdateNeeded: A newer ICV made it.
        SealError: It carries none, or a malformed one.
    """
    statement = next((kind for name, kind in _KINDS.items() if name == envelope.kind), None)
    if envelope.needs_update or (statement is None and envelope.kind.startswith("roster.")):
        raise update_needed(f"record {envelope.record_id}: roster statement {envelope.kind}")
    if statement is None:
        raise refusal(f"record {envelope.record_id}: {envelope.kind} is no roster statement")
    data = envelope.open_part(STATEMENT_PART)
    return decode(statement, data, limit=STATEMENT_LIMIT, what=f"record {envelope.record_id}")

"""What client and server say to each other, apart from the envelopes themselves.

Answers that hold bytes are MessagePack, all others JSON; both are described by the
same models and read with limits. Failures are always JSON: `Problem`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import msgpack
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

MSGPACK = "application/msgpack"
ENVELOPE = "application/vnd.icv.envelope"

PAGE_ITEMS = 200
PAGE_ITEMS_MAX = 1000
HEADS_MAX = 5000
DEVICES_MAX = 2000


class Code(StrEnum):
    """Why a request or a record was refused; stable, for programs."""

    BAD_REQUEST = "bad_request"
    NOT_FOUND = "not_found"
    SIGNATURE_MISSING = "signature_missing"
    BAD_SIGNATURE = "bad_signature"
    CLOCK_SKEW = "clock_skew"
    REPLAYED = "replayed"
    UNKNOWN_SCHEME = "unknown_scheme"
    UNKNOWN_DEVICE = "unknown_device"
    DEVICE_REMOVED = "device_removed"
    COORDINATOR_ONLY = "coordinator_only"
    BAD_ENVELOPE = "bad_envelope"
    WRONG_SCHEME = "wrong_scheme"
    UNKNOWN_AUTHOR = "unknown_author"
    AUTHOR_REMOVED = "author_removed"
    NOT_ALLOWED = "not_allowed"
    CONFLICT = "conflict"
    PART_MISSING = "part_missing"
    TOO_LARGE = "too_large"
    SLOW_DOWN = "slow_down"
    BAD_CURSOR = "bad_cursor"
    HISTORY_CHANGED = "history_changed"
    INVITATION_UNKNOWN = "invitation_unknown"
    INVITATION_USED = "invitation_used"
    INVITATION_EXPIRED = "invitation_expired"
    DISK_FULL = "disk_full"
    UNAVAILABLE = "unavailable"
    FAULT = "fault"


Position = Annotated[int, Field(ge=1, le=2**53 - 1)]
"""Where the server filed an envelope; no greater than any vault can hold."""


class Message(BaseModel):
    """Anything sent: unchangeable, and strict about types so that nothing is guessed."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Problem(Message):
    """A failure: a word for programs, a sentence for people.

    Attributes:
        server_time: Given with `clock_skew` only, so that the person can be told by how much.
    """

    code: str = Field(max_length=60)
    message: str = Field(max_length=1000)
    retryable: bool
    server_time: AwareDatetime | None = None


class ServerInfo(Message):
    """Who answers.

    Attributes:
        incarnation: Changes when the server goes on from a backup.
    """

    name: str
    version: str
    incarnation: str
    time: AwareDatetime


class ReceiptMessage(Message):
    """See `icv_app.services.ports_sync.Receipt`."""

    record_id: str
    digest: str
    position: Position
    received_at: AwareDatetime


class BatchItem(Message):
    """What became of one envelope of a batch: exactly one of the two is there."""

    record_id: str | None = None
    receipt: ReceiptMessage | None = None
    problem: Problem | None = None


class BatchAnswer(Message):
    """The results in the order in which the envelopes were sent."""

    results: list[BatchItem]


class Item(Message):
    """One envelope of a page."""

    position: Position
    record_id: str
    envelope: bytes


class Page(Message):
    """A stretch of what the asking device may see, in the order of positions.

    Attributes:
        more: Whether there is more to pull at once.
        left: How many there are after this page, so that people can be told how far it is; an
            older server does not say.
    """

    items: list[Item]
    next_cursor: str = Field(max_length=200)
    more: bool
    left: int | None = None


class Head(Message):
    """One envelope by its name only."""

    record_id: str
    digest: str


class HeadsPage(Message):
    """A stretch of `Head`s; `after` of the next one is `next_after`, or `None` at the end."""

    heads: list[Head]
    next_after: int | None = None


class SummaryMessage(Message):
    """How many envelopes are visible up to a cursor, and `digest_of` them."""

    count: int
    digest: str


class DeviceHeadsAsked(Message):
    """What a device brings of heads, and what it has.

    Attributes:
        known: Device → hash of the newest head it has of each; `None` where it only brings some.
        heads: Envelopes that the server may lack.
    """

    known: dict[str, str] | None = Field(default=None, max_length=DEVICES_MAX)
    heads: list[bytes] = Field(default_factory=list, max_length=DEVICES_MAX)


class DeviceHeadsAnswer(Message):
    """The heads of devices that the server has and the asking device has not.

    Attributes:
        lacking: Devices it named of which the server has none.
    """

    heads: list[bytes]
    lacking: list[str]


class InvitationMessage(Message):
    """An invitation as its holder finds it; `details` open with the secret of the invitation only."""

    scheme_id: str
    details: bytes
    expires_at: datetime
    used: bool


class InvitationPublication(Message):
    """An invitation as a coordinator's device publishes it."""

    details: bytes = Field(max_length=65_536)
    expires_at: datetime


class EnrolmentMessage(Message):
    """What a new device sent, for the coordinator's device."""

    locator: str
    request: bytes
    received_at: AwareDatetime


class EnrolmentsMessage(Message):
    """Every enrolment request that waits."""

    enrolments: list[EnrolmentMessage]


class MalformedMessage(ValueError):
    """The bytes are not what the other side should have sent."""


M = TypeVar("M", bound=Message)


def packed(message: Message) -> bytes:
    """Return `message` as MessagePack; times as ISO 8601 in UTC."""
    answer: bytes = msgpack.packb(_plain(message.model_dump()))
    return answer


def unpacked(model: type[M], data: bytes) -> M:
    """Read MessagePack that must hold a `model`.

    Raises:
        MalformedMessage: It does not.
    """
    try:
        return model.model_validate(msgpack.unpackb(data, raw=False, strict_map_key=True))
    except (ValueError, TypeError, RecursionError, msgpack.exceptions.UnpackException) as error:
        raise MalformedMessage(f"not a {model.__name__}: {type(error).__name__}") from error


def packed_batch(envelopes: list[bytes]) -> bytes:
    """Return a batch of envelopes as it is sent."""
    answer: bytes = msgpack.packb(envelopes)
    return answer


def unpacked_batch(data: bytes, *, most: int) -> list[bytes]:
    """Read a batch of at most `most` envelopes.

    Raises:
        MalformedMessage: It is not a list of byte strings, or too long a one.
    """
    try:
        batch: Any = msgpack.unpackb(data, raw=False, max_array_len=most, max_map_len=0, max_ext_len=0)
    except (ValueError, TypeError, RecursionError, msgpack.exceptions.UnpackException) as error:
        raise MalformedMessage(f"not a batch: {type(error).__name__}") from error
    if not isinstance(batch, list) or not all(isinstance(item, bytes) for item in batch):
        raise MalformedMessage("not a list of byte strings")
    return batch


def read_json(model: type[M], data: bytes) -> M:
    """Read JSON that must hold a `model`.

    Raises:
        MalformedMessage: It does not.
    """
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise MalformedMessage(f"not a {model.__name__}: {error.error_count()} errors") from error


def digest_of(held: Mapping[str, str]) -> str:
    """Return one digest over record id → digest, the same on both sides whatever the order."""
    whole = hashlib.sha256()
    for record_id in sorted(held):
        whole.update(f"{record_id}:{held[record_id]}\n".encode())
    return whole.hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value

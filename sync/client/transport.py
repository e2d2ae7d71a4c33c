"""The server as a device of one scheme uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from icv_app.seal.envelope import read_envelope
from icv_app.services.ports_sync import EnrolmentReceived, PublishedInvitation, PulledRecord, Receipt, Refusal
from sync.client.channel import HttpChannel
from sync.client.failures import sentence_for, unusable_answer
from sync.wire import (
    BatchAnswer,
    BatchItem,
    DeviceHeadsAnswer,
    DeviceHeadsAsked,
    EnrolmentsMessage,
    HeadsPage,
    InvitationPublication,
    MalformedMessage,
    Message,
    Page,
    ServerInfo,
    SummaryMessage,
    packed,
    packed_batch,
    read_json,
    unpacked,
)

PULLED_TOGETHER = 100
"""A page is taken in one transaction, and an edit made meanwhile waits until it is written."""

M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True)
class PulledPage:
    """One page of what the server has for this device.

    Attributes:
        more: The next one can be had at once.
        left: How many records come after this page; `None` where the server does not say.
    """

    records: tuple[PulledRecord, ...]
    next_cursor: str
    more: bool
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A sealed record on its way."""

    record_id: str
    envelope: bytes


class Transport(Protocol):
    """What the worker needs of a server.

    Every method raises `Unreachable` when it is worth another try later, else `SyncError`.
    """

    def pull(self, cursor: str | None) -> PulledPage:
        """Return the page after `cursor`, or the first one."""
        ...

    def push(self, records: Sequence[Outgoing]) -> list[Receipt | Refusal]:
        """Hand over a batch; the answers are in its order."""
        ...

    def summary(self, cursor: str) -> SummaryMessage:
        """Return count and digest of what the server would show this device up to `cursor`."""
        ...

    def heads(self) -> dict[str, str]:
        """Return record id → digest of all that the server would show this device."""
        ...

    def publish(self, invitation: PublishedInvitation) -> None:
        """Put an invitation on the server."""
        ...

    def withdraw(self, locator: str) -> None:
        """Take an invitation off the server."""
        ...

    def enrolments(self) -> list[EnrolmentReceived]:
        """Return the requests of new devices."""
        ...


class HttpTransport:
    """`Transport` over HTTP.

    Args:
        channel: Signs as a device of the scheme.
    """

    def __init__(self, channel: HttpChannel, scheme_id: str, *, page_items: int = PULLED_TOGETHER) -> None:
        self._channel = channel
        self._scheme = f"/v1/schemes/{scheme_id}"
        self._page_items = page_items

    def server(self) -> ServerInfo:
        """Return who answers; needs no enrolment."""
        return _json(ServerInfo, self._channel.send("GET", "/v1/server"))

    def pull(self, cursor: str | None) -> PulledPage:
        """Return the page after `cursor`, or the first one.

        Raises:
            SyncError: See `Transport`; `ServerRefused` with `history_changed` after a restore.
        """
        query = {"limit": str(self._page_items)} | ({} if cursor is None else {"after": cursor})
        page = _msgpack(Page, self._channel.send("GET", f"{self._scheme}/envelopes", query=query))
        records = tuple(
            PulledRecord(position=item.position, record_id=item.record_id, envelope=item.envelope)
            for item in page.items
        )
        return PulledPage(records, page.next_cursor, page.more, page.left)

    def push(self, records: Sequence[Outgoing]) -> list[Receipt | Refusal]:
        """Hand over a batch; the answers are in its order.

        Raises:
            SyncError: See `Transport`; nothing of the batch is known to be stored.
        """
        return self._post("envelopes", records)

    def _post(self, place: str, records: Sequence[Outgoing]) -> list[Receipt | Refusal]:
        body = packed_batch([record.envelope for record in records])
        answer = _json(BatchAnswer, self._channel.send("POST", f"{self._scheme}/{place}", body=body))
        if len(answer.results) != len(records):
            raise unusable_answer(f"{len(answer.results)} answers for {len(records)} records")
        return [_judged(record, item) for record, item in zip(records, answer.results, strict=True)]

    def summary(self, cursor: str) -> SummaryMessage:
        """Return count and digest of what the server would show this device up to `cursor`."""
        return _json(
            SummaryMessage, self._channel.send("GET", f"{self._scheme}/summary", query={"at": cursor})
        )

    def heads(self) -> dict[str, str]:
        """Return record id → digest of all that the server would show this device."""
        held: dict[str, str] = {}
        after: int | None = 0
        while after is not None:
            content = self._channel.send("GET", f"{self._scheme}/heads", query={"after": str(after)})
            page = _json(HeadsPage, content)
            if page.next_after is not None and page.next_after <= after:
                raise unusable_answer("heads that go backwards")
            held |= {head.record_id: head.digest for head in page.heads}
            after = page.next_after
        return held

    def device_heads(self, known: Mapping[str, str]) -> DeviceHeadsAnswer:
        """Return the heads of devices that differ from those known here, device → hash."""
        return self._heads_exchanged(DeviceHeadsAsked(known=dict(known)))

    def bring_heads(self, heads: Sequence[bytes]) -> None:
        """Hand over heads of devices that the server may lack."""
        self._heads_exchanged(DeviceHeadsAsked(heads=list(heads)))

    def _heads_exchanged(self, asked: DeviceHeadsAsked) -> DeviceHeadsAnswer:
        body = packed(asked)
        return _msgpack(
            DeviceHeadsAnswer, self._channel.send("POST", f"{self._scheme}/device-heads", body=body)
        )

    def roster(self) -> list[PulledRecord]:
        """Return every roster statement; a removed device and the standby may ask for them too."""
        found: list[PulledRecord] = []
        while True:
            query = {"after": str(found[-1].position if found else 0)}
            page = _msgpack(Page, self._channel.send("GET", f"{self._scheme}/roster", query=query))
            found += [
                PulledRecord(position=item.position, record_id=item.record_id, envelope=item.envelope)
                for item in page.items
            ]
            if not page.more:
                return found
            if not page.items:
                raise unusable_answer("a roster without an end")

    def hand_over(self, records: Sequence[Outgoing]) -> list[Receipt | Refusal]:
        """Hand over, as a removed device, what was never sent; a coordinator decides on it.

        Raises:
            SyncError: See `Transport`; nothing of the batch is known to be stored.
        """
        return self._post("farewell", records)

    def publish(self, invitation: PublishedInvitation) -> None:
        """Put an invitation on the server; coordinators only."""
        message = InvitationPublication(details=invitation.details, expires_at=invitation.expires_at)
        self._channel.send("PUT", f"{self._scheme}/invitations/{invitation.locator}", body=packed(message))

    def withdraw(self, locator: str) -> None:
        """Take an invitation off the server; coordinators only."""
        self._channel.send("DELETE", f"{self._scheme}/invitations/{locator}")

    def enrolments(self) -> list[EnrolmentReceived]:
        """Return the requests of new devices; coordinators only."""
        answer = _msgpack(EnrolmentsMessage, self._channel.send("GET", f"{self._scheme}/enrolments"))
        return [
            EnrolmentReceived(locator=item.locator, request=item.request, received_at=item.received_at)
            for item in answer.enrolments
        ]


def _judged(record: Outgoing, item: BatchItem) -> Receipt | Refusal:
    if item.receipt is not None:
        receipt = item.receipt
        # A receipt is proof for the visitor, so it must be for exactly what was sent.
        if receipt.record_id != record.record_id or receipt.digest != read_envelope(record.envelope).hash:
            raise unusable_answer(f"record {record.record_id}: the receipt is for something else")
        return Receipt(
            record_id=receipt.record_id,
            digest=receipt.digest,
            position=receipt.position,
            received_at=receipt.received_at,
        )
    if item.problem is not None:
        problem = item.problem
        return Refusal(
            record_id=record.record_id,
            code=problem.code,
            message=sentence_for(problem.code, problem, None),
            retryable=problem.retryable,
        )
    raise unusable_answer(f"record {record.record_id}: neither taken nor refused")


def _json(model: type[M], content: bytes) -> M:
    try:
        return read_json(model, content)
    except MalformedMessage as error:
        raise unusable_answer(str(error)) from error


def _msgpack(model: type[M], content: bytes) -> M:
    try:
        return unpacked(model, content)
    except MalformedMessage as error:
        raise unusable_answer(str(error)) from error

"""A vault in memory that keeps the promises of `SyncPort`, and a courier that fails on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from icv_app.errors import SealError, SyncError
from icv_app.seal.envelope import read_envelope
from icv_app.services.ports_sync import (
    EnrolmentReceived,
    PublishedInvitation,
    PulledRecord,
    PullOutcome,
    Receipt,
    Refusal,
)
from sync.client.transport import Outgoing, PulledPage, Transport
from sync.wire import SummaryMessage

Sealer = Callable[[], bytes]


@dataclass
class MemoryVault:
    """What one device holds.

    Attributes:
        drafts: Record id → how to seal it, in the order of writing.
        sealed: Record id → envelope, once sealed; kept for ever.
        with_server: Record id → digest of what the server has.
        waiting: Record ids to send.
    """

    scheme: str
    coordinator: bool = False
    drafts: dict[str, Sealer] = field(default_factory=dict)
    sealed: dict[str, bytes] = field(default_factory=dict)
    with_server: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    quarantine: list[str] = field(default_factory=list)
    place: str | None = None
    published: list[PublishedInvitation] = field(default_factory=list)
    to_withdraw: list[str] = field(default_factory=list)
    enrolments: list[EnrolmentReceived] = field(default_factory=list)
    unsealable: set[str] = field(default_factory=set)

    def write(self, record_id: str, sealer: Sealer) -> None:
        self.drafts[record_id] = sealer
        self.waiting.append(record_id)

    def add_sealed(self, *envelopes: bytes) -> None:
        for data in envelopes:
            name = read_envelope(data).record_id
            self.sealed[name] = data
            self.waiting.append(name)

    def scheme_id(self) -> str:
        return self.scheme

    def is_coordinator(self) -> bool:
        return self.coordinator

    def cursor(self) -> str | None:
        return self.place

    def save_pull(self, records: Sequence[PulledRecord], next_cursor: str) -> PullOutcome:
        new = apart = 0
        for record in records:
            if record.record_id in self.with_server:
                continue
            try:
                digest = read_envelope(record.envelope).hash
            except SealError:
                self.quarantine.append(record.record_id)
                apart += 1
                continue
            self.with_server[record.record_id] = digest
            self.sealed[record.record_id] = record.envelope
            new += 1
        self.place = next_cursor
        return PullOutcome(new=new, quarantined=apart)

    def pending(self) -> Sequence[str]:
        return tuple(self.waiting)

    def seal_pending(self, record_id: str) -> bytes:
        if record_id in self.unsealable:
            raise SealError("no recipient", user_text="This record cannot be sealed yet.")
        if record_id not in self.sealed:
            self.sealed[record_id] = self.drafts[record_id]()
        return self.sealed[record_id]

    def mark_accepted(self, receipts: Sequence[Receipt]) -> None:
        for receipt in receipts:
            self.receipts[receipt.record_id] = receipt
            self.with_server[receipt.record_id] = receipt.digest
            self.waiting.remove(receipt.record_id)

    def mark_refused(self, refusal: Refusal) -> None:
        self.refusals[refusal.record_id] = refusal
        if not refusal.retryable:
            self.waiting.remove(refusal.record_id)

    def held(self) -> Mapping[str, str]:
        return {name: digest for name, digest in self.with_server.items() if name not in self.waiting}

    def send_again(self, record_ids: Sequence[str]) -> None:
        self.waiting += [one for one in self.sealed if one in set(record_ids) and one not in self.waiting]

    def forget_cursor(self) -> None:
        self.place = None

    def invitations_to_publish(self) -> Sequence[PublishedInvitation]:
        return tuple(self.published)

    def invitation_published(self, locator: str) -> None:
        self.published = [one for one in self.published if one.locator != locator]

    def invitations_to_withdraw(self) -> Sequence[str]:
        return tuple(self.to_withdraw)

    def invitation_withdrawn(self, locator: str) -> None:
        self.to_withdraw.remove(locator)

    def save_enrolments(self, enrolments: Sequence[EnrolmentReceived]) -> None:
        self.enrolments = list(enrolments)


class FailingCourier:
    """A transport that raises what a test put into `failures` first, one for each call."""

    def __init__(self, real: Transport) -> None:
        self._real = real
        self.failures: list[SyncError | None] = []
        self.calls: list[str] = []
        self.lose_answers = False

    def _next(self, name: str) -> None:
        self.calls.append(name)
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure

    def pull(self, cursor: str | None) -> PulledPage:
        self._next("pull")
        return self._real.pull(cursor)

    def push(self, records: Sequence[Outgoing]) -> list[Receipt | Refusal]:
        self._next(f"push {len(records)}")
        answers = self._real.push(records)
        if self.lose_answers:
            self.lose_answers = False
            raise SyncError("the answer was lost", user_text="The server cannot be reached.")
        return answers

    def summary(self, cursor: str) -> SummaryMessage:
        self._next("summary")
        return self._real.summary(cursor)

    def heads(self) -> dict[str, str]:
        self._next("heads")
        return self._real.heads()

    def publish(self, invitation: PublishedInvitation) -> None:
        self._next("publish")
        self._real.publish(invitation)

    def withdraw(self, locator: str) -> None:
        self._next("withdraw")
        self._real.withdraw(locator)

    def enrolments(self) -> list[EnrolmentReceived]:
        self._next("enrolments")
        return self._real.enrolments()

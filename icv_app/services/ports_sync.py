"""What synchronising needs from the vault, and the values that pass between them.

The client in `sync.client` drives a `SyncPort`; the vault's side of it verifies,
opens, folds and persists. Every method is one transaction and may be repeated:
a crash between any two of them neither loses nor doubles a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PulledRecord:
    """One envelope as the server handed it out; nothing about it is verified yet.

    Attributes:
        position: Where the server filed it: from 1 upwards, in one scheme never used twice;
            `None` for one that came in a bundle, past the server.
    """

    position: int | None
    record_id: str
    envelope: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PullOutcome:
    """What became of one page.

    Attributes:
        new: Records that were not here and are kept.
        quarantined: Those of them that cannot be used and are set apart.
        dropped: Further unusable ones that were not kept, because too many of them came.
    """

    new: int
    quarantined: int
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The server's word that it holds an envelope.

    Attributes:
        digest: SHA-256 of the envelope as `icv_app.seal` states it, in hexadecimal.
        received_at: By the server's clock, UTC, to the second.
    """

    record_id: str
    digest: str
    position: int
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why one record was not accepted.

    Attributes:
        code: A stable word for programs, see `sync.wire.Code`.
        message: One sentence for people.
        retryable: Whether the same bytes may be accepted later.
    """

    record_id: str
    code: str
    message: str
    retryable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedInvitation:
    """An invitation to put on the server: where to find it, and details only its holder can open."""

    locator: str
    details: bytes
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentReceived:
    """What a new device sent in answer to an invitation; its code is checked by the coordinator's device."""

    locator: str
    request: bytes
    received_at: datetime


class SyncPort(Protocol):
    """The vault as synchronising sees it."""

    def scheme_id(self) -> str:
        """Return the scheme this vault belongs to."""
        ...

    def is_coordinator(self) -> bool:
        """Whether this device may publish invitations and read enrolment requests."""
        ...

    def cursor(self) -> str | None:
        """Return how far this vault has pulled; `None` before the first pull."""
        ...

    def save_pull(self, records: Sequence[PulledRecord], next_cursor: str) -> PullOutcome:
        """Verify, open and fold one page and keep the cursor, all in one transaction.

        A record that is already held is passed over. One that cannot be verified or
        opened is quarantined with its reason and never stops the others.
        """
        ...

    def pending(self) -> Sequence[str]:
        """Return the ids of the records to send, in the order they must be sent.

        Roster statements come first, then each chain by its sequence numbers.
        """
        ...

    def seal_pending(self, record_id: str) -> bytes:
        """Return the envelope of a pending record, sealing it now if it never was.

        The bytes are on disk before they are returned, so that a later try sends the same ones.

        Raises:
            IcvError: It cannot be sealed now; it stays pending.
        """
        ...

    def mark_accepted(self, receipts: Sequence[Receipt]) -> None:
        """Keep the receipts: these records are with the server and no longer pending."""
        ...

    def mark_refused(self, refusal: Refusal) -> None:
        """Keep why a record was refused; it stays pending only if the refusal is retryable."""
        ...

    def held(self) -> Mapping[str, str]:
        """Return record id → digest of every envelope that the server has given or acknowledged.

        Quarantined envelopes count: they are held. Records still pending do not.
        """
        ...

    def send_again(self, record_ids: Sequence[str]) -> None:
        """Make these held records pending again, with the bytes they have: the server lost them."""
        ...

    def forget_cursor(self) -> None:
        """Pull from the very beginning next time."""
        ...

    def invitations_to_publish(self) -> Sequence[PublishedInvitation]:
        """Return the invitations made here that the server does not have yet."""
        ...

    def invitation_published(self, locator: str) -> None:
        """Note that the server has this invitation."""
        ...

    def invitations_to_withdraw(self) -> Sequence[str]:
        """Return the locators of invitations answered or cancelled here that the server may forget."""
        ...

    def invitation_withdrawn(self, locator: str) -> None:
        """Note that the server has forgotten this invitation."""
        ...

    def save_enrolments(self, enrolments: Sequence[EnrolmentReceived]) -> None:
        """Keep requests of new devices for the coordinator to approve; a repeated one is passed over."""
        ...


class HeadPort(Protocol):
    """The heads of devices in a vault, as synchronising sees them."""

    def known(self) -> Mapping[str, str]:
        """Return device → hash of the newest head held of each."""
        ...

    def settle(self, given: Sequence[bytes], lacking: Iterable[str]) -> Sequence[bytes]:
        """Take the heads that the server gave, say how far this device is, and return what to hand over.

        Args:
            given: The heads that differ from those held here, asked for before this device pulled.
            lacking: Devices of which the server has none.
        """
        ...

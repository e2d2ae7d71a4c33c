"""The last contact of a device that was removed: it learns so by proof, and hands over what it wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from icv_app.errors import NotFound, RuleBroken, SealError
from icv_app.services.ports_sync import PulledRecord, Receipt, Refusal, SyncPort
from sync.client.transport import Outgoing

BATCH_ITEMS = 50


class FarewellTransport(Protocol):
    """What a removed device may still ask of a server."""

    def roster(self) -> list[PulledRecord]:
        """Return every roster statement of the scheme."""
        ...

    def hand_over(self, records: Sequence[Outgoing]) -> list[Receipt | Refusal]:
        """Hand over a batch of what this device never sent."""
        ...


class RemovedPort(SyncPort, Protocol):
    """The vault of a device that may have been removed."""

    def removed(self) -> bool:
        """Whether signed statements in this vault say that this device was removed."""
        ...

    def acknowledged(self) -> Sequence[str]:
        """Return the ids of the records of this device that the server once had, statements apart."""
        ...


def take_leave(port: RemovedPort, transport: FarewellTransport) -> int | None:
    """Fetch the roster and, if it says that this device was removed, hand over what was never sent.

    The server's word alone is not enough: a server that lies about a removal must not make
    a device destroy anything. What it acknowledged once is handed over again: it may go on from a
    backup made before, and this device may hold the only copy.

    Returns:
        How many records were handed over; `None` where the statements do not say that this
        device was removed.

    Raises:
        SyncError: The server could not be reached; the next contact goes on from here.
    """
    port.save_pull(transport.roster(), port.cursor() or "")
    if not port.removed():
        return None
    unsent = port.pending()
    handed_over, waiting = 0, [*unsent, *port.acknowledged()]
    while waiting:
        batch, waiting = _sealed(port, waiting[:BATCH_ITEMS]), waiting[BATCH_ITEMS:]
        answers = transport.hand_over(batch) if batch else []
        receipts = [answer for answer in answers if isinstance(answer, Receipt)]
        port.mark_accepted(receipts)
        for answer in answers:
            if isinstance(answer, Refusal):
                port.mark_refused(answer)
        handed_over += sum(receipt.record_id in unsent for receipt in receipts)
    return handed_over


def _sealed(port: SyncPort, record_ids: Sequence[str]) -> list[Outgoing]:
    batch = []
    for record_id in record_ids:
        try:
            batch.append(Outgoing(record_id, port.seal_pending(record_id)))
        except (SealError, RuleBroken, NotFound) as error:
            port.mark_refused(
                Refusal(record_id=record_id, code="unsealed", message=error.user_text, retryable=True)
            )
    return batch

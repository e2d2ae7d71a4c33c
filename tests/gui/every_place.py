"""Records that are in every place the sync centre knows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from icv_app.domain.ids import DeviceId, MemberId, RecordId
from icv_app.seal.roster import Standing
from icv_app.services.ports import RecordState, StoredRecord
from tests.gui.offices import the_clock


def in_every_place(member_id: str) -> Iterator[StoredRecord]:
    """Records that wait, that the server has, and one for every reason to be set apart."""
    mine, theirs = DeviceId(f"device-{member_id}"), DeviceId("5f1c9a20d3")
    number = itertools.count(1)

    def one(kind: str, state: RecordState, device: DeviceId, reason: str = "") -> StoredRecord:
        return StoredRecord(
            record_id=RecordId(f"018e3cd5-5e00-7cf4-99b2-{next(number):012d}"),
            kind=kind,
            subject="wakefield-1421" if kind.startswith(("visit", "review")) else "V-017",
            author=MemberId(member_id if device == mine else "V-017"),
            device=device,
            written_at=the_clock().now(),
            state=state,
            envelope=b"sealed",
            position=None if state is RecordState.SEALED else 7,
            accepted_at=the_clock().now(),
            reason=reason,
        )

    yield one("visit.answer", RecordState.SEALED, mine)
    yield one("visit.addendum", RecordState.PENDING, mine, "The server is busy with many requests.")
    yield one("visit.answer", RecordState.REFUSED, mine, "Tell the coordinator.")
    yield one("visit.agreement", RecordState.ACCEPTED, mine)
    for standing in (Standing.WAITS_FOR_COORDINATOR, Standing.UNKNOWN_DEVICE, Standing.NOT_ALLOWED):
        yield one("member.availability", RecordState.QUARANTINED, theirs, standing.value)
    yield one("review.comment", RecordState.LOCKED, theirs)
    yield one("visit.hologram", RecordState.UPDATE_NEEDED, theirs)
    yield one("", RecordState.QUARANTINED, theirs, "A record from another laptop could not be used.")

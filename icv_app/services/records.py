"""Writing records: what a member says, kept at once, sealed when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from icv_app.domain.ids import RecordId
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, Ids, RecordState, StoredRecord, UnitOfWork

Apply = Callable[[UnitOfWork, StoredRecord], None]
"""Brings what a record says into the projections; see `icv_app.services.folding`."""


class RecordBook:
    """Writes the records of one member on one device.

    A record is applied here the moment it is written, by the same rules as one
    that arrives from elsewhere.
    """

    def __init__(self, clock: Clock, ids: Ids, identity: Identity, apply: Apply) -> None:
        self._clock = clock
        self._ids = ids
        self._identity = identity
        self._apply = apply

    def new_id(self) -> RecordId:
        """An identifier for a record about to be written."""
        return RecordId(self._ids.new())

    def write(
        self,
        unit: UnitOfWork,
        *,
        kind: str,
        subject: str,
        parts: Mapping[str, bytes],
        addressees: Addressees,
        record_id: RecordId | None = None,
    ) -> StoredRecord:
        """Write one record in the caller's transaction and apply it.

        Raises:
            SealError: What it says does not fit this member (a rule of who may say what).
        """
        record = StoredRecord(
            record_id=record_id or self.new_id(),
            kind=kind,
            subject=subject,
            author=self._identity.member_id,
            device=self._identity.device_id,
            written_at=self._clock.now(),
            state=RecordState.PENDING,
            parts=dict(parts),
            addressees=addressees,
        )
        unit.records.put(record)
        self._apply(unit, record)
        return record

"""Writing records: what a member says, kept at once, sealed when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from icv_app.domain.ids import RecordId
from icv_app.errors import RuleBroken
from icv_app.seal.authority import may_author
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, Ids, RecordState, StoredRecord, UnitOfWork
from icv_app.words import _

Apply = Callable[[UnitOfWork, StoredRecord], None]
"""Brings what a record says into the projections; see `icv_app.services.folding`."""
ApplyTogether = Callable[[UnitOfWork, Sequence[StoredRecord]], None]
"""The same for many records at once."""

_ONE_MOMENT = timedelta(microseconds=1)


def later_than(before: datetime | None, now: datetime) -> datetime:
    """Return now, or the moment after what is to be replaced: some clock may have run ahead."""
    return now if before is None else max(now, before + _ONE_MOMENT)


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
        after: datetime | None = None,
    ) -> StoredRecord:
        """Write one record in the caller's transaction and apply it.

        Args:
            unit: The caller's transaction.
            kind, subject, parts, addressees, record_id: Of the record.
            after: It takes the place of one of this date, and is dated later whatever the clock says.

        Raises:
            RuleBroken: A member of this role may not author it; nobody would take it.
            SealError: What it says does not fit this member or what was said before.
        """
        record = self._kept(
            unit,
            kind=kind,
            subject=subject,
            parts=parts,
            addressees=addressees,
            record_id=record_id,
            after=after,
        )
        self._apply(unit, record)
        return record

    def write_together(
        self,
        unit: UnitOfWork,
        *,
        kind: str,
        said: Iterable[tuple[str, Mapping[str, bytes]]],
        addressees: Addressees,
        apply: ApplyTogether,
    ) -> None:
        """Write many records of one kind, which takes much less time when they are applied together.

        Args:
            unit: The caller's transaction.
            kind, addressees: Of all of them.
            said: Subject and parts of each.
            apply: Brings them into the projections.

        Raises:
            RuleBroken, SealError: As `write`.
        """
        apply(
            unit,
            [
                self._kept(unit, kind=kind, subject=subject, parts=parts, addressees=addressees)
                for subject, parts in said
            ],
        )

    def _kept(
        self,
        unit: UnitOfWork,
        *,
        kind: str,
        subject: str,
        parts: Mapping[str, bytes],
        addressees: Addressees,
        record_id: RecordId | None = None,
        after: datetime | None = None,
    ) -> StoredRecord:
        if not may_author(kind, self._identity.role):
            raise RuleBroken(
                f"member {self._identity.member_id}: a {self._identity.role} may not author {kind}",
                user_text=_("A member of your role may not say this in the scheme. Nothing was changed."),
            )
        record = StoredRecord(
            record_id=record_id or self.new_id(),
            kind=kind,
            subject=subject,
            author=self._identity.member_id,
            device=self._identity.device_id,
            written_at=later_than(after, self._clock.now()),
            state=RecordState.PENDING,
            parts=dict(parts),
            addressees=addressees,
        )
        unit.records.put(record)
        return record

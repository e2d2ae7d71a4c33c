"""Writing lines of the office's audit log, in the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Iterable

from icv_app.domain.audit import AuditAct, AuditEntry
from icv_app.domain.ids import RecordId
from icv_app.domain.justified import Justified
from icv_app.services.identity import Identity
from icv_app.services.override_records import AUDIT, audit_of, audit_parts
from icv_app.services.ports import COUNTS, Addressees, Clock, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.report_records import bare


class AuditLog:
    """The log as one coordinator's device writes it. Holds no state of its own."""

    def __init__(self, clock: Clock, identity: Identity, records: RecordBook) -> None:
        self._clock = clock
        self._identity = identity
        self._records = records

    def note(
        self,
        unit: UnitOfWork,
        act: AuditAct,
        subject: str,
        about: str,
        reason: str = "",
        justified: Iterable[Justified] = (),
    ) -> AuditEntry:
        """Write one line in the caller's transaction.

        Args:
            unit: The caller's.
            act: What was done.
            subject: The member it is about.
            about: The record by which it was done.
            reason: In words; no names.
            justified: What the privacy guard asked about in it, and why it stays.
        """
        entry = AuditEntry(
            record_id=self._records.new_id(),
            act=act,
            subject=subject,
            about=RecordId(about),
            at=self._clock.now(),
            by=self._identity.member_id,
            reason=reason,
            justified=bare(justified),
        )
        self._records.write(
            unit,
            kind=AUDIT,
            subject=subject,
            parts=audit_parts(entry),
            addressees=Addressees(office=True),
            record_id=entry.record_id,
        )
        return entry


def audit_entries(unit: UnitOfWork) -> tuple[AuditEntry, ...]:
    """Every line of the log in this vault that counts, oldest first."""
    found = [
        audit_of(record)
        for record in unit.records.of_kinds((AUDIT,))
        if record.parts and record.state in COUNTS
    ]
    return tuple(sorted(found, key=lambda entry: (entry.at, entry.record_id)))

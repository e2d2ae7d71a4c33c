"""How an override and its line in the audit log become records, and back."""

from __future__ import annotations

from collections.abc import Mapping

from icv_app.domain.audit import LINKED, AuditEntry
from icv_app.domain.fitness import Override
from icv_app.domain.ids import RecordId
from icv_app.domain.records import RecordKind
from icv_app.seal.audit_chain import AuditLink, digest_of
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, unfit

OVERRIDE = RecordKind.MEMBER_OVERRIDE.value
AUDIT = RecordKind.AUDIT_ENTRY.value


def override_parts(override: Override) -> dict[str, bytes]:
    """Return the one part of an override."""
    return {REPORT: to_json(override)}


def audit_parts(entry: AuditEntry) -> dict[str, bytes]:
    """Return the one part of a line of the audit log."""
    return {REPORT: to_json(entry)}


def override_of(record: StoredRecord) -> Override:
    """Return the override a record holds.

    Raises:
        SealError: What is inside does not fit the record around it, or allows nothing that may be allowed.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    override = from_json(Override, body) if body is not None else None
    if override is None or (override.record_id, override.member_id, override.by) != (
        record.record_id,
        record.subject,
        record.author,
    ):
        raise unfit(record, "override does not fit its record")
    if not override.sound:
        raise unfit(record, "override of nothing, or for too long")
    return override


def audit_of(record: StoredRecord) -> AuditEntry:
    """Return the line of the audit log a record holds.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    entry = from_json(AuditEntry, body) if body is not None else None
    if entry is None or (entry.record_id, entry.subject, entry.by) != (
        record.record_id,
        record.subject,
        record.author,
    ):
        raise unfit(record, "audit entry does not fit its record")
    return entry


def link_of(record: StoredRecord, entry: AuditEntry | None = None) -> AuditLink:
    """Return what the chain of the log needs of a line.

    Args:
        record: Holds the line.
        entry: The line in it, where that was read already.

    Raises:
        SealError, BadInput: As `audit_of`.
    """
    said = entry or audit_of(record)
    return AuditLink(
        record_id=record.record_id,
        digest=digest_of(record.parts.get(REPORT) or b""),
        after=said.after,
        at=said.at,
        author=said.by,
        device=record.device or "",
        chain_id=record.chain_id or "",
        sequence=record.sequence or 0,
        linked=said.version >= LINKED,
        head=said.head,
        lacking=said.lacking,
    )


def overrides_in(unit: UnitOfWork) -> tuple[Override, ...]:
    """Every override in this vault that counts, oldest first."""
    found = [
        override_of(record)
        for record in unit.records.of_kinds((OVERRIDE,))
        if record.parts and record.state in COUNTS
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.record_id)))


def reasons_in(unit: UnitOfWork) -> Mapping[RecordId, str]:
    """The reason of each override, by its record; none on a visitor's laptop."""
    entries = [
        audit_of(record)
        for record in unit.records.of_kinds((AUDIT,))
        if record.parts and record.state in COUNTS
    ]
    # The first stands: a later line beside it explains nothing away.
    newest_first = sorted(entries, key=lambda entry: (entry.at, entry.record_id), reverse=True)
    return {entry.about: entry.reason for entry in newest_first}

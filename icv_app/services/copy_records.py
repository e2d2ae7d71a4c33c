"""How a noted copy of a report becomes a record, and back."""

from __future__ import annotations

from dataclasses import replace

from icv_app.domain.copies import ReportCopy
from icv_app.domain.ids import VisitId
from icv_app.domain.records import RecordKind
from icv_app.domain.times import in_utc
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.services.report_records import PERSON, REPORT, Words, unfit, words_of

COPY = RecordKind.REPORT_COPY.value


def copy_parts(copy: ReportCopy) -> dict[str, bytes]:
    """Split one noted copy: its words are a part of their own, as all free text is."""
    return {REPORT: to_json(replace(copy, how="")), PERSON: to_json(Words(copy.how))}


def copy_of(record: StoredRecord) -> ReportCopy:
    """Return the copy a record notes; its words are empty where they were erased.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    copy = from_json(ReportCopy, body) if body is not None else None
    if copy is None or (copy.record_id, copy.visit_id, copy.by) != (
        record.record_id,
        record.subject,
        record.author,
    ):
        raise unfit(record, "copy does not fit its record")
    return replace(copy, how=words_of(record), at=in_utc(copy.at))


def copies_of(unit: UnitOfWork, visit_id: VisitId) -> tuple[ReportCopy, ...]:
    """Every noted copy of one report, oldest first."""
    found = unit.records.about(visit_id, (COPY,))
    copies = [copy_of(record) for record in found if record.parts and record.state in COUNTS]
    return tuple(sorted(copies, key=lambda copy: (copy.at, copy.record_id)))


def copies_by_visit(unit: UnitOfWork) -> dict[VisitId, tuple[ReportCopy, ...]]:
    """Every noted copy in this vault, by report."""
    found: dict[VisitId, tuple[ReportCopy, ...]] = {}
    for record in unit.records.of_kinds((COPY,)):
        if record.parts and record.state in COUNTS:
            copy = copy_of(record)
            found[copy.visit_id] = (*found.get(copy.visit_id, ()), copy)
    return found

"""How a noted copy of a report becomes a record, and back."""

from __future__ import annotations

from dataclasses import replace

from icv_app.domain.copies import CopyTo, ReportCopy
from icv_app.domain.ids import VisitId
from icv_app.domain.records import RecordKind
from icv_app.domain.times import in_utc
from icv_app.domain.visit import Visit
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import StoredRecord, UnitOfWork
from icv_app.services.report_records import PERSON, REPORT, Words, bare, says, unfit, words_of

COPY = RecordKind.REPORT_COPY.value
"""A coordinator's note."""
VISITORS_COPY = RecordKind.VISIT_POLICE_COPY.value
"""A visitor's note: of a police copy alone."""


def copy_parts(copy: ReportCopy) -> dict[str, bytes]:
    """Split one noted copy: its words are a part of their own, as all free text is."""
    kept = replace(copy, how="", justified=bare(copy.justified))
    return {REPORT: to_json(kept), PERSON: to_json(Words(copy.how, copy.justified))}


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
    if record.kind == VISITORS_COPY and copy.to is not CopyTo.POLICE:
        raise unfit(record, "a visitor notes police copies alone")
    words = words_of(record)
    if words is None:
        return replace(copy, how="", at=in_utc(copy.at))
    return replace(copy, how=words.text, justified=words.justified, at=in_utc(copy.at))


def may_note(visit: Visit, record: StoredRecord) -> bool:
    """Whether this copy of a visit may be noted by its author; the roster judges their role."""
    return record.kind == COPY or copy_of(record).by in visit.visitors


def copies_of(unit: UnitOfWork, visit_id: VisitId) -> tuple[ReportCopy, ...]:
    """Every noted copy of one report, oldest first."""
    visit = unit.visits.find(visit_id)
    found = unit.records.about(visit_id, (COPY, VISITORS_COPY))
    counting = [record for record in found if says(record)]
    copies = [copy_of(record) for record in counting if visit is not None and may_note(visit, record)]
    return tuple(sorted(copies, key=lambda copy: (copy.at, copy.record_id)))


def copies_by_visit(unit: UnitOfWork) -> dict[VisitId, tuple[ReportCopy, ...]]:
    """Every copy that a coordinator noted in this vault, by report: the reviewer's are among them."""
    found: dict[VisitId, tuple[ReportCopy, ...]] = {}
    for record in unit.records.of_kinds((COPY,)):
        if says(record):
            copy = copy_of(record)
            found[copy.visit_id] = (*found.get(copy.visit_id, ()), copy)
    return found

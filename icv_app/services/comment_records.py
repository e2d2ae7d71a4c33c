"""How a comment beside a report becomes a record, and back."""

from __future__ import annotations

from dataclasses import replace

from icv_app.domain.comment import ReportComment, is_place
from icv_app.domain.ids import VisitId
from icv_app.domain.records import RecordKind
from icv_app.domain.times import in_utc
from icv_app.domain.visit import Visit
from icv_app.services.documents import from_json
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, said_parts, unfit, with_words

COMMENT = RecordKind.REVIEW_COMMENT.value


def comment_parts(comment: ReportComment) -> dict[str, bytes]:
    """Split one comment: its text may speak of a person, so it is a part of its own."""
    return said_parts(comment)


def comment_of(record: StoredRecord) -> ReportComment:
    """Return the comment a record holds; its text is empty where it was erased.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    comment = from_json(ReportComment, body) if body is not None else None
    if comment is None or (comment.record_id, comment.visit_id, comment.by) != (
        record.record_id,
        record.subject,
        record.author,
    ):
        raise unfit(record, "comment does not fit its record")
    return with_words(replace(comment, at=in_utc(comment.at)), record)


def has_its_place(visit: Visit, comment: ReportComment) -> bool:
    """Whether the report has the place that is spoken of."""
    return is_place(visit, comment.kind, comment.path)


def comments_of(unit: UnitOfWork, visit: Visit) -> tuple[ReportComment, ...]:
    """Everything said beside one report in this vault that counts, oldest first."""
    found = (
        comment_of(record)
        for record in unit.records.about(VisitId(visit.visit_id), (COMMENT,))
        if record.parts and record.state in COUNTS
    )
    counting = [comment for comment in found if has_its_place(visit, comment)]
    return tuple(sorted(counting, key=lambda comment: (comment.at, comment.record_id)))

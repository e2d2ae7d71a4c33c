"""What members write by their own hand, past this application."""

from __future__ import annotations

from icv_app.domain.comment import CommentKind, ReportComment
from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.visit import SecondVisitor, SignOff, Visit
from icv_app.seal.envelope import read_envelope
from icv_app.services.comment_records import COMMENT, comment_parts
from icv_app.services.ports import RecordState
from icv_app.services.report_records import event_parts
from tests.builders import a_filed_visit
from tests.memory_scheme import MemoryScheme, SeededIds

SIGNED_LATER = SignOff(no_names_used=True, nobody_known=True, both_agree=True, second=SecondVisitor.LATER)


def said(
    scheme: MemoryScheme, by: str, visit: Visit, kind: ReviewEventKind, record_kind: str, number: int = 1
) -> bytes:
    """A word about a report by a member's own hand."""
    event = ReviewEvent(
        record_id=RecordId(SeededIds(scheme.clock, f"{by} {kind} {number}").new()),
        visit_id=visit.visit_id,
        kind=kind,
        at=scheme.clock.now(),
        by=MemberId(by),
        text="So it was.",
    )
    return scheme.forged(
        by, record_kind, visit.visit_id, event_parts(event), to=("V-001", "V-002"), record_id=event.record_id
    )


def a_comment(scheme: MemoryScheme, by: str, visit: Visit, path: str) -> bytes:
    """A comment on a place of a report by a member's own hand."""
    comment = ReportComment(
        record_id=RecordId(SeededIds(scheme.clock, f"{by} {path}").new()),
        visit_id=visit.visit_id,
        kind=CommentKind.COMMENT,
        path=path,
        at=scheme.clock.now(),
        by=MemberId(by),
        text="So it was.",
    )
    return scheme.forged(
        by,
        COMMENT,
        visit.visit_id,
        comment_parts(comment),
        to=("V-001", "V-002"),
        record_id=comment.record_id,
    )


def a_report_in_the_name_of(author: str, **changes: object) -> Visit:
    other = "V-002" if author != "V-002" else "V-001"
    return a_filed_visit(
        **{
            "visit_id": VisitId("0190a1f0-1111-7000-8000-000000000001"),
            "author": MemberId(author),
            "visitors": (MemberId(author), MemberId(other)),
            "settings_version": 1,
            **changes,
        }
    )


def taken(scheme: MemoryScheme, data: bytes, by: str = "C-001") -> tuple[RecordState, str]:
    """How a device takes an envelope, with the sentence it shows."""
    scheme[by].take(data)
    record = scheme[by].record(read_envelope(data).record_id)
    return record.state, record.reason

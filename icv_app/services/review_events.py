"""What counts as said about a visit: the report that stands, and the words about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from icv_app.domain.agreement import declared_words
from icv_app.domain.ids import VisitId
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.visit import Visit
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.services.report_records import (
    EVENT_KINDS,
    REPORTS,
    event_of,
    imported_approval,
    says,
)

_OFFICE_WORDS = frozenset({ReviewEventKind.RECEIVED, ReviewEventKind.RETURNED, ReviewEventKind.APPROVED})
_SECOND_VISITORS_WORDS = frozenset({ReviewEventKind.AGREED, ReviewEventKind.DISSENTED})


def standing_report(reports: Iterable[StoredRecord]) -> StoredRecord | None:
    """Of several reports under one visit identifier, the one that every device takes for the report.

    That is the one the server filed first: a date could be set back by whoever wants
    to replace a report, a place in the server's order cannot.
    """
    return min(reports, key=_rank, default=None)


def _rank(report: StoredRecord) -> tuple[bool, int, datetime, str]:
    return report.position is None, report.position or 0, report.written_at, report.record_id


def may_say(visit: Visit, event: ReviewEvent) -> bool:
    """Whether its author may say this about this visit; that their role may is judged by the roster."""
    if event.kind in _OFFICE_WORDS:
        return True
    if event.kind in _SECOND_VISITORS_WORDS and event.by == visit.author:
        return False
    return event.by in visit.visitors


def report_of(unit: UnitOfWork, visit: Visit) -> StoredRecord | None:
    """The record in which a filed visit travels."""
    return counting_report(unit.records.about(visit.visit_id, REPORTS))


def counting_report(reports: Sequence[StoredRecord]) -> StoredRecord | None:
    """Of the reports under one visit identifier, the one that counts; where none does, the one that would."""
    counting = [record for record in reports if record.state in COUNTS]
    return standing_report(counting) or standing_report(reports)


def words_about(unit: UnitOfWork, visit_id: VisitId) -> Sequence[StoredRecord]:
    """Every record of something said about a visit, those that do not count included."""
    return unit.records.about(visit_id, set(EVENT_KINDS.values()))


def implied_events(report: StoredRecord | None, visit: Visit) -> tuple[ReviewEvent, ...]:
    """What the report itself says: agreements given on the author's laptop, an approval of the past.

    Args:
        report: The record in which the visit travels; see `report_of`.
        visit: As it stands in it.
    """
    approval = imported_approval(report, visit) if report else None
    return (*declared_words(visit), *((approval,) if approval else ()))


def review_events(unit: UnitOfWork, visit: Visit) -> tuple[ReviewEvent, ...]:
    """Every word about a filed report in this vault that counts, in no particular order."""
    found = words_about(unit, visit.visit_id)
    events = [event_of(record) for record in found if says(record)]
    return (
        *(event for event in events if may_say(visit, event)),
        *implied_events(report_of(unit, visit), visit),
    )

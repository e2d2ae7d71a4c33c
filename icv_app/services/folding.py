"""Bringing what records say into the projections that screens and figures read.

Every function may be repeated and does the same in any order of arrival.
"""

from __future__ import annotations

from collections.abc import Callable

from icv_app.domain.ids import VisitId
from icv_app.domain.records import RecordKind
from icv_app.domain.review import ReviewEvent, ReviewEventKind, ReviewState, fold_review
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound, SealError
from icv_app.services.concern_records import check_step
from icv_app.services.documents import from_json, settings_from_json
from icv_app.services.ports import RecordState, StoredRecord, UnitOfWork
from icv_app.services.report_records import (
    EVENT_KINDS,
    REPORT,
    REPORTS,
    event_of,
    filed_agreement,
    visit_of,
)
from icv_app.words import _

_COUNTS = frozenset({RecordState.PENDING, RecordState.SEALED, RecordState.ACCEPTED, RecordState.RECEIVED})
_OFFICE_WORDS = frozenset({ReviewEventKind.RECEIVED, ReviewEventKind.RETURNED, ReviewEventKind.APPROVED})


def apply_record(unit: UnitOfWork, record: StoredRecord) -> None:
    """Apply one verified record.

    Raises:
        SealError: What is inside does not fit the record around it, so it is not used.
    """
    fold = _FOLDS.get(record.kind)
    if fold is not None:
        fold(unit, record)


def review_events(unit: UnitOfWork, visit_id: VisitId) -> tuple[ReviewEvent, ...]:
    """Every word about a filed report in this vault, in no particular order.

    A word that only a visitor of the visit may say counts from nobody else.
    """
    visit = unit.visits.find(visit_id)
    if visit is None:
        return ()
    found = unit.records.about(visit_id, set(EVENT_KINDS.values()))
    events = [event_of(record) for record in found if record.parts and record.state in _COUNTS]
    allowed = [event for event in events if event.kind in _OFFICE_WORDS or event.by in visit.visitors]
    declared = filed_agreement(visit)
    return (*allowed, declared) if declared else tuple(allowed)


def filed_late(visit: Visit, settings: SchemeSettings) -> bool:
    """Whether a report was filed later after leaving than the scheme allows."""
    left = visit.left_station_at or visit.left_suite_at or visit.began_at
    if left is None or visit.submitted_at is None:
        return False
    return visit.submitted_at - left > settings.filed_late_after


def _settings_of(unit: UnitOfWork, visit: Visit) -> SchemeSettings | None:
    try:
        return unit.settings.version(visit.settings_version)
    except NotFound:
        return None


def _fold_report(unit: UnitOfWork, record: StoredRecord) -> None:
    """A visit is filed once: a second report under its identifier is refused."""
    visit = visit_of(record)
    reports = unit.records.about(record.subject, REPORTS)
    if any(other.record_id != record.record_id and other.state in _COUNTS for other in reports):
        raise SealError(
            f"record {record.record_id}: visit {visit.visit_id} was filed already",
            user_text=_("A second report of the same visit arrived. The first one stands."),
        )
    settings = _settings_of(unit, visit)
    unit.visits.put(visit, late=settings is not None and filed_late(visit, settings))
    if record.kind == RecordKind.VISIT_IMPORTED and visit.submitted_at is not None:
        # A past visit was decided on long ago, outside ICV.
        unit.visits.set_review(visit.visit_id, ReviewState.APPROVED, visit.submitted_at)
    else:
        _fold_review_state(unit, visit.visit_id)


def _fold_event(unit: UnitOfWork, record: StoredRecord) -> None:
    event = event_of(record)
    _fold_review_state(unit, event.visit_id)


def _fold_review_state(unit: UnitOfWork, visit_id: VisitId) -> None:
    """Words that arrive before their report wait until the report is there."""
    visit = unit.visits.find(visit_id)
    if visit is None or visit.submitted_at is None:
        return
    review = fold_review(review_events(unit, visit_id))
    changed_at = max([visit.submitted_at, *(event.at for event in review.events)])
    unit.visits.set_review(visit_id, review.state, changed_at)


def _fold_settings(unit: UnitOfWork, record: StoredRecord) -> None:
    body = record.parts.get(REPORT)
    if body is not None:
        unit.settings.put(settings_from_json(body))


def _fold_member(unit: UnitOfWork, record: StoredRecord) -> None:
    """The newest profile of a member stands, by the time it was written."""
    body = record.parts.get(REPORT)
    profiles = unit.records.about(record.subject, ("member.profile",))
    newest = max(profiles, key=lambda other: (other.written_at, other.record_id), default=record)
    if body is not None and newest.record_id == record.record_id:
        unit.members.put(from_json(Member, body))


_FOLDS: dict[str, Callable[[UnitOfWork, StoredRecord], None]] = {
    **dict.fromkeys(REPORTS, _fold_report),
    "scheme.settings": _fold_settings,
    "member.profile": _fold_member,
    "concern.step": check_step,
    **dict.fromkeys(EVENT_KINDS.values(), _fold_event),
}

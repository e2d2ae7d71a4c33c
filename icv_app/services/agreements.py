"""Whose word on a filed report is still missing, kept apart so that no long list need be read for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from icv_app.domain.agreement import Agreement, Agreements, fold_agreements
from icv_app.domain.ids import VisitId
from icv_app.domain.records import RecordKind
from icv_app.domain.review import ReviewEvent
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Stage, Visit
from icv_app.services.ports import StoredRecord, UnitOfWork
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.review_events import report_of, review_events

AWAITED = "visits_awaiting_words"
"""Meta name: filed visits (ids, one a line) on which a visitor's word is missing; unset in an older vault."""

_NO_WAIT = timedelta(0)


def agreements_of(
    visit: Visit,
    record: StoredRecord | None,
    events: Iterable[ReviewEvent],
    settings: SchemeSettings | None,
    now: datetime,
) -> Agreements:
    """Where every visitor stands to a filed report; a past visit that was imported waits for nobody."""
    if record is not None and record.kind == RecordKind.VISIT_IMPORTED:
        return Agreements(state=Agreement.AGREED, words=())
    waits = settings.unsigned_after if settings is not None else _NO_WAIT
    return fold_agreements(visit, events, unsigned_after=waits, now=now)


def word_missing(visit: Visit, record: StoredRecord | None, events: Iterable[ReviewEvent]) -> bool:
    """Whether a visitor's word on a filed report is missing."""
    submitted_at = visit.submitted_at
    return submitted_at is not None and bool(agreements_of(visit, record, events, None, submitted_at).missing)


def note_missing(unit: UnitOfWork, missing: Mapping[VisitId, bool]) -> None:
    """Keep in mind, or no longer, that a word on each of these reports is missing."""
    known = _kept(unit)
    kept = _found(unit) if known is None else known
    there = set(kept)
    wanted = [one for one in kept if missing.get(one, True)]
    wanted += [one for one, lacks in missing.items() if lacks and one not in there]
    if known is None or wanted != known:
        unit.meta.put(AWAITED, "\n".join(wanted))


def awaited(unit: UnitOfWork) -> tuple[VisitId, ...] | None:
    """The reports on which a word is missing; `None` in a vault where nobody has kept it in mind yet."""
    kept = _kept(unit)
    return None if kept is None else tuple(kept)


def keep_in_mind(unit: UnitOfWork) -> tuple[VisitId, ...]:
    """Go through every filed report once; for a vault that an older version has written."""
    found = _found(unit)
    unit.meta.put(AWAITED, "\n".join(found))
    return tuple(found)


def _kept(unit: UnitOfWork) -> list[VisitId] | None:
    kept = unit.meta.get(AWAITED)
    return None if kept is None else [VisitId(one) for one in kept.split()]


def _found(unit: UnitOfWork) -> list[VisitId]:
    found = []
    for summary in reversed(unit.visits.summaries(VisitFilter(stage=Stage.SUBMITTED))):
        visit = unit.visits.get(summary.visit_id)
        if word_missing(visit, report_of(unit, visit), review_events(unit, visit)):
            found.append(visit.visit_id)
    return found

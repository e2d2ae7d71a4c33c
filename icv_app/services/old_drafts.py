"""Drafts that nobody filed in all that time: what identifies people in them is kept no longer either."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icv_app.domain.identifying import split_visit
from icv_app.domain.ids import VisitId
from icv_app.domain.retention import Erased, due
from icv_app.domain.scheme import Retention
from icv_app.domain.times import london_day
from icv_app.domain.visit import Stage, Visit
from icv_app.errors import NotFound
from icv_app.services.erasing import forget_beside, note_traces
from icv_app.services.ports import Checklists, UnitOfWork
from icv_app.services.ports_visits import VisitFilter

FOUND_DUE = "drafts_found_due"
"""Meta name: drafts that were found too old: visit id, first and last London day, on how many; one a line."""
GRACE = timedelta(days=30)
GRACE_DAYS = 5
"""A draft is found too old for `GRACE`, on so many days, before anything is erased: a clock may be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _FoundDue:
    first: date
    last: date
    days: int

    def again(self, today: date) -> _FoundDue:
        days = self.days + (today != self.last)
        return _FoundDue(first=min(self.first, today), last=today, days=days)


def erase_old_drafts(unit: UnitOfWork, checklists: Checklists, retention: Retention, now: datetime) -> int:
    """Take what identifies people out of drafts that nobody filed in all that time; return how many.

    When a filed report would go whole, so does a draft.

    A wrong clock, when the draft was made or today, or a mistyped year costs nobody what only this
    laptop has, as long as it is put right in time.
    """
    before, today, waiting, changed = _found_due(unit), london_day(now), [], 0
    for draft, bare in _due(unit, checklists, retention, now):
        found = before.get(draft.visit_id, _FoundDue(first=today, last=today, days=1)).again(today)
        if found.days >= GRACE_DAYS and today - found.first >= GRACE:
            _erase(unit, draft, bare)
            changed += 1
        else:
            waiting.append(f"{draft.visit_id} {found.first} {found.last} {found.days}")
    unit.meta.put(FOUND_DUE, "\n".join(waiting))
    return changed


def drafts_about_people(unit: UnitOfWork, checklists: Checklists) -> frozenset[VisitId]:
    """The drafts in this vault that still identify somebody."""
    found = (unit.visits.get(one.visit_id) for one in unit.visits.summaries(VisitFilter(stage=Stage.DRAFT)))
    return frozenset(draft.visit_id for draft in found if _without_people(draft, checklists) != draft)


def erase_drafts_in_copy(
    copy: UnitOfWork,
    checklists: Checklists,
    retention: Retention,
    now: datetime,
    *,
    kept: Collection[VisitId],
) -> None:
    """Take what identifies people out of an older copy's drafts that are too old.

    Args:
        copy: Of the vault.
        checklists, retention, now: As for the vault itself.
        kept: Drafts that the vault itself still keeps whole.
    """
    for draft, bare in _due(copy, checklists, retention, now):
        if draft.visit_id not in kept:
            _erase(copy, draft, bare)


def _due(
    unit: UnitOfWork, checklists: Checklists, retention: Retention, now: datetime
) -> Iterator[tuple[Visit, Visit | None]]:
    """Every draft that is too old, by both its dates, and what is left of it: `None` where it goes whole."""
    for summary in unit.visits.summaries(VisitFilter(stage=Stage.DRAFT)):
        if due(summary.began_at, retention, now) is None:
            continue
        draft = unit.visits.get(summary.visit_id)
        how_much = {due(summary.began_at, retention, now), due(draft.created_at, retention, now)}
        if how_much == {Erased.VISIT}:
            yield draft, None
            continue
        bare = _without_people(draft, checklists)
        if bare != draft and None not in how_much:
            yield draft, bare


def _erase(unit: UnitOfWork, draft: Visit, bare: Visit | None) -> None:
    if bare is not None:
        unit.visits.put(bare)
    forget_beside(unit, draft.visit_id)
    if bare is None:
        unit.visits.remove_draft(draft.visit_id)
    note_traces(unit, draft.visit_id)


def _found_due(unit: UnitOfWork) -> Mapping[str, _FoundDue]:
    found = {}
    for line in (unit.meta.get(FOUND_DUE) or "").splitlines():
        name, first, last, days = line.split()
        found[name] = _FoundDue(
            first=date.fromisoformat(first), last=date.fromisoformat(last), days=int(days)
        )
    return found


def _without_people(draft: Visit, checklists: Checklists) -> Visit:
    try:
        checklist = checklists(draft.checklist.checklist_id, draft.checklist.version)
    except NotFound:
        return draft  # a version this ICV no longer has: the draft cannot be opened either
    return split_visit(draft, checklist)[0]

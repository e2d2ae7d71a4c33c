"""What earlier visits to a suite left to look at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from icv_app.domain.concern import Concern, ConcernState, ConcernStep, ConcernStepKind, state_after
from icv_app.domain.follow_up import Looked
from icv_app.domain.ids import ConcernId, MemberId, SuiteId, VisitId
from icv_app.domain.visit import Visit
from icv_app.services.concern_records import steps_of
from icv_app.services.ports import UnitOfWork

LOOKED_BACK = timedelta(weeks=26)
"""Concerns of visits longer ago are the office's to follow up."""
ANSWERED_WITHIN = timedelta(weeks=8)
"""What was closed longer ago need not be looked at again."""
MOST_VISITS = 12

_ANSWERS = frozenset({ConcernStepKind.REPLIED, ConcernStepKind.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierConcern:
    """A concern of an earlier visit, with what this vault knows of its answer.

    Attributes:
        began_at: When that visit began, UTC.
        steps: Oldest first; to visitors only the closing one comes.
    """

    concern: Concern
    visit_id: VisitId
    visitors: tuple[MemberId, ...]
    began_at: datetime
    state: ConcernState
    steps: tuple[ConcernStep, ...]

    @property
    def concern_id(self) -> ConcernId:
        """Which concern it is."""
        return self.concern.concern_id

    @property
    def answer(self) -> ConcernStep | None:
        """What the force said last, or how the concern was closed."""
        return next((step for step in reversed(self.steps) if step.kind in _ANSWERS), None)


def to_look_at(unit: UnitOfWork, suite: SuiteId, before: datetime) -> tuple[EarlierConcern, ...]:
    """Concerns of the last visits to a suite that are open or were answered lately, newest visit first.

    Left out is what a later visit found put right or raised again: the newer concern stands for it.

    Args:
        unit: The caller's transaction.
        suite: Where the visit is made.
        before: When it begins, UTC.
    """
    visits = unit.visits.filed_at(suite, since=before - LOOKED_BACK, before=before, limit=MOST_VISITS)
    done = frozenset(_settled(visits))
    return tuple(
        found
        for visit in visits
        for found in _of_visit(unit, visit)
        if found.concern_id not in done and _due(found, before)
    )


def looked_at(unit: UnitOfWork, visit: Visit) -> tuple[EarlierConcern, ...]:
    """The earlier concerns that a visit says something about, as far as this vault has their visits."""
    earlier: list[EarlierConcern] = []
    for looked in visit.follow_ups:
        before = unit.visits.find(looked.visit_id)
        if before is not None:
            earlier += (one for one in _of_visit(unit, before) if one.concern_id == looked.concern_id)
    return tuple(earlier)


def _settled(visits: Iterable[Visit]) -> Iterator[ConcernId]:
    for visit in visits:
        for looked in visit.follow_ups:
            if looked.finding is Looked.PUT_RIGHT:
                yield looked.concern_id
        for concern in visit.concerns:
            if concern.repeats is not None:
                yield concern.repeats


def _of_visit(unit: UnitOfWork, visit: Visit) -> Iterator[EarlierConcern]:
    for concern in visit.concerns:
        if concern.good_practice:
            continue
        steps = steps_of(unit, visit.visit_id, concern.concern_id)
        yield EarlierConcern(
            concern=concern,
            visit_id=visit.visit_id,
            visitors=visit.visitors,
            began_at=visit.began_at or visit.created_at,
            state=state_after(concern, steps),
            steps=steps,
        )


def _due(found: EarlierConcern, before: datetime) -> bool:
    if found.state is ConcernState.PUT_RIGHT:
        return False  # before the visitors' own eyes
    closed = found.steps[-1].at if found.state is ConcernState.CLOSED else None
    return closed is None or closed >= before - ANSWERED_WITHIN

"""Concerns that wait for the force, and those taken further."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from icv_app.domain.concern import (
    ConcernStep,
    ConcernStepKind,
    EscalationLevel,
    Severity,
)
from icv_app.domain.ids import ConcernId
from icv_app.domain.periods import Period
from icv_app.domain.scheme import ReplyTarget
from icv_app.domain.times import start_of_london_day
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.concerns import SETTLED, due_of, progress_to, raised


@dataclass(frozen=True, slots=True, kw_only=True)
class Chasing:
    """Where concerns stand at the data cut-off, of all severities.

    Attributes:
        open: Neither closed nor put right at the visit; those of earlier periods too.
        overdue: Of these, sent and without the reply that is due.
        escalations: Steps up within the period, by level.
    """

    open: int
    overdue: int
    escalations: Mapping[EscalationLevel, int]


def chasing(
    facts: Iterable[VisitFacts],
    steps: Iterable[ConcernStep],
    targets: Mapping[Severity, ReplyTarget],
    period: Period,
    as_of: date,
) -> Chasing:
    """Count the concerns of any visits that are open or overdue, and the escalations of a period.

    A step that could not follow the one before counts for nothing. Steps are taken up to the end of
    the London day `as_of`, or of the period where that is sooner.
    """
    cut_off = start_of_london_day(min(as_of, period.last_day) + timedelta(days=1))
    by_concern: dict[ConcernId, list[ConcernStep]] = {}
    for step in steps:
        by_concern.setdefault(step.concern_id, []).append(step)
    waiting = overdue = 0
    levels: Counter[str] = Counter()
    for one in raised(visit for visit in facts if visit.began_at < cut_off):
        progress = progress_to(one, by_concern.get(one.concern.concern_id, ()), cut_off)
        levels.update(
            str(step.to_role)
            for step in progress.counted
            if step.kind is ConcernStepKind.ESCALATED and step.at >= period.starts_at
        )
        if progress.state in SETTLED:
            continue
        waiting += 1
        due = due_of(progress, targets.get(one.concern.severity, ReplyTarget()))
        overdue += due is not None and due < cut_off
    return Chasing(
        open=waiting,
        overdue=overdue,
        escalations={level: levels[level.value] for level in EscalationLevel if levels[level.value]},
    )

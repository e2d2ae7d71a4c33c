"""Concerns that wait for the force, and those taken further."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from icv_app.domain.concern import (
    Concern,
    ConcernStep,
    ConcernStepKind,
    EscalationLevel,
    Severity,
    progress_of,
)
from icv_app.domain.ids import ConcernId
from icv_app.domain.periods import Period
from icv_app.domain.scheme import ReplyTarget
from icv_app.domain.times import start_of_london_day
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.concerns import SETTLED, due_of, raised


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

    Steps are taken up to the end of the London day `as_of`, or of the period where that is sooner.
    """
    cut_off = start_of_london_day(min(as_of, period.last_day) + timedelta(days=1))
    by_concern: dict[ConcernId, list[ConcernStep]] = {}
    for step in steps:
        if step.at < cut_off:
            by_concern.setdefault(step.concern_id, []).append(step)
    waiting = overdue = 0
    for one in raised(visit for visit in facts if visit.began_at < cut_off):
        concern = one.concern
        bare = Concern(concern_id=concern.concern_id, category=concern.category, put_right=concern.put_right)
        progress = progress_of(bare, by_concern.get(concern.concern_id, ()))
        if progress.state in SETTLED:
            continue
        waiting += 1
        due = due_of(progress, targets.get(concern.severity, ReplyTarget()))
        overdue += due is not None and due < cut_off
    return Chasing(open=waiting, overdue=overdue, escalations=_escalations(by_concern.values(), period))


def _escalations(concerns: Iterable[Sequence[ConcernStep]], period: Period) -> Mapping[EscalationLevel, int]:
    levels = Counter(
        str(step.to_role)
        for steps in concerns
        for step in steps
        if step.kind is ConcernStepKind.ESCALATED and period.starts_at <= step.at < period.ends_at
    )
    return {level: levels[level.value] for level in EscalationLevel if levels[level.value]}

"""How long visitors waited to be let in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.limits import Before, Limit
from icv_app.figures.measures import Share

Waits = tuple[Fraction, ...]
"""Minutes, shortest first."""


def median(ordered: Sequence[Fraction]) -> Fraction | None:
    """The middle value, or the mean of the two in the middle; `None` of nothing."""
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def middle_of(ordered: Sequence[float]) -> list[Fraction]:
    """The one or two values in the middle, exact: `median` of them is that of all."""
    return [Fraction(value) for value in ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]]


def percentile(ordered: Sequence[Fraction] | Sequence[float], per_cent: int) -> Fraction | None:
    """The smallest value that at least this many per cent do not exceed (nearest rank)."""
    if not ordered:
        return None
    rank = -(-len(ordered) * per_cent // 100)
    return Fraction(ordered[max(rank, 1) - 1])


@dataclass(frozen=True, slots=True)
class Delay:
    """The waits of a period, in minutes.

    Attributes:
        n: Visits whose wait is known.
        longer: Visits that waited longer than the threshold, of the n; traced to those that did.
        before: Thresholds of earlier days of the period.
    """

    n: int
    median: Fraction | None
    ninetieth: Fraction | None
    longest: Fraction | None
    threshold: timedelta
    longer: Share
    before: Before = ()


def delay(visits: Sequence[VisitFacts], threshold: timedelta, before: Before = ()) -> Delay:
    """Median, 90th percentile and share over the threshold of the wait from counter to suite.

    The percentile is by nearest rank; a wait of exactly the threshold is not over it.
    """
    known = [(visit.wait_minutes, visit) for visit in visits if visit.wait_minutes is not None]
    waits = sorted(wait for wait, _visit in known)
    limit, minute = Limit(threshold, before), timedelta(minutes=1)
    over = tuple(visit.visit_id for wait, visit in known if wait > limit.at(visit.began_at) / minute)
    return Delay(
        n=len(waits),
        median=median(middle_of(waits)),
        ninetieth=percentile(waits, 90),
        longest=Fraction(waits[-1]) if waits else None,
        threshold=threshold,
        longer=Share(len(over), len(waits), over),
        before=before,
    )

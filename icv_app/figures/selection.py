"""Which visits a figure counts. Every figure starts from one of these three."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from icv_app.domain.periods import Period
from icv_app.domain.visit import VisitKind
from icv_app.domain.visit_facts import VisitFacts

Visits = tuple[VisitFacts, ...]


def within(facts: Iterable[VisitFacts], period: Period) -> Iterator[VisitFacts]:
    """The visits that began in a period by London time, as they come."""
    first, end = period.starts_at, period.ends_at
    return (visit for visit in facts if first <= visit.began_at < end)


def filed(facts: Iterable[VisitFacts], year: Period) -> Visits:
    """Every filed visit that began in the year by London time, oldest first."""
    return in_order(within(facts, year))


def in_order(visits: Iterable[VisitFacts]) -> Visits:
    """Oldest first."""
    return tuple(sorted(visits, key=lambda visit: (visit.began_at, visit.visit_id)))


def attempted(facts: Iterable[VisitFacts], year: Period) -> Visits:
    """Visits made in person, completed or not; a telephone visit is none."""
    return tuple(visit for visit in filed(facts, year) if visit.kind is not VisitKind.TELEPHONE)


def counted(facts: Iterable[VisitFacts], year: Period) -> Visits:
    """The valid visits of the year: completed, in person.

    "Sums over valid visits" in the scheme's method means these, and the
    number of visits a scheme publishes is how many they are.
    """
    return tuple(visit for visit in filed(facts, year) if visit.counts)

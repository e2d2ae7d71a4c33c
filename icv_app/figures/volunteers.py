"""The scheme's visitors: how many, how many stayed, and the time they gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from icv_app.domain.periods import Period
from icv_app.domain.scheme import Member, Role
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.measures import Share


@dataclass(frozen=True, slots=True)
class Volunteers:
    """The year of the visitors. `end` = `start` + `joined` - `left`.

    Attributes:
        start: In the scheme before the first day of the year.
        joined: Whose first day was in the period.
        left: Whose last day was in the period.
        end: In the scheme when the last day was over.
        retention: Of those there at the start, who were still there.
    """

    start: int
    joined: int
    left: int
    end: int
    retention: Share


def volunteers(members: Iterable[Member], year: Period, until: date) -> Volunteers:
    """Visitors at the start, joined, left and at the end of a period; coordinators are not counted.

    Formula: retention = still there / start. The period runs from the first
    day of the year to `until`, both included (never past the year). A visitor
    without a joining date was there from the beginning.
    """
    first, last = year.first_day, min(until, year.last_day)
    visitors = [member for member in members if member.role is Role.VISITOR]

    def there_before(member: Member) -> bool:
        return (member.joined is None or member.joined < first) and (
            member.left is None or member.left >= first
        )

    def left_within(member: Member) -> bool:
        return member.left is not None and first <= member.left <= last

    start = [member for member in visitors if there_before(member)]
    joined = [member for member in visitors if member.joined is not None and first <= member.joined <= last]
    stayed = sum(not left_within(member) for member in start)
    gone = sum(left_within(member) for member in (*start, *joined))
    return Volunteers(
        start=len(start),
        joined=len(joined),
        left=gone,
        end=len(start) + len(joined) - gone,
        retention=Share(stayed, len(start)),
    )


def hours(visits: Iterable[VisitFacts]) -> Fraction:
    """Hours volunteered. Formula: Σ visitors × (visit + travel).

    Meant for every filed visit of the year, abandoned ones too: the time was
    given all the same. A part that was not noted adds nothing.
    """
    travel = 0
    visitors_by_minutes: Counter[float] = Counter()  # exact fractions are slow to add: one for each length
    for visit in visits:
        travel += len(visit.visitors) * (visit.travel_minutes or 0)
        visitors_by_minutes[visit.visit_minutes or 0] += len(visit.visitors)
    inside = sum((Fraction(minutes) * n for minutes, n in visitors_by_minutes.items()), Fraction(0))
    return (inside + travel) / 60


def visitors_active(visits: Sequence[VisitFacts]) -> int:
    """How many different visitors made at least one of the visits."""
    return len({visitor for visit in visits for visitor in visit.visitors})

"""Visits counted into cells: what the figures of coverage are computed from, however many visits there are.

A vault counts its cells by index, without reading a visit. Every number made of
cells names the visits behind it by what they have in common (`VisitsBehind`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.times import in_london, london_day
from icv_app.domain.visit_facts import GROUPS, VisitFacts

Days = Mapping[date, int]
"""London day to how many visits began on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsBehind:
    """Which counted visits (completed, in person) a number was counted on; what is left open is all.

    Attributes:
        first, last: London days, both included.
        member: One of the visitors.
        days: Only visits that began on one of these.
        weekdays: From 0 for Monday.
        hours: From 0 to 23, London time.
        waited: Only visits whose wait is known.
        waited_over: Minutes; only longer waits.
        waited_over_before: Limits of earlier days instead: the day the next one held from, and minutes.
        group: Only visits with somebody of this one of `GROUPS` in custody.
    """

    first: date
    last: date
    suite: SuiteId | None = None
    member: MemberId | None = None
    days: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    waited: bool = False
    waited_over: float | None = None
    waited_over_before: tuple[tuple[date, float], ...] = ()
    group: str | None = None

    def takes(self, visit: VisitFacts) -> bool:
        """Whether the number was counted on this visit."""
        began = in_london(visit.began_at)
        day, wait = began.date(), visit.wait_minutes
        return (
            visit.counts
            and self.first <= day <= self.last
            and self.suite in (None, visit.suite)
            and (self.member is None or self.member in visit.visitors)
            and (not self.days or day in self.days)
            and (not self.weekdays or day.weekday() in self.weekdays)
            and (not self.hours or began.hour in self.hours)
            and (not self.waited or wait is not None)
            and (self.waited_over is None or (wait is not None and wait > self.limit_on(day)))
            and (self.group is None or visit.group_in_custody.get(self.group, 0) > 0)
        )

    def limit_on(self, day: date) -> float:
        """The wait above which a visit of a day was counted, minutes."""
        return next(
            (limit for until, limit in self.waited_over_before if day < until), self.waited_over or 0.0
        )


@dataclass(frozen=True, slots=True)
class GroupCell:
    """People of one priority group.

    Attributes:
        in_custody, spoken: Summed over the visits.
        visits: On which somebody of the group was in custody.
    """

    in_custody: int = 0
    spoken: int = 0
    visits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCells:
    """Counted visits of a period, in cells.

    Attributes:
        days: For each suite visited.
        hours: (weekday from Monday, hour in London) to visits.
        waits: Minutes from counter to suite to visits; those whose wait is not known are missing.
        groups: For each of `GROUPS`.
        latest: For each suite, when it was last visited by anybody, up to the end of the period.
    """

    days: Mapping[SuiteId, Days] = field(default_factory=dict)
    hours: Mapping[tuple[int, int], int] = field(default_factory=dict)
    waits: Mapping[float, int] = field(default_factory=dict)
    groups: Mapping[str, GroupCell] = field(default_factory=dict)
    latest: Mapping[SuiteId, date] = field(default_factory=dict)

    @property
    def visits(self) -> int:
        """How many visits were counted."""
        return sum(self.hours.values())


def together(one: CoverageCells, other: CoverageCells) -> CoverageCells:
    """Count the visits of both, none of which is in both."""
    days = {suite: Counter(found) for suite, found in one.days.items()}
    for suite, found in other.days.items():
        days.setdefault(suite, Counter()).update(found)
    groups = {}
    for group in GROUPS:
        a, b = one.groups.get(group, GroupCell()), other.groups.get(group, GroupCell())
        groups[group] = GroupCell(a.in_custody + b.in_custody, a.spoken + b.spoken, a.visits + b.visits)
    latest = dict(one.latest)
    for suite, day in other.latest.items():
        latest[suite] = max(day, latest.get(suite, day))
    return CoverageCells(
        days=days,
        hours=Counter(one.hours) + Counter(other.hours),
        waits=Counter(one.waits) + Counter(other.waits),
        groups=groups,
        latest=latest,
    )


def cells_of(facts: Iterable[VisitFacts], wanted: VisitsBehind) -> CoverageCells:
    """Count the visits that `wanted` takes into cells, one by one; a vault comes to the same by its index."""
    everything = tuple(facts)
    ever = replace(wanted, first=date.min, member=None)
    days: dict[SuiteId, Counter[date]] = {}
    hours: Counter[tuple[int, int]] = Counter()
    waits: Counter[float] = Counter()
    groups = dict.fromkeys(GROUPS, GroupCell())
    for visit in filter(wanted.takes, everything):
        began = in_london(visit.began_at)
        days.setdefault(visit.suite, Counter())[began.date()] += 1
        hours[began.weekday(), began.hour] += 1
        if visit.wait_minutes is not None:
            waits[visit.wait_minutes] += 1
        for group, cell in groups.items():
            held = visit.group_in_custody.get(group, 0)
            spoken = visit.group_spoken.get(group, 0)
            groups[group] = GroupCell(cell.in_custody + held, cell.spoken + spoken, cell.visits + (held > 0))
    latest: dict[SuiteId, date] = {}
    for visit in filter(ever.takes, everything):
        day = london_day(visit.began_at)
        latest[visit.suite] = max(day, latest.get(visit.suite, day))
    return CoverageCells(days=days, hours=hours, waits=waits, groups=groups, latest=latest)

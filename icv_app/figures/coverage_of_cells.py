"""The figures of coverage, from visits counted into cells: for the office, at any number of visits.

The same formulas as in `coverage`, `delay` and `people`, which count visit by visit
for a publication; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from icv_app.domain.ids import SuiteId
from icv_app.domain.scheme import SchemeSettings, Suite
from icv_app.domain.visit_facts import GROUPS
from icv_app.figures.cells import CoverageCells, Days, VisitsBehind
from icv_app.figures.coverage import EVEN_QUARTER, EVEN_WEEKEND, Grid, target_of
from icv_app.figures.limits import Before, Limit, delay_limit
from icv_app.figures.measures import Share

_WEEK = timedelta(days=7)
_MINUTE = timedelta(minutes=1)
_NO_DAYS: Days = {}


@dataclass(frozen=True, slots=True)
class Counted:
    """A share, and the visits it was counted on."""

    share: Share
    behind: VisitsBehind


@dataclass(frozen=True, slots=True)
class WeekOfSuite:
    """Completed visits of one week, of the target for as much of it as lies in the period.

    Attributes:
        monday: London.
    """

    monday: date
    visits: Counted


@dataclass(frozen=True, slots=True)
class LongestGap:
    """The longest time without a visit; `None` with fewer than two visits.

    Attributes:
        behind: The visits of its first and its last day.
    """

    days: int | None
    first: date | None
    second: date | None
    behind: VisitsBehind


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteCoverage:
    """One suite.

    Attributes:
        has_target: False for a contingency suite and one the settings do not list.
        last_visit: The latest up to the end of the period, by anybody; `None` if there was none.
        days_since: From it to the end of the period; `None` likewise.
        overdue: Open and with a target, and without a visit for longer than the target allows.
    """

    suite: SuiteId
    name: str
    has_target: bool
    visits: Counted
    weeks: tuple[WeekOfSuite, ...]
    gap: LongestGap
    last_visit: date | None
    days_since: int | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class PartOfWeek:
    """Visits in a quarter of the day (its first hour), or at weekends (`None`); beside an even spread."""

    from_hour: int | None
    visits: Counted
    even: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitsOfCells:
    """The waits from counter to suite, in minutes; see `figures.delay.Delay`.

    Attributes:
        known: Visits whose wait is known, of all.
        before: Thresholds of earlier days of the period.
    """

    known: Counted
    median: Fraction | None
    ninetieth: Fraction | None
    longest: Fraction | None
    threshold: timedelta
    before: Before
    longer: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Everything the page on coverage shows, of one choice of visits.

    Attributes:
        total: Suites with a target together.
        groups: Spoken to of those in custody, for each of `GROUPS`.
    """

    chosen: VisitsBehind
    visits: int
    total: Counted
    suites: tuple[SuiteCoverage, ...]
    grid: Grid
    spread: tuple[PartOfWeek, ...]
    groups: Mapping[str, Counted]
    waits: WaitsOfCells


def coverage_of(
    cells: CoverageCells,
    settings: SchemeSettings,
    chosen: VisitsBehind,
    count: Callable[[VisitsBehind], int] | None = None,
) -> Coverage:
    """Every figure of coverage of the visits chosen; `chosen.last` is not after today.

    Args:
        cells: Of the visits chosen.
        settings: Of today.
        chosen: Which visits.
        count: How many visits a number was counted on, where the threshold of waits was changed within
            the period; cells alone know no days of waits.
    """
    suites = suites_covered(cells, settings, chosen)
    return Coverage(
        chosen=chosen,
        visits=cells.visits,
        total=Counted(total_covered(suites), chosen),
        suites=suites,
        grid=grid_of(cells),
        spread=spread_of(cells, chosen),
        groups=groups_of(cells, chosen),
        waits=waits_of(cells, chosen, delay_limit(settings, chosen.first, chosen.last), count),
    )


def total_covered(suites: Iterable[SuiteCoverage]) -> Share:
    """All suites that have a target together; visits to others are not set against it."""
    with_target = [one.visits.share for one in suites if one.has_target]
    return Share(
        sum(share.part for share in with_target),
        sum((Fraction(share.of) for share in with_target), Fraction(0)),
    )


def suites_covered(
    cells: CoverageCells, settings: SchemeSettings, chosen: VisitsBehind
) -> tuple[SuiteCoverage, ...]:
    """Visits against the target for the period and each week, longest gap and last visit of each suite.

    Formula: completed / (target per week x weeks the suite was open), weeks being days open / 7.
    Settings' order; suites without a target only where they were visited.
    """
    listed = [suite.suite_id for suite in settings.suites]
    wanted = [chosen.suite] if chosen.suite is not None else [*listed, *sorted(set(cells.days) - set(listed))]
    rows = []
    for suite_id in wanted:
        suite, days = settings.suite(suite_id), cells.days.get(suite_id, _NO_DAYS)
        has_target = suite is not None and not suite.contingency
        if not has_target and not days and suite_id != chosen.suite:
            continue
        own = replace(chosen, suite=suite_id)
        last_visit = cells.latest.get(suite_id)
        rows.append(
            SuiteCoverage(
                suite=suite_id,
                name=settings.suite_name(suite_id),
                has_target=has_target,
                visits=_against_target(days, settings, suite, own),
                weeks=_weeks(days, settings, suite, own),
                gap=longest_gap(days, own),
                last_visit=last_visit,
                days_since=(chosen.last - last_visit).days if last_visit is not None else None,
                overdue=overdue(settings, suite, last_visit, chosen.last),
            )
        )
    return tuple(rows)


def overdue(settings: SchemeSettings, suite: Suite | None, last_visit: date | None, today: date) -> bool:
    """Whether a suite has gone without a visit for longer than its target allows.

    Formula: days since the last visit (or since it opened) > 7 / target per week. A suite
    that is closed, has no target or was never visited and has no opening day noted is told by its target.
    """
    if suite is None or not suite.open_on(today):
        return False
    per_week = settings.rules_on(today).weekly(suite)
    if not per_week:
        return False
    since = max((day for day in (last_visit, suite.opened) if day is not None), default=None)
    return since is None or (today - since).days > 7 / per_week


def longest_gap(days: Days, own: VisitsBehind) -> LongestGap:
    """Greatest number of days between two visits that follow each other; of equal gaps the earliest."""
    visited = sorted(days)
    pairs = [((later - sooner).days, sooner, later) for sooner, later in pairwise(visited)]
    if not pairs:
        alone = visited[0] if visited else None
        several = alone is not None and days[alone] > 1
        return LongestGap(0 if several else None, alone if several else None, alone if several else None, own)
    length, sooner, later = max(pairs, key=lambda pair: (pair[0], -pair[1].toordinal()))
    return LongestGap(length, sooner, later, replace(own, days=(sooner, later)))


def grid_of(cells: CoverageCells) -> Grid:
    """How many visits began on each weekday in each hour, London time."""
    return tuple(tuple(cells.hours.get((day, hour), 0) for hour in range(24)) for day in range(7))


def spread_of(cells: CoverageCells, chosen: VisitsBehind) -> tuple[PartOfWeek, ...]:
    """Share of visits in 00-06, 06-12, 12-18, 18-24 and at weekends, by when they began in London.

    To be read against 25 % and 2/7 (28.6 %), an even spread.
    """
    parts = []
    for first in (0, 6, 12, 18):
        hours = tuple(range(first, first + 6))
        count = sum(n for (_day, hour), n in cells.hours.items() if hour in hours)
        behind = replace(chosen, hours=hours)
        parts.append(PartOfWeek(first, Counted(Share(count, cells.visits), behind), EVEN_QUARTER))
    weekend = sum(n for (day, _hour), n in cells.hours.items() if day >= 5)
    behind = replace(chosen, weekdays=(5, 6))
    return (*parts, PartOfWeek(None, Counted(Share(weekend, cells.visits), behind), EVEN_WEEKEND))


def groups_of(cells: CoverageCells, chosen: VisitsBehind) -> dict[str, Counted]:
    """For children, vulnerable people and women. Formula: spoken to / in custody; groups may overlap."""
    return {
        group: Counted(Share(cell.spoken, cell.in_custody), replace(chosen, group=group))
        for group in GROUPS
        if (cell := cells.groups.get(group)) is not None
    }


def waits_of(
    cells: CoverageCells,
    chosen: VisitsBehind,
    threshold: Limit,
    count: Callable[[VisitsBehind], int] | None = None,
) -> WaitsOfCells:
    """Median, 90th percentile (nearest rank) and share over the threshold of the waits, counter to suite.

    Each visit is held to the threshold of its own day; see `coverage_of` for `count`.
    """
    known = sum(cells.waits.values())
    limit = threshold.now / _MINUTE
    before = tuple((until, earlier / _MINUTE) for until, earlier in threshold.before)
    longer = replace(chosen, waited_over=limit, waited_over_before=before)
    if before and count is not None:
        over = count(longer)
    else:
        over = sum(visits for wait, visits in cells.waits.items() if wait > limit)
    middle = [_ranked(cells.waits, rank) for rank in ((known + 1) // 2, known // 2 + 1)] if known else []
    return WaitsOfCells(
        known=Counted(Share(known, cells.visits), replace(chosen, waited=True)),
        median=(middle[0] + middle[1]) / 2 if middle else None,
        ninetieth=_ranked(cells.waits, -(-known * 90 // 100)) if known else None,
        longest=_ranked(cells.waits, known) if known else None,
        threshold=threshold.now,
        before=threshold.before,
        longer=Counted(Share(over, known), longer),
    )


def _ranked(waits: Mapping[float, int], rank: int) -> Fraction:
    """The wait that stands at a rank, from 1 for the shortest."""
    passed = 0
    for wait in sorted(waits):
        passed += waits[wait]
        if passed >= rank:
            return Fraction(wait)
    raise ValueError(f"rank {rank} of {passed} waits")


def _against_target(
    days: Days, settings: SchemeSettings, suite: Suite | None, behind: VisitsBehind
) -> Counted:
    part = sum(count for day, count in days.items() if behind.first <= day <= behind.last)
    return Counted(Share(part, target_of(settings, suite, behind.first, behind.last)), behind)


def _weeks(
    days: Days, settings: SchemeSettings, suite: Suite | None, own: VisitsBehind
) -> tuple[WeekOfSuite, ...]:
    by_week: dict[date, dict[date, int]] = {}
    for day, count in days.items():
        by_week.setdefault(day - timedelta(days=day.weekday()), {})[day] = count
    weeks = []
    monday = own.first - timedelta(days=own.first.weekday())
    while monday <= own.last:
        first, last = max(monday, own.first), min(monday + timedelta(days=6), own.last)
        behind = replace(own, first=first, last=last)
        counted = _against_target(by_week.get(monday, _NO_DAYS), settings, suite, behind)
        weeks.append(WeekOfSuite(monday, counted))
        monday += _WEEK
    return tuple(weeks)

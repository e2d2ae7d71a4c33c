"""When and how often visits were made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from icv_app.domain.ids import SuiteId, VisitId
from icv_app.domain.periods import Period
from icv_app.domain.scheme import SchemeSettings, Suite
from icv_app.domain.times import in_london, london_day
from icv_app.domain.visit import Outcome
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.measures import Share
from icv_app.figures.people import visit_ids

EVEN_QUARTER = Fraction(1, 4)
"""The share of visits in each quarter of the day, were they spread evenly."""
EVEN_WEEKEND = Fraction(2, 7)
"""The share of visits at weekends, were they spread evenly (28.6 %)."""


@dataclass(frozen=True, slots=True)
class MonthTarget:
    """One month of a suite: completed visits of the target for that month."""

    month: date
    against_target: Share


@dataclass(frozen=True, slots=True)
class SuiteTarget:
    """One suite: completed visits of the target, for the period and for each month.

    Attributes:
        has_target: False for a contingency suite and one the settings do not list.
    """

    suite: SuiteId
    name: str
    has_target: bool
    against_target: Share
    months: tuple[MonthTarget, ...]


def _month_end(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def target_of(settings: SchemeSettings, suite: Suite | None, first: date, last: date) -> Fraction:
    """Visits due from `first` to `last`. Formula: target per week × days the suite was open / 7.

    A target that was changed counts from the day of the change on.
    """
    return Fraction(0) if suite is None else settings.target_between(suite, first, last)


def visits_against_target(
    visits: Sequence[VisitFacts], settings: SchemeSettings, year: Period, until: date
) -> tuple[SuiteTarget, ...]:
    """Completed visits against the target, per suite and month, in the settings' order.

    Formula: completed / (target per week × weeks the suite was open), weeks
    being days open / 7 from the first day of the year to `until`, both
    included (never past the year). A suite of the visits that the settings do
    not list comes last, without a target.
    """
    last = min(until, year.last_day)
    behind: dict[tuple[SuiteId, int], list[VisitId]] = {}
    for visit in visits:
        began = london_day(visit.began_at)
        behind.setdefault((visit.suite, began.month), []).append(visit.visit_id)
    listed = {suite.suite_id for suite in settings.suites}
    unlisted = sorted({visit.suite for visit in visits} - listed)
    rows = []
    for suite_id in (*(suite.suite_id for suite in settings.suites), *unlisted):
        suite = settings.suite(suite_id)
        months: list[MonthTarget] = []
        for month in year.months:
            trace = tuple(behind.get((suite_id, month.month), ()))
            target = target_of(settings, suite, month, min(_month_end(month), last))
            months.append(MonthTarget(month, Share(len(trace), target, trace)))
        trace = tuple(one for month in months for one in month.against_target.visits)
        total = Share(len(trace), target_of(settings, suite, year.first_day, last), trace)
        has_target = suite is not None and not suite.contingency
        rows.append(SuiteTarget(suite_id, settings.suite_name(suite_id), has_target, total, tuple(months)))
    return tuple(rows)


def together(rows: Iterable[SuiteTarget]) -> Share:
    """Some suites together: completed visits of their targets."""
    return _sum(row.against_target for row in rows)


def total_against_target(rows: Sequence[SuiteTarget]) -> Share:
    """All suites that have a target together; visits to others are not set against it."""
    return together(row for row in rows if row.has_target)


def together_by_month(rows: Sequence[SuiteTarget]) -> tuple[MonthTarget, ...]:
    """Some suites together, month by month; of no suites, no month."""
    return tuple(
        MonthTarget(of_month[0].month, _sum(one.against_target for one in of_month))
        for of_month in zip(*(row.months for row in rows), strict=True)
    )


def _sum(shares: Iterable[Share]) -> Share:
    found = tuple(shares)
    return Share(
        sum(share.part for share in found),
        sum((Fraction(share.of) for share in found), Fraction(0)),
        tuple(visit for share in found for visit in share.visits),
    )


@dataclass(frozen=True, slots=True)
class Spread:
    """How visits were spread over day and week.

    Attributes:
        quarters: 00-06, 06-12, 12-18 and 18-24, London time, each of all visits.
        weekend: Saturdays and Sundays, London time.
    """

    quarters: tuple[Share, Share, Share, Share]
    weekend: Share


def spread(visits: Sequence[VisitFacts]) -> Spread:
    """Share of visits in each quarter of the day and at weekends, by when they began in London.

    To be read against `EVEN_QUARTER` and `EVEN_WEEKEND`.
    """
    quarters: list[list[VisitId]] = [[], [], [], []]
    weekend: list[VisitId] = []
    for visit in visits:
        began = in_london(visit.began_at)
        quarters[began.hour // 6].append(visit.visit_id)
        if began.weekday() >= 5:
            weekend.append(visit.visit_id)
    shares = [Share(len(trace), len(visits), tuple(trace)) for trace in (*quarters, weekend)]
    return Spread((shares[0], shares[1], shares[2], shares[3]), shares[4])


Grid = tuple[tuple[int, ...], ...]
"""Seven days from Monday, each of 24 hours, London time."""


def weekday_hour_grid(visits: Sequence[VisitFacts]) -> Grid:
    """How many visits began on each weekday in each hour, London time."""
    counts: Counter[tuple[int, int]] = Counter()
    for visit in visits:
        began = in_london(visit.began_at)
        counts[began.weekday(), began.hour] += 1
    return tuple(tuple(counts[day, hour] for hour in range(24)) for day in range(7))


QUARTERS_OF_DAY = ("00-06", "06-12", "12-18", "18-24")
BAND_HOURS = 3
BANDS = tuple(f"{start:02d}-{start + BAND_HOURS:02d}" for start in range(0, 24, BAND_HOURS))
"""From the first hour to the one after the last."""


def in_bands(grid: Grid) -> tuple[tuple[int, ...], ...]:
    """The same seven days by `BANDS`: eight counts a day."""
    return tuple(
        tuple(sum(day[start : start + BAND_HOURS]) for start in range(0, len(day), BAND_HOURS))
        for day in grid
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """The longest time a suite went without a visit.

    Attributes:
        days: From the day of one visit to the day of the next; `None` with fewer than two visits.
        first, second: Those days, London.
    """

    suite: SuiteId
    days: int | None
    first: date | None
    second: date | None
    visits: tuple[VisitId, ...]


def longest_gaps(visits: Sequence[VisitFacts]) -> dict[SuiteId, Gap]:
    """Greatest number of days between two visits that follow each other, per suite visited.

    Of equal gaps the earliest is named.
    """
    by_suite: dict[SuiteId, list[tuple[date, VisitId]]] = {}
    for visit in visits:
        by_suite.setdefault(visit.suite, []).append((london_day(visit.began_at), visit.visit_id))
    gaps = {}
    for suite, days in sorted(by_suite.items()):
        days.sort()
        pairs = [(later[0] - sooner[0], sooner, later) for sooner, later in pairwise(days)]
        if not pairs:
            gaps[suite] = Gap(suite, None, None, None, (days[0][1],))
            continue
        length, sooner, later = max(pairs, key=lambda pair: (pair[0], -pair[1][0].toordinal()))
        gaps[suite] = Gap(suite, length.days, sooner[0], later[0], (sooner[1], later[1]))
    return gaps


def valid_rate(attempts: Sequence[VisitFacts]) -> Share:
    """Completed visits among those attempted in person. Formula: completed / attempted."""
    completed = sum(visit.outcome is Outcome.COMPLETED for visit in attempts)
    return Share(completed, len(attempts), visit_ids(attempts))


def abandoned_by_reason(attempts: Sequence[VisitFacts]) -> dict[str, tuple[VisitId, ...]]:
    """Abandoned visits by reason code, most frequent first; a missing reason is the empty code."""
    behind: dict[str, list[VisitId]] = {}
    for visit in attempts:
        if visit.outcome is Outcome.ABANDONED:
            behind.setdefault(visit.abandoned_reason or "", []).append(visit.visit_id)
    ordered = sorted(behind.items(), key=lambda item: (-len(item[1]), item[0]))
    return {reason: tuple(trace) for reason, trace in ordered}

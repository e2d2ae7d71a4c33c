"""How far ahead visits are planned, and what the published rota leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from icv_app.domain.ids import SuiteId
from icv_app.domain.rota import WEEK, Duty
from icv_app.domain.scheme import Suite

PLANNED_AHEAD = timedelta(weeks=4)
"""With fewer weeks planned it is time for the next quarter: people need notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UncoveredWeek:
    """A week of the published rota in which suites are without anybody to visit them.

    Attributes:
        week: Its Monday.
        suites: In the order of the settings.
    """

    week: date
    suites: tuple[SuiteId, ...]


def planned_until(duties: Iterable[Duty]) -> date | None:
    """Return the last day of the last week that was planned; `None` where none ever was."""
    last = max((one.week for one in duties), default=None)
    return last + WEEK - timedelta(days=1) if last is not None else None


def plan_next(until: date | None, today: date) -> bool:
    """Whether the next quarter is to be planned now; never where no rota was ever made."""
    return until is not None and until - today < PLANNED_AHEAD


def uncovered_weeks(
    duties: Sequence[Duty], suites: Iterable[Suite], asked: Callable[[Suite], int], this_week: date
) -> tuple[UncoveredWeek, ...]:
    """Return the weeks ahead, of those that were planned, in which fewer pairs go than are asked for.

    A suite that is not open throughout the week waits for nobody.

    Args:
        duties: As published.
        suites: Of the scheme.
        asked: Visits that every week of a suite should have; a target below one leaves weeks out.
        this_week: Its Monday.
    """
    wanted = tuple(suites)
    last = max((one.week for one in duties), default=None)
    found, week = [], max(this_week, min((one.week for one in duties), default=this_week))
    while last is not None and week <= last:
        going: dict[SuiteId, int] = {}
        for one in duties:
            if one.week == week and one.filled:
                going[one.suite_id] = going.get(one.suite_id, 0) + 1
        lacking = tuple(
            suite.suite_id
            for suite in wanted
            if suite.open_on(week)
            and suite.open_on(week + WEEK - timedelta(days=1))
            and going.get(suite.suite_id, 0) < asked(suite)
        )
        if lacking:
            found.append(UncoveredWeek(week=week, suites=lacking))
        week += WEEK
    return tuple(found)

"""Rotas for the tests, each with one thing to change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.rota import WEEK, Availability, Duty, RotaTask, Window, weeks_from
from icv_app.domain.scheme import Member, Suite
from tests.builders import a_member

LEEDS, HALIFAX = "leeds", "halifax"
WEEKS = weeks_from(date(2024, 4, 1))
ANY_TIME = frozenset(Window)
FAR_OFF = date(2030, 1, 1)


def a_visitor(number: int, **changes: Any) -> Member:
    """A visitor of the register with everything in date."""
    sound = replace(
        a_member(number),
        joined=date(2020, 1, 1),
        term_ends=FAR_OFF,
        vetting_expires=FAR_OFF,
        id_card_expires=FAR_OFF,
        probation_until=None,
    )
    return replace(sound, **changes)


def everybody_can(
    windows: Iterable[Window] = ANY_TIME, count: int = 6, weeks: Iterable[date] = WEEKS
) -> tuple[Availability, ...]:
    """The first visitors, free in these weeks."""
    return tuple(
        Availability(member_id=MemberId(f"V-{number:03}"), week=week, windows=frozenset(windows))
        for number in range(1, count + 1)
        for week in weeks
    )


def a_duty(
    suite: str = LEEDS,
    week: int = 0,
    pair: tuple[str, ...] = ("V-001", "V-002"),
    window: Window = Window.DAY,
    **changes: Any,
) -> Duty:
    """The first two visitors at Leeds by day, so many weeks after the first."""
    names = tuple(MemberId(name) for name in pair)
    duty = Duty(suite_id=SuiteId(suite), week=WEEKS[0] + week * WEEK, window=window, pair=names)
    return replace(duty, **changes)


def a_rota_task(**changes: Any) -> RotaTask:
    """A quarter for two suites and six visitors who can always go."""
    task = RotaTask(
        weeks=WEEKS,
        suites=tuple(
            Suite(suite_id=SuiteId(name), name=name.title(), district="West") for name in (LEEDS, HALIFAX)
        ),
        members=tuple(a_visitor(number) for number in range(1, 7)),
        availability=everybody_can(),
    )
    return replace(task, **changes)

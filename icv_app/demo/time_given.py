"""When the demo's visitors can go in the weeks around its date, as they say in March."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from icv_app.demo.errands import Errand, SayTime, evening
from icv_app.demo.scheme import PRESENT
from icv_app.domain.rota import WEEK, Window, monday_of
from icv_app.domain.scheme import Member
from icv_app.domain.times import london_day

_WEEKS = 15
"""The week that is about to end, the quarter to come, and the first week after it."""
_HABITS: tuple[tuple[Window, ...], ...] = (
    (Window.DAY, Window.NIGHT, Window.WEEKEND),
    (Window.DAY,),
    (Window.NIGHT, Window.WEEKEND),
    (Window.DAY, Window.WEEKEND),
    (Window.DAY, Window.NIGHT),
    (Window.WEEKEND,),
)
"""The retired, those who work by day, those who work shifts: dealt out among the visitors in turn."""
_LEAVE = {
    3: (date(2024, 5, 4), date(2024, 5, 19)),
    8: (date(2024, 3, 28), date(2024, 4, 7)),
    12: (date(2024, 4, 13), date(2024, 4, 20)),
    16: (date(2024, 3, 29), date(2024, 4, 12)),
    21: (date(2024, 6, 1), date(2024, 6, 16)),
    24: (date(2024, 5, 25), date(2024, 6, 2)),
}
"""By the visitor's place; two of them are away on the demo's date."""
_NOT_THIS_WEEK = 0.1
_LESS_THAN_USUAL = 0.15


def time_given(rng: Random, members: Sequence[Member]) -> Iterator[Errand]:
    """What every visitor says of their time, each on an evening of March."""
    first = monday_of(london_day(PRESENT))
    for place, member in enumerate(members, start=1):
        habit = _HABITS[place % len(_HABITS)]
        leave = _LEAVE.get(place)
        weeks = tuple((week, _week(rng, week, habit, leave)) for week in _mondays(first))
        yield Errand(
            name=f"time-{member.member_id}",
            at=evening(rng, date(2024, 3, 12) + timedelta(days=rng.randrange(15))),
            by=member.member_id,
            does=SayTime(weeks=weeks, leave=(leave,) if leave else ()),
        )


def _mondays(first: date) -> Iterator[date]:
    yield from (first + number * WEEK for number in range(_WEEKS))


def _week(
    rng: Random, week: date, habit: tuple[Window, ...], leave: tuple[date, date] | None
) -> tuple[Window, ...]:
    """As usual, now and then less, and nothing where leave takes the whole week."""
    draw = rng.random()
    if leave and leave[0] <= week and week + WEEK - timedelta(days=1) <= leave[1]:
        return ()
    if draw < _NOT_THIS_WEEK:
        return ()
    return habit[:-1] if draw < _NOT_THIS_WEEK + _LESS_THAN_USUAL and len(habit) > 1 else habit

"""When and where the year's visits begin: spread over suites, weekdays, nights and the turns of the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from icv_app.demo.scheme import YEAR, Targets
from icv_app.domain.ids import SuiteId
from icv_app.domain.times import LONDON, in_london

_LAST_DAY = YEAR.days - 2
"""The last day for a visit that is not fixed: the report of the day after must still be decided on."""
_HOURS = (
    (0, 0, 1, 1, 2, 2, 3, 4, 5, 5),
    (6, 7, 8, 9, 9, 10, 10, 11, 11),
    (12, 12, 13, 14, 14, 15, 16, 16, 17),
    (18, 18, 19, 19, 20, 20, 21, 21, 22, 23),
)
"""Hours of each quarter of the day, the usual ones more than once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The moment two visitors step into a suite.

    Attributes:
        at: UTC.
        least: They stay at least this long.
        fixed: The day and hour stand.
    """

    suite: SuiteId
    at: datetime
    least: timedelta = timedelta(minutes=25)
    fixed: bool = False

    @property
    def local(self) -> datetime:
        """The wall clock's time in London."""
        return in_london(self.at)


def _fixed(suite: str, at: datetime, minutes: int) -> Entry:
    return Entry(suite=SuiteId(suite), at=at.astimezone(UTC), least=timedelta(minutes=minutes), fixed=True)


FIXED = (
    # The clocks go back: the hour from one to two passes twice.
    _fixed("leeds", datetime(2023, 10, 29, 0, 52, tzinfo=LONDON), 106),
    # The clocks go forward: there is no hour from one to two. It is the last night of the year.
    _fixed("bradford", datetime(2024, 3, 31, 0, 41, tzinfo=LONDON), 42),
    _fixed("wakefield", datetime(2024, 2, 29, 14, 20, tzinfo=LONDON), 50),
    _fixed("huddersfield", datetime(2023, 6, 14, 23, 38, tzinfo=LONDON), 55),
    _fixed("wakefield", datetime(2023, 8, 31, 23, 31, tzinfo=LONDON), 48),
    _fixed("halifax", datetime(2023, 12, 31, 23, 24, tzinfo=LONDON), 62),
    _fixed("leeds", datetime(2024, 1, 19, 23, 47, tzinfo=LONDON), 70),
)
"""Visits whose moment matters: both clock changes, the leap day, and nights across midnight."""


def entries(rng: Random, targets: Targets) -> tuple[Entry, ...]:
    """Draw when every completed visit begins, oldest first."""
    fixed = FIXED if targets.completed > len(FIXED) * 5 else FIXED[:2]
    days = _days(rng, targets, fixed)
    _level_weekends(rng, targets.weekends - sum(_weekend(entry.local.date()) for entry in fixed), days)
    quarters = _quarters(rng, targets, fixed)
    drawn = [
        Entry(suite=suite, at=_moment(rng, suite, day, quarter))
        for (suite, day), quarter in zip(days, quarters, strict=True)
    ]
    return tuple(sorted((*fixed, *drawn), key=lambda entry: (entry.at, entry.suite)))


def _days(rng: Random, targets: Targets, fixed: Sequence[Entry]) -> list[tuple[SuiteId, date]]:
    """Days for the visits that are not fixed: about evenly spread, no suite twice on one day."""
    days: list[tuple[SuiteId, date]] = []
    for name, number in targets.visits.items():
        suite = SuiteId(name)
        taken = {entry.local.date() for entry in fixed if entry.suite == suite}
        free = number - len(taken)
        step = (_LAST_DAY + 1) / max(free, 1)
        for place in range(free):
            offset = int((place + 0.5 + rng.uniform(-0.4, 0.4)) * step)
            day = YEAR.first_day + timedelta(days=min(max(offset, 0), _LAST_DAY))
            while day in taken:
                day += timedelta(days=1)
            taken.add(day)
            days.append((suite, day))
    return days


def _weekend(day: date) -> bool:
    return day.weekday() >= 5


def _level_weekends(rng: Random, wanted: int, days: list[tuple[SuiteId, date]]) -> None:
    """Move visits by a few days until exactly as many as wanted fall on a weekend."""
    taken = {*days, *((entry.suite, entry.local.date()) for entry in FIXED)}
    while (missing := wanted - sum(_weekend(day) for _suite, day in days)) != 0:
        place = rng.randrange(len(days))
        suite, day = days[place]
        moved = day + timedelta(days=rng.choice((-3, -2, -1, 1, 2, 3)))
        inside = YEAR.first_day <= moved <= YEAR.first_day + timedelta(days=_LAST_DAY)
        helps = _weekend(moved) == (missing > 0) and _weekend(moved) != _weekend(day)
        if inside and helps and (suite, moved) not in taken:
            taken.remove((suite, day))
            taken.add((suite, moved))
            days[place] = (suite, moved)


def _quarters(rng: Random, targets: Targets, fixed: Sequence[Entry]) -> list[int]:
    left = list(targets.quarters)
    for entry in fixed:
        left[entry.local.hour // 6] -= 1
    quarters = [quarter for quarter, number in enumerate(left) for _ in range(number)]
    rng.shuffle(quarters)
    return quarters


def _moment(rng: Random, suite: SuiteId, day: date, quarter: int) -> datetime:
    hour = rng.choice(_HOURS[quarter])
    if suite == "leeds" and hour in {3, 4, 5} and day >= date(2023, 10, 1):
        hour -= 3  # Nobody went to Leeds between three and six from October on: a gap for the heat map.
    return datetime.combine(day, time(hour, rng.randrange(60)), tzinfo=LONDON).astimezone(UTC)


def wait_minutes(rng: Random) -> int:
    """Draw how long the visitors stood at the counter: mostly a few minutes, now and then a long time."""
    if rng.random() < 0.09:
        return rng.randint(11, 28) if rng.random() < 0.8 else rng.randint(29, 52)
    return min(10, max(1, round(rng.lognormvariate(1.32, 0.55))))


def stay(rng: Random, entry: Entry, spoken_to: int) -> timedelta:
    """Draw how long a visit lasts in the suite."""
    minutes = rng.randint(18, 34) + round(spoken_to * rng.uniform(4.5, 7.5))
    return max(entry.least, timedelta(minutes=minutes))

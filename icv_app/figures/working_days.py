"""Working days in England and Wales, in which the force's replies are due."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache

import holidays


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a calendar year.

    Source: Banking and Financial Dealings Act 1971 and proclamations, as the `holidays` package lists them.
    """
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


@lru_cache(maxsize=20_000)
def working_days_between(start: date, end: date) -> int:
    """Working days after `start`, up to and including `end`; 0 on the same day or before."""
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=step)) for step in range(1, days + 1))


@lru_cache(maxsize=20_000)
def working_days_after(start: date, days: int) -> date:
    """The day on which so many working days have passed since `start`, itself not counted."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day

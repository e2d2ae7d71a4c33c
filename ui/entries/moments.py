"""Moments as people read them, by the clock in London."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ui.entries.dates import say_date, say_weekday_and_date
from ui.entries.london import wall_clock
from ui.entries.times import say_time


def say_moment(at: datetime) -> str:
    """Return it as "14 March 2024, 21:40"."""
    day, clock = wall_clock(at)
    return f"{say_date(day)}, {say_time(clock)}"


def say_weekday_and_moment(at: datetime) -> str:
    """Return it as "Thursday 14 March 2024, 21:40"."""
    day, clock = wall_clock(at)
    return f"{say_weekday_and_date(day)}, {say_time(clock)}"


def nearest_day(clock: time, near: datetime) -> date:
    """Return the day on which a time of day comes closest to a moment, both in London."""
    day, there = wall_clock(near)
    days = [day + timedelta(days=by) for by in (-1, 0, 1)]
    goal = datetime.combine(day, there)
    return min(days, key=lambda one: abs(datetime.combine(one, clock) - goal))


def last_day(clock: time, until: datetime) -> date:
    """Return the latest day on which a time of day had come by a moment, both in London."""
    day, there = wall_clock(until)
    return day if clock <= there else day - timedelta(days=1)


def coming_day(clock: time, after: datetime) -> date:
    """Return the day on which a time of day comes next, both in London.

    A time up to an hour before is of the same day still: what follows may have been written down a little
    earlier than what it follows.
    """
    day, there = wall_clock(after)
    same = datetime.combine(day, clock)
    return day if same >= datetime.combine(day, there) - timedelta(hours=1) else day + timedelta(days=1)

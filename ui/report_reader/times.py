"""Moments and lengths of time in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from icv_app.domain.times import day_in_words, in_london, london_day
from icv_app.words import _, plural
from ui.visit.wording import say_duration


def say_day(moment: datetime) -> str:
    """Return the day in London as "Thursday 14 March 2024"."""
    day = london_day(moment)
    return f"{day:%A} {day_in_words(day)}"


def say_clock(moment: datetime) -> str:
    """Return the time in London as "21:40"."""
    return f"{in_london(moment):%H:%M}"


def say_moment(moment: datetime) -> str:
    """Return day and time in London as "14 March 2024, 21:40"."""
    return f"{day_in_words(london_day(moment))}, {say_clock(moment)}"


def say_short_day(moment: datetime) -> str:
    """Return the day in London as "14 Mar 2024"."""
    day = london_day(moment)
    return f"{day.day} {day:%b %Y}"


def say_short_moment(moment: datetime) -> str:
    """Return day and time in London as "14 Mar 2024, 21:40"."""
    return f"{say_short_day(moment)}, {say_clock(moment)}"


def clock_beside(moment: datetime, beside: datetime | None) -> str:
    """Return the time, with its day where that is not the day of `beside`."""
    same_day = beside is not None and london_day(moment) == london_day(beside)
    return say_clock(moment) if same_day else say_short_moment(moment)


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago something was, as people say it."""
    passed = now - moment
    minutes = int(passed.total_seconds() // 60)
    days = (london_day(now) - london_day(moment)).days
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return plural("{n} min ago", "{n} min ago", minutes)
    if days < 1 or minutes < 6 * 60:
        return plural("{n} h ago", "{n} h ago", minutes // 60)
    if days == 1:
        return _("yesterday")
    if days < 60:
        return plural("{n} day ago", "{n} days ago", days)
    return _("on {date}").format(date=say_short_day(moment))


def long_time(length: timedelta) -> str:
    """Return a length of time as "35 min", "3 h 10" or "2 days"; its sign is dropped."""
    hours = abs(length) // timedelta(hours=1)
    if hours < 48:
        return say_duration(length)
    return plural("{n} day", "{n} days", hours // 24)

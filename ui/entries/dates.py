"""Dates as typed: "14/3", "14 3 24", "14 March", "today"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum, auto

from icv_app.errors import BadInput
from icv_app.words import _

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS_AWAY = {"today": 0, "yesterday": -1, "tomorrow": 1}
_EARLIEST, _LATEST = 1900, 2199


class Lean(Enum):
    """Which year is meant when none is typed."""

    PAST = auto()
    """The last such day up to today: visits, dates of birth."""
    NEAREST = auto()
    FUTURE = auto()
    """The next such day from today on: duties, holidays."""


def read_date(text: str, today: date, lean: Lean = Lean.PAST) -> date:
    """Return the day that was typed, day before month as in the United Kingdom.

    Raises:
        BadInput: It is no date; the text says what to type.
    """
    typed = text.strip().lower()
    if typed in _DAYS_AWAY:
        return today + timedelta(days=_DAYS_AWAY[typed])
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    parts = [part for part in re.split(r"[\s/.,-]+", typed) if part]
    if parts and len(parts[0]) >= 3 and any(name.startswith(parts[0]) for name in _WEEKDAYS):
        parts = parts[1:]
    if len(parts) not in {2, 3}:
        raise _not_a_date()
    day, month = _day_number(parts[0]), _month_number(parts[1])
    if len(parts) == 3:
        return _day(_year_number(parts[2]), month, day)
    return _nearest(day, month, today, lean)


def say_date(day: date) -> str:
    """Return it as 14 March 2024."""
    return f"{day.day} {_month_names()[day.month - 1]} {day.year}"


def say_weekday_and_date(day: date) -> str:
    """Return it as Thursday 14 March 2024."""
    return f"{_weekday_names()[day.weekday()]} {say_date(day)}"


def _month_names() -> tuple[str, ...]:
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )


def _weekday_names() -> tuple[str, ...]:
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def _day_number(part: str) -> int:
    if match := re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", part):
        return int(match[1])
    raise _not_a_date()


def _month_number(part: str) -> int:
    if re.fullmatch(r"\d{1,2}", part):
        return int(part)
    named = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(part)]
    own = [n for n, name in enumerate(_month_names(), start=1) if name.lower().startswith(part)]
    if len(part) >= 3 and (found := named or own):
        return found[0]
    raise _not_a_date()


def _year_number(part: str) -> int:
    if re.fullmatch(r"\d{2}", part):
        return 2000 + int(part)
    if re.fullmatch(r"\d{4}", part):
        return int(part)
    raise _not_a_date()


def _nearest(day: int, month: int, today: date, lean: Lean) -> date:
    if not 1 <= month <= 12:
        raise _not_a_date()
    candidates = list(_in_years_around(day, month, today.year))
    if lean is Lean.PAST:
        candidates = [found for found in candidates if found <= today]
    elif lean is Lean.FUTURE:
        candidates = [found for found in candidates if found >= today]
    if not candidates:
        raise _no_such_day()
    return min(candidates, key=lambda found: abs(found - today))


def _in_years_around(day: int, month: int, year: int) -> Iterator[date]:
    # Eight years each way, because 29 February can be that far away (1896-1904, 2096-2104).
    for candidate in range(year - 8, year + 9):
        try:
            yield date(candidate, month, day)
        except ValueError:
            continue


def _day(year: int, month: int, day: int) -> date:
    if not (_EARLIEST <= year <= _LATEST and 1 <= month <= 12):
        raise _not_a_date()
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_such_day() from None


def _not_a_date() -> BadInput:
    return BadInput("unreadable date", user_text=_("Enter a date, like 14 March 2024 or 14/3."))


def _no_such_day() -> BadInput:
    return BadInput("no such day", user_text=_("That month does not have that day: check the date."))

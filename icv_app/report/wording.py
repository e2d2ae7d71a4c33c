"""How numbers, dates and shares are written in a document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from icv_app.domain.periods import Period
from icv_app.domain.times import FinancialYear
from icv_app.figures.limits import Before
from icv_app.figures.published import PeopleShare
from icv_app.figures.rounding import percentage, rounded
from icv_app.words import _, plural

NO_BREAK = "\u00a0"
WITHHELD = "[c]"
"""A count withheld to protect people; the sign that UK official statistics use."""
NOTHING = "–"
"""Where there is nothing to divide by or to compare with."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def number(value: Fraction | float, places: int = 0) -> str:
    """A number with thousands marked: 51,602."""
    return f"{rounded(value, places):,}"


def exact(value: Fraction | float) -> str:
    """A number that may have a part after the point, and has one only then: 65, 65.7."""
    return number(value, 0 if Fraction(value).denominator == 1 else 1)


def count(value: int | None) -> str:
    """A count of people, or the sign that it is withheld."""
    return WITHHELD if value is None else number(value)


def per_cent(value: Fraction | None, places: int = 0) -> str:
    """A share as a percentage: 32 %, with a space that does not break."""
    return NOTHING if value is None else f"{percentage(value, places):,}{NO_BREAK}%"


def share_written(share: PeopleShare, places: int = 0) -> str:
    """A share of people as a percentage, or the sign that it is withheld."""
    return WITHHELD if share.withheld else per_cent(share.value, places)


def visits_written(value: int) -> str:
    """Visits, one or many: 1 visit, 7,361 visits."""
    return plural("{n} visit", "{n} visits", value).replace(str(value), number(value))


def day(value: date) -> str:
    """A date: 14 March 2024."""
    return f"{value.day} {month_name(value)} {value.year}"


def month_name(value: date) -> str:
    """A month: March."""
    return _(_MONTHS[value.month - 1])


def month_short(value: date) -> str:
    """A month in three letters: Mar."""
    return month_name(value)[:3]


def weekday(place: int) -> str:
    """A weekday counted from Monday, 0."""
    return _(_WEEKDAYS[place])


def year_written(year: Period) -> str:
    """A financial year, or a quarter of one, as it is printed: 2023–24."""
    return year.label.replace("-", "–")


def period_written(period: Period) -> str:
    """A quarter by its months, as whoever counts no quarters reads it: January to March 2024."""
    if isinstance(period, FinancialYear):
        return year_written(period)
    first, last = period.first_day, period.last_day
    told = _("{first} to {last} {year}").format(
        first=month_name(first), last=month_name(last), year=last.year
    )
    return told.replace(" ", NO_BREAK)


def minutes(value: Fraction | None, places: int = 0) -> str:
    """A time in minutes: 12 min."""
    return NOTHING if value is None else f"{number(value, places)}{NO_BREAK}{_('min')}"


def with_earlier(limit: str, before: Before, say: Callable[[timedelta], str]) -> str:
    """A limit, and what it was on earlier days of the period: 10 min (15 min before 1 June 2023)."""
    if not before:
        return limit
    words = _("{limit} before {day}")
    said = ", ".join(words.format(limit=say(one), day=day(until)) for until, one in before)
    return f"{limit} ({said})"

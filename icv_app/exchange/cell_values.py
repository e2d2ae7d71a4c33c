"""What people write into cells: days, times of day, numbers and amounts, in UK order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from icv_app.domain.times import LONDON, in_london, in_utc

UNSAID = frozenset({"", "-", "–", "—", "n/a", "na", "not known", "unknown", "?", "tbc"})
"""What people write where nothing is known: it is not 0."""
_NOUGHT = frozenset({"nil", "none", "zero", "no"})
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 80_000
"""Days since 1899 as Excel counts them, of 1982 to 2119."""
_EXCEL_BEGINS = date(1899, 12, 30)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?!\d)")
_WORD_DAY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s-]*([a-z]+)\.?,?[\s-]*(\d{4}|\d{2})(?!\d)", re.IGNORECASE
)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:\s?[:.h]\s?(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?)?\s*(?P<half>[ap]\.?m\.?)?(?:\s?(?:hrs|hours|h))?",
    re.IGNORECASE,
)
_FOUR_DIGITS = re.compile(r"(\d{1,2})(\d{2})\s?(?:hrs|hours|h)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}(?:\.0+)?")
_MONEY = re.compile(r"£?\s?(\d{1,7})(?:\.(\d{1,2}))?")


class Unreadable(ValueError):
    """A cell holds something else than it should."""


@dataclass(frozen=True, slots=True)
class Written:
    """A day, a time of day or both, as far as they are written.

    Attributes:
        exact: The moment, where its offset from UTC is written too.
    """

    day: date | None = None
    hour: time | None = None
    exact: datetime | None = None


def said(text: str) -> str:
    """A cell's text, empty where it says that nothing is known."""
    return "" if text.strip().casefold() in UNSAID else text.strip()


def read_written(text: str, *, month_first: bool = False) -> Written:
    """Return the day and the time of day in a cell.

    Raises:
        Unreadable: It is neither, or no such day or time exists.
    """
    text = _WEEKDAY.sub("", text.strip(), count=1)
    if not text.isascii():
        raise Unreadable
    try:
        return _iso(text) or _serial(text) or _in_words(text, month_first=month_first)
    except (ValueError, OverflowError):
        raise Unreadable from None


def _iso(text: str) -> Written | None:
    if not _ISO_DAY.match(text) or len(text) < 16:
        return None
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() is not None:
        local = in_london(moment)
        return Written(local.date(), local.time(), in_utc(moment))
    return Written(moment.date(), moment.time())


def _serial(text: str) -> Written | None:
    """A day or a part of one as a bare number, which a spreadsheet shows where a cell lost its format."""
    whole, dot, part = text.partition(".")
    if not (whole.isascii() and whole.isdecimal()) or (dot and not (part.isascii() and part.isdecimal())):
        return None
    hour = _part_of_day(float(f"0.{part}")) if dot else None
    if whole == "0" and dot and len(part) > 2:
        return Written(hour=hour)
    if len(whole) == 5 and _FIRST_SERIAL <= int(whole) <= _LAST_SERIAL:
        return Written(_EXCEL_BEGINS + timedelta(days=int(whole)), hour)
    return None


def _part_of_day(part: float) -> time:
    minutes = round(part * 24 * 60) % (24 * 60)
    return time(minutes // 60, minutes % 60)


def _in_words(text: str, *, month_first: bool) -> Written:
    for pattern in (_ISO_DAY, _DAY, _WORD_DAY):
        match = pattern.match(text)
        if match is not None:
            rest = text[match.end() :].strip(" ,T\t").removeprefix("at ").strip()
            day = _day(pattern, match, month_first=month_first)
            return Written(day, _hour(rest) if rest else None)
    return Written(hour=_hour(text))


def _day(pattern: re.Pattern[str], match: re.Match[str], *, month_first: bool) -> date:
    first, second, third = match.groups()
    if pattern is _ISO_DAY:
        return date(int(first), int(second), int(third))
    year = int(third) if len(third) == 4 else 2000 + int(third)
    if pattern is _WORD_DAY:
        month = _MONTHS.get(second.casefold())
        if month is None:
            raise Unreadable
        return date(year, month, int(first))
    day, month = (int(second), int(first)) if month_first else (int(first), int(second))
    return date(year, month, day)


def _hour(text: str) -> time:
    digits = _FOUR_DIGITS.fullmatch(text)
    if digits is not None and len(text) > 2:
        return time(int(digits[1]), int(digits[2]))
    match = _TIME.fullmatch(text)
    if match is None or (match["minute"] is None and match["half"] is None):
        raise Unreadable
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").casefold()
    if half:
        if not 1 <= hour <= 12 and not 13 <= hour <= 23:
            raise Unreadable
        hour = hour % 12 + (12 if half.startswith("p") else 0) if hour <= 12 else hour
    return time(hour, minute)


def moments_of(day: date, hour: time) -> tuple[datetime, ...]:
    """The moments at which London's clocks show this on this day: one, none in spring or two in autumn."""
    found: list[datetime] = []
    for fold in (0, 1):
        local = datetime.combine(day, hour.replace(fold=fold), tzinfo=LONDON)
        moment = in_utc(local)
        back = in_london(moment)
        if (back.date(), back.time()) == (day, hour.replace(fold=0)) and moment not in found:
            found.append(moment)
    return tuple(found)


def read_number(text: str, most: int) -> int:
    """Return a count.

    Raises:
        Unreadable: It is not a whole number from 0 to `most`.
    """
    text = text.strip()
    if text.casefold() in _NOUGHT:
        return 0
    if not text.isascii() or not _NUMBER.fullmatch(text):
        raise Unreadable
    number = int(text.partition(".")[0])
    if number > most:
        raise Unreadable
    return number


def read_pence(text: str) -> int:
    """Return an amount in pounds as pence.

    Raises:
        Unreadable: It is no amount.
    """
    match = _MONEY.fullmatch(text.strip().replace(",", ""))
    if match is None:
        raise Unreadable
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))

"""Times and years of custody visiting.

Times are stored aware and in UTC; people and figures see Europe/London, so a
visit across midnight or a clock change counts on the day it began there.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def in_utc(moment: datetime) -> datetime:
    """Return the same moment in UTC.

    Raises:
        ValueError: The time has no time zone (a defect, not a user's mistake).
    """
    if moment.utcoffset() is None:
        raise ValueError("a time without a time zone")
    return moment.astimezone(UTC)


def in_london(moment: datetime) -> datetime:
    """Return the same moment as the wall clock in London shows it."""
    return in_utc(moment).astimezone(LONDON)


def london_day(moment: datetime) -> date:
    """Return the calendar day in London."""
    return in_london(moment).date()


def day_in_words(day: date) -> str:
    """Return a day as people read it: `14 March 2024`."""
    return f"{day.day} {day:%B %Y}"


def start_of_london_day(day: date) -> datetime:
    """Return the first moment of a day in London, in UTC."""
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """The year from 1 April to 31 March, London time.

    Attributes:
        first_calendar_year: 2023 for the year 2023-24.
    """

    first_calendar_year: int

    @classmethod
    def containing(cls, day: date) -> FinancialYear:
        """Return the financial year that holds `day`."""
        return cls(day.year if day >= date(day.year, 4, 1) else day.year - 1)

    @classmethod
    def from_label(cls, label: str) -> FinancialYear:
        """Return the year written `2023-24` (or `2023/24`).

        Raises:
            ValueError: The text is not two years that follow each other, in this century or the last.
        """
        first, separator, last = label.replace("/", "-").partition("-")
        if not separator or not re.fullmatch("(19|20)[0-9]{2}", first):
            raise ValueError("a financial year is written like 2023-24")
        year = cls(int(first))
        if f"{year.first_calendar_year}-{last}" != year.label:
            raise ValueError("a financial year is written like 2023-24")
        return year

    @property
    def label(self) -> str:
        """The year as written in the field: `2023-24`."""
        return f"{self.first_calendar_year}-{(self.first_calendar_year + 1) % 100:02d}"

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.first_calendar_year, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March of the next calendar year."""
        return date(self.first_calendar_year + 1, 3, 31)

    @property
    def starts_at(self) -> datetime:
        """The first moment, in UTC."""
        return start_of_london_day(self.first_day)

    @property
    def ends_at(self) -> datetime:
        """The first moment after the year, in UTC."""
        return start_of_london_day(self.last_day + timedelta(days=1))

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month, April first."""
        year = self.first_calendar_year
        return tuple(date(year + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16))

    @property
    def days(self) -> int:
        """365, or 366 with a leap day."""
        return (self.last_day - self.first_day).days + 1

    def contains(self, moment: datetime) -> bool:
        """Whether a moment lies in the year, by London time."""
        return self.starts_at <= moment < self.ends_at

    def previous(self) -> FinancialYear:
        """The year before."""
        return FinancialYear(self.first_calendar_year - 1)

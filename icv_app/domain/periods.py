"""Periods that figures are computed for: a financial year, or a quarter of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from icv_app.domain.times import FinancialYear, start_of_london_day

_MONTHS = 3


class Quarter(IntEnum):
    """A quarter of the financial year, April first."""

    APRIL = 0
    JULY = 1
    OCTOBER = 2
    JANUARY = 3

    def days(self, year: FinancialYear) -> tuple[date, date]:
        """Its first and its last day in a year."""
        months = year.months
        after = (self + 1) * _MONTHS
        last = months[after] - timedelta(days=1) if after < len(months) else year.last_day
        return months[self * _MONTHS], last


@dataclass(frozen=True, slots=True, order=True)
class QuarterOfYear:
    """One quarter of one financial year, London time."""

    year: FinancialYear
    quarter: Quarter

    @property
    def label(self) -> str:
        """As it is written: `2023-24 Q1` is April to June 2023."""
        return f"{self.year.label} Q{self.quarter + 1}"

    @property
    def number(self) -> int:
        """1 for April to June, to 4 for January to March."""
        return self.quarter + 1

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        return self.year.months[_MONTHS * self.quarter : _MONTHS * self.number]

    def previous(self) -> QuarterOfYear:
        """The quarter before."""
        if self.quarter is Quarter.APRIL:
            return QuarterOfYear(self.year.previous(), Quarter.JANUARY)
        return QuarterOfYear(self.year, Quarter(self.quarter - 1))

    @property
    def first_day(self) -> date:
        """Its first day."""
        return self.quarter.days(self.year)[0]

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.quarter.days(self.year)[1]

    @property
    def starts_at(self) -> datetime:
        """The first moment, in UTC."""
        return start_of_london_day(self.first_day)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it, in UTC."""
        return start_of_london_day(self.last_day + timedelta(days=1))


Period = FinancialYear | QuarterOfYear


def year_of_period(period: Period) -> FinancialYear:
    """Return the financial year a period lies in."""
    return period.year if isinstance(period, QuarterOfYear) else period


def quarters_of(year: FinancialYear) -> tuple[QuarterOfYear, ...]:
    """Return the four quarters of a year, April first."""
    return tuple(QuarterOfYear(year, quarter) for quarter in Quarter)


def period_from_label(label: str) -> Period:
    """Return the period written `2023-24` or `2023-24 Q1`.

    Raises:
        ValueError: It is written in another way.
    """
    written, _space, quarter = label.strip().partition(" ")
    year = FinancialYear.from_label(written)
    if not quarter:
        return year
    found = next(
        (one for one in quarters_of(year) if one.label.endswith(f" {quarter.strip().upper()}")), None
    )
    if found is None:
        raise ValueError("a quarter is written like 2023-24 Q1")
    return found

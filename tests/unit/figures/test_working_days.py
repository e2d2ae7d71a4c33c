"""Bank holidays of England and Wales, and targets over them and over the changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from icv_app.domain.scheme import ReplyTarget
from icv_app.figures.concerns import reply_due
from icv_app.figures.working_days import bank_holidays, is_working_day, working_days_after

PUBLISHED = {
    2021: ["0101", "0402", "0405", "0503", "0531", "0830", "1227", "1228"],
    2022: ["0103", "0415", "0418", "0502", "0602", "0603", "0829", "0919", "1226", "1227"],
    2023: ["0102", "0407", "0410", "0501", "0508", "0529", "0828", "1225", "1226"],
    2024: ["0101", "0329", "0401", "0506", "0527", "0826", "1225", "1226"],
    2025: ["0101", "0418", "0421", "0505", "0526", "0825", "1225", "1226"],
    2026: ["0101", "0403", "0406", "0504", "0525", "0831", "1225", "1228"],
    2027: ["0101", "0326", "0329", "0503", "0531", "0830", "1227", "1228"],
}
"""Month and day of each, substitute days included. Source: gov.uk/bank-holidays, England and Wales."""


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_bank_holidays_on_weekdays_are_those_the_government_publishes(year: int) -> None:
    found = sorted(f"{day:%m%d}" for day in bank_holidays(year) if day.weekday() < 5)
    assert found == PUBLISHED[year]


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2024, 3, 28), 1, date(2024, 4, 2)),  # over Good Friday and Easter Monday
        (date(2021, 12, 24), 1, date(2021, 12, 29)),  # Christmas on a Saturday: two substitute days
        (date(2022, 12, 23), 1, date(2022, 12, 28)),  # Christmas on a Sunday: Tuesday stands in for it
        (date(2021, 12, 31), 1, date(2022, 1, 4)),  # New Year's Day on a Saturday
        (date(2022, 6, 1), 1, date(2022, 6, 6)),  # the spring bank holiday was moved, one day was added
        (date(2024, 5, 24), 20, date(2024, 6, 24)),
    ],
)
def test_bank_holidays_and_their_substitute_days_are_passed_over(start: date, days: int, last: date) -> None:
    assert working_days_after(start, days) == last
    assert is_working_day(last)


def test_a_holiday_of_scotland_is_a_working_day() -> None:
    assert is_working_day(date(2024, 1, 2))
    assert is_working_day(date(2024, 8, 5))


@pytest.mark.parametrize(
    ("sent", "target", "due"),
    [
        # The clocks go forward on 31 March 2024 at 01:00: 24 hours later it is an hour later by the clock.
        ((3, 30, 18, 0), ReplyTarget(hours=24), (3, 31, 18, 0)),
        # A working day ends at midnight in London, which is 23:00 in UTC from then on.
        ((3, 27, 12, 0), ReplyTarget(working_days=1), (3, 29, 0, 0)),
        ((3, 28, 12, 0), ReplyTarget(working_days=1), (4, 2, 23, 0)),
        # The clocks go back on 27 October 2024 at 01:00.
        ((10, 26, 18, 0), ReplyTarget(hours=24), (10, 27, 18, 0)),
        ((10, 25, 12, 0), ReplyTarget(working_days=1), (10, 29, 0, 0)),
        ((10, 24, 12, 0), ReplyTarget(working_days=1), (10, 25, 23, 0)),
        # 23:30 in UTC is already the next day in London while the clocks are forward.
        ((6, 10, 22, 30), ReplyTarget(working_days=1), (6, 11, 23, 0)),
        ((6, 10, 23, 30), ReplyTarget(working_days=1), (6, 12, 23, 0)),
    ],
)
def test_a_target_keeps_over_a_change_of_the_clocks(
    sent: tuple[int, int, int, int], target: ReplyTarget, due: tuple[int, int, int, int]
) -> None:
    assert reply_due(datetime(2024, *sent, tzinfo=UTC), target) == datetime(2024, *due, tzinfo=UTC)

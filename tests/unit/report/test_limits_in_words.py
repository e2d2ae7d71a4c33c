"""A limit that was changed within the year is printed with the one before it."""

from __future__ import annotations

from datetime import date, timedelta

from icv_app.report.wording import with_earlier


def hours(limit: timedelta) -> str:
    return f"{int(limit.total_seconds() // 3600)} h"


def test_a_limit_that_held_all_year_stands_alone() -> None:
    assert with_earlier("24 h", (), hours) == "24 h"


def test_earlier_limits_are_named_with_the_day_they_ended() -> None:
    before = ((date(2023, 6, 1), timedelta(hours=12)), (date(2023, 9, 1), timedelta(hours=36)))
    said = with_earlier("24 h", before, hours)
    assert said == "24 h (12 h before 1 June 2023, 36 h before 1 September 2023)"

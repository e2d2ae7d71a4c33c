"""Money and moments as typed and as said."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from icv_app.errors import BadInput
from ui.entries.moments import last_day, nearest_day, say_moment, say_weekday_and_moment
from ui.entries.money import read_pounds, say_pounds

NIGHT = datetime(2024, 3, 15, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "pence"), [("12.40", 1240), ("£12", 1200), ("0.5", 50), ("1,204.05", 120405), (" £ 3 ", 300)]
)
def test_pounds_are_read(text: str, pence: int) -> None:
    assert read_pounds(text) == pence


@pytest.mark.parametrize("text", ["", "twelve", "12.405", "-3", "12,40", "£"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="unreadable amount"):
        read_pounds(text)


@pytest.mark.parametrize("pence", [0, 5, 1240, 120405])
def test_an_amount_said_is_read_back_the_same(pence: int) -> None:
    assert read_pounds(say_pounds(pence)) == pence


def test_a_time_belongs_to_the_day_nearest_to_what_came_before() -> None:
    assert nearest_day(time(23, 55), NIGHT) == date(2024, 3, 14)
    assert nearest_day(time(0, 20), NIGHT) == date(2024, 3, 15)


def test_a_time_without_a_day_was_the_last_such_time() -> None:
    assert last_day(time(0, 5), NIGHT) == date(2024, 3, 15)
    assert last_day(time(9, 0), NIGHT) == date(2024, 3, 14)


def test_a_moment_is_said_by_the_clock_in_london() -> None:
    summer = datetime(2024, 7, 1, 20, 40, tzinfo=UTC)
    assert say_moment(summer) == "1 July 2024, 21:40"
    assert say_weekday_and_moment(summer) == "Monday 1 July 2024, 21:40"

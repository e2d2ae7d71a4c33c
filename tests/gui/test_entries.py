"""What people type for times, dates and counts is understood, or explained."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.errors import BadInput
from ui.entries.dates import Lean, read_date, say_date
from ui.entries.london import LONDON, readings, wall_clock
from ui.entries.numbers import read_count, say_count
from ui.entries.times import read_time, say_time

TODAY = date(2024, 3, 14)
MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2140", time(21, 40)),
        ("21:40", time(21, 40)),
        ("21.40", time(21, 40)),
        (" 21 40 ", time(21, 40)),
        ("940pm", time(21, 40)),
        ("9:40 p.m.", time(21, 40)),
        ("9pm", time(21, 0)),
        ("940", time(9, 40)),
        ("9", time(9, 0)),
        ("0005", time(0, 5)),
        ("12:30am", time(0, 30)),
        ("12:30 PM", time(12, 30)),
        ("midnight", time(0, 0)),
        ("noon", time(12, 0)),
    ],
)
def test_times_are_read_as_they_are_typed(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "x", "2460", "24:00", "13pm", "0am", "21:4", "12345", "21:40:00", "-5", "²¹40"]
)
def test_what_is_no_time_is_explained(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_time(typed)
    assert refused.value.user_text == "Enter a time, like 21:40 or 9:40pm."


@given(MINUTES)
def test_a_time_said_is_read_back_the_same(at: time) -> None:
    assert read_time(say_time(at)) == at
    assert read_time(say_time(at).replace(":", "")) == at
    half = "am" if at.hour < 12 else "pm"
    assert read_time(f"{at.hour % 12 or 12}:{at.minute:02}{half}") == at


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    try:
        read = read_time(text)
    except BadInput:
        return
    assert read.second == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14/3", date(2024, 3, 14)),
        ("15/3", date(2023, 3, 15)),
        ("14 3 24", date(2024, 3, 14)),
        ("14.3.2024", date(2024, 3, 14)),
        ("14-3-24", date(2024, 3, 14)),
        ("2024-03-14", date(2024, 3, 14)),
        ("14 March", date(2024, 3, 14)),
        ("14th mar 24", date(2024, 3, 14)),
        ("Thu 14 March 2024", date(2024, 3, 14)),
        ("today", TODAY),
        ("Yesterday", date(2024, 3, 13)),
        ("29/2", date(2024, 2, 29)),
    ],
)
def test_dates_are_read_day_before_month(typed: str, meant: date) -> None:
    assert read_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "x", "14", "14/13", "3/14/24", "14 3 24 5", "14 ma", "0/3", "14/3/224", "¹4/3"]
)
def test_what_is_no_date_is_explained(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_date(typed, TODAY)
    assert "date" in refused.value.user_text


def test_a_day_that_a_month_lacks_is_told_apart_from_nonsense() -> None:
    with pytest.raises(BadInput) as refused:
        read_date("31/2/2024", TODAY)
    assert refused.value.user_text == "That month does not have that day: check the date."


@given(DAYS, DAYS)
def test_a_date_said_is_read_back_the_same(day: date, today: date) -> None:
    assert read_date(say_date(day), today) == day
    assert read_date(day.isoformat(), today) == day


@given(st.dates(date(1920, 1, 1), date(2180, 1, 1)), DAYS)
def test_without_a_year_the_past_leans_back_and_the_future_on(today: date, day: date) -> None:
    typed = f"{day.day}/{day.month}"
    back, on = read_date(typed, today), read_date(typed, today, Lean.FUTURE)
    assert back <= today <= on
    assert (back.day, back.month) == (on.day, on.month) == (day.day, day.month)
    near = read_date(typed, today, Lean.NEAREST)
    assert abs(near - today) == min(today - back, on - today)


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        read = read_date(text, TODAY)
    except BadInput:
        return
    assert read_date(say_date(read), TODAY) == read


@given(st.integers(0, 10**9))
def test_a_count_said_is_read_back_the_same(number: int) -> None:
    assert read_count(say_count(number)) == number
    assert read_count(str(number)) == number


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("many", "Enter a whole number, like 12."),
        ("1.5", "Enter a whole number, like 12."),
        ("1,5", "Enter a whole number, like 12."),
        ("-1", "Enter 0 or more."),
        ("1001", "Enter 1,000 or less."),
    ],
)
def test_what_is_no_count_is_explained(typed: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_count(typed, most=1000)
    assert refused.value.user_text == told


@given(st.datetimes(datetime(1972, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)))
def test_every_moment_is_among_the_readings_of_its_wall_clock(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    day, clock = wall_clock(at)
    assert at in [reading.at for reading in readings(day, clock)]


def test_an_hour_that_came_twice_has_two_readings_an_hour_apart() -> None:
    first, second = readings(date(2023, 10, 29), time(1, 30))
    assert (first.summer, second.summer) == (True, False)
    assert second.at - first.at == timedelta(hours=1)
    assert first.at.astimezone(LONDON).time() == second.at.astimezone(LONDON).time()


def test_an_hour_that_the_clocks_skipped_is_explained() -> None:
    with pytest.raises(BadInput) as refused:
        readings(date(2024, 3, 31), time(1, 30))
    assert refused.value.user_text == (
        "01:30 did not happen on 31 March 2024: the clocks went forward over it."
    )

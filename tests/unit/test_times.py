from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.times import (
    FinancialYear,
    day_in_words,
    in_london,
    in_utc,
    london_day,
    start_of_london_day,
)

moments = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2089, 1, 1), timezones=st.just(UTC))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text + "+00:00")


def test_a_time_without_a_zone_is_a_defect() -> None:
    for ask in (in_utc, in_london, london_day):
        with pytest.raises(ValueError, match="without a time zone"):
            ask(datetime(2024, 3, 14, 12, 0))


def test_a_time_of_another_zone_is_the_same_moment_in_utc() -> None:
    paris = datetime(2024, 3, 14, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    assert in_utc(paris).isoformat() == "2024-03-14T12:00:00+00:00"


@pytest.mark.parametrize(
    ("moment", "wall"),
    [
        ("2024-03-31T00:59:59", "2024-03-31T00:59:59+00:00"),
        ("2024-03-31T01:00:00", "2024-03-31T02:00:00+01:00"),
        ("2023-10-29T00:59:59", "2023-10-29T01:59:59+01:00"),
        ("2023-10-29T01:00:00", "2023-10-29T01:00:00+00:00"),
    ],
)
def test_clocks_go_forward_in_march_and_back_in_october(moment: str, wall: str) -> None:
    assert in_london(utc(moment)).isoformat() == wall


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-01-14T23:59:59", date(2024, 1, 14)),
        ("2024-06-14T22:59:59", date(2024, 6, 14)),
        ("2024-06-14T23:00:00", date(2024, 6, 15)),
        ("2024-02-29T23:59:59", date(2024, 2, 29)),
    ],
)
def test_the_day_is_the_one_on_the_wall_in_london(moment: str, day: date) -> None:
    assert london_day(utc(moment)) == day


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2024, 3, 30), 24),
        (date(2024, 3, 31), 23),
        (date(2023, 10, 29), 25),
        (date(2024, 2, 29), 24),
    ],
)
def test_a_london_day_is_as_long_as_the_clock_changes_make_it(day: date, hours: int) -> None:
    length = start_of_london_day(day + timedelta(days=1)) - start_of_london_day(day)
    assert length == timedelta(hours=hours)


@given(moments)
def test_every_moment_lies_in_its_own_london_day(moment: datetime) -> None:
    day = london_day(moment)
    assert start_of_london_day(day) <= moment < start_of_london_day(day + timedelta(days=1))


def test_a_day_is_written_as_people_read_it() -> None:
    assert day_in_words(date(2024, 3, 4)) == "4 March 2024"


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2023, 3, 31), "2022-23"),
        (date(2023, 4, 1), "2023-24"),
        (date(2024, 2, 29), "2023-24"),
        (date(2024, 3, 31), "2023-24"),
        (date(1999, 4, 1), "1999-00"),
    ],
)
def test_a_financial_year_begins_on_the_first_of_april(day: date, label: str) -> None:
    year = FinancialYear.containing(day)
    assert year.label == label
    assert FinancialYear.from_label(label) == year
    assert year.first_day <= day <= year.last_day


def test_a_label_may_have_a_slash() -> None:
    assert FinancialYear.from_label("2023/24") == FinancialYear(2023)


@pytest.mark.parametrize(
    "label", ["", "2023", "2023-25", "2023-2024", "23-24", "2023-2", "abcd-ef", "2023-24-25"]
)
def test_a_label_that_is_not_a_year_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="written like 2023-24"):
        FinancialYear.from_label(label)


def test_a_year_with_a_leap_day_has_366_days() -> None:
    assert FinancialYear(2023).days == 366
    assert FinancialYear(2022).days == 365


def test_a_year_begins_and_ends_in_summer_time() -> None:
    year = FinancialYear(2023)
    assert year.starts_at == utc("2023-03-31T23:00:00")
    assert year.ends_at == utc("2024-03-31T23:00:00")
    assert year.contains(utc("2023-03-31T23:00:00"))
    assert not year.contains(utc("2023-03-31T22:59:59"))
    assert year.contains(utc("2024-03-31T22:59:59"))
    assert not year.contains(utc("2024-03-31T23:00:00"))


@given(moments)
def test_every_moment_lies_in_exactly_one_year(moment: datetime) -> None:
    year = FinancialYear.containing(london_day(moment))
    assert year.contains(moment)
    assert not year.previous().contains(moment)


def test_the_months_run_from_april_to_march() -> None:
    months = FinancialYear(2023).months
    assert months[0] == date(2023, 4, 1)
    assert months[8:10] == (date(2023, 12, 1), date(2024, 1, 1))
    assert months[-1] == date(2024, 3, 1)
    assert len(months) == 12

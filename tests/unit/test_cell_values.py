"""Days, times, numbers and amounts as people write them into cells."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from icv_app.exchange.cell_values import (
    Unreadable,
    Written,
    moments_of,
    read_number,
    read_pence,
    read_written,
    said,
)

DAY, HOUR = date(2024, 3, 14), time(21, 40)


@pytest.mark.parametrize(
    "text",
    [
        "14/03/2024",
        "14/3/24",
        "14.03.2024",
        "14-3-2024",
        "14 March 2024",
        "14th March, 2024",
        "14-Mar-24",
        "Thu 14 Mar 2024",
        "Thursday 14/03/2024",
        "2024-03-14",
        "45365",
    ],
)
def test_a_day_is_read_in_uk_order(text: str) -> None:
    assert read_written(text) == Written(DAY)


@pytest.mark.parametrize(
    "text", ["21:40", "21.40", "2140", "2140 hrs", "9:40 pm", "9.40pm", "9:40 p.m.", "21:40:00", "0.9028"]
)
def test_a_time_of_day_is_read(text: str) -> None:
    assert read_written(text) == Written(hour=HOUR)


@pytest.mark.parametrize(
    "text",
    ["14/03/2024 21:40", "14/03/2024, 9:40 pm", "14 March 2024 at 21:40", "2024-03-14T21:40", "45365.9028"],
)
def test_a_day_and_a_time_may_stand_in_one_cell(text: str) -> None:
    assert read_written(text) == Written(DAY, HOUR)


def test_a_moment_with_its_offset_is_taken_as_it_is() -> None:
    found = read_written("2024-10-27T01:30+00:00")

    assert found.exact == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)


def test_the_month_comes_first_only_where_that_was_said() -> None:
    assert read_written("03/14/2024", month_first=True) == Written(DAY)
    with pytest.raises(Unreadable):
        read_written("03/14/2024")


@pytest.mark.parametrize(
    "text",
    [
        "31/06/2024",
        "14/03/20245",
        "noon",
        "12",
        "24:00",
        "9:75",
        "14 Marc 2024",
        "=NOW()",
        "٣:٤٠",
        "x" * 9999,
    ],
)
def test_what_is_no_day_and_no_time_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_written(text)


def test_an_hour_that_the_clocks_skipped_has_no_moment_and_one_they_repeat_has_two() -> None:
    assert moments_of(date(2024, 3, 31), time(1, 30)) == ()
    assert moments_of(date(2024, 10, 27), time(1, 30)) == (
        datetime(2024, 10, 27, 0, 30, tzinfo=UTC),
        datetime(2024, 10, 27, 1, 30, tzinfo=UTC),
    )


def test_what_was_not_counted_is_not_nought() -> None:
    assert [said(text) for text in ("-", "n/a", " ", "?", "0")] == ["", "", "", "", "0"]
    assert (read_number("0", 9), read_number("nil", 9), read_number("7.0", 9)) == (0, 0, 7)


@pytest.mark.parametrize("text", ["-1", "3.5", "ten", "501", "1e2", "٣"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_number(text, 500)


def test_amounts_are_read_in_pounds() -> None:
    assert [read_pence(text) for text in ("£12.40", "12.4", "1,200")] == [1240, 1240, 120_000]
    with pytest.raises(Unreadable):
        read_pence("a lot")

"""When what is due: financial years end in London, leap days and clock changes included."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.retention import (
    Erased,
    HoldStep,
    copy_due,
    due,
    holds_in_force,
    identifying_due,
    visit_due,
)
from icv_app.domain.scheme import Retention
from icv_app.domain.times import in_london

TWO_YEARS = Retention()
SECOND = timedelta(seconds=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_a_visit_of_a_year_is_due_two_years_after_its_31_march() -> None:
    assert identifying_due(utc(2023, 6, 1, 12), TWO_YEARS) == utc(2026, 3, 31, 23)


def test_the_last_evening_of_a_financial_year_belongs_to_it_and_the_next_hour_does_not() -> None:
    # 1 April 2024, 00:30 in London, is still 31 March by the clock of Greenwich.
    assert identifying_due(utc(2024, 3, 31, 22, 59), TWO_YEARS) == utc(2026, 3, 31, 23)
    assert identifying_due(utc(2024, 3, 31, 23, 30), TWO_YEARS) == utc(2027, 3, 31, 23)


def test_where_the_clocks_change_after_the_end_of_the_year_its_end_is_midnight_in_greenwich() -> None:
    # In 2024 summer time began on 31 March itself; in 2016 on 27 March; both before the year's end.
    assert visit_due(utc(2010, 5, 1), Retention(visits_years=5)) == utc(2016, 3, 31, 23)
    assert in_london(identifying_due(utc(2021, 5, 1), TWO_YEARS)).isoformat() == "2024-04-01T00:00:00+01:00"


def test_nothing_is_due_a_second_before_its_moment_and_all_of_it_at_it() -> None:
    began = utc(2023, 6, 1, 12)
    at, later = identifying_due(began, TWO_YEARS), visit_due(began, TWO_YEARS)

    assert due(began, TWO_YEARS, at - SECOND) is None
    assert due(began, TWO_YEARS, at) is Erased.IDENTIFYING
    assert due(began, TWO_YEARS, later - SECOND) is Erased.IDENTIFYING
    assert due(began, TWO_YEARS, later) is Erased.VISIT


def test_the_periods_are_the_schemes() -> None:
    began, short = utc(2024, 2, 29, 12), replace(TWO_YEARS, identifying_years=0)

    assert identifying_due(began, short) == utc(2024, 3, 31, 23)
    # A visit is never gone before what identifies people in it.
    odd = Retention(identifying_years=3, visits_years=1)
    assert visit_due(began, odd) == identifying_due(began, odd)


def test_a_visitors_copy_ends_at_the_same_time_of_day_whatever_the_clocks_do() -> None:
    # Summer time begins on 31 March 2024 and ends on 27 October.
    assert copy_due(utc(2024, 3, 10, 15), TWO_YEARS) == utc(2024, 4, 9, 14)
    assert copy_due(utc(2024, 10, 10, 14), TWO_YEARS) == utc(2024, 11, 9, 15)
    assert copy_due(utc(2024, 2, 1, 9), TWO_YEARS) == utc(2024, 3, 2, 9)
    assert copy_due(utc(2023, 2, 1, 9), TWO_YEARS) == utc(2023, 3, 3, 9)


def a_step(name: str, minute: int, *lifts: str, visit: str = "visit") -> HoldStep:
    return HoldStep(
        record_id=RecordId(name),
        visit_id=VisitId(visit),
        lifts=tuple(map(RecordId, lifts)),
        at=utc(2026, 4, 1, 9, minute),
        by=MemberId("C-001"),
    )


def test_a_hold_stands_until_a_lift_names_it() -> None:
    first, second = a_step("first", 1), a_step("second", 2)

    assert holds_in_force([first]) == (first,)
    assert holds_in_force([first, a_step("lift", 3, "first")]) == ()
    # Set by somebody else who had not heard of the lift, or whom the lift had not heard of.
    assert holds_in_force([first, second, a_step("lift", 3, "first")]) == (second,)


def test_a_lift_of_one_visit_ends_no_hold_on_another() -> None:
    held = a_step("first", 1)

    assert holds_in_force([held, a_step("lift", 3, "first", visit="another")]) == (held,)

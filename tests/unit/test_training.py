"""Kinds of training, how long one is good for, and how somebody stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from icv_app.domain.training import (
    Trained,
    TrainingKind,
    TrainingState,
    counting,
    good_until,
    months_after,
    standing_in,
    usual_training,
)

LEAP_DAY = date(2024, 2, 29)
TODAY = date(2024, 3, 14)


def ends_in(days: int) -> list[Trained]:
    return [Trained(kind="children", day=date(2021, 1, 1), expires=TODAY + timedelta(days=days))]


@pytest.mark.parametrize(
    ("months", "last"),
    [(12, date(2025, 2, 28)), (36, date(2027, 2, 28)), (48, date(2028, 2, 29)), (10, date(2024, 12, 29))],
)
def test_a_training_on_29_february_is_good_to_the_28th_or_to_the_next_29th(months: int, last: date) -> None:
    assert good_until(TrainingKind(kind="x", title="X", months=months), LEAP_DAY) == last


def test_the_31st_becomes_the_last_day_of_a_shorter_month() -> None:
    assert months_after(date(2024, 1, 31), 1) == LEAP_DAY
    assert months_after(date(2023, 12, 31), 12) == date(2024, 12, 31)


def test_a_kind_without_months_never_runs_out() -> None:
    assert good_until(TrainingKind(kind="initial", title="Initial"), TODAY) is None
    assert standing_in([Trained(kind="initial", day=date(1999, 1, 1))], "initial", TODAY).state is (
        TrainingState.IN_DATE
    )


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-1, TrainingState.LAPSED),
        (0, TrainingState.SOON),
        (90, TrainingState.SOON),
        (91, TrainingState.IN_DATE),
    ],
)
def test_it_is_good_to_the_end_of_its_last_day(days: int, state: TrainingState) -> None:
    assert standing_in(ends_in(days), "children", TODAY).state is state


def test_who_was_never_trained_stands_so() -> None:
    assert standing_in(ends_in(5), "tact", TODAY).state is TrainingState.NONE


def test_the_training_that_is_good_for_longest_counts() -> None:
    long_ago = Trained(kind="tact", day=date(2020, 1, 1), expires=None)
    lately = Trained(kind="tact", day=date(2024, 1, 1), expires=date(2027, 1, 1))
    assert counting([lately, long_ago], "tact") == long_ago
    again = Trained(kind="tact", day=date(2024, 2, 1), expires=date(2027, 1, 1))
    assert counting([again, lately], "tact") == again


def test_a_scheme_begins_with_the_six_kinds() -> None:
    assert [one.kind for one in usual_training()] == [
        "initial",
        "refresher",
        "children",
        "menstrual_dignity",
        "neurodiversity",
        "tact",
    ]

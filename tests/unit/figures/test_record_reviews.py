"""Figures of custody record reviews: each n, what is not recorded apart, and the year they are counted in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.ids import RecordId, SuiteId
from icv_app.domain.record_review import Said, Step
from icv_app.domain.record_review_sample import Group
from icv_app.domain.record_review_scores import Score
from icv_app.domain.record_review_standing import RecordStanding, SampleStanding
from icv_app.domain.record_review_waits import Wait
from icv_app.domain.times import FinancialYear
from icv_app.figures.record_reviews import (
    ReadingFacts,
    RecordReviewFigures,
    WaitFigure,
    reading_facts,
    record_review_figures,
)
from tests.builders import NOON
from tests.record_review_builders import ARRESTED, a_read, a_reading, a_sample


def rows(*reads: dict[str, Any], suite: str = "leeds") -> tuple[ReadingFacts, ...]:
    """One row for each questionnaire; `at` says when it was sent."""
    records = []
    for number, changes in enumerate(reads):
        values = dict(changes)
        reading = a_reading(
            f"{suite}-{number}",
            "a",
            sample_id=RecordId(suite),
            reference=f"R-{number:02}",
            at=values.pop("at", NOON),
            read=a_read(**values),
        )
        records.append(
            RecordStanding(reference=reading.reference, group=Group.OTHER, assignment=None, reading=reading)
        )
    sample = a_sample(record_id=RecordId(suite), suite=SuiteId(suite))
    return reading_facts([SampleStanding(sample=sample, records=tuple(records))])


def wait(figures: RecordReviewFigures, which: Wait) -> WaitFigure:
    return next(one for one in figures.waits if one.wait is which)


def adult_after(*minutes: int) -> tuple[ReadingFacts, ...]:
    return rows(*({"steps": {Step.AA_CAME: 70 + one, Step.RELEASED: 3000}} for one in minutes))


def test_a_wait_has_median_and_ninetieth_percentile_by_nearest_rank_and_its_n() -> None:
    figure = wait(record_review_figures(adult_after(*range(10, 110, 10))), Wait.AA)
    assert (figure.n, figure.median, figure.ninetieth) == (10, Fraction(55), Fraction(90))
    assert figure.clock == Score()
    assert len(figure.readings) == 10


def test_what_did_not_happen_what_is_not_recorded_and_what_is_out_of_order_are_told_apart() -> None:
    figure = wait(
        record_review_figures(
            rows(
                {"steps": {Step.AA_CAME: Said.NO}},
                {"steps": {Step.AA_CAME: Said.NOT_RECORDED}},
                {"steps": {Step.AA_CAME: 10}},
                {"steps": {Step.AA_ASKED: Said.NOT_APPLICABLE}},
                {},
            )
        ),
        Wait.AA,
    )
    assert (figure.n, figure.never, figure.not_recorded, figure.out_of_order) == (1, 1, 1, 1)


def test_the_share_within_the_clock_is_of_what_could_be_judged() -> None:
    figure = wait(
        record_review_figures(
            rows(
                {},
                {"reviews": (ARRESTED + timedelta(hours=9),)},
                {"reviews": (), "steps": {Step.REVIEWS: Said.NOT_RECORDED}},
                {"reviews": (), "steps": {Step.REVIEWS: Said.NO}},
            )
        ),
        Wait.FIRST_REVIEW,
    )
    assert figure.clock == Score(kept=1, judged=3, not_recorded=1)
    assert (figure.n, figure.never) == (2, 1)


def test_scores_are_pooled_by_suite_and_over_all() -> None:
    both = (
        *rows({"quality": 4}, {"quality": 1, "steps": {Step.FIRST_MEAL: Said.NO}}),
        *rows({"quality": 5}, suite="bradford"),
    )
    figures = record_review_figures(both)
    assert [(one.suite, one.n, one.quality) for one in figures.suites] == [
        ("bradford", 1, Fraction(5)),
        ("leeds", 2, Fraction(5, 2)),
    ]
    everywhere = figures.everywhere
    assert (everywhere.n, everywhere.quality) == (3, Fraction(10, 3))
    assert everywhere.safeguards == Score(kept=26, judged=27)
    assert not everywhere.publishable
    meal = next(one for one in figures.steps if one.step is Step.FIRST_MEAL)
    assert meal.score == Score(kept=2, judged=3)


def test_a_reading_is_counted_in_the_year_of_london_in_which_it_was_sent() -> None:
    last = datetime(2024, 3, 31, 22, 59, tzinfo=UTC)
    found = rows({"at": last}, {"at": last + timedelta(minutes=1)})
    assert [record_review_figures(found, FinancialYear(year)).everywhere.n for year in (2023, 2024)] == [1, 1]


def test_of_nothing_there_are_no_figures() -> None:
    figures = record_review_figures([])
    assert figures.everywhere.quality is None
    assert figures.suites == ()
    assert all((one.n, one.median, one.ninetieth) == (0, None, None) for one in figures.waits)


@given(st.permutations(range(5)))
def test_the_order_of_the_rows_has_no_part_in_the_figures(order: list[int]) -> None:
    found = adult_after(5, 600, 20, 90, 30)
    figures, turned = record_review_figures(found), record_review_figures([found[at] for at in order])
    assert [(one.n, one.median, one.ninetieth) for one in figures.waits] == [
        (one.n, one.median, one.ninetieth) for one in turned.waits
    ]
    assert figures.everywhere == turned.everywhere

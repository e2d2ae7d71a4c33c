"""What an annual report says of the custody records that were read gives no small count away."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.record_review import Step
from icv_app.domain.record_review_sample import Group
from icv_app.domain.record_review_scores import Score
from icv_app.domain.record_review_waits import Wait
from icv_app.figures.figure_lines import FigureLine, Status
from icv_app.figures.office_lines import review_lines
from icv_app.figures.published_reviews import (
    READ,
    TIMELINESS,
    published_reviews,
    reviews_label,
    step_key,
    wait_key,
)
from icv_app.figures.record_reviews import RecordReviewFigures, StepFigure, SuiteScores, WaitFigure
from tests.solving import worked_out

PERIOD = "2023-24"
PARTS = st.tuples(*[st.integers(0, 12)] * 4)
"""Yes, no, not recorded, and what does not apply."""


def a_wait(wait: Wait, n: int, not_recorded: int) -> WaitFigure:
    return WaitFigure(
        wait=wait,
        n=n,
        median=Fraction(40) if n else None,
        ninetieth=Fraction(90) if n else None,
        clock=Score(),
        never=0,
        not_recorded=not_recorded,
        out_of_order=0,
        readings=(),
    )


def records(
    step: tuple[int, int, int, int], timely: tuple[int, int] = (20, 10), *, of: int | None = None
) -> RecordReviewFigures:
    """So many records; one step and one wait are answered alike, all others with nothing."""
    yes, no, missing, _rest = step
    whole = sum(step) if of is None else of
    scores = SuiteScores(
        suite=None,
        n=whole,
        timeliness=Score(timely[0], sum(timely)),
        safeguards=Score(),
        quality=Fraction(7, 2) if whole else None,
    )
    return RecordReviewFigures(
        waits=(a_wait(Wait.AA, yes + no, missing), a_wait(Wait.NEXT_REVIEW, 2 * whole, missing)),
        steps=(StepFigure(step=Step.AA_CAME, score=Score(yes, yes + no, missing)),),
        everywhere=scores,
        suites=(),
        groups=dict.fromkeys(Group, 0),
    )


def printed(found: RecordReviewFigures) -> dict[str, FigureLine]:
    return {line.key: line for line in review_lines(published_reviews(found, PERIOD).figures)}


def test_of_fewer_than_five_records_nothing_is_said() -> None:
    lines = printed(records((1, 1, 1, 1)))
    assert list(lines) == [READ]
    assert lines[READ].status is Status.WITHHELD


def test_of_no_records_it_is_said_that_there_are_none() -> None:
    lines = printed(records((0, 0, 0, 0)))
    assert [line.value for line in lines.values()] == [0]


def test_a_small_no_is_not_to_be_worked_out_from_yes_and_all_answers() -> None:
    lines = printed(records((12, 3, 0, 9)))
    share = lines[step_key(Step.AA_CAME, "yes")]
    assert share.status is Status.WITHHELD
    assert share.value is None
    assert None in {share.part, share.of}


def test_few_records_that_do_not_say_are_not_to_be_worked_out_from_the_rest() -> None:
    lines = printed(records((12, 8, 3, 0)))
    assert lines[step_key(Step.AA_CAME, "not_recorded")].status is Status.WITHHELD
    answered = lines[step_key(Step.AA_CAME, "yes")].of
    assert answered is None, "20 of 23 records answer it: three do not"


def test_the_minutes_of_a_withheld_wait_are_withheld_with_it() -> None:
    lines = printed(records((2, 1, 20, 9)))
    for what in ("n", "median", "ninetieth"):
        assert lines[wait_key(Wait.AA, what)].status is Status.WITHHELD


def test_what_is_large_enough_is_said() -> None:
    lines = printed(records((12, 8, 6, 9)))
    assert lines[READ].value == 35
    assert lines[TIMELINESS].value == Fraction(2, 3)
    assert lines[step_key(Step.AA_CAME, "yes")].value == Fraction(12, 20)
    assert lines[wait_key(Wait.AA, "n")].value == 20
    assert lines["reviews.quality"].value == Fraction(7, 2)


@given(PARTS, st.tuples(st.integers(0, 12), st.integers(0, 12)))
def test_no_small_count_follows_from_what_is_printed(
    step: tuple[int, int, int, int], timely: tuple[int, int]
) -> None:
    found = published_reviews(records(step, timely), PERIOD)
    if found.figures.read is None:
        return
    known = {key: count.value if count.shown else None for key, count in found.counts.items()}
    answered, yes = step_key(Step.AA_CAME, "answered"), step_key(Step.AA_CAME, "yes")
    missing = step_key(Step.AA_CAME, "not_recorded")
    equations = [
        (answered, (yes, f"{yes}.rest")),
        (READ, (answered, missing, step_key(Step.AA_CAME, "rest"))),
        (READ, (wait_key(Wait.AA, "n"), wait_key(Wait.AA, "not_recorded"), wait_key(Wait.AA, "rest"))),
        (f"{TIMELINESS}.answered", (TIMELINESS, f"{TIMELINESS}.rest")),
    ]
    of_print = {key: value for key, value in known.items() if not key.endswith(".rest")}
    solved = worked_out(known, equations, bounds=False) | worked_out(of_print, equations, bounds=True)
    small = {key: n for key, n in solved.items() if known[str(key)] is None and 0 < n < 5}
    assert not small


@pytest.mark.parametrize("more", [1, 4])
def test_a_report_written_again_does_not_tell_of_the_few_records_read_since(more: int) -> None:
    first = published_reviews(records((12, 8, 6, 9)), PERIOD)
    again = published_reviews(records((12 + more, 8, 6, 9)), PERIOD, {reviews_label(PERIOD): [first.counts]})
    assert first.counts[step_key(Step.AA_CAME, "yes")].shown
    assert not again.counts[step_key(Step.AA_CAME, "yes")].shown

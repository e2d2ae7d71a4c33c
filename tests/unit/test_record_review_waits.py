"""Waits in a custody record, the clocks of the law, and the scores made of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from icv_app.domain.person import LegalStatus
from icv_app.domain.record_review import RecordRead, Said, Step
from icv_app.domain.record_review_scores import Score, safeguards, timeliness
from icv_app.domain.record_review_waits import Measured, Outcome, Wait, waits_of
from tests.record_review_builders import ARRESTED, a_read


def wait(read: RecordRead, which: Wait) -> Measured:
    [found] = [one for one in waits_of(read) if one.wait is which]
    return found


def later(read: RecordRead) -> list[Measured]:
    return [one for one in waits_of(read) if one.wait is Wait.NEXT_REVIEW]


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


@pytest.mark.parametrize(
    ("which", "minutes"),
    [
        (Wait.ARREST_TO_ARRIVAL, 20),
        (Wait.ARRIVAL_TO_AUTHORISED, 30),
        (Wait.AUTHORISED_TO_RIGHTS, 5),
        (Wait.AA, 120),
        (Wait.HEALTHCARE, 60),
        (Wait.SOLICITOR, 144),
        (Wait.FIRST_MEAL, 220),
        (Wait.FIRST_REVIEW, 300),
        (Wait.BEFORE_CHARGE, 580),
    ],
)
def test_each_wait_is_the_time_between_its_two_steps(which: Wait, minutes: int) -> None:
    found = wait(a_read(), which)
    assert (found.outcome, found.length) == (Outcome.MEASURED, timedelta(minutes=minutes))


def test_what_does_not_apply_has_no_wait() -> None:
    assert wait(a_read(), Wait.INTERPRETER).outcome is Outcome.NOT_APPLICABLE


def test_who_was_asked_for_and_never_came_is_told_apart_from_what_is_not_recorded() -> None:
    never = a_read(steps={Step.AA_CAME: Said.NO})
    unknown = a_read(steps={Step.AA_CAME: Said.NOT_RECORDED})
    not_asked = a_read(steps={Step.AA_ASKED: Said.NO, Step.AA_CAME: Said.NO})
    assert [wait(one, Wait.AA).outcome for one in (never, unknown, not_asked)] == [
        Outcome.NEVER,
        Outcome.NOT_RECORDED,
        Outcome.NOT_APPLICABLE,
    ]


def test_times_the_wrong_way_round_are_no_wait() -> None:
    found = wait(a_read(steps={Step.RIGHTS: 40}), Wait.AUTHORISED_TO_RIGHTS)
    assert (found.outcome, found.length) == (Outcome.OUT_OF_ORDER, None)


def test_a_wait_over_midnight_goes_on() -> None:
    read = a_read(datetime(2024, 3, 4, 23, 10, tzinfo=UTC))
    assert wait(read, Wait.AA).length == hours(2)


@pytest.mark.parametrize(
    ("clock", "length"),
    [
        # 31 March 2024: 00:50 by the clock, and 03:50 after it was put on, is two hours.
        (datetime(2024, 3, 31, 0, 50, tzinfo=UTC), 2),
        # 27 October 2024: 00:50 summer time, and 02:50 after it was put back, is three hours.
        (datetime(2024, 10, 26, 23, 50, tzinfo=UTC), 3),
    ],
)
def test_a_night_on_which_the_clocks_change_is_as_long_as_it_was(clock: datetime, length: int) -> None:
    came = datetime(clock.year, 3, 31, 2, 50, tzinfo=UTC)
    if clock.month == 10:
        came = datetime(clock.year, 10, 27, 2, 50, tzinfo=UTC)
    read = a_read(clock - hours(2), steps={Step.AA_ASKED: clock, Step.AA_CAME: came})
    assert wait(read, Wait.AA).length == hours(length)


@pytest.mark.parametrize(
    ("authorised", "review", "within"),
    [
        # By the clock on the wall seven hours, five and six: what passed counts.
        (datetime(2024, 3, 30, 23, 0, tzinfo=UTC), datetime(2024, 3, 31, 5, 0, tzinfo=UTC), True),
        (datetime(2024, 10, 26, 22, 0, tzinfo=UTC), datetime(2024, 10, 27, 4, 0, tzinfo=UTC), True),
        (datetime(2024, 10, 26, 22, 0, tzinfo=UTC), datetime(2024, 10, 27, 5, 0, tzinfo=UTC), False),
    ],
)
def test_the_review_clock_runs_through_a_change_of_the_clocks(
    authorised: datetime, review: datetime, within: bool
) -> None:
    begun = authorised - timedelta(minutes=50)
    assert wait(a_read(begun, reviews=(review,)), Wait.FIRST_REVIEW).within is within


@pytest.mark.parametrize(("minutes", "within"), [(360, True), (361, False)])
def test_the_first_review_is_due_six_hours_after_detention_was_authorised(minutes: int, within: bool) -> None:
    read = a_read(reviews=(ARRESTED + timedelta(minutes=50 + minutes),))
    assert wait(read, Wait.FIRST_REVIEW).within is within


def test_further_reviews_are_due_nine_hours_after_the_one_before() -> None:
    first = ARRESTED + hours(6)
    read = a_read(
        steps={Step.RELEASED: 30 * 60}, reviews=(first, first + hours(9), first + hours(9) + hours(9.5))
    )
    assert [one.within for one in later(read)] == [True, False]


def test_a_review_that_fell_due_before_release_and_was_not_held_is_missed() -> None:
    first = ARRESTED + hours(6)
    missed = a_read(steps={Step.RELEASED: 16 * 60}, reviews=(first,))
    in_time = a_read(steps={Step.RELEASED: 15 * 60}, reviews=(first,))
    assert [(one.outcome, one.within) for one in later(missed)] == [(Outcome.NEVER, False)]
    assert later(in_time) == []


def test_no_review_is_due_of_somebody_released_within_six_hours() -> None:
    short = a_read(steps={Step.REVIEWS: Said.NO, Step.RELEASED: 50 + 360}, reviews=())
    longer = a_read(steps={Step.REVIEWS: Said.NO, Step.RELEASED: 50 + 361}, reviews=())
    unknown = a_read(steps={Step.REVIEWS: Said.NOT_RECORDED}, reviews=())
    no_end = a_read(steps={Step.REVIEWS: Said.NO, Step.RELEASED: Said.NOT_RECORDED}, reviews=())
    found = [wait(one, Wait.FIRST_REVIEW) for one in (short, longer, unknown, no_end)]
    assert [(one.outcome, one.within) for one in found] == [
        (Outcome.NOT_APPLICABLE, None),
        (Outcome.NEVER, False),
        (Outcome.NOT_RECORDED, None),
        (Outcome.NOT_RECORDED, None),
    ]


def test_terrorism_has_twelve_hours_between_reviews_and_section_136_has_none() -> None:
    reviews = (ARRESTED + hours(12), ARRESTED + hours(24))
    tact = a_read(held_as=LegalStatus.TACT, reviews=reviews)
    assert [one.within for one in (wait(tact, Wait.FIRST_REVIEW), *later(tact))] == [True, True]
    ill = a_read(held_as=LegalStatus.S136, reviews=reviews)
    assert wait(ill, Wait.FIRST_REVIEW).outcome is Outcome.NOT_APPLICABLE
    assert later(ill) == []


@pytest.mark.parametrize(
    ("steps", "within"),
    [
        ({Step.CHARGED: 20 + 24 * 60}, True),
        ({Step.CHARGED: 21 + 24 * 60}, False),
        ({Step.CHARGED: 20 + 30 * 60, Step.EXTENDED: 20 + 23 * 60}, True),
        ({Step.CHARGED: 20 + 30 * 60, Step.EXTENDED: 20 + 25 * 60}, False),
        ({Step.CHARGED: 20 + 30 * 60, Step.EXTENDED: Said.NOT_RECORDED}, None),
        ({Step.CHARGED: 20 + 40 * 60, Step.EXTENDED: 20 + 23 * 60}, None),
        ({Step.CHARGED: 20 + 40 * 60, Step.EXTENDED: Said.NO}, False),
        ({Step.CHARGED: 20 + 97 * 60, Step.EXTENDED: 20 + 23 * 60}, False),
        ({Step.CHARGED: 20 + 97 * 60, Step.EXTENDED: Said.NOT_RECORDED}, False),
        ({Step.CHARGED: Said.NOT_RECORDED, Step.RELEASED: 10 * 60}, True),
        ({Step.CHARGED: Said.NOT_RECORDED, Step.RELEASED: 50 * 60}, None),
        ({Step.CHARGED: 20 + 95 * 60, Step.EXTENDED: 20 + 25 * 60}, None),
    ],
)
def test_before_charge_the_limit_is_24_hours_unless_it_was_extended_in_time(
    steps: dict[Step, int | Said], within: bool | None
) -> None:
    read = a_read(steps={Step.RELEASED: 100 * 60, **steps})
    assert wait(read, Wait.BEFORE_CHARGE).within is within


def test_the_limit_before_charge_counts_what_passed_when_the_clocks_change() -> None:
    spring = datetime(2024, 3, 30, 12, 0, tzinfo=UTC)
    read = a_read(spring, steps={Step.ARRIVED: spring, Step.CHARGED: spring + hours(24), Step.RELEASED: 3000})
    assert wait(read, Wait.BEFORE_CHARGE).within is True
    by_the_wall = a_read(
        datetime(2024, 10, 26, 11, 0, tzinfo=UTC),
        steps={Step.ARRIVED: 0, Step.CHARGED: 25 * 60, Step.RELEASED: 3000},
    )
    assert wait(by_the_wall, Wait.BEFORE_CHARGE).within is False


@pytest.mark.parametrize(
    ("steps", "within"),
    [
        ({Step.RELEASED: 20 + 30 * 60, Step.EXTENDED: 20 + 23 * 60}, True),
        ({Step.RELEASED: 20 + 30 * 60, Step.EXTENDED: Said.NOT_RECORDED}, None),
        ({Step.RELEASED: 20 + 37 * 60, Step.EXTENDED: 20 + 23 * 60}, False),
        ({Step.RELEASED: 20 + 37 * 60, Step.EXTENDED: Said.NOT_RECORDED}, False),
    ],
)
def test_under_section_136_nobody_is_held_beyond_36_hours(
    steps: dict[Step, int | Said], within: bool | None
) -> None:
    read = a_read(held_as=LegalStatus.S136, steps=steps)
    assert wait(read, Wait.BEFORE_CHARGE).within is within


def test_under_the_terrorism_act_fourteen_days_run_from_the_arrest() -> None:
    days = 14 * 24 * 60
    for released, within in ((days, True), (days + 10, False)):
        read = a_read(held_as=LegalStatus.TACT, steps={Step.RELEASED: released})
        assert wait(read, Wait.BEFORE_CHARGE).within is within


def test_who_is_held_for_another_reason_has_no_limit_before_charge() -> None:
    assert wait(a_read(held_as=LegalStatus.IMMIGRATION), Wait.BEFORE_CHARGE).outcome is Outcome.NOT_APPLICABLE


def test_timeliness_is_what_kept_to_a_clock_of_what_could_be_judged() -> None:
    assert timeliness(a_read()) == Score(kept=2, judged=2)
    late = a_read(reviews=(ARRESTED + hours(8),), steps={Step.ARRIVED: Said.NOT_RECORDED})
    assert timeliness(late) == Score(kept=0, judged=1, not_recorded=1)


def test_safeguards_are_yes_of_yes_and_no_and_what_is_not_recorded_stands_apart() -> None:
    read = a_read(steps={Step.AA_CAME: Said.NO, Step.FIRST_MEAL: Said.NOT_RECORDED})
    assert safeguards(read) == Score(kept=7, judged=8, not_recorded=1)

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.detention_clocks import Clock, PromptKind, detention_clock, review_fell_due
from icv_app.domain.person import AgeBand, LegalStatus
from icv_app.domain.times import LONDON
from tests.builders import NOON, a_person

K = PromptKind
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def clock(after: timedelta, **changes: Any) -> Clock:
    """The clock of somebody whose detention was authorised at noon and began then, some time later."""
    person = a_person(**{"authorised_at": NOON, "relevant_time": NOON, **changes})
    return detention_clock(person, NOON + after)


def kinds(found: Clock) -> list[PromptKind]:
    return [prompt.kind for prompt in found.prompts]


@pytest.mark.parametrize(
    ("after", "prompts"),
    [
        (5 * HOUR - SECOND, []),
        (5 * HOUR, [K.REVIEW_DUE]),
        (6 * HOUR, [K.REVIEW_DUE]),
        (6 * HOUR + SECOND, [K.REVIEW_LATE]),
    ],
)
def test_the_first_review_is_due_six_hours_after_authorisation(
    after: timedelta, prompts: list[PromptKind]
) -> None:
    found = clock(after)
    assert found.next_review_at == NOON + 6 * HOUR
    assert kinds(found) == prompts


def test_later_reviews_are_nine_hours_apart() -> None:
    found = clock(7 * HOUR, last_review_at=NOON + 5 * HOUR)
    assert found.next_review_at == NOON + 14 * HOUR
    assert kinds(clock(14 * HOUR + SECOND, last_review_at=NOON + 5 * HOUR)) == [K.REVIEW_LATE]


def test_a_late_review_says_by_how_much() -> None:
    (prompt,) = clock(6 * HOUR + 20 * timedelta(minutes=1)).prompts
    assert prompt.by == -20 * timedelta(minutes=1)


@pytest.mark.parametrize(
    ("after", "name", "hours"),
    [
        (timedelta(0), "24h", 24),
        (24 * HOUR, "24h", 24),
        (24 * HOUR + SECOND, "36h", 36),
        (36 * HOUR, "36h", 36),
        (36 * HOUR + SECOND, "96h", 96),
        (96 * HOUR + SECOND, "96h", 96),
    ],
)
def test_before_charge_the_limits_are_24_36_and_96_hours(after: timedelta, name: str, hours: int) -> None:
    found = clock(after, legal_status=LegalStatus.PRE_CHARGE)
    assert (found.limit_name, found.limit_at) == (name, NOON + hours * HOUR)


@pytest.mark.parametrize(
    ("after", "prompts"),
    [
        (19 * HOUR - SECOND, []),
        (19 * HOUR, [K.LIMIT_NEAR]),
        (24 * HOUR, [K.LIMIT_NEAR]),
        (24 * HOUR + SECOND, []),
        (96 * HOUR, [K.LIMIT_NEAR]),
        (96 * HOUR + SECOND, [K.LIMIT_PASSED]),
    ],
)
def test_a_limit_is_announced_five_hours_before_it_falls(after: timedelta, prompts: list[PromptKind]) -> None:
    assert kinds(clock(after, authorised_at=None)) == prompts


def test_the_limit_runs_from_the_relevant_time_and_the_review_from_the_authorisation() -> None:
    found = clock(timedelta(0), relevant_time=NOON - 2 * HOUR)
    assert found.limit_at == NOON + 22 * HOUR
    assert found.next_review_at == NOON + 6 * HOUR


@pytest.mark.parametrize(
    "status", [LegalStatus.CHARGED, LegalStatus.WARRANT_OR_RECALL, LegalStatus.IMMIGRATION, None]
)
def test_after_charge_and_for_warrants_there_is_no_limit_here(status: LegalStatus | None) -> None:
    found = clock(200 * HOUR, legal_status=status)
    assert (found.limit_at, found.limit_name) == (None, None)


@pytest.mark.parametrize(
    ("after", "name", "hours"),
    [(HOUR, "s136", 24), (24 * HOUR + SECOND, "s136_extended", 36)],
)
def test_section_136_runs_for_24_hours_and_twelve_more(after: timedelta, name: str, hours: int) -> None:
    found = clock(after, legal_status=LegalStatus.S136)
    assert (found.limit_name, found.limit_at) == (name, NOON + hours * HOUR)
    assert found.next_review_at is None


@pytest.mark.parametrize("band", [AgeBand.A10_13, AgeBand.A14_17])
def test_a_child_held_under_section_136_is_a_red_prompt_before_all_others(band: AgeBand) -> None:
    found = clock(40 * HOUR, legal_status=LegalStatus.S136, age_band=band)
    assert kinds(found) == [K.CHILD_S136, K.LIMIT_PASSED]
    assert found.prompts[0].red


def test_an_adult_held_under_section_136_is_not() -> None:
    assert kinds(clock(HOUR, legal_status=LegalStatus.S136)) == []


def test_nor_is_a_child_held_before_charge() -> None:
    assert kinds(clock(HOUR, legal_status=LegalStatus.PRE_CHARGE, age_band=AgeBand.A10_13)) == []


def test_terrorism_follows_code_h_with_reviews_twelve_hours_apart_and_fourteen_days() -> None:
    found = clock(HOUR, legal_status=LegalStatus.TACT)
    assert found.next_review_at == NOON + 12 * HOUR
    assert (found.limit_name, found.limit_at) == ("14d", NOON + timedelta(days=14))
    later = clock(20 * HOUR, legal_status=LegalStatus.TACT, last_review_at=NOON + 12 * HOUR)
    assert later.next_review_at == NOON + 24 * HOUR


def test_without_a_time_there_is_no_clock() -> None:
    found = clock(HOUR, authorised_at=None, relevant_time=None)
    assert found == Clock(None, None, None, ())


@pytest.mark.parametrize(
    ("began", "wall"),
    [
        # Clocks go forward at 01:00 on 31 March 2024, back at 02:00 on 29 October 2023.
        (
            datetime(2024, 3, 30, 22, 0, tzinfo=LONDON),
            (datetime(2024, 3, 31, 5, 0), datetime(2024, 3, 31, 23, 0)),
        ),
        (
            datetime(2023, 10, 28, 22, 0, tzinfo=LONDON),
            (datetime(2023, 10, 29, 3, 0), datetime(2023, 10, 29, 21, 0)),
        ),
    ],
)
def test_hours_in_custody_pass_whatever_the_wall_clock_does(
    began: datetime, wall: tuple[datetime, datetime]
) -> None:
    found = detention_clock(a_person(authorised_at=began, relevant_time=began), began)
    assert found.next_review_at is not None
    assert found.limit_at is not None
    assert found.next_review_at.astimezone(LONDON).replace(tzinfo=None) == wall[0]
    assert found.limit_at.astimezone(LONDON).replace(tzinfo=None) == wall[1]


@given(st.sampled_from(LegalStatus), st.integers(0, 400 * 3600))
def test_a_limit_lies_ahead_until_the_last_has_passed(status: LegalStatus, seconds: int) -> None:
    after = timedelta(seconds=seconds)
    found = clock(after, legal_status=status)
    if found.limit_at is not None:
        assert (found.limit_at < NOON + after) is (K.LIMIT_PASSED in kinds(found))


@pytest.mark.parametrize(
    ("changes", "after", "due"),
    [
        ({}, 6 * HOUR - SECOND, False),
        ({}, 6 * HOUR, True),
        ({"legal_status": LegalStatus.TACT}, 11 * HOUR, False),
        ({"legal_status": LegalStatus.TACT}, 12 * HOUR, True),
        ({"last_review_at": NOON + HOUR}, 2 * HOUR, True),
        ({"authorised_at": None}, HOUR, True),
    ],
)
def test_reviews_are_asked_about_once_one_could_have_been_due(
    changes: dict[str, Any], after: timedelta, due: bool
) -> None:
    person = a_person(**{"authorised_at": NOON, "relevant_time": NOON, "last_review_at": None, **changes})
    assert review_fell_due(person, NOON + after) is due

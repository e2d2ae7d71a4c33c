from __future__ import annotations

from datetime import timedelta

import pytest

from icv_app.domain.person import AgeBand, Answer, Gender
from tests.builders import NOON, a_girl_of_15, a_person, somebody_asleep


@pytest.mark.parametrize("band", list(AgeBand))
def test_a_child_is_somebody_under_18(band: AgeBand) -> None:
    assert a_person(age_band=band).child is (band in {AgeBand.A10_13, AgeBand.A14_17})


def test_seventeen_year_olds_are_children_and_an_unknown_age_is_not_taken_for_one() -> None:
    assert a_person(age_band=AgeBand.A14_17).child
    assert not a_person(age_band=AgeBand.UNKNOWN).child
    assert not a_person(age_band=None).child


@pytest.mark.parametrize(
    ("gender", "band", "girl", "woman"),
    [
        (Gender.WOMAN, AgeBand.A14_17, True, False),
        (Gender.WOMAN, AgeBand.A18_24, False, True),
        (Gender.WOMAN, AgeBand.UNKNOWN, False, True),
        (Gender.MAN, AgeBand.A14_17, False, False),
        (Gender.UNKNOWN, AgeBand.A25_59, False, False),
    ],
)
def test_girls_and_women_are_told_apart_at_18(gender: Gender, band: AgeBand, girl: bool, woman: bool) -> None:
    person = a_person(gender=gender, age_band=band)
    assert (person.girl, person.woman) == (girl, woman)


def test_time_in_custody_runs_from_the_relevant_time() -> None:
    person = a_person(relevant_time=NOON - timedelta(hours=4), authorised_at=NOON - timedelta(hours=3))
    assert person.held_for(NOON) == timedelta(hours=4)


def test_time_in_custody_runs_from_the_authorisation_where_no_relevant_time_is_known() -> None:
    person = a_person(relevant_time=None, authorised_at=NOON - timedelta(hours=3))
    assert person.held_for(NOON) == timedelta(hours=3)


def test_time_in_custody_is_unknown_without_a_time_and_never_negative() -> None:
    assert a_person(relevant_time=None, authorised_at=None).held_for(NOON) is None
    assert a_person(relevant_time=NOON + timedelta(hours=1)).held_for(NOON) == timedelta(0)


def test_a_new_answer_takes_the_place_of_the_earlier_one() -> None:
    person = a_person().with_answer(Answer(check_id="drink_given", value="no"))
    person = person.with_answer(Answer(check_id="drink_given", value="yes"))
    assert [answer.value for answer in person.answers] == ["yes"]
    assert person.answer("drink_given") == Answer(check_id="drink_given", value="yes")


def test_an_answer_can_be_taken_back() -> None:
    person = a_person().with_answer(Answer(check_id="drink_given", value="no"))
    assert person.without_answer("drink_given") == a_person()
    assert person.without_answer("food_given") == person
    assert person.answer("food_given") is None


def test_somebody_is_asleep_by_the_reason_they_were_not_spoken_to() -> None:
    assert somebody_asleep().asleep
    assert not a_girl_of_15().asleep

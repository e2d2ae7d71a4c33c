"""What was typed as terms, words as places, and places named by their paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.finding import (
    MOST_TERMS,
    Place,
    Term,
    holds,
    passages_of,
    place_of,
    reply_path,
    said_path,
    search_terms,
    words_in,
)
from icv_app.domain.follow_up import FollowUp, Looked
from icv_app.domain.ids import ConcernId, PersonId, RecordId, VisitId
from icv_app.domain.person import Answer
from icv_app.domain.problem import Step
from icv_app.domain.visit import Visit
from tests.builders import a_concern, a_person, a_visit
from tests.visit_strategies import visits


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("shower cold", [(("shower",), True), (("cold",), True)]),
        ('"no hot water" cold', [(("no", "hot", "water"), False), (("cold",), True)]),
        ('"no hot wat', [(("no", "hot", "wat"), True)]),
        ("“no hot water”", [(("no", "hot", "water"), False)]),
        ("13WK/4402", [(("13wk", "4402"), True)]),
        ("s shower", [(("s",), False), (("shower",), True)]),
        ("shower SHOWER", [(("shower",), True)]),
        ('"" * ( ) 🚿 --', []),
        ("", []),
    ],
)
def test_what_is_typed_becomes_terms(typed: str, terms: list[tuple[tuple[str, ...], bool]]) -> None:
    assert list(search_terms(typed)) == [Term(*term) for term in terms]


@given(st.text(max_size=400))
def test_terms_hold_letters_and_digits_only_and_never_too_many(typed: str) -> None:
    terms = search_terms(typed)
    assert len(terms) <= MOST_TERMS
    assert all('"' not in word and not word.isspace() and word for term in terms for word in term.words)


def test_ten_thousand_words_are_cut_short() -> None:
    assert len(search_terms(" ".join(f"word{number}" for number in range(10_000)))) == MOST_TERMS


@pytest.mark.parametrize(
    ("words", "unfinished", "text", "there"),
    [
        (("elland", "ro"), True, "Leeds, Elland Road", True),
        (("elland", "ro"), False, "Leeds, Elland Road", False),
        (("cafe",), False, "the Café", True),
        (("road", "elland"), True, "Elland Road", False),
        (("leeds",), True, "", False),
    ],
)
def test_a_term_stands_in_a_text_or_not(
    words: tuple[str, ...], unfinished: bool, text: str, there: bool
) -> None:
    assert holds(Term(words, unfinished), text) is there


@given(visits())
def test_every_path_of_a_visit_stands_once_and_names_a_step(visit: Visit) -> None:

    passages = passages_of(visit)
    assert len({passage.path for passage in passages}) == len(passages)
    assert all(place_of(passage.path).step is not None for passage in passages if passage.path != "visit")


def test_codes_and_times_among_the_answers_are_no_words_to_find() -> None:
    person = a_person(
        answers=(
            Answer(check_id="aa_called_at", value="2024-03-14T12:00:00Z"),
            Answer(check_id="la_bed_result", value="no_bed"),
            Answer(check_id="custody_officer_answer", value="Will ask the nurse."),
        )
    )
    found = {passage.words for passage in passages_of(a_visit(people=(person,)))}
    assert "Will ask the nurse." in found
    assert not {"2024-03-14T12:00:00Z", "no_bed"} & found


def test_the_words_of_a_concern_belong_to_the_number_of_its_person() -> None:
    person = a_person(custody_number="13WK/4402")
    visit = a_visit(people=(person,), concerns=(a_concern(person_id=person.person_id),))
    about = {passage.path: passage.about for passage in passages_of(visit)}
    assert about["concerns.concern-1"] == "13WK/4402"
    assert about["visit"] == ""


def test_a_path_names_its_place() -> None:
    follow_up = FollowUp(
        concern_id=ConcernId("shower"),
        visit_id=VisitId("before"),
        category="F2",
        finding=Looked.STILL_SO,
        note="Cold.",
    )
    paths = [passage.path for passage in passages_of(a_visit(people=(), follow_ups=(follow_up,)))]
    assert place_of(paths[-1]) == Place(Step.ARRIVAL, "follow_ups.shower")
    assert place_of("people.p1.answers.food.note") == Place(
        Step.PEOPLE, "answers.food", person_id=PersonId("p1")
    )
    assert place_of("areas.cells") == Place(Step.SUITE, "areas.cells")
    assert place_of(said_path("r1")) == Place(record_id=RecordId("r1"))
    assert place_of(reply_path("c1", "r1")) == Place(concern_id=ConcernId("c1"), record_id=RecordId("r1"))


def test_words_are_told_apart_by_what_is_no_letter_and_no_digit() -> None:
    assert words_in("Don't—stop: 13WK/4402 naïve_café") == (
        "don",
        "t",
        "stop",
        "13wk",
        "4402",
        "naïve",
        "café",
    )

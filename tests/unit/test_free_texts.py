"""Every text that visitors write in their own words is known, with where it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings as examples

from icv_app.domain.free_texts import free_texts
from icv_app.domain.identifying import split_visit
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import Answer, Resolution, Resolved
from icv_app.domain.problem import Step
from icv_app.domain.visit import DelayExplanation, Visit
from tests.builders import a_checklist, a_concern, a_person, a_visit
from tests.unit.test_identifying import everything_identifying
from tests.visit_strategies import visits


def paths(visit: Visit) -> set[str]:
    return {text.path for text in free_texts(visit, a_checklist())}


def test_whatever_is_set_apart_as_identifying_is_looked_through_but_the_custody_number() -> None:
    visit = everything_identifying()
    _rest, part = split_visit(visit, a_checklist())
    apart = {path for path in part.texts if not path.startswith("justified.")}
    assert apart - paths(visit) == {path for path in apart if path.endswith(".custody_number")}


@examples(max_examples=40)
@given(visits())
def test_a_text_is_found_under_the_path_it_is_set_apart_by(visit: Visit) -> None:
    _rest, part = split_visit(visit, a_checklist())
    written = {text.path: text.text for text in free_texts(visit, a_checklist())}
    shared = written.keys() & part.texts.keys()
    assert {path: written[path] for path in shared} == {path: part.texts[path] for path in shared}


def test_a_text_says_where_it_is_put_right() -> None:
    answer = Answer(
        check_id="food_given",
        value="no",
        note="Waited for it",
        resolution=Resolution(resolved=Resolved.NOT_RAISED, reason="other", note="Too late"),
    )
    visit = a_visit(
        delay=DelayExplanation(note="Nobody came"),
        people=(a_person(cell="", answers=(answer,)),),
        concerns=(a_concern(concern_id=ConcernId("c-1"), text="Cold", person_id=None),),
        officer_response="Will see",
    )

    found = [
        (text.step, text.field, text.person_id, text.concern_id, text.text)
        for text in free_texts(visit, a_checklist())
    ]

    person = PersonId("person-1")
    assert found == [
        (Step.ARRIVAL, "delay.note", None, None, "Nobody came"),
        (Step.PEOPLE, "answers.food_given.note", person, None, "Waited for it"),
        (Step.PEOPLE, "answers.food_given.resolution", person, None, "Too late"),
        (Step.SUITE, "officer_response", None, None, "Will see"),
        (Step.CONCERNS, "text", None, "c-1", "Cold"),
    ]


def test_an_answer_in_words_is_a_free_text_and_a_plain_answer_is_none() -> None:
    [words, *_more] = [check.check_id for check in a_checklist().checks if check.identifying]
    answers = (Answer(check_id=words, value="As they said"), Answer(check_id="solicitor_offered", value="no"))
    visit = a_visit(people=(a_person(cell="", answers=answers),))
    assert [text.text for text in free_texts(visit, a_checklist())] == ["As they said"]


def test_the_name_of_a_text_is_what_its_field_is_called() -> None:
    visit = a_visit(
        people=(a_person(cell="", answers=(Answer(check_id="drink_given", value="no", note="x"),)),)
    )
    [text] = free_texts(visit, a_checklist())
    check = a_checklist().check("drink_given")
    assert text.name == f"Note on “{check.text if check else 'drink_given'}”"

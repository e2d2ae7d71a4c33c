"""Rule 1: what seems to identify somebody is taken out, or it is said why it stays."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from icv_app.domain.completeness import problems, step_status
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.justified import Justified
from icv_app.domain.person import Consent
from icv_app.domain.privacy import Hint
from icv_app.domain.problem import Step, StepStatus
from icv_app.domain.visit import AreaFinding, AreaState, SignOff, Visit
from icv_app.domain.visit_changes import EditorPlace, changed_places
from icv_app.services.documents import to_json, visit_from_json
from tests.builders import a_concern, a_context, a_person, a_visit, answered, somebody_who_declined, to_do
from tests.fakes.guard import FakeGuard

STAYS = Justified(path="officer_response", found="Mark", hint="name", reason="everyday_word")


def a_visit_with(text: str, *justified: Justified) -> Visit:
    return a_visit(officer_response=text, justified=justified)


def test_a_name_keeps_a_visit_from_being_submitted() -> None:
    [problem] = problems(a_visit_with("Mr Khan will see to it"), a_context())

    assert (problem.step, problem.field, problem.wrong) == (Step.SUITE, "officer_response", True)
    assert problem.text == (
        "What the custody officer answered: “Mr Khan” looks like a name. "
        "Take it out, or say why it must stay."
    )
    statuses = step_status(a_visit_with("Mr Khan will see to it"), a_context())
    assert statuses[Step.SUITE] is StepStatus.NEEDS_ATTENTION


def test_a_text_with_several_finds_asks_once() -> None:
    assert len(to_do(a_visit_with("Mr Khan and Mark"))) == 1


def test_a_justified_word_may_stay() -> None:
    assert to_do(a_visit_with("A mark of quality, a Mark of trust", STAYS)) == []


@pytest.mark.parametrize(
    "other",
    [
        replace(STAYS, path="force_comment"),
        replace(STAYS, found="Mr Khan"),
        replace(STAYS, hint="offence"),
        replace(STAYS, reason=""),
        replace(STAYS, reason="no such reason"),
        replace(STAYS, reason="other"),
        replace(STAYS, note="It is the brother of Mr Khan"),
    ],
    ids=["elsewhere", "another word", "another hint", "no reason", "unknown reason", "no words", "a name"],
)
def test_a_justification_of_something_else_or_without_reason_does_not_count(other: Justified) -> None:
    assert [field for field, _text in to_do(a_visit_with("Mark came", other))] == ["officer_response"]


def test_words_may_say_more_about_a_justified_word_and_name_it() -> None:
    other = replace(STAYS, reason="other", note="Mark is a make of radio")
    assert to_do(a_visit_with("The Mark did not work", other)) == []


def test_what_is_written_later_in_a_justified_text_is_looked_at_again() -> None:
    assert to_do(a_visit_with("Mark", STAYS)) == []
    assert len(to_do(a_visit_with("Mark, says Mr Khan", STAYS))) == 1


def test_a_problem_leads_to_the_person_and_the_field() -> None:
    person = answered(a_person(note="Mr Khan is his brother"))
    [problem] = problems(a_visit(people=(person, somebody_who_declined())), a_context())

    assert (problem.step, problem.field, problem.person_id) == (Step.PEOPLE, "note", "person-1")
    assert problem.text.startswith("13WK/4402, Note: “Mr Khan” looks like a name.")


def test_a_reason_no_longer_asked_for_is_still_looked_through() -> None:
    person = answered(a_person(consent_talk=Consent.YES, consent_talk_reason="Mr Khan said no"))
    fields = [field for field, _text in to_do(a_visit(people=(person, somebody_who_declined())))]
    assert fields == ["consent_talk_reason"]


def test_a_problem_leads_to_the_concern() -> None:
    concern = a_concern(concern_id=ConcernId("c-9"), text="Mr Khan waited", person_id=None)
    [problem] = problems(a_visit(concerns=(concern,)), a_context())
    assert (problem.step, problem.field, problem.concern_id) == (Step.CONCERNS, "text", "c-9")


def test_texts_of_every_step_are_looked_through() -> None:
    visit = a_visit(
        positive_practice="Mr Khan",
        areas=(AreaFinding(area="cells", state=AreaState.POOR, note="Mr Khan"),),
        debrief_note="Mr Khan",
    )
    visit = replace(visit, delay=replace(visit.delay, note="Mr Khan"))
    assert [field for field, _text in to_do(visit)] == [
        "delay.note",
        "positive_practice",
        "areas.cells",
        "debrief_note",
    ]


def test_what_was_found_is_named_in_plain_words() -> None:
    context = a_context(guard=FakeGuard(("07700 900123",), Hint.PHONE))
    [(_field, text)] = to_do(a_visit_with("Ring 07700 900123"), context)
    assert "looks like a telephone number" in text


@pytest.mark.parametrize("hint", Hint)
def test_every_hint_has_words_of_its_own(hint: Hint) -> None:
    [(_field, text)] = to_do(a_visit_with("Word"), a_context(guard=FakeGuard(("Word",), hint)))
    assert "identifies a person" not in text


def test_a_dissent_is_looked_through() -> None:
    visit = a_visit(sign_off=replace(SignOff(), dissent_note="Mr Khan"))
    assert "sign_off.dissent_note" in [field for field, _text in to_do(visit)]


def test_justifying_again_replaces_and_taking_back_opens_it_again() -> None:
    visit = a_visit_with("Mark").with_justified(STAYS).with_justified(replace(STAYS, reason="thing"))
    assert [one.reason for one in visit.justified] == ["thing"]
    assert visit.without_justified(STAYS).justified == ()


def test_a_visit_of_a_version_without_justifications_is_read() -> None:
    old = json.loads(to_json(a_visit_with("Mr Khan")))
    del old["justified"]
    assert visit_from_json(json.dumps(old).encode()) == a_visit_with("Mr Khan")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("officer_response", EditorPlace(step=Step.SUITE, field="officer_response")),
        ("delay.note", EditorPlace(step=Step.ARRIVAL, field="delay.note")),
        ("concerns.c-1", EditorPlace(step=Step.CONCERNS, field="text", concern_id=ConcernId("c-1"))),
        ("people.p-1.note", EditorPlace(step=Step.PEOPLE, field="note", person_id=PersonId("p-1"))),
        (
            "people.p-1.answers.food_given.note",
            EditorPlace(step=Step.PEOPLE, field="answers.food_given", person_id=PersonId("p-1")),
        ),
    ],
)
def test_taking_a_justification_back_leads_to_its_text(path: str, place: EditorPlace) -> None:
    justified = a_visit().with_justified(replace(STAYS, path=path))
    assert changed_places(a_visit(), justified) == (place,)

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as examples

from icv_app.domain.ids import ConcernId, PersonId, VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.person import Answer, Consent, Resolution, Resolved, Value
from icv_app.domain.visit import AreaFinding, AreaState, DelayExplanation, SignOff, StockFinding, Visit
from icv_app.domain.visit_facts import visit_facts
from icv_app.errors import BadInput
from icv_app.services.documents import (
    IdentifyingPart,
    identifying_from_json,
    join_visit,
    split_visit,
    to_json,
    visit_from_json,
)
from tests.builders import a_checklist, a_concern, a_filed_visit, a_person, answered, somebody_who_declined
from tests.visit_strategies import visits


def split(visit: Visit) -> tuple[Visit, IdentifyingPart]:
    return split_visit(visit, a_checklist())


@examples(max_examples=40)
@given(visits())
def test_what_was_set_apart_can_be_put_back(visit: Visit) -> None:
    rest, part = split(visit)
    sent = visit_from_json(to_json(rest)), identifying_from_json(to_json(part))
    assert join_visit(*sent) == visit


@examples(max_examples=40)
@given(visits())
def test_erasing_what_identifies_people_changes_no_figure(visit: Visit) -> None:
    rest, _ = split(visit)
    assert visit_facts(join_visit(rest, None)) == visit_facts(visit)


@examples(max_examples=40)
@given(visits())
def test_splitting_again_finds_nothing_more(visit: Visit) -> None:
    rest, _ = split(visit)
    assert split(rest) == (rest, IdentifyingPart(visit_id=visit.visit_id, texts={}))


@examples(max_examples=40)
@given(visits())
def test_no_custody_number_is_left_in_any_text(visit: Visit) -> None:
    numbers = {person.custody_number.strip().casefold() for person in visit.people} - {""}
    rest, _ = split(visit)
    words = [rest.positive_practice, rest.officer_response, rest.sign_off.dissent_note, rest.delay.note]
    words += [area.note for area in rest.areas] + [stock.note for stock in rest.stocks]
    words += [concern.text for concern in rest.concerns]
    assert not any(number in word.casefold() for number in numbers for word in words)


def everything_identifying() -> Visit:
    """A visit in which each text that identifies somebody holds the word SECRET."""
    answer = Answer(
        check_id="solicitor_offered",
        value="no",
        note="SECRET answer note",
        resolution=Resolution(resolved=Resolved.NOT_RAISED, reason="other", note="SECRET resolution"),
    )
    person = answered(
        a_person(
            custody_number="SECRET/4402",
            cell="SECRET cell",
            note="SECRET note",
            consent_talk_reason="SECRET talk",
            consent_record=Consent.NO,
            consent_record_reason="SECRET record",
        )
    )
    person = person.with_answer(answer)
    for check_id in ("custody_officer_answer", "a check of a newer checklist"):
        person = person.with_answer(Answer(check_id=check_id, value=f"SECRET answer to {check_id}"))
    mention = "This was about secret/4402."
    stays = Justified(
        path="officer_response", found="SECRET", hint="name", reason="other", note="SECRET again"
    )
    return a_filed_visit(
        justified=(stays,),
        people=(person, somebody_who_declined(note="SECRET other note")),
        concerns=(
            a_concern(text="SECRET concern", person_id=PersonId("person-1")),
            a_concern(text=mention, concern_id=ConcernId("mention")),
        ),
        delay=DelayExplanation(note=mention),
        sign_off=SignOff(dissent_note=mention),
        areas=(AreaFinding(area="cells", state=AreaState.POOR, note=mention),),
        stocks=(StockFinding(stock="blankets", value=Value.NO, note=mention),),
        abandoned_note=mention,
        part_reason=mention,
        positive_practice=mention,
        force_comment=mention,
        raised_with_officer=mention,
        officer_response=mention,
        debrief_note=mention,
    )


def test_no_identifying_word_is_left_in_the_rest() -> None:
    visit = everything_identifying()
    assert b"secret" in to_json(visit).lower()
    rest, part = split(visit)
    assert b"secret" not in to_json(rest).lower()
    assert len(part.texts) == 27
    assert join_visit(rest, part) == visit


def test_texts_about_the_suite_stay() -> None:
    visit = a_filed_visit(
        positive_practice="Very clean.",
        officer_response="Will order more.",
        areas=(AreaFinding(area="cells", state=AreaState.MINOR, note="Paint is peeling."),),
        concerns=(a_concern(text="Solicitors are called late."),),
    )
    rest, _ = split(visit)
    assert (rest.positive_practice, rest.officer_response) == ("Very clean.", "Will order more.")
    assert rest.areas == visit.areas
    assert rest.concerns == visit.concerns


@pytest.mark.parametrize(
    ("check_id", "value"),
    [
        ("solicitor_offered", "no"),
        ("solicitor_hours_waited", "2.5"),
        ("la_bed_result", "moved"),
        ("child_aa_called_at", "2024-03-14T10:05:00Z"),
        ("a check of a newer checklist", "nk"),
    ],
)
def test_answers_that_are_no_free_text_stay(check_id: str, value: str) -> None:
    person = a_person(answers=(Answer(check_id=check_id, value=value),))
    rest, _ = split(a_filed_visit(people=(person,)))
    assert rest.people[0].answers == person.answers


def test_whoever_the_rest_is_about_can_still_be_told_apart() -> None:
    rest, _ = split(a_filed_visit())
    assert [person.person_id for person in rest.people] == ["person-1", "declined"]
    assert {person.custody_number for person in rest.people} == {""}


def test_an_erased_part_leaves_the_rest_as_it_is() -> None:
    rest, _ = split(everything_identifying())
    assert join_visit(rest, None) == rest


def test_the_part_of_another_visit_is_never_put_in() -> None:
    rest, part = split(a_filed_visit())
    with pytest.raises(BadInput, match="beside visit"):
        join_visit(rest, replace(part, visit_id=VisitId("another")))

"""Every text that visitors write in their own words is known, with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints

from hypothesis import given
from hypothesis import settings as examples

from icv_app.domain.free_texts import free_texts, text_path
from icv_app.domain.identifying import split_visit
from icv_app.domain.ids import ConcernId, MemberId, PersonId
from icv_app.domain.person import Answer, Resolution, Resolved
from icv_app.domain.problem import Step
from icv_app.domain.visit import DelayExplanation, FurtherWord, SecondVisitor, SignOff, Visit
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


CODES = {
    "Visit": {
        "visit_id",
        "suite",
        "author",
        "settings_record",
        "visitors",
        "trainee",
        "observers",
        "abandoned_reason",
        "observed",
    },
    "ChecklistRef": {"checklist_id"},
    "DelayExplanation": {"reason", "explained_by"},
    "Staffing": {"briefed_by", "escorted_by"},
    "AreaFinding": {"area", "concern_id"},
    "StockFinding": {"stock", "concern_id"},
    "Tally": {"reason"},
    "FurtherWord": {"member_id"},
    "FollowUp": {"concern_id", "visit_id", "category"},
    "Concern": {"concern_id", "category", "person_id", "area", "raised_with", "repeats"},
    "DetainedPerson": {
        "person_id",
        "custody_number",  # checked against the scheme's pattern
        "ethnicity",
        "contact_reason",
        "passed_over_reason",
        "introduced_by",
        "place",
        "not_private_reason",
        "interpreter",
        "scripts_given",
    },
    "Answer": {"check_id"},
    "Resolution": {"concern_id", "reason"},
    "AccessRefusal": {"rank", "ground"},
    "Justified": {"path", "found", "hint", "reason", "note"},  # looked through by `told_in_note`
}
"""What is no free text although it is text: identifiers, and codes of lists that the rules hold to them."""

FREE = {
    "Visit": {
        "abandoned_note",
        "part_reason",
        "positive_practice",
        "force_comment",
        "raised_with_officer",
        "officer_response",
        "debrief_note",
    },
    "DelayExplanation": {"note"},
    "SignOff": {"dissent_note"},
    "FurtherWord": {"dissent_note"},
    "FollowUp": {"note"},
    "AreaFinding": {"note"},
    "StockFinding": {"note"},
    "Concern": {"text"},
    "DetainedPerson": {"cell", "consent_talk_reason", "consent_record_reason", "note"},
    "Answer": {"value", "note"},
    "Resolution": {"note"},
}


def test_every_text_a_visit_can_hold_is_known_as_free_text_or_as_a_code() -> None:
    """A field added to a visit must be put on one of the lists, and a free text into `free_texts`."""
    held: dict[str, set[str]] = {}
    waiting: list[type] = [Visit]
    while waiting:
        part = waiting.pop()
        for name, hint in get_type_hints(part).items():
            for kind in kinds_in(hint):
                if is_dataclass(kind) and kind.__name__ not in held and kind not in waiting:
                    waiting.append(kind)
                elif kind is str:
                    held.setdefault(part.__name__, set()).add(name)
        held.setdefault(part.__name__, set())
    known = {name: CODES.get(name, set()) | FREE.get(name, set()) for name in held}
    assert held == known


def kinds_in(hint: Any) -> Iterator[type]:
    """The plain classes inside a type hint; an identifier counts as the text it is."""
    if get_args(hint):
        for part in get_args(hint):
            yield from kinds_in(part)
    else:
        kind = getattr(hint, "__supertype__", hint)
        if isinstance(kind, type):
            yield kind


def test_the_dissent_of_a_third_visitor_is_found_under_the_path_its_field_has() -> None:
    word = FurtherWord(member_id=MemberId("V-003"), word=SecondVisitor.DISSENTS_HERE, dissent_note="Not so")
    visit = a_visit(people=(), sign_off=SignOff(further=(word,)))
    [text] = free_texts(visit, a_checklist())
    assert (text.text, text.path) == ("Not so", text_path(visit, text.field))

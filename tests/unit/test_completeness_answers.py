"""Rules 7, 9 and 10: the answers about each person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from icv_app.domain.completeness import problems
from icv_app.domain.ids import ConcernId
from icv_app.domain.person import Answer, DetainedPerson, Resolution, Resolved
from tests.builders import (
    a_concern,
    a_context,
    a_girl_of_15,
    a_person,
    a_visit,
    answered,
    somebody_asleep,
    to_do,
)


def about(person: DetainedPerson, **changes: Any) -> list[tuple[str, str]]:
    return to_do(a_visit(people=(person,), **changes))


def check_text(check_id: str) -> str:
    check = a_context().checklist.check(check_id)
    assert check is not None
    return check.text


def with_resolution(resolution: Resolution | None, **changes: Any) -> list[tuple[str, str]]:
    no = Answer(check_id="solicitor_offered", value="no", resolution=resolution)
    person = answered(a_person(), solicitor_offered="no").with_answer(no)
    return about(person, **changes)


def test_everybody_spoken_to_is_asked_the_questions_of_the_default_path() -> None:
    asked = {check.check_id for check in a_context().checklist.checks if check.default_path}
    found = about(a_person())
    assert {field for field, _ in found} == {f"answers.{check_id}" for check_id in asked}
    assert len(asked) >= 12


def test_an_open_question_is_named_with_its_words() -> None:
    person = answered(a_person()).without_answer("solicitor_offered")
    text = check_text("solicitor_offered")
    assert about(person) == [
        ("answers.solicitor_offered", f"13WK/4402: answer “{text}”, or say that it is not known.")
    ]
    assert about(person.with_answer(Answer(check_id="solicitor_offered", value=""))) == about(person)


@pytest.mark.parametrize("value", ["nk", "na"])
def test_not_known_is_an_answer(value: str) -> None:
    assert about(answered(a_person(), solicitor_offered=value)) == []


def test_follow_ups_may_be_left_open() -> None:
    assert about(answered(a_girl_of_15(non_english=True))) == []


def test_nothing_has_to_be_answered_about_somebody_asleep() -> None:
    assert about(somebody_asleep()) == []


@pytest.mark.parametrize(
    ("check_id", "value", "stands"),
    [
        ("solicitor_offered", "maybe", False),
        ("solicitor_hours_waited", "2.5", True),
        ("solicitor_hours_waited", "nk", True),
        ("solicitor_hours_waited", "two", False),
        ("solicitor_hours_waited", "-1", False),
        ("interpreter_by", "phone", True),
        ("interpreter_by", "shouting", False),
        ("child_aa_called_at", "2024-03-14T10:05:00Z", True),
        ("child_aa_called_at", "10:05", False),
        ("child_aa_called_at", "2024-03-14T10:05:00", False),
        ("custody_officer_answer", "Will see to it.", True),
    ],
)
def test_an_answer_is_of_the_kind_its_question_asks(check_id: str, value: str, stands: bool) -> None:
    said = {
        "solicitor_offered": "yes",
        "solicitor_wanted": "yes",
        "interpreter_used": "yes",
        "child_aa_called": "yes",
        "other_needs": "yes",
        "custody_officer_told": "yes",
        check_id: value,
    }
    person = answered(a_girl_of_15(non_english=True), **said)
    sentence = f"13WK/4410: answer “{check_text(check_id)}” again."
    assert about(person) == ([] if stands else [(f"answers.{check_id}", sentence)])


def test_every_no_ends_in_one_of_three_ways() -> None:
    text = check_text("solicitor_offered")
    assert with_resolution(None) == [
        (
            "answers.solicitor_offered",
            f"13WK/4402: for “{text}” raise a concern, say that it was put right, or say why neither.",
        )
    ]
    assert with_resolution(Resolution(resolved=Resolved.PUT_RIGHT)) == []
    assert with_resolution(Resolution(resolved=Resolved.NOT_RAISED, reason="too_early")) == []
    raised = Resolution(resolved=Resolved.CONCERN, concern_id=ConcernId("concern-1"))
    assert with_resolution(raised, concerns=(a_concern(),)) == []


def test_where_no_is_the_good_answer_a_yes_is_the_one_to_deal_with() -> None:
    assert about(answered(a_girl_of_15(), child_night_in_cell="no")) == []
    (problem,) = problems(a_visit(people=(answered(a_girl_of_15(), child_night_in_cell="yes"),)), a_context())
    assert problem.field == "answers.child_night_in_cell"
    assert not problem.wrong


@pytest.mark.parametrize("concern_id", [None, "gone"])
def test_a_no_cannot_end_in_a_concern_that_is_not_there(concern_id: ConcernId | None) -> None:
    text = check_text("solicitor_offered")
    assert with_resolution(Resolution(resolved=Resolved.CONCERN, concern_id=concern_id)) == [
        ("answers.solicitor_offered", f"13WK/4402: the concern about “{text}” is gone; decide again.")
    ]


@pytest.mark.parametrize(
    ("reason", "note", "sentence"),
    [
        (None, "", "13WK/4402: say why “{text}” was not raised."),
        ("in own words", "", "13WK/4402: choose from the list why “{text}” was not raised."),
        ("other", " ", "13WK/4402: say in a few words why “{text}” was not raised."),
    ],
)
def test_not_raising_something_has_a_reason(reason: str | None, note: str, sentence: str) -> None:
    resolution = Resolution(resolved=Resolved.NOT_RAISED, reason=reason, note=note)
    text = check_text("solicitor_offered")
    assert with_resolution(resolution) == [("answers.solicitor_offered", sentence.format(text=text))]


def test_another_reason_for_not_raising_something_is_put_in_words() -> None:
    assert (
        with_resolution(Resolution(resolved=Resolved.NOT_RAISED, reason="other", note="Asked us not to."))
        == []
    )


def test_an_answer_whose_question_no_longer_applies_asks_for_nothing() -> None:
    person = answered(a_person(), solicitor_offered="nk")
    assert about(person.with_answer(Answer(check_id="solicitor_contacted", value="no"))) == []


@pytest.mark.parametrize(
    ("said", "script", "title"),
    [
        (
            {"health_need": "yes", "self_harm_said": "yes"},
            "self_harm",
            "Stop: tell the custody officer now",
        ),
        ({"other_needs": "yes", "complaint_wanted": "yes"}, "complaint", "How to complain"),
    ],
)
def test_a_statement_that_calls_for_a_script_is_met_with_it(
    said: dict[str, str], script: str, title: str
) -> None:
    person = answered(a_person(), **said)
    solved = replace(
        person,
        answers=tuple(
            replace(answer, resolution=Resolution(resolved=Resolved.PUT_RIGHT)) for answer in person.answers
        ),
    )
    assert about(solved) == [("scripts_given", f"13WK/4402: read “{title}” and mark that you followed it.")]
    assert about(replace(solved, scripts_given=(script,))) == []

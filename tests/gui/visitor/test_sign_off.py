"""The sign-off step: how the visit ended, both visitors' word, submitting."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from PySide6.QtCore import Qt

from icv_app.domain.census import Census
from icv_app.domain.ids import MemberId
from icv_app.domain.problem import Step
from icv_app.domain.visit import (
    DelayExplanation,
    Outcome,
    SecondVisitor,
    SignOff,
    Staffing,
    Stage,
    Visit,
)
from tests.builders import a_visit, an_abandoned_visit, an_empty_draft
from tests.gui.visitor.conftest import Keys, OpenEditor
from tests.gui.visitor.desk import a_store
from ui.visit.sign_off.done import next_steps
from ui.visit.sign_off.to_do import MOST_IN_A_STEP
from ui.visit.sign_off.view import SignOffStep
from ui.visit.view import VisitPage
from ui.visit.visit_form import FormStep


def sign_off(page: VisitPage) -> SignOffStep:
    page.go_to(Step.SIGN_OFF)
    step = page._made[Step.SIGN_OFF]
    assert isinstance(step, SignOffStep)
    return step


OF_OTHER_STEPS = {
    "people",
    "tallies",
    "areas",
    "stocks",
    "observed",
    "positive_practice",
    "force_comment",
    "raised_with_officer",
    "officer_response",
    "concerns",
}
NOT_ENTERED = {
    "visit_id",
    "author",
    "checklist",
    "settings_version",
    "settings_record",
    "stage",
    "created_at",
    "submitted_at",
} | {
    "justified"  # at the fields themselves
}
PARTS = {"delay": DelayExplanation, "staffing": Staffing, "census": Census, "sign_off": SignOff}


def test_every_other_field_of_a_visit_can_be_entered_in_these_steps(open_editor: OpenEditor) -> None:
    three = an_empty_draft(visitors=tuple(MemberId(f"V-00{number}") for number in (1, 2, 3)))
    page = open_editor(a_store(three), three)
    entered = {"visitors", "observers", "follow_ups"}
    for step in (Step.ARRIVAL, Step.CUSTODY, Step.SIGN_OFF):
        page.go_to(step)
        made = page._made[step]
        assert isinstance(made, FormStep)
        paths = {path for form in made._forms for path in form._bound}
        further = {path for path in paths if path.startswith("sign_off.further")}
        entered |= (paths - further) | ({"sign_off.further"} if further else set())
    wanted = {field.name for field in fields(Visit)} - OF_OTHER_STEPS - NOT_ENTERED - set(PARTS)
    wanted |= {f"{name}.{part.name}" for name, whole in PARTS.items() for part in fields(whole)}
    assert entered == wanted


def test_nothing_is_filed_before_it_is_confirmed(open_editor: OpenEditor, keys: Keys) -> None:
    store = a_store(a_visit())
    page = open_editor(store, a_visit())
    step = sign_off(page)
    step.submit_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    assert step.ask_submit.isVisible()
    assert step.ask_submit.text.text().startswith("The report is locked and goes to the coordinator.")
    assert store.saved[a_visit().visit_id].stage is Stage.DRAFT
    keys.press(Qt.Key.Key_Escape)
    assert not step.ask_submit.isVisible()
    assert keys.focused() is step.submit_button


def test_an_abandoned_visit_says_why(open_editor: OpenEditor, keys: Keys) -> None:
    draft = replace(an_abandoned_visit(), outcome=None, abandoned_reason=None)
    page = open_editor(a_store(draft), draft)
    step = sign_off(page)
    step.show_field("outcome", None, None)
    keys.press(Qt.Key.Key_3)
    keys.fill("another reason")
    assert [problem.field for problem in page.problems()] == ["abandoned_note"]
    keys.fill("A burst pipe.")
    visit = page.view_model.visit
    assert (visit.outcome, visit.abandoned_reason) == (Outcome.ABANDONED, "other")
    assert page.problems() == ()


def test_a_part_visit_explains_its_count(open_editor: OpenEditor, keys: Keys) -> None:
    draft = a_visit(outcome=None, census=Census(total=5))
    page = open_editor(a_store(draft), draft)
    sign_off(page).show_field("outcome", None, None)
    keys.press(Qt.Key.Key_2)
    keys.fill("Called away after an hour.")
    assert page.view_model.visit.part_reason == "Called away after an hour."
    assert "part_reason" not in {problem.field for problem in page.problems()}


def test_dissent_takes_back_that_both_agree_and_asks_for_words(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_visit()), a_visit())
    sign_off(page).show_field("sign_off.second", None, None)
    keys.press(Qt.Key.Key_2)
    assert page.view_model.visit.sign_off.both_agree is False
    keys.fill("The cell was colder than this says.")
    word = page.view_model.visit.sign_off
    assert (word.second, word.dissent_note) == (
        SecondVisitor.DISSENTS_HERE,
        "The cell was colder than this says.",
    )
    assert page.problems() == ()


def test_a_second_visitor_may_agree_later(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_visit()), a_visit())
    step = sign_off(page)
    step.show_field("sign_off.second", None, None)
    keys.press(Qt.Key.Key_3)
    assert page.problems() == ()
    assert any("on their own laptop" in sentence for sentence in next_steps(page.view_model.visit))
    assert not any("on their own laptop" in sentence for sentence in next_steps(a_visit()))


@pytest.mark.parametrize(("typed", "pence"), [("12.4", 1240), ("£7", 700), ("0.05", 5), ("1,200", 120000)])
def test_expenses_are_typed_in_pounds_and_kept_in_pence(
    open_editor: OpenEditor, keys: Keys, typed: str, pence: int
) -> None:
    page = open_editor(a_store(a_visit()), a_visit())
    sign_off(page).show_field("expenses_pence", None, None)
    keys.fill(typed)
    assert page.view_model.visit.expenses_pence == pence


def test_a_wish_to_talk_it_over_opens_a_note(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_visit()), a_visit())
    sign_off(page).show_field("debrief_wanted", None, None)
    keys.press(Qt.Key.Key_1)
    keys.fill("The girl in M3.")
    visit = page.view_model.visit
    assert (visit.debrief_wanted, visit.debrief_note) == (True, "The girl in M3.")


def test_what_is_left_to_do_stands_by_step_and_shrinks_with_the_work(
    open_editor: OpenEditor, keys: Keys
) -> None:
    page = open_editor(a_store(a_visit(outcome=None)), a_visit(outcome=None))
    step = sign_off(page)
    assert step.to_do.title.text() == "1 thing still to do"
    step.show_field("outcome", None, None)
    keys.press(Qt.Key.Key_1)
    page.refresh_status()
    assert step.to_do.title.text() == "Everything is filled in"


def test_a_long_list_of_problems_is_cut_with_its_number(open_editor: OpenEditor) -> None:
    page = open_editor(a_store(an_empty_draft()), an_empty_draft())
    step = sign_off(page)
    problems = [problem for problem in page.problems() if problem.step is Step.SIGN_OFF][:1] * 15
    step.show_problems(problems)
    assert len(step.to_do.links) == MOST_IN_A_STEP + 1
    assert step.to_do.links[-1].text() == "and 5 more"


def test_an_error_beside_its_field_goes_once_it_is_put_right(open_editor: OpenEditor, keys: Keys) -> None:
    draft = a_visit(outcome=None)
    page = open_editor(a_store(draft), draft)
    step = sign_off(page)
    step.submit_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    field = step._forms[0]._bound["outcome"].frame
    assert field.problem() == "Say whether the visit was completed, done in part or abandoned."  # type: ignore[attr-defined]
    step.show_field("outcome", None, None)
    keys.press(Qt.Key.Key_1)
    assert field.problem() == ""  # type: ignore[attr-defined]

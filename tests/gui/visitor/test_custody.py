"""The custody step: the count and its live sum, and who was on duty."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from icv_app.domain.census import Census
from icv_app.domain.person import Value
from icv_app.domain.problem import Step
from icv_app.domain.visit import Outcome
from tests.builders import a_visit, an_empty_draft
from tests.gui.visitor.conftest import Keys, OpenEditor
from tests.gui.visitor.desk import a_store
from ui.visit.custody.sums import gender_sum
from ui.visit.custody.view import CustodyStep
from ui.visit.view import VisitPage


def custody(page: VisitPage) -> CustodyStep:
    page.go_to(Step.CUSTODY)
    step = page._made[Step.CUSTODY]
    assert isinstance(step, CustodyStep)
    return step


@pytest.mark.parametrize(
    ("census", "sentence", "verdict"),
    [
        (Census(men=3), "Men, women and others make 3", "Enter the total"),
        (Census(total=10, men=6, women=2), "Men, women and others make 8 of 10", "2 missing"),
        (Census(total=10, men=8, women=2, other=0), "Men, women and others make 10 of 10", "Adds up"),
        (Census(total=10, men=9, women=2), "Men, women and others make 11 of 10", "1 too many"),
    ],
)
def test_the_parts_are_compared_with_the_total(census: Census, sentence: str, verdict: str) -> None:
    summed = gender_sum(census)
    assert summed is not None
    assert summed[:2] == (sentence, verdict)


def test_nothing_is_summed_before_anything_is_entered() -> None:
    assert gender_sum(Census(total=10)) is None


def test_the_sum_follows_the_typing(open_editor: OpenEditor, keys: Keys) -> None:
    step = custody(open_editor(a_store(an_empty_draft()), an_empty_draft()))
    assert not step.sum_words.isVisible()
    keys.fill("10", "8", "1")
    assert step.sum_tag.text() == "1 missing"
    keys.fill("1")
    assert step.sum_tag.text() == "Adds up"


def test_every_count_can_be_typed_one_after_the_other(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(an_empty_draft()), an_empty_draft())
    custody(page)
    keys.fill("20", *(str(number) for number in range(1, 16)))
    assert page.view_model.visit.census == Census(
        total=20,
        men=1,
        women=2,
        other=3,
        children_10_13=4,
        children_14_17=5,
        vulnerable=6,
        non_english=7,
        immigration=8,
        s136=9,
        tact=10,
        over_24h=11,
        high_observation=12,
        arrived_during=13,
        cells_in_use=14,
        cells_out_of_use=15,
    )


def test_who_was_on_duty_is_noted_by_role(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(an_empty_draft()), an_empty_draft())
    custody(page).show_field("staffing.sergeants", None, None)
    keys.fill("2", "5")
    keys.press(Qt.Key.Key_1)
    keys.press(Qt.Key.Key_4)
    keys.fill("custody serg", "detention")
    staffing = page.view_model.visit.staffing
    assert (staffing.sergeants, staffing.detention_officers) == (2, 5)
    assert (staffing.healthcare_present, staffing.woman_on_duty) == (Value.YES, Value.NOT_KNOWN)
    assert (staffing.briefed_by, staffing.escorted_by) == ("custody_sergeant", "detention_officer")


def test_an_emptied_number_is_not_counted_and_not_zero(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_visit()), a_visit())
    custody(page)
    keys.press(Qt.Key.Key_Delete)
    keys.press(Qt.Key.Key_Backspace)
    keys.tab()
    assert page.view_model.visit.census.total is None


def test_the_count_of_an_abandoned_visit_can_be_taken_out_at_once(
    open_editor: OpenEditor, keys: Keys
) -> None:
    draft = a_visit(outcome=Outcome.ABANDONED)
    page = open_editor(a_store(draft), draft)
    step = custody(page)
    step.empty_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    assert page.view_model.visit.census == Census()
    assert not step.empty_button.isVisible()
    assert keys.focused() is step.numbers["total"].line

"""Typing up from paper: the order of the sheets, the numbers of the questions, one long form."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import PersonId
from icv_app.domain.paper import paper_numbers
from icv_app.domain.problem import Step
from icv_app.domain.visit import Visit
from tests.builders import (
    NOON,
    a_checklist,
    a_girl_of_15,
    a_person,
    an_empty_draft,
    somebody_who_declined,
)
from tests.gui.visitor.conftest import Keys, OpenEditor
from tests.gui.visitor.desk import a_store
from ui.visit.arrival.view import ArrivalStep
from ui.visit.people.view import PeopleStep
from ui.visit.steps import step_makers
from ui.visit.view import VisitPage


def a_draft(**changes: object) -> Visit:
    return replace(an_empty_draft(visitors=("V-001", "V-002")), **changes)  # type: ignore[arg-type]


def on_paper(**changes: object) -> Visit:
    """A man first, then a girl, as their sheets lie."""
    man = a_person(person_id=PersonId("man"), authorised_at=NOON - timedelta(hours=1))
    return a_draft(typed_from_paper=True, people=(man, a_girl_of_15()), entered_at=NOON, **changes)


def arrival(page: VisitPage) -> ArrivalStep:
    made = page._made[Step.ARRIVAL]
    assert isinstance(made, ArrivalStep)
    return made


def people(page: VisitPage) -> PeopleStep:
    page.go_to(Step.PEOPLE)
    made = page._made[Step.PEOPLE]
    assert isinstance(made, PeopleStep)
    return made


def numbers(step: PeopleStep) -> list[str]:
    model = step.board._model
    return [model.cell(row, 1).text for row in range(model.rowCount())]


def test_the_switch_is_one_key_and_kept_with_the_visit(open_editor: OpenEditor, keys: Keys) -> None:
    store = a_store(a_draft())
    page = open_editor(store, a_draft())
    arrival(page).paper.typing_up.setFocus()

    keys.press(Qt.Key.Key_Space)

    assert page.view_model.visit.typed_from_paper
    with store.open_unit() as unit:
        assert unit.visits.get(a_draft().visit_id).typed_from_paper


def test_people_stand_as_their_sheets_lie_and_by_priority_otherwise(open_editor: OpenEditor) -> None:
    store = a_store(on_paper())
    page = open_editor(store, on_paper(), makers=step_makers())
    assert numbers(people(page)) == ["13WK/4402", "13WK/4410"]

    page.go_to(Step.ARRIVAL)
    arrival(page).paper.typing_up.click()

    assert numbers(people(page)) == ["13WK/4410", "13WK/4402"]


def test_switching_while_the_people_are_in_sight_leaves_them_in_sight(open_editor: OpenEditor) -> None:
    store = a_store(on_paper())
    page = open_editor(store, on_paper(), makers=step_makers())
    before = people(page)

    page.view_model.edit(lambda visit: replace(visit, typed_from_paper=False))

    after = people(page)
    assert after is not before
    assert after.isVisible()
    assert not before.isVisible()


def test_questions_carry_the_numbers_of_the_paper_in_its_order(open_editor: OpenEditor) -> None:
    store = a_store(on_paper())
    page = open_editor(store, on_paper(), makers=step_makers())
    step = people(page)
    step.detail.open_person(on_paper().people[1])

    asked = step.detail.checks.asked
    of_paper = paper_numbers(a_checklist())
    assert [check.text.split()[0] for check in asked] == [of_paper[check.check_id] for check in asked]
    front = [check.check_id for check in asked if check.default_path]
    assert [check.check_id for check in asked[: len(front)]] == front
    behind = [check.check_id for check in asked if check.check_id.startswith(("woman_", "child_"))]
    assert behind[0] == "woman_named"


def test_after_the_last_question_the_next_sheet_follows(
    open_editor: OpenEditor, keys: Keys, qtbot: QtBot
) -> None:
    store = a_store(on_paper())
    page = open_editor(store, on_paper(), makers=step_makers())
    step = people(page)
    step._on_opened(PersonId("man"))

    for _at in range(60):
        if step.detail.person_id != PersonId("man"):
            break
        keys.press(Qt.Key.Key_A)
    assert step.detail.person_id == PersonId("girl")

    for _at in range(90):
        if QApplication.focusWidget() is step.board.add_button:
            break
        keys.press(Qt.Key.Key_A)
    assert QApplication.focusWidget() is step.board.add_button
    answered = page.view_model.visit.people
    assert all(person.answer("rights_understood") is not None for person in answered)


def test_after_somebody_who_declined_the_next_sheet_follows_at_once(
    open_editor: OpenEditor, keys: Keys
) -> None:
    visit = a_draft(typed_from_paper=True, people=(somebody_who_declined(),), entered_at=NOON)
    page = open_editor(a_store(visit), visit, makers=step_makers())
    step = people(page)
    step._on_opened(PersonId("declined"))
    step.detail._on_talk_done()

    assert QApplication.focusWidget() is step.board.add_button


def test_enter_goes_from_the_last_field_of_a_sheet_to_the_next_sheet(
    open_editor: OpenEditor, keys: Keys
) -> None:
    visit = a_draft(typed_from_paper=True)
    page = open_editor(a_store(visit), visit, makers=step_makers())

    for _at in range(40):
        if page.step() is not Step.ARRIVAL:
            break
        keys.press(Qt.Key.Key_Return)

    assert page.step() is Step.CUSTODY


def test_without_paper_enter_stays_in_the_step(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_draft()), a_draft(), makers=step_makers())

    for _at in range(40):
        keys.press(Qt.Key.Key_Return)

    assert page.step() is Step.ARRIVAL


def test_an_aide_memoire_is_asked_for_from_the_visit(
    open_editor: OpenEditor, keys: Keys, qtbot: QtBot
) -> None:
    page = open_editor(a_store(a_draft()), a_draft())
    arrival(page).paper.print_button.setFocus()

    with qtbot.waitSignal(page.paper_wanted):
        keys.press(Qt.Key.Key_Return)


def test_the_switch_is_undone_like_any_other_change(open_editor: OpenEditor, keys: Keys) -> None:
    visit = on_paper(suite="wakefield")
    page = open_editor(a_store(visit), visit, makers=step_makers())
    before = people(page)
    page.go_to(Step.ARRIVAL)
    arrival(page).paper.typing_up.click()
    assert not page.view_model.visit.typed_from_paper

    keys.press(Qt.Key.Key_Z, ctrl=True)

    assert page.view_model.visit.typed_from_paper
    assert arrival(page).paper.typing_up.isChecked()
    assert numbers(people(page)) == ["13WK/4402", "13WK/4410"]
    assert people(page) is not before

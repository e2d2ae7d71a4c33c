"""Undo and redo in the editor: the keys, what is said, where the keyboard goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from icv_app.domain.ids import PersonId
from icv_app.domain.person import Gender, Value
from icv_app.domain.problem import Step
from icv_app.domain.visit import Visit
from tests.builders import a_concern, a_person, a_visit, an_empty_draft
from tests.fakes.memory_store import MemoryStore
from tests.gui.visitor.conftest import Keys
from tests.gui.visitor.desk import a_store, an_editor
from ui.shell import ShellWindow
from ui.visit.people.person_detail import PersonDetail
from ui.visit.people.view import PeopleStep
from ui.visit.steps import step_makers
from ui.visit.suite.view import SuiteStep
from ui.visit.view import VisitPage

Whole = Callable[[Visit], VisitPage]

GIRL = PersonId("girl")


@pytest.fixture
def whole(window: ShellWindow) -> Whole:
    """The editor with all six steps as they are."""

    def opened(visit: Visit) -> VisitPage:
        page = an_editor(a_store(visit), visit, makers=step_makers())
        window.open_over(page)
        page.focus_first()
        return page

    return opened


def stored(page: VisitPage) -> Visit:
    visit_id = page.view_model.visit.visit_id
    return page.view_model._service.get(visit_id)


def undo(keys: Keys) -> None:
    keys.press(Qt.Key.Key_Z, ctrl=True)


def redo(keys: Keys) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(keys.focused(), Qt.Key.Key_Z, both)


def people(page: VisitPage) -> PersonDetail:
    page.go_to(Step.PEOPLE)
    step = page._made[Step.PEOPLE]
    assert isinstance(step, PeopleStep)
    return step.detail


def a_draft(**changes: object) -> Visit:
    return replace(an_empty_draft(visitors=("V-001",)), **changes)  # type: ignore[arg-type]


def test_a_number_is_taken_back_from_another_step_and_the_keyboard_goes_there(
    whole: Whole, keys: Keys
) -> None:
    page = whole(a_draft())
    page.go_to(Step.CUSTODY)
    keys.fill("12")
    page.go_to(Step.CONCERNS)
    undo(keys)

    assert stored(page).census.total is None
    assert page.step() is Step.CUSTODY
    assert keys.focused().accessibleName() == "In custody"
    assert page.message.accessibleName() == "Undone: In custody."

    redo(keys)
    assert stored(page).census.total == 12
    assert page.message.accessibleName() == "Done again: In custody."
    line = keys.focused()
    assert isinstance(line, QLineEdit)
    assert line.text() == "12"


def test_the_buttons_offer_what_there_is(whole: Whole, keys: Keys) -> None:
    page = whole(a_draft())
    history = page.history
    assert not history.undo_button.isEnabled()
    page.go_to(Step.CUSTODY)
    keys.fill("12", "8")
    assert (history.undo_button.isEnabled(), history.redo_button.isEnabled()) == (True, False)
    history.undo_button.setFocus()
    keys.press(Qt.Key.Key_Space)
    assert (stored(page).census.total, stored(page).census.men) == (12, None)
    assert history.redo_button.isEnabled()
    history.redo_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    assert stored(page).census.men == 8
    undo(keys)
    undo(keys)
    assert not history.undo_button.isEnabled()
    assert page.history.redo_button.isEnabled()
    keys.press(Qt.Key.Key_Y, ctrl=True)
    assert stored(page).census.total == 12


def test_typing_of_the_moment_is_taken_back_in_its_field_and_the_visit_stays(
    whole: Whole, keys: Keys
) -> None:
    page = whole(a_draft(positive_practice="Calm."))
    page.go_to(Step.SUITE)
    suite = page._made[Step.SUITE]
    assert isinstance(suite, SuiteStep)
    assert suite.words.form.focus_field("positive_practice")
    note = keys.focused()
    assert isinstance(note, QPlainTextEdit)
    note.moveCursor(note.textCursor().MoveOperation.End)
    keys.type(" Quiet")
    undo(keys)
    assert not note.toPlainText().endswith("Quiet")
    assert page.message.text() == ""
    assert stored(page).positive_practice == "Calm."


def test_settled_words_are_taken_back_with_the_cursor_behind_what_is_left(whole: Whole, keys: Keys) -> None:
    page = whole(a_draft(people=(a_person(person_id=GIRL),)))
    people(page)
    page.view_model.edit_person(GIRL, lambda person: replace(person, note=""))
    step = page._made[Step.PEOPLE]
    assert isinstance(step, PeopleStep)
    step.show_field("note", GIRL)
    note = keys.focused()
    assert isinstance(note, QPlainTextEdit)
    for words in ("Shivering", " and pale"):
        keys.type(words)
        page.finish()
    undo(keys)
    assert stored(page).people[0].note == ""
    assert keys.focused() is note
    redo(keys)
    assert note.toPlainText() == "Shivering and pale"
    assert note.textCursor().position() == len("Shivering and pale")


def test_an_answer_is_taken_back_in_words(whole: Whole, keys: Keys) -> None:
    person = replace(a_person(), person_id=GIRL, custody_number="13WK/4402", answers=())
    page = whole(a_draft(people=(person,)))
    detail = people(page)
    keys.press(Qt.Key.Key_Return)
    check = next(one for one in detail.checks.asked if one.kind.value == "yes_no")
    page.view_model.give_answer(GIRL, check.check_id, Value.YES, None)
    page.view_model.give_answer(GIRL, check.check_id, Value.NO, None)
    page.go_to(Step.ARRIVAL)

    undo(keys)
    assert page.message.accessibleName() == f"Undone: 13WK/4402, “{check.text}” is “Yes”."
    assert detail.isVisible()
    row = detail.checks.row(check.check_id)
    assert row is not None
    assert row.isAncestorOf(keys.focused())
    undo(keys)
    assert page.message.accessibleName() == f"Undone: 13WK/4402, “{check.text}” has no answer."
    assert stored(page).people[0].answers == ()


def test_somebody_removed_comes_back_with_everything_by_the_button_in_place(whole: Whole, keys: Keys) -> None:
    person = replace(a_person(), person_id=GIRL, custody_number="13WK/4402")
    draft = a_draft(people=(person,), concerns=(a_concern(person_id=GIRL),))
    page = whole(draft)
    detail = people(page)
    keys.press(Qt.Key.Key_Return)
    detail.remove_button.click()
    detail.ask.yes_button.click()
    assert stored(page).people == ()
    assert page.message.text() == "13WK/4402 was removed."
    assert page.message.action.isVisible()
    page.message.action.setFocus()
    keys.press(Qt.Key.Key_Return)

    assert stored(page) == draft
    assert page.message.accessibleName() == "Undone: 13WK/4402 is there again."
    step = page._made[Step.PEOPLE]
    assert isinstance(step, PeopleStep)
    assert keys.focused() is step.board.table
    assert step.board.chosen() == GIRL


def test_somebody_added_by_mistake_goes_and_nothing_can_be_written_about_them(
    whole: Whole, keys: Keys
) -> None:
    page = whole(a_draft())
    detail = people(page)
    keys.press(Qt.Key.Key_Return)
    assert len(stored(page).people) == 1
    undo(keys)
    assert stored(page).people == ()
    assert page.message.accessibleName() == "Undone: Person 1 is gone."
    assert detail.person_id is None
    assert not detail.isVisible()


def test_a_whole_section_is_taken_back_at_once(whole: Whole, keys: Keys) -> None:
    page = whole(a_draft())
    page.go_to(Step.SUITE)
    suite = page._made[Step.SUITE]
    assert isinstance(suite, SuiteStep)
    suite.areas.all_button.click()
    number = len(stored(page).areas)
    assert number > 3
    page.go_to(Step.ARRIVAL)
    undo(keys)
    assert stored(page).areas == ()
    assert page.message.accessibleName() == f"Undone: {number} areas."
    assert page.step() is Step.SUITE


def test_an_edit_after_undo_is_all_that_can_be_undone_then(whole: Whole, keys: Keys) -> None:
    page = whole(a_draft())
    page.go_to(Step.CUSTODY)
    keys.fill("12")
    undo(keys)
    keys.fill("14")
    assert page.message.text() == ""
    assert not page.history.redo_button.isEnabled()
    undo(keys)
    assert stored(page).census.total is None


def test_the_history_is_there_when_the_draft_is_opened_again(
    whole: Whole, keys: Keys, window: ShellWindow
) -> None:
    visit = a_draft()
    store = a_store(visit)
    first = an_editor(store, visit, makers=step_makers())
    window.open_over(first)
    first.go_to(Step.CUSTODY)
    keys.fill("12")
    window.back()

    again = an_editor(store, visit, makers=step_makers())
    window.open_over(again)
    again.focus_first()
    undo(keys)
    assert store.saved[visit.visit_id].census.total is None


def test_a_refused_undo_says_so_and_changes_nothing(whole: Whole, keys: Keys, window: ShellWindow) -> None:
    visit = a_draft()
    store: MemoryStore = a_store(visit)
    page = an_editor(store, visit, makers=step_makers())
    window.open_over(page)
    page.go_to(Step.CUSTODY)
    keys.fill("12")
    page.view_model.keep_place()
    store.fail_next_commit = True
    page.view_model.undo()
    assert page.message.text() == "The disk is full. Nothing was changed."
    assert page.view_model.visit.census.total == 12
    page.view_model.undo()
    assert store.saved[visit.visit_id].census.total is None


def test_undoing_a_gender_says_whose(whole: Whole, keys: Keys) -> None:
    person = replace(a_person(), person_id=GIRL, custody_number="13WK/4402", gender=None)
    page = whole(a_draft(people=(person,)))
    page.view_model.edit_person(GIRL, lambda one: replace(one, gender=Gender.WOMAN))
    undo(keys)
    assert page.message.accessibleName() == "Undone: 13WK/4402, gender."
    assert page.step() is Step.PEOPLE


def test_nothing_is_undone_once_the_report_is_filed(whole: Whole, keys: Keys) -> None:
    page = whole(a_visit())
    page.view_model.edit(lambda visit: replace(visit, positive_practice="Calm."))
    page.view_model.submit()
    assert page.title == "Report filed"
    undo(keys)
    assert stored(page).positive_practice == "Calm."
    assert page.message.text() == ""

"""A draft opens where it was left, however that came about; home offers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import PersonId, SuiteId, VisitId
from icv_app.domain.person import Source, Value
from icv_app.domain.problem import Step
from icv_app.domain.visit import AreaFinding, AreaState, Visit
from tests.builders import NOON, a_concern, a_person, a_visit, an_empty_draft
from tests.fakes.memory_store import MemoryStore
from tests.gui.visitor.conftest import Keys
from tests.gui.visitor.desk import SettableClock, a_desk, a_store, a_workplace, an_editor
from ui.home.view import HomePage
from ui.pages import register_pages
from ui.shell import ShellWindow, visitor_places
from ui.visit.people.check_row import CheckRow
from ui.visit.people.view import PeopleStep
from ui.visit.steps import step_makers
from ui.visit.view import PLACE_AFTER_MS, VisitPage
from ui.workplace import Workplace

Opened = Callable[[], VisitPage]

GIRL, MAN = PersonId("girl"), PersonId("man")


@pytest.fixture
def store() -> MemoryStore:
    people = (
        replace(a_person(), person_id=MAN, custody_number="13WK/4401"),
        replace(a_person(), person_id=GIRL, custody_number="13WK/4402", cell="", answers=()),
    )
    draft = an_empty_draft(visitors=("V-001",), suite=SuiteId("leeds"), people=people)
    return a_store(draft)


@pytest.fixture
def opened(window: ShellWindow, store: MemoryStore) -> Opened:
    """Opens the one draft in the editor, as often as asked; the editor before is gone without a word."""

    def again() -> VisitPage:
        window.forget_pages()
        [draft] = store.saved.values()
        page = an_editor(store, draft, makers=step_makers())
        window.open_over(page)
        page.focus_first()
        return page

    return again


def step(page: VisitPage, name: Step) -> PeopleStep:
    made = page._made[name]
    assert isinstance(made, PeopleStep)
    return made


def test_it_opens_on_the_same_field_with_the_cursor_there(opened: Opened, keys: Keys) -> None:
    page = opened()
    page.go_to(Step.PEOPLE)
    step(page, Step.PEOPLE).show_field("cell", GIRL)
    keys.type("M14")
    keys.press(Qt.Key.Key_Left)

    again = opened()
    assert again.step() is Step.PEOPLE
    assert step(again, Step.PEOPLE).detail.person_id == GIRL
    line = keys.focused()
    assert isinstance(line, QLineEdit)
    assert (line.accessibleName(), line.text(), line.cursorPosition()) == ("Cell", "M14", 2)


def test_it_opens_on_the_same_question(opened: Opened, keys: Keys) -> None:
    page = opened()
    page.go_to(Step.PEOPLE)
    people = step(page, Step.PEOPLE)
    people.show_row(GIRL)
    keys.press(Qt.Key.Key_Return)
    for check in people.detail.checks.asked[:3]:
        row = people.detail.checks.row(check.check_id)
        assert row is not None
        row.set_focus()
    asked = people.detail.checks.asked[2]

    again = opened()
    row = step(again, Step.PEOPLE).detail.checks.row(asked.check_id)
    assert row is not None
    assert row.isAncestorOf(keys.focused())


@pytest.mark.parametrize("note", [True, False])
def test_it_opens_in_what_was_written_under_a_question(opened: Opened, keys: Keys, note: bool) -> None:
    page = opened()
    check = next(
        check
        for check in page.view_model.checks_for(page.view_model.visit.people[1])
        if check.concern_category
    )
    page.view_model.give_answer(GIRL, check.check_id, Value.NO.value, Source.SEEN)
    if not note:
        page.view_model.raise_concern_for(GIRL, check.check_id)
    page.go_to(Step.PEOPLE)
    people = step(page, Step.PEOPLE)
    people.show_field(f"answers.{check.check_id}", GIRL)
    row = people.detail.checks.row(check.check_id)
    assert isinstance(row, CheckRow)
    if note:
        row.open_source(note=True)
    else:
        assert row._concern_strip is not None
        row._concern_strip.set_focus()
    keys.type("Cold cell")

    again = opened()
    field = keys.focused()
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == "Cold cell"
    found = step(again, Step.PEOPLE).detail.checks.row(check.check_id)
    assert found is not None
    assert found.isAncestorOf(field)


def test_it_opens_on_the_same_area_concern_and_tally(opened: Opened, keys: Keys, store: MemoryStore) -> None:
    page = opened()
    page.view_model.edit(
        lambda visit: replace(
            visit.with_area(AreaFinding(area="cells", state=AreaState.POOR, note="Damp")),
            concerns=(a_concern(text="Two showers broken"),),
        )
    )
    for name, field, concern in (
        (Step.SUITE, "areas.cells", None),
        (Step.CONCERNS, "text", a_concern().concern_id),
    ):
        page.go_to(name)
        page._made[name].show_field(field, None, concern)  # type: ignore[attr-defined]
        before = keys.focused()
        text = before.toPlainText() if isinstance(before, QPlainTextEdit) else before.accessibleName()
        page = opened()
        assert page.step() is name
        after = keys.focused()
        assert text in {getattr(after, "toPlainText", lambda: "")(), after.accessibleName()}
        assert page.place().field == field


def test_where_the_keyboard_rests_is_noted_without_an_edit(
    opened: Opened, keys: Keys, store: MemoryStore, qtbot: QtBot
) -> None:
    page = opened()
    page.go_to(Step.CUSTODY)
    keys.tab()
    with store() as unit:
        before = unit.drafts.place(page.view_model.visit.visit_id)
    assert before is None or before.field != "census.men"

    def noted() -> bool:
        with store() as unit:
            place = unit.drafts.place(page.view_model.visit.visit_id)
        return place is not None and place.field == "census.men"

    qtbot.waitUntil(noted, timeout=20 * PLACE_AFTER_MS)


def test_a_person_who_is_gone_is_no_hindrance(opened: Opened, keys: Keys, store: MemoryStore) -> None:
    page = opened()
    page.go_to(Step.PEOPLE)
    step(page, Step.PEOPLE).show_field("cell", GIRL)
    page.finish()
    page.view_model._service.change(page.view_model.visit.visit_id, lambda visit: visit.without_person(GIRL))
    again = opened()
    assert again.step() is Step.PEOPLE
    assert keys.focused() is step(again, Step.PEOPLE).board.table


def test_coming_back_to_an_empty_field_is_no_reproach(opened: Opened, keys: Keys) -> None:
    page = opened()
    page.go_to(Step.PEOPLE)
    page.view_model.edit_person(GIRL, lambda person: replace(person, custody_number=""))
    step(page, Step.PEOPLE).show_field("custody_number", GIRL)
    again = opened()
    details = step(again, Step.PEOPLE).detail.details
    assert details.problem("custody_number") == ""


def home(window: ShellWindow, store: MemoryStore, clock: SettableClock | None = None) -> Workplace:
    workplace = a_workplace(a_desk(store, clock), window)
    register_pages(workplace)
    window.show_role(visitor_places(), "West Yorkshire · visitor")
    return workplace


def test_home_offers_the_draft_worked_on_last_and_enter_goes_on(
    window: ShellWindow, store: MemoryStore, keys: Keys
) -> None:
    other = an_empty_draft(
        visit_id=VisitId("other"),
        visitors=("V-001",),
        suite=SuiteId("wakefield"),
        entered_at=NOON + timedelta(minutes=9),
        created_at=NOON + timedelta(minutes=5),
    )
    with store() as unit:
        unit.visits.put(other)
        unit.commit()
    an_editor(store, next(iter(store.saved.values())), makers=step_makers()).view_model.keep_place()
    workplace = home(window, store)
    page = workplace.window.page
    assert isinstance(page, HomePage)
    assert page.go_on_button.text() == "Go on with the visit to Leeds, started 12:00"
    page.go_on_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    editor = workplace.window.page
    assert isinstance(editor, VisitPage)
    assert editor.title == "Visit to Leeds"


def test_home_says_the_day_of_an_older_draft_and_offers_nothing_where_there_is_none(
    window: ShellWindow, store: MemoryStore
) -> None:
    clock = SettableClock(NOON + timedelta(days=3))
    page = home(window, store, clock).window.page
    assert isinstance(page, HomePage)
    assert page.go_on_button.text() == "Go on with the visit to Leeds, started 14 March 2024, 12:00"
    empty = home(window, a_store()).window.page
    assert isinstance(empty, HomePage)
    assert empty.go_on_button.isHidden()


def test_a_deleted_draft_is_brought_back_by_undo(window: ShellWindow, keys: Keys) -> None:
    draft: Visit = a_visit(outcome=None)
    store = a_store(draft)
    workplace = home(window, store)
    workplace.open_visit(draft.visit_id)
    page = workplace.window.page
    assert isinstance(page, VisitPage)
    page.view_model.discard()
    assert draft.visit_id not in store.saved
    assert window.messages.text() == "The draft was deleted."
    window.messages.action.setFocus()
    keys.press(Qt.Key.Key_Return)
    assert store.saved[draft.visit_id] == draft
    assert isinstance(workplace.window.page, VisitPage)
    assert window.messages.text() == ""

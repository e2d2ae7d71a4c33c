"""The editor of a visit: six steps by keyboard, and what becomes of a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from icv_app.domain.census import Census, Tally
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import Contact, Value
from icv_app.domain.problem import Problem, Step
from icv_app.domain.visit import AreaState, Outcome, SecondVisitor, Stage, Visit
from tests.builders import NOON, a_concern, a_person, a_visit, an_empty_draft
from tests.gui.visitor.conftest import Keys, OpenEditor
from tests.gui.visitor.desk import OtherStep, a_store, an_editor
from ui.shell import ShellWindow
from ui.tasks import ThreadPoolTasks
from ui.visit.steps import step_makers
from ui.visit.view import STATUS_AFTER_MS, VisitPage
from ui.visit.visit_form import FormStep
from ui.widgets.step_bar import Status


def a_draft(**changes: object) -> Visit:
    return replace(an_empty_draft(visitors=("V-001",)), **changes)  # type: ignore[arg-type]


def status(page: VisitPage, step: Step) -> Status:
    return next(tile.status for tile in page.steps.tiles if tile.step.key == step.value)


def made(page: VisitPage, step: Step) -> FormStep:
    found = page._made[step]
    assert isinstance(found, FormStep)
    return found


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def test_a_whole_visit_is_recorded_and_filed_by_keyboard(open_editor: OpenEditor, keys: Keys) -> None:
    store = a_store(a_draft())
    page = open_editor(store, a_draft())

    keys.fill("wake", "", "1200", "", "1204", "")
    keys.fill("V-002")
    keys.press(Qt.Key.Key_2, ctrl=True)
    keys.fill("2", "2", "0", "0")
    page.view_model.put_tallies((Tally(contact=Contact.DECLINED, reason="", count=2),))
    keys.press(Qt.Key.Key_6, ctrl=True)
    keys.fill("1304", "", "1310", "")
    keys.press(Qt.Key.Key_1)
    keys.fill("40", "12.40")
    keys.press(Qt.Key.Key_2)
    keys.press(Qt.Key.Key_Space)
    keys.tab()
    keys.press(Qt.Key.Key_Space)
    keys.tab()
    keys.press(Qt.Key.Key_1)
    keys.press(Qt.Key.Key_Space)
    assert [problem.text for problem in page.problems()] == []
    page.refresh_status()
    keys.tab()
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return)

    filed = store.saved[a_draft().visit_id]
    assert filed.stage is Stage.SUBMITTED
    assert (filed.suite, filed.visitors) == ("wakefield", ("V-001", "V-002"))
    assert (filed.arrived_at, filed.entered_at) == (NOON, NOON + timedelta(minutes=4))
    assert filed.left_station_at == NOON + timedelta(minutes=70)
    assert filed.census == Census(total=2, men=2, women=0, other=0)
    assert (filed.outcome, filed.travel_minutes, filed.expenses_pence) == (Outcome.COMPLETED, 40, 1240)
    assert filed.debrief_wanted is False
    assert filed.sign_off.second is SecondVisitor.AGREED_HERE
    assert page.title == "Report filed"
    assert not page.steps.isVisible()


def test_after_filing_the_keyboard_is_on_the_way_back(
    open_editor: OpenEditor, keys: Keys, window: ShellWindow
) -> None:
    visit = a_visit()
    page = open_editor(a_store(visit), visit)
    page.view_model.submit()
    keys.press(Qt.Key.Key_Return)
    assert window.page is not page


def test_what_is_submitted_holds_the_edit_of_a_moment_ago(open_editor: OpenEditor) -> None:
    store, tasks = a_store(a_visit(travel_minutes=1)), ThreadPoolTasks()
    model = open_editor(store, a_visit(travel_minutes=1)).view_model
    model._tasks = tasks
    model.edit(lambda visit: replace(visit, travel_minutes=35))
    model.submit()  # no event was handled since the edit: it waits to be painted
    assert tasks.wait_until_idle(5000)

    filed = store.saved[a_visit().visit_id]
    assert (filed.stage, filed.travel_minutes) == (Stage.SUBMITTED, 35)


def test_a_filed_report_stands_whatever_becomes_of_its_window(open_editor: OpenEditor, keys: Keys) -> None:
    store = a_store(a_visit())
    page = open_editor(store, a_visit())
    page.view_model.submit()
    assert page.title == "Report filed"
    assert page.subtitle.startswith("Visit to Wakefield · ")

    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    page.resize(1024, 700)
    page.resize(700, 700)
    keys.press(Qt.Key.Key_Z, ctrl=True)

    assert store.saved[a_visit().visit_id].stage is Stage.SUBMITTED
    assert page.message.text() == ""


def test_submitting_an_unfinished_visit_says_what_is_left_and_files_nothing(
    open_editor: OpenEditor, keys: Keys
) -> None:
    visit = a_visit(outcome=None, left_suite_at=None)
    store = a_store(visit)
    page = open_editor(store, visit)
    page.go_to(Step.SIGN_OFF)
    sign_off = page._made[Step.SIGN_OFF]
    sign_off.submit_button.setFocus()  # type: ignore[attr-defined]
    keys.press(Qt.Key.Key_Return)

    to_do = sign_off.to_do  # type: ignore[attr-defined]
    assert to_do.title.text() == "There is a problem: 2 things to do"
    assert keys.focused() is to_do
    assert store.saved[visit.visit_id].stage is Stage.DRAFT
    keys.tab()
    keys.press(Qt.Key.Key_Return)
    keys.type("1304")
    keys.tab()
    assert page.view_model.visit.left_suite_at == NOON + timedelta(minutes=64)


@pytest.mark.parametrize(
    ("field", "step", "name"),
    [
        ("suite", Step.ARRIVAL, "Custody suite"),
        ("visitors", Step.ARRIVAL, "Second visitor"),
        ("entered_at", Step.ARRIVAL, "Entered the suite: time"),
        ("census.total", Step.CUSTODY, "In custody"),
        ("census.children_14_17", Step.CUSTODY, "Children 14 to 17"),
        ("staffing.briefed_by", Step.CUSTODY, "Briefed by"),
        ("left_station_at", Step.SIGN_OFF, "Left the station: time"),
        ("outcome", Step.SIGN_OFF, "Completed"),
        ("sign_off.nobody_known", Step.SIGN_OFF, "Nobody we spoke to is known to us"),
        ("sign_off.second", Step.SIGN_OFF, "Agrees here"),
    ],
)
def test_a_problem_leads_to_its_field(
    open_editor: OpenEditor, keys: Keys, field: str, step: Step, name: str
) -> None:
    page = open_editor(a_store(a_draft()), a_draft())
    page.show_problem(Problem(step, field, None, None, "Do it."))
    assert page.step() is step
    assert name_of(keys.focused()) == name


def test_a_problem_of_a_person_or_concern_leads_into_its_step(open_editor: OpenEditor) -> None:
    page = open_editor(a_store(a_draft()), a_draft())
    page.show_problem(Problem(Step.PEOPLE, "contact", PersonId("p"), None, "Do it."))
    people = page._made[Step.PEOPLE]
    assert isinstance(people, OtherStep)
    assert people.shown == [("contact", "p", None)]
    page.show_problem(Problem(Step.CONCERNS, "text", None, ConcernId("c"), "Do it."))
    concerns = page._made[Step.CONCERNS]
    assert isinstance(concerns, OtherStep)
    assert concerns.shown == [("text", None, "c")]


def test_ctrl_and_page_keys_walk_through_the_steps(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_draft()), a_draft())
    keys.press(Qt.Key.Key_PageDown, ctrl=True)
    assert page.step() is Step.CUSTODY
    assert keys.focused().accessibleName() == "In custody"
    keys.press(Qt.Key.Key_4, ctrl=True)
    keys.press(Qt.Key.Key_PageUp, ctrl=True)
    assert page.step() is Step.PEOPLE


def test_a_reopened_draft_shows_the_first_step_that_is_not_done(open_editor: OpenEditor) -> None:
    draft = a_visit(census=Census(), people=(), outcome=None)
    page = open_editor(a_store(draft), draft)
    assert page.step() is Step.CUSTODY
    assert status(page, Step.ARRIVAL) is Status.DONE


def test_where_a_step_stands_follows_after_a_moment(
    open_editor: OpenEditor, keys: Keys, qtbot: QtBot
) -> None:
    page = open_editor(a_store(a_draft()), a_draft())
    assert status(page, Step.CUSTODY) is Status.NOT_STARTED
    keys.press(Qt.Key.Key_2, ctrl=True)
    keys.fill("3", "4")
    assert status(page, Step.CUSTODY) is Status.NOT_STARTED
    qtbot.waitUntil(lambda: status(page, Step.CUSTODY) is Status.ATTENTION, timeout=20 * STATUS_AFTER_MS)


def test_the_heading_says_where_when_with_whom_and_how_long(open_editor: OpenEditor) -> None:
    page = open_editor(a_store(a_visit()), a_visit())
    assert page.title == "Visit to Wakefield"
    assert page.subtitle == "Thursday 14 March 2024, 12:04 · with V-002 · let in after 4 minutes"


def test_what_was_typed_is_kept_when_the_page_is_left_at_once(
    open_editor: OpenEditor, keys: Keys, window: ShellWindow
) -> None:
    store = a_store(a_draft())
    page = open_editor(store, a_draft())
    page.go_to(Step.CUSTODY)
    keys.type("7")
    assert window.back()
    assert store.saved[a_draft().visit_id].census.total == 7


def test_a_full_disk_is_said_and_the_screen_shows_what_is_stored(open_editor: OpenEditor, keys: Keys) -> None:
    store = a_store(a_draft())
    page = open_editor(store, a_draft())
    page.go_to(Step.CUSTODY)
    store.fail_next_commit = True
    keys.fill("7")
    assert page.message.text() == "The disk is full. Nothing was changed."
    assert made(page, Step.CUSTODY).numbers["total"].line.text() == ""  # type: ignore[attr-defined]
    keys.back()
    keys.fill("8")
    assert store.saved[a_draft().visit_id].census.total == 8


def test_a_number_that_cannot_be_read_stands_in_the_way_of_submitting(
    open_editor: OpenEditor, keys: Keys
) -> None:
    page = open_editor(a_store(a_visit()), a_visit())
    page.go_to(Step.CUSTODY)
    keys.fill("many")
    assert [(problem.field, problem.text) for problem in page.problems()] == [
        ("census.total", "Enter a whole number, like 12.")
    ]


def test_deleting_a_draft_asks_and_names_what_is_lost(
    open_editor: OpenEditor, keys: Keys, window: ShellWindow
) -> None:
    draft = a_visit(outcome=None, people=(a_person(),), concerns=(a_concern(),))
    store = a_store(draft)
    page = open_editor(store, draft)
    page.go_to(Step.SIGN_OFF)
    sign_off = page._made[Step.SIGN_OFF]
    sign_off.delete_button.setFocus()  # type: ignore[attr-defined]
    keys.press(Qt.Key.Key_Return)

    asked = sign_off.ask_delete.text.text()  # type: ignore[attr-defined]
    assert asked.startswith("Delete the draft of the visit to Wakefield on 14 March 2024?")
    assert "1 person, 1 concern included" in asked
    assert keys.focused().text() == "Keep it"  # type: ignore[attr-defined]
    keys.press(Qt.Key.Key_Escape)
    assert draft.visit_id in store.saved
    keys.press(Qt.Key.Key_Return)
    keys.back()
    keys.press(Qt.Key.Key_Return)
    assert draft.visit_id not in store.saved
    assert window.page is not page


def test_typing_in_one_field_leaves_the_others_alone(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_draft()), a_draft())
    page.go_to(Step.CUSTODY)
    keys.type("12")
    line = keys.focused()
    page.view_model.edit(lambda visit: replace(visit, positive_practice="Calm staff."))
    page.view_model.edit(
        lambda visit: replace(visit, staffing=replace(visit.staffing, woman_on_duty=Value.YES))
    )
    assert keys.focused() is line
    assert line.text() == "12"  # type: ignore[attr-defined]
    assert line.cursorPosition() == 2  # type: ignore[attr-defined]


def count_note(page: VisitPage) -> str:
    tile = next(tile for tile in page.steps.tiles if tile.step.key == Step.PEOPLE.value)
    return f"{tile.note()} / {tile.accessibleDescription().partition('. ')[2]}"


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (5, "3 to see / 2 of 5 accounted for, 3 still to see"),
        (2, "2 of 2 / 2 of 2 accounted for, All accounted for"),
        (1, "1 over / 2 of 1 accounted for, 1 more than counted"),
        (None, " / "),
    ],
)
def test_how_far_the_count_is_from_coming_out_is_in_sight_on_every_step(
    open_editor: OpenEditor, total: int | None, words: str
) -> None:
    visit = a_visit(outcome=None, census=Census(total=total))
    page = open_editor(a_store(visit), visit)
    for step in Step:
        page.go_to(step)
        assert count_note(page) == words


def test_the_count_follows_every_edit(open_editor: OpenEditor) -> None:
    visit = a_visit(outcome=None, census=Census(total=3))
    page = open_editor(a_store(visit), visit)
    page.view_model.put_tallies((Tally(contact=Contact.DECLINED, reason="", count=1),))
    assert count_note(page).startswith("3 of 3")
    page.view_model.edit(lambda visit: replace(visit, outcome=Outcome.ABANDONED))
    assert count_note(page) == " / ", "an abandoned visit has no count"


def test_control_and_enter_go_to_the_next_step_from_a_field_and_from_a_button(
    open_editor: OpenEditor, keys: Keys
) -> None:
    page = open_editor(a_store(a_draft()), a_draft())
    page.go_to(Step.ARRIVAL)
    keys.press(Qt.Key.Key_Return, ctrl=True)
    assert page.step() is Step.CUSTODY
    page.leave_button.setFocus()
    keys.press(Qt.Key.Key_Return, ctrl=True)
    assert keys.focused() is page.leave_button, "a button in the heading is not of the step"


def test_nothing_is_asked_about_the_people_of_an_empty_suite(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_store(a_draft()), a_draft())
    page.go_to(Step.CUSTODY)
    keys.type("0")
    keys.press(Qt.Key.Key_Return)
    custody = made(page, Step.CUSTODY)
    assert not custody.numbers["women"].isVisible()  # type: ignore[attr-defined]
    assert keys.focused().accessibleName() == "People arrived during the visit"


def test_a_key_marks_a_whole_section_of_the_suite_and_goes_on_to_the_next(
    window: ShellWindow, keys: Keys
) -> None:
    draft = a_draft()
    page = an_editor(a_store(draft), draft, makers=step_makers())
    window.open_over(page)
    page.go_to(Step.SUITE)
    checklist = page.view_model.checklist
    keys.press(Qt.Key.Key_4)
    keys.type("no light l")
    visit = page.view_model.visit
    assert [found.area for found in visit.areas] == ["cells"], "a note is being typed"

    keys.press(Qt.Key.Key_Return, ctrl=True)
    keys.type("l")
    visit = page.view_model.visit
    assert len(visit.areas) == len(checklist.areas)
    assert visit.areas[0].state is AreaState.POOR, "what was said stays"
    assert visit.stocks == ()
    keys.type("l")
    assert len(page.view_model.visit.stocks) == len(checklist.stocks)
    assert page.view_model.visit.people == draft.people

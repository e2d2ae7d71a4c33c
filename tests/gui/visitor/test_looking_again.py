"""Concerns of earlier visits on the arrival step, answered by keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt

from icv_app.domain.concern import Concern, ConcernStep, ConcernStepKind
from icv_app.domain.follow_up import FollowUp, Looked
from icv_app.domain.ids import ConcernId, MemberId, VisitId
from icv_app.domain.problem import Step
from icv_app.domain.visit import Visit
from tests.builders import NOON, a_concern, a_filed_visit, a_visit
from tests.fakes.desk import file_report
from tests.fakes.memory_store import MemoryStore
from tests.gui.visitor.conftest import Keys, OpenEditor
from tests.gui.visitor.desk import a_store
from ui.visit.arrival.earlier_row import EarlierRow
from ui.visit.arrival.view import ArrivalStep
from ui.visit.view import VisitPage

SHOWER = a_concern(concern_id=ConcernId("shower"), category="F2", area="showers", text="Shower 2 is broken.")
WEEK = timedelta(weeks=1)


def before(*concerns: Concern) -> Visit:
    began = NOON - WEEK
    return a_filed_visit(
        visit_id=VisitId("before"),
        arrived_at=began,
        entered_at=began,
        left_suite_at=began + timedelta(hours=1),
        left_station_at=began + timedelta(hours=1),
        submitted_at=began + timedelta(hours=2),
        concerns=concerns or (SHOWER,),
    )


def a_closed_shower() -> MemoryStore:
    store = a_store(a_visit())
    step = ConcernStep(
        record_id="closed",
        concern_id=ConcernId("shower"),
        visit_id=VisitId("before"),
        kind=ConcernStepKind.CLOSED,
        at=NOON - timedelta(days=2),
        by=MemberId("C-001"),
        text="Repaired by the landlord.",
        outcome="put_right",
    )
    file_report(store, before(), steps=(step,))
    return store


def rows(page: VisitPage) -> tuple[EarlierRow, ...]:
    page.go_to(Step.ARRIVAL)
    step = page._made[Step.ARRIVAL]
    assert isinstance(step, ArrivalStep)
    return step.last_time.rows


def test_an_open_concern_says_when_it_was_raised_and_that_no_answer_has_come(open_editor: OpenEditor) -> None:
    (row,) = rows(open_editor(a_store(a_visit(), before()), a_visit()))
    assert row.words.text() == "7 March 2024, V-001 and V-002: Shower 2 is broken."
    assert row.answer.text() == "No answer has reached this laptop yet."
    assert not row.note_field.isVisible()


def test_a_closed_concern_says_how_and_when_and_in_which_words(open_editor: OpenEditor) -> None:
    (row,) = rows(open_editor(a_closed_shower(), a_visit()))
    assert row.answer.text() == "Closed on 12 March 2024: put right. “Repaired by the landlord.”"


def test_one_key_says_what_was_found_and_a_note_may_follow(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_closed_shower(), a_visit())
    (row,) = rows(page)
    row.choice.set_focus()
    keys.type("2")
    keys.tab()
    keys.type("Cold water only.")
    keys.tab()
    assert page.view_model.visit.follow_ups == (
        FollowUp(
            concern_id=ConcernId("shower"),
            visit_id=VisitId("before"),
            category="F2",
            finding=Looked.STILL_SO,
            note="Cold water only.",
        ),
    )


def test_one_key_raises_it_again_tied_to_the_earlier_one(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_closed_shower(), a_visit())
    (row,) = rows(page)
    row.choice.set_focus()
    keys.type("3")
    (again,) = page.view_model.visit.concerns
    assert (again.repeats, again.category, again.area, again.text) == (
        "shower",
        "F2",
        "showers",
        "Shower 2 is broken.",
    )
    assert row.choice.value() == "raised_again"
    assert [problem.field for problem in page.problems()] == []


def test_another_answer_takes_the_repeat_back_unless_it_was_worked_on(
    open_editor: OpenEditor, keys: Keys
) -> None:
    page = open_editor(a_closed_shower(), a_visit())
    (row,) = rows(page)
    row.choice.set_focus()
    keys.type("31")
    assert not page.view_model.visit.concerns
    keys.type("3")
    (again,) = page.view_model.visit.concerns
    worked_on = replace(again, text="Shower 2 is broken, and now shower 3.")
    page.view_model.edit(lambda visit: visit.with_concern(worked_on))
    keys.type("1")
    assert page.view_model.visit.concerns == (worked_on,)


def test_what_was_said_can_be_taken_back(open_editor: OpenEditor, keys: Keys) -> None:
    page = open_editor(a_closed_shower(), a_visit())
    (row,) = rows(page)
    row.choice.set_focus()
    keys.type("3")
    keys.press(Qt.Key.Key_Delete)
    assert page.view_model.visit.follow_ups == ()
    assert page.view_model.visit.concerns == ()
    assert not row.note_field.isVisible()


def test_words_about_a_person_are_not_carried_into_the_repeat(open_editor: OpenEditor, keys: Keys) -> None:
    draft = a_visit()
    about = a_concern(person_id=draft.people[0].person_id, text="He had no blanket.")
    page = open_editor(a_store(draft, before(about)), draft)
    rows(page)[0].choice.set_focus()
    keys.type("3")
    (again,) = page.view_model.visit.concerns
    assert (again.text, again.person_id) == ("", None)

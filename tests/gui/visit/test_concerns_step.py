"""The concerns step: a list, and everything about one concern by keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pytestqt.qtbot import QtBot

from icv_app.domain.concern import Concern, Severity
from icv_app.domain.ids import ConcernId
from icv_app.domain.person import Answer, Resolution, Resolved
from icv_app.domain.visit import Visit
from tests.builders import NOON, a_concern, a_person, a_visit
from tests.fakes.memory_store import MemoryStore
from tests.gui.visit.conftest import OpenVisit
from tests.gui.visit.keys import Key, focused, named, pick, press, show, tab_to, write
from ui.visit.concerns.view import ConcernsStep

RED = Concern(
    concern_id=ConcernId("red"), category="I3", severity=Severity.RED, text="Said it was done here."
)


class Concerns:
    """The step over a visit with these concerns."""

    def __init__(self, qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore, *concerns: Concern) -> None:
        self.visit = a_visit(concerns=concerns)
        self._store = store
        self.model = open_visit(self.visit)
        self.step = ConcernsStep(self.model)
        show(qtbot, self.step)
        self.step.table.setFocus()

    @property
    def saved(self) -> Visit:
        """The visit as stored."""
        return self._store.saved[self.visit.visit_id]


def test_a_concern_is_added_by_keyboard(qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore) -> None:
    step = Concerns(qtbot, open_visit, store)
    press(Key.Key_Insert)
    assert focused().accessibleName() == "What kind of concern?"
    pick("Cleanliness")
    press("3")
    press(Key.Key_Tab)
    pick("Area: Cells")
    write("Cell M7 was not clean.")
    press(Key.Key_Tab)

    concern = step.saved.concerns[0]
    assert (concern.category, concern.severity, concern.area) == ("F1", Severity.GREEN, "cells")
    assert concern.text == "Cell M7 was not clean."
    assert concern.raised_at == NOON + timedelta(minutes=64)


def test_a_kind_brings_its_usual_severity(qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore) -> None:
    step = Concerns(qtbot, open_visit, store)
    press(Key.Key_Insert)
    pick("B5 ")
    assert step.saved.concerns[0].severity is Severity.RED


def test_a_red_concern_says_that_the_custody_officer_must_have_been_told(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    step = Concerns(qtbot, open_visit, store, RED)
    press(Key.Key_Return)
    assert step.step.form.red.isVisible()
    tab_to(named("Custody officer told at: time"))
    write("1245")
    press(Key.Key_Tab)
    assert step.saved.concerns[0].officer_told_at == NOON + timedelta(minutes=45)
    assert not step.step.form.red.isVisible()


def test_good_practice_asks_for_less(qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore) -> None:
    step = Concerns(qtbot, open_visit, store)
    step.step.praise_button.setFocus()
    press(Key.Key_Return)
    assert focused().accessibleName() == "In a sentence"
    write("Staff sat with the girl.")
    press(Key.Key_Tab)
    saved = step.saved.concerns[0]
    assert saved.good_practice
    assert saved.text == "Staff sat with the girl."
    assert not step.step.form.control("severity").isVisible()
    assert not step.step.form.control("officer_told_at").isVisible()


def test_what_must_still_be_entered_shows_in_the_list(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    step = Concerns(qtbot, open_visit, store, a_concern(), RED)
    state = [step.step._model.cell(row, 2).spoken() for row in range(2)]
    assert state == ["Amber", "Red, To complete"]


def test_removing_asks_and_opens_the_answer_again(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    concern = a_concern(person_id=a_person().person_id)
    resolution = Resolution(resolved=Resolved.CONCERN, concern_id=concern.concern_id)
    answer = Answer(check_id="solicitor_offered", value="no", resolution=resolution)
    visit = a_visit(people=(replace(a_person(), answers=(answer,)),), concerns=(concern,))
    step = ConcernsStep(open_visit(visit))
    show(qtbot, step)
    step.table.setFocus()
    press(Key.Key_Return)
    step.remove_button.setFocus()
    press(Key.Key_Return)
    assert focused() is step.ask.no_button
    assert store.saved[visit.visit_id].concerns == (concern,)
    step.ask.yes_button.setFocus()
    press(Key.Key_Return)

    saved = store.saved[visit.visit_id]
    assert saved.concerns == ()
    assert saved.people[0].answers[0].resolution is None
    assert step.table.hasFocus()


def test_a_problem_leads_to_its_field(qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore) -> None:
    step = Concerns(qtbot, open_visit, store, a_concern(), RED)
    step.step.show_field("officer_told_at", None, RED.concern_id)
    assert focused().accessibleName() == "Custody officer told at: time"
    assert step.step.title.text() == "I3 Allegation of ill-treatment (OPCAT)"


def test_words_typed_in_one_concern_stay_with_it_when_another_is_opened(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    first, second = a_concern(text=""), a_concern(concern_id=ConcernId("second"), text="Second.")
    step = Concerns(qtbot, open_visit, store, first, second)
    step.step.show_field("text", None, first.concern_id)
    write("First.")
    step.step.show_field("text", None, second.concern_id)
    assert [concern.text for concern in step.saved.concerns] == ["First.", "Second."]

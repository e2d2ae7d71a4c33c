"""The suite step: findings by keyboard, a whole section at once, concerns where something is poor."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from icv_app.domain.concern import Severity
from icv_app.domain.person import Value
from icv_app.domain.visit import AreaFinding, AreaState, StockFinding, Visit
from tests.builders import a_checklist, a_visit
from tests.fakes.memory_store import MemoryStore
from tests.gui.visit.conftest import OpenVisit
from tests.gui.visit.keys import Key, focused, press, press_with_control, show, write
from ui.visit.suite.view import SuiteStep


class Suite:
    """The step over a visit on which nothing of the suite was noted, or what is given."""

    def __init__(self, qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore, **changes: object) -> None:
        self._visit = replace(a_visit(areas=(), stocks=()), **changes)  # type: ignore[arg-type]
        self._store = store
        self.step = SuiteStep(open_visit(self._visit))
        show(qtbot, self.step)

    @property
    def saved(self) -> Visit:
        """The visit as stored."""
        return self._store.saved[self._visit.visit_id]


def test_areas_are_answered_by_digits_and_the_keyboard_goes_on(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    suite = Suite(qtbot, open_visit, store)
    suite.step.areas.rows[0].set_focus()
    press("2", "1")
    assert suite.saved.areas == (
        AreaFinding(area="cells", state=AreaState.GOOD),
        AreaFinding(area="toilets", state=AreaState.NOT_CHECKED),
    )
    assert suite.step.areas.rows[2].isAncestorOf(focused())


def test_a_poor_area_asks_what_is_wrong_and_offers_the_concern_of_its_kind(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    suite = Suite(qtbot, open_visit, store)
    row = suite.step.areas.rows[0]
    row.set_focus()
    press("4")
    assert focused() is row.note
    write("M7 not clean")
    assert row.concern_button.text() == "Raise a concern (F1 Cleanliness)"
    press(Key.Key_Tab, Key.Key_Return)

    concern = suite.saved.concerns[0]
    assert (concern.category, concern.severity, concern.area) == ("F1", Severity.GREEN, "cells")
    assert concern.text == "M7 not clean"
    assert suite.saved.areas[0].concern_id == concern.concern_id
    assert row.concern_tag.text() == "Concern F1, green"


def test_words_being_typed_stay_when_something_else_of_the_visit_changes(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    suite = Suite(qtbot, open_visit, store)
    row = suite.step.areas.rows[0]
    row.set_focus()
    press("3")
    write("A tap")
    suite.step._on_all_stocks()
    write(" drips")
    press_with_control(Key.Key_Return)
    assert suite.saved.areas[0].note == "A tap drips"
    assert suite.step.areas.rows[1].isAncestorOf(focused())


def test_a_missing_stock_is_a_no_and_not_known_is_kept_as_such(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    suite = Suite(qtbot, open_visit, store)
    suite.step.stocks.rows[0].set_focus()
    press("k", "n")
    assert suite.saved.stocks == (
        StockFinding(stock="blankets", value=Value.NOT_KNOWN),
        StockFinding(stock="mattresses", value=Value.NO),
    )
    assert focused() is suite.step.stocks.rows[1].note


def test_one_button_answers_all_that_is_open_and_nothing_else(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    poor = AreaFinding(area="cells", state=AreaState.POOR, note="Cold")
    suite = Suite(qtbot, open_visit, store, areas=(poor,))
    suite.step.areas.all_button.setFocus()
    press(Key.Key_Return)
    states = {found.area: found.state for found in suite.saved.areas}
    assert states.pop("cells") is AreaState.POOR
    assert set(states.values()) == {AreaState.GOOD}
    assert len(states) == len(a_checklist().areas) - 1
    assert suite.step.areas.aside.text() == "All answered"

    suite.step.message.action.click()
    assert suite.saved.areas == (poor,)


def test_what_was_seen_and_said_is_kept(qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore) -> None:
    suite = Suite(qtbot, open_visit, store)
    suite.step.observed.set_focus()
    press(Key.Key_Space)
    for field in ("positive_practice", "raised_with_officer", "officer_response", "force_comment"):
        suite.step.show_field(field)
        write(f"About {field}")
        press(Key.Key_Tab)
    saved = suite.saved
    assert saved.observed == ("booking_in",)
    assert saved.positive_practice == "About positive_practice"
    assert saved.raised_with_officer == "About raised_with_officer"
    assert saved.officer_response == "About officer_response"
    assert saved.force_comment == "About force_comment"


def test_a_problem_leads_to_its_note(qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore) -> None:
    poor = AreaFinding(area="kitchen", state=AreaState.POOR)
    suite = Suite(qtbot, open_visit, store, areas=(poor,))
    suite.step.show_field("areas.kitchen", None, None)
    QApplication.processEvents()
    row = suite.step.areas.rows[3]
    assert focused() is row.note
    assert row.note_field.problem() == "Kitchen: say what is wrong, or raise a concern."

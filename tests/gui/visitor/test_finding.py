"""A visitor looks for words, and narrows the list of visits down, by keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.problem import Step
from icv_app.domain.review import ReviewEventKind
from icv_app.domain.visit import Visit, VisitKind
from icv_app.errors import StoreError
from icv_app.services.ports_visits import VisitFilter
from tests.builders import (
    NOON,
    a_concern,
    a_filed_visit,
    a_person,
    a_review_event,
    a_visit,
    an_empty_draft,
    answered,
)
from tests.fakes.desk import file_report
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import HeldTasks
from tests.gui.visitor.conftest import AtWork, Keys
from tests.gui.visitor.desk import a_desk, a_store
from ui.finding import search_bar
from ui.finding.view_model import FindingViewModel
from ui.finding.wording import FoundLine
from ui.report_reader.concern_card import ConcernCard
from ui.report_reader.history import HistoryEntry
from ui.report_reader.view import ReportPage
from ui.theme import Theme
from ui.visit.view import VisitPage
from ui.visits import view_model
from ui.visits.view import VisitsPage
from ui.workplace import Workplace


def days_ago(number: int, name: str, **changes: object) -> Visit:
    at = NOON - timedelta(days=number)
    return a_filed_visit(
        visit_id=VisitId(name),
        arrived_at=at,
        entered_at=at,
        left_suite_at=at + timedelta(hours=1),
        left_station_at=at + timedelta(hours=1),
        submitted_at=at + timedelta(hours=2),
        **changes,
    )


def a_full_store() -> MemoryStore:
    """A draft at Wakefield, and reports on Leeds (two days ago) and Wakefield (a hundred days ago)."""
    person = answered(a_person(custody_number="13WK/4402", note="Slept without a blanket."))
    draft = a_visit(visit_id=VisitId("draft"), people=(person,), outcome=None)
    store = a_store(draft)
    leeds = days_ago(
        2, "leeds", suite=SuiteId("leeds"), concerns=(a_concern(text="No blanket left in the store."),)
    )
    telephone = days_ago(
        100,
        "call",
        kind=VisitKind.TELEPHONE,
        author=MemberId("V-002"),
        visitors=(MemberId("V-002"), MemberId("V-001")),
        force_comment="A blanket is on order.",
    )
    said = a_review_event(
        1,
        ReviewEventKind.ADDENDUM,
        visit_id=VisitId("leeds"),
        by=MemberId("V-001"),
        text="Heating came back.",
    )
    file_report(store, leeds, said)
    file_report(store, telephone)
    return store


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a pause in typing."""
    monkeypatch.setattr(search_bar, "SETTLE_MS", 0)


def visits(workplace: Workplace) -> VisitsPage:
    workplace.window.show_place("visits")
    page = workplace.window.page
    assert isinstance(page, VisitsPage)
    page.focus_first()
    return page


def look_for(page: VisitsPage, keys: Keys, qtbot: QtBot, text: str) -> list[FoundLine]:
    keys.press(Qt.Key.Key_F, ctrl=True)
    keys.type(text)
    qtbot.waitUntil(lambda: page._finding.text == text.strip())
    return list(page.found.rows_shown())


def listed(page: VisitsPage) -> list[str]:
    return [page.rows.row_at(row).visit_id for row in range(page.rows.rowCount())]


def test_words_are_found_as_they_are_typed_newest_first(at_work: AtWork, keys: Keys, qtbot: QtBot) -> None:
    page = visits(at_work(a_full_store()))
    lines = look_for(page, keys, qtbot, "blank")
    assert [(line.visit_id, line.where) for line in lines] == [
        ("draft", "Person in custody"),
        ("leeds", "Concern"),
        ("call", "Suite"),
    ]
    assert lines[0].about == "13WK/4402"
    assert [lines[1].words[begin : begin + length] for begin, length in lines[1].marks] == ["blanket"]
    assert page.search.count.text() == "3 places in 3 visits"
    assert page.found.isVisible()
    assert not page.table.isVisible()


def test_escape_brings_the_list_back(at_work: AtWork, keys: Keys, qtbot: QtBot) -> None:
    page = visits(at_work(a_full_store()))
    look_for(page, keys, qtbot, "blank")
    keys.press(Qt.Key.Key_Escape)
    assert page.table.isVisible()
    assert not page.found.isVisible()
    assert page.search.count.text() == ""


def test_what_is_not_there_is_said_in_words(at_work: AtWork, keys: Keys, qtbot: QtBot) -> None:
    page = visits(at_work(a_full_store()))
    assert look_for(page, keys, qtbot, "zebra") == []
    assert page.search.count.text() == "Nothing found"
    assert "Try fewer words" in page.found.accessibleDescription()


def test_a_place_in_a_draft_opens_the_editor_there(at_work: AtWork, keys: Keys, qtbot: QtBot) -> None:
    workplace = at_work(a_full_store())
    look_for(visits(workplace), keys, qtbot, "4402 blanket")
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    page = workplace.window.page
    assert isinstance(page, VisitPage)
    assert page.step() is Step.PEOPLE


@pytest.mark.parametrize(("typed", "shown"), [("heating", HistoryEntry), ("blanket store", ConcernCard)])
def test_a_place_in_a_report_opens_the_report_there(
    at_work: AtWork, keys: Keys, qtbot: QtBot, typed: str, shown: type[QWidget]
) -> None:
    workplace = at_work(a_full_store())
    look_for(visits(workplace), keys, qtbot, typed)
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    page = workplace.window.page
    assert isinstance(page, ReportPage)
    qtbot.waitUntil(lambda: isinstance(page.reader.place_shown, shown))


def test_going_back_from_a_report_keeps_what_was_found(at_work: AtWork, keys: Keys, qtbot: QtBot) -> None:
    workplace = at_work(a_full_store())
    page = visits(workplace)
    look_for(page, keys, qtbot, "heating")
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    report = workplace.window.page
    assert report is not None
    report.left.emit()
    assert workplace.window.page is page
    assert [line.where for line in page.found.rows_shown()] == ["Said about the report"]


def test_filters_narrow_down_the_list_and_are_cleared_by_one_button(
    at_work: AtWork, keys: Keys, qtbot: QtBot
) -> None:
    page = visits(at_work(a_full_store()))
    assert listed(page) == ["draft", "leeds", "call"]
    for choice, typed, left in (
        (page.filters.part, "second", ["call"]),
        (page.filters.period, "3 months", ["draft", "leeds"]),
        (page.filters.kind, "telephone", ["call"]),
    ):
        choice.setFocus()
        choice.line.selectAll()
        keys.fill(typed)
        assert listed(page) == left
        page.filters.clear_button.setFocus()
        keys.press(Qt.Key.Key_Return)
        assert listed(page) == ["draft", "leeds", "call"]
    page.filters.with_concerns.setFocus()
    keys.press(Qt.Key.Key_Space)
    assert listed(page) == ["leeds"]
    assert [line.visit_id for line in look_for(page, keys, qtbot, "blanket")] == ["leeds"]


def test_filters_stay_while_the_window_is_open(at_work: AtWork, keys: Keys) -> None:
    workplace = at_work(a_full_store())
    page = visits(workplace)
    page.filters.with_concerns.setFocus()
    keys.press(Qt.Key.Key_Space)
    workplace.window.show_place("home")
    assert listed(visits(workplace)) == ["leeds"]


def test_a_long_list_shows_the_newest_and_says_so(at_work: AtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_model, "MOST_LISTED", 2)
    page = visits(at_work(a_full_store()))
    assert listed(page) == ["draft", "leeds"]
    assert page.subtitle == "3 visits · the newest 2 are listed · 1 draft"


def test_a_search_that_fails_says_so_in_words(
    at_work: AtWork, keys: Keys, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visits(at_work(a_full_store()))

    def fails(*_args: object, **_named: object) -> None:
        raise StoreError("damaged", user_text="The vault is damaged.")

    monkeypatch.setattr(type(page._finding._desk.finding), "find", fails)
    look_for(page, keys, qtbot, "blanket")
    assert page.message.text() == "The vault is damaged."


def test_only_the_last_search_is_shown(theme: Theme) -> None:
    tasks = HeldTasks()
    model = FindingViewModel(a_desk(a_full_store()), tasks)
    shown: list[str] = []
    model.found.connect(lambda found: shown.append(found.words))
    model.ask("blanket", VisitFilter())
    model.ask("heating", VisitFilter())
    for run in reversed(tasks.held):
        run()
    assert theme.text_percent == 100
    assert shown == ["1 place in 1 visit"]


def test_a_draft_without_a_suite_is_found_by_its_words(at_work: AtWork, keys: Keys, qtbot: QtBot) -> None:
    store = a_store(an_empty_draft(positive_practice="Warm drinks."))
    lines = look_for(visits(at_work(store)), keys, qtbot, "warm")
    assert [line.suite for line in lines] == ["No suite yet"]

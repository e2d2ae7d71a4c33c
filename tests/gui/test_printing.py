"""PDFs from the screens, by keyboard: the report, the police copy, the aide-memoire."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.errors import StoreError
from tests.fakes.desk import a_desk, file_report
from tests.fakes.doors import FakeDoors
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import go_to, press, write
from tests.gui.offices import fill_settings, the_clock, the_report
from ui.home.view import HomePage
from ui.pages import register_pages
from ui.report_reader.view import ReportPage
from ui.reports.view import ReportsPage
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.theme import Theme
from ui.workplace import Workplace


@pytest.fixture
def saved_as(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Whoever is asked where to save takes the name suggested; the titles and names are noted."""
    asked: list[tuple[str, str]] = []

    def answer(_parent: object, title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append((title, name))
        return name, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return asked


@dataclass(frozen=True, slots=True)
class Working:
    """A member at work on one filed report."""

    window: ShellWindow
    workplace: Workplace
    doors: FakeDoors


def working(qtbot: QtBot, member: str) -> Working:
    store = MemoryStore()
    desk = a_desk(store, member, clock=the_clock())
    fill_settings(store)
    file_report(store, the_report())
    window = ShellWindow()
    qtbot.addWidget(window)
    doors = FakeDoors(desk=desk)
    workplace = Workplace(desk, doors, InlineTasks(), window, window)
    register_pages(workplace)
    window.show_role(coordinator_places() if member.startswith("C") else visitor_places(), member)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return Working(window, workplace, doors)


def reading(work: Working) -> ReportPage:
    work.workplace.open_report(the_report().visit_id)
    page = work.window.page
    assert isinstance(page, ReportPage)
    return page


def report_of(kind: str) -> bytes:
    return f"{kind} {the_report().visit_id}".encode()


def told(work: Working) -> str:
    return work.window.messages.text()


def test_a_coordinator_saves_the_report_and_is_told_that_it_is_not_encrypted(
    qtbot: QtBot, theme: Theme, saved_as: list[tuple[str, str]]
) -> None:
    work = working(qtbot, "C-001")
    page = reading(work)

    go_to(qtbot, page.copies.pdf_button)
    press(qtbot, Qt.Key.Key_Return)

    assert saved_as == [
        ("Save the visit report (the file is not encrypted)", "visit-report-wakefield-2024-03-14.pdf")
    ]
    assert work.doors.written == {Path("visit-report-wakefield-2024-03-14.pdf"): report_of("report")}
    assert "not encrypted" in told(work)


def test_the_police_copy_is_one_action_and_says_that_it_is_noted(
    qtbot: QtBot, theme: Theme, saved_as: list[tuple[str, str]]
) -> None:
    work = working(qtbot, "C-001")
    page = reading(work)

    go_to(qtbot, page.copies.police_button)
    press(qtbot, Qt.Key.Key_Return)

    assert work.doors.written == {Path("police-copy-wakefield-2024-03-14.pdf"): report_of("police copy")}
    assert "noted beside the report" in told(work)


def test_a_visitors_police_copy_is_noted_too(
    qtbot: QtBot, theme: Theme, saved_as: list[tuple[str, str]]
) -> None:
    work = working(qtbot, "V-004")
    page = reading(work)

    go_to(qtbot, page.copies.police_button)
    press(qtbot, Qt.Key.Key_Return)

    assert len(work.doors.written) == 1
    assert "noted beside the report" in told(work)


def test_the_file_suggested_names_no_custody_number(
    qtbot: QtBot, theme: Theme, saved_as: list[tuple[str, str]]
) -> None:
    work = working(qtbot, "V-004")
    reading(work).copies.pdf_button.click()

    (_title, name) = saved_as[0]
    assert not any(person.custody_number in name for person in the_report().people)


def test_a_coordinator_saves_from_the_inbox(
    qtbot: QtBot, theme: Theme, saved_as: list[tuple[str, str]]
) -> None:
    work = working(qtbot, "C-001")
    work.window.show_place("reports")
    page = work.window.page
    assert isinstance(page, ReportsPage)
    page.open_report(the_report().visit_id)
    qtbot.waitUntil(page.copies.police_button.isEnabled)

    go_to(qtbot, page.copies.police_button)
    press(qtbot, Qt.Key.Key_Return)

    assert list(work.doors.written.values()) == [report_of("police copy")]


def test_nothing_is_written_where_nobody_says_where(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    work = working(qtbot, "V-004")
    page = reading(work)

    page.copies.pdf_button.click()

    assert work.doors.written == {}
    assert told(work) == ""


def test_a_full_disk_is_told_and_another_try_works(
    qtbot: QtBot, theme: Theme, saved_as: list[tuple[str, str]]
) -> None:
    work = working(qtbot, "V-004")
    page = reading(work)
    work.doors.fail_next = StoreError("no space", user_text="The file could not be written.")

    page.copies.pdf_button.click()
    assert told(work) == "The file could not be written."
    page.copies.pdf_button.click()

    assert len(work.doors.written) == 1


def test_a_visitor_prints_an_aide_memoire_for_as_many_people_as_they_say(
    qtbot: QtBot, theme: Theme, saved_as: list[tuple[str, str]]
) -> None:
    work = working(qtbot, "V-004")
    work.window.show_place("home")
    page = work.window.page
    assert isinstance(page, HomePage)

    go_to(qtbot, page.paper.people)
    write(qtbot, "9")
    go_to(qtbot, page.paper.button)
    press(qtbot, Qt.Key.Key_Return)

    assert work.doors.written == {Path("aide-memoire.pdf"): b"9 None"}
    assert "print it on both sides" in told(work)


def test_a_number_of_sheets_out_of_bounds_prints_nothing(
    qtbot: QtBot, theme: Theme, saved_as: list[tuple[str, str]]
) -> None:
    work = working(qtbot, "V-004")
    work.window.show_place("home")
    page = work.window.page
    assert isinstance(page, HomePage)

    go_to(qtbot, page.paper.people)
    write(qtbot, "99")
    go_to(qtbot, page.paper.button)
    press(qtbot, Qt.Key.Key_Return)

    assert work.doors.written == {}

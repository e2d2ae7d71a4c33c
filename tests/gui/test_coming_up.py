"""What runs out, on Today and as a list, and the training matrix, by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import go_to, press
from tests.gui.office_files import a_noted_scheme
from tests.memory_scheme import MemoryScheme
from ui.coming_up.view import ComingUpPage
from ui.pages import register_pages
from ui.people.view import PeoplePage
from ui.shell import ShellWindow, coordinator_places
from ui.theme import Theme
from ui.today.view import TodayPage
from ui.training.view import TrainingPage
from ui.widgets.table_model import RowsModel
from ui.workplace import Workplace


@dataclass
class AtTheDesk:
    scheme: MemoryScheme
    window: ShellWindow


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> AtTheDesk:
    scheme = a_noted_scheme()
    window = ShellWindow()
    workplace = Workplace(
        scheme["C-001"].desk, FakeDoors(desk=scheme["C-001"].desk), InlineTasks(), window, window
    )
    register_pages(workplace)
    window.show_role(coordinator_places(), "West Yorkshire")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return AtTheDesk(scheme, window)


def spoken(rows: RowsModel[Any]) -> list[str]:
    return [
        ", ".join(rows.cell(row, column).spoken() for column in range(len(rows.columns)))
        for row in range(rows.rowCount())
    ]


def people(desk: AtTheDesk) -> PeoplePage:
    desk.window.show_place("people")
    page = desk.window.page
    assert isinstance(page, PeoplePage)
    return page


def coming_up(qtbot: QtBot, desk: AtTheDesk) -> ComingUpPage:
    page = people(desk)
    go_to(qtbot, page.coming_up_button)
    press(qtbot, Qt.Key.Key_Return)
    assert isinstance(desk.window.page, ComingUpPage)
    return desk.window.page


def test_what_runs_out_is_listed_soonest_first_in_words(qtbot: QtBot, desk: AtTheDesk) -> None:
    page = coming_up(qtbot, desk)
    lines = spoken(page.rows)
    assert [line.split(", ")[0] for line in lines] == ["V-001", "V-002", "V-003", "V-001", "V-003"]
    assert "Refresher training" in lines[0]
    assert "Ran out 365 days ago" in lines[0]
    assert lines[1].endswith("Ran out 1 day ago")
    assert lines[2].endswith("Ends in 20 days")
    assert lines[4].endswith("Ends in 75 days")
    assert page.thanks.text() == "Recognition is due: V-001 (3 years), V-002 (3 years), V-003 (3 years)."
    assert page.subtitle == "2 have run out · 3 run out within 90 days"


def test_enter_goes_to_the_member(qtbot: QtBot, desk: AtTheDesk) -> None:
    page = coming_up(qtbot, desk)
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    shown = desk.window.page
    assert isinstance(shown, PeoplePage)
    assert shown.detail.title.text().startswith("V-002")


def test_back_returns_to_the_register(qtbot: QtBot, desk: AtTheDesk) -> None:
    page = coming_up(qtbot, desk)
    go_to(qtbot, page.back_button)
    press(qtbot, Qt.Key.Key_Return)
    assert isinstance(desk.window.page, PeoplePage)


def test_today_has_a_row_for_whom_it_presses_and_one_to_look_ahead(qtbot: QtBot, desk: AtTheDesk) -> None:
    desk.window.show_place("today")
    page = desk.window.page
    assert isinstance(page, TodayPage)
    lines = [line for line in spoken(page.rows) if "runs out" in line]
    assert len(lines) == 4
    assert "See to what runs out for V-002" in lines[1]
    assert "Vetting · last day" in lines[1]
    assert "Look ahead: more runs out for members" in lines[3]
    assert "1 within 60 days, 1 within 90 days. First: TACT training of V-001" in lines[3]
    assert "4 reminders" in page.subtitle

    page.table.choose(("ending", ("", "")))
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)
    assert isinstance(desk.window.page, ComingUpPage)


def test_the_matrix_says_every_state_in_words(qtbot: QtBot, desk: AtTheDesk) -> None:
    page = people(desk)
    go_to(qtbot, page.training_button)
    press(qtbot, Qt.Key.Key_Return)
    shown = desk.window.page
    assert isinstance(shown, TrainingPage)
    desk.window.resize(1600, 800)
    titles = [column.title for column in shown.rows.columns]
    assert titles[1:] == [
        "Initial",
        "Refresher",
        "Children",
        "Menstrual dignity",
        "Neurodiversity",
        "TACT",
    ]
    cells = [shown.rows.cell(0, column).spoken() for column in range(7)]
    assert cells[1] == "In date, does not run out"
    assert cells[2].startswith("Lapsed, until")
    assert cells[3] == "Not trained"
    assert cells[6].startswith("Runs out soon, until")
    assert shown.subtitle == "3 visitors · 1 training lapsed · 1 runs out within 90 days"


def test_a_narrow_matrix_says_the_same_in_one_column(qtbot: QtBot, desk: AtTheDesk) -> None:
    page = people(desk)
    page.training_button.click()
    shown = desk.window.page
    assert isinstance(shown, TrainingPage)
    shown.resize(700, 600)
    assert len(shown.rows.columns) == 2
    assert shown.rows.cell(0, 1).spoken().startswith("Refresher: lapsed, TACT: runs out soon, ")


def test_leave_that_a_visitor_said_stands_in_the_register(desk: AtTheDesk) -> None:
    page = people(desk)
    page.choose("V-001")
    facts = dict(page.detail.facts.facts())
    assert facts["Leave"] == "14 March 2024 to 20 March 2024"
    assert facts["Conflicts of interest"] == "Not to Leeds"
    assert facts["Languages"] == "Urdu"

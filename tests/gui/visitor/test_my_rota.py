"""A visitor's duties and when they can go, by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.domain.rota import WEEK, Window
from icv_app.services.duties import OwnDuty
from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import go_to, press, write
from tests.gui.rotas import a_published_rota
from tests.memory_scheme import MemoryScheme, a_scheme
from ui.my_rota.view import MyRotaPage
from ui.pages import register_pages
from ui.shell import ShellWindow, visitor_places
from ui.theme import Theme
from ui.workplace import Workplace


@dataclass
class AtHome:
    scheme: MemoryScheme
    window: ShellWindow
    doors: FakeDoors
    page: MyRotaPage


def shown(page: MyRotaPage) -> list[OwnDuty]:
    return [page.rows.row_at(row) for row in range(page.rows.rowCount())]


def at_home(qtbot: QtBot, scheme: MemoryScheme) -> AtHome:
    desk = scheme["V-001"].desk
    window, doors = ShellWindow(), FakeDoors(desk=desk)
    workplace = Workplace(desk, doors, InlineTasks(), window, window)
    register_pages(workplace)
    window.show_role(visitor_places(), "West Yorkshire")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.show_place("rota")
    assert isinstance(window.page, MyRotaPage)
    return AtHome(scheme, window, doors, window.page)


@pytest.fixture
def home(qtbot: QtBot, theme: Theme) -> AtHome:
    return at_home(qtbot, a_published_rota())


def test_each_duty_says_week_suite_partner_and_no_hour(home: AtHome) -> None:
    duties = home.scheme["V-001"].desk.duties.own()
    assert [one.duty for one in shown(home.page)] == [one.duty for one in duties]
    spoken = [home.page.rows.cell(row, column).spoken() for row in range(len(duties)) for column in range(3)]
    assert any("With V-00" in text for text in spoken)
    assert not any(":" in text for text in spoken)


def test_without_duties_it_says_when_they_will_appear(qtbot: QtBot, theme: Theme) -> None:
    home = at_home(qtbot, a_scheme())
    assert shown(home.page) == []
    assert not home.page.swap_button.isEnabled()
    assert not home.page.calendar_button.isEnabled()


def test_weeks_are_ticked_and_saved(qtbot: QtBot, theme: Theme) -> None:
    home = at_home(qtbot, a_scheme())
    week = next(iter(home.page.weeks.weeks()))
    go_to(qtbot, home.page.weeks.box(week, Window.NIGHT))
    press(qtbot, Qt.Key.Key_Space)
    go_to(qtbot, home.page.save_button)
    press(qtbot, Qt.Key.Key_Return)

    weeks, _leave = home.scheme["V-001"].desk.duties.availability()
    assert {one.week: one.windows for one in weeks}[week] == {Window.NIGHT}
    assert "Saved" in home.window.messages.text()


def test_one_press_ticks_every_week_and_the_next_takes_the_ticks_away(qtbot: QtBot, theme: Theme) -> None:
    home = at_home(qtbot, a_scheme())
    go_to(qtbot, home.page.weeks.all_buttons[Window.WEEKEND])
    press(qtbot, Qt.Key.Key_Return)
    assert set(home.page.weeks.weeks().values()) == {frozenset({Window.WEEKEND})}
    press(qtbot, Qt.Key.Key_Return)
    assert set(home.page.weeks.weeks().values()) == {frozenset()}


def test_leave_is_added_and_a_wrong_date_is_said_at_its_field(qtbot: QtBot, theme: Theme) -> None:
    home = at_home(qtbot, a_scheme())
    go_to(qtbot, home.page.leave.add_button)
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, "20/5/24")
    [row] = home.page.leave.rows
    go_to(qtbot, row.last)
    write(qtbot, "10/5/24")
    go_to(qtbot, home.page.save_button)
    press(qtbot, Qt.Key.Key_Return)
    assert row.last_field.problem() == "Leave ends on the day it begins, or later."

    row.last.line.setFocus()
    write(qtbot, "27/5/24")
    go_to(qtbot, home.page.save_button)
    press(qtbot, Qt.Key.Key_Return)
    _weeks, [leave] = home.scheme["V-001"].desk.duties.availability()
    assert (leave.first, leave.last) == (date(2024, 5, 20), date(2024, 5, 27))


def test_what_was_ticked_is_kept_when_another_page_is_opened(qtbot: QtBot, theme: Theme) -> None:
    home = at_home(qtbot, a_scheme())
    week = next(iter(home.page.weeks.weeks())) + WEEK
    go_to(qtbot, home.page.weeks.box(week, Window.DAY))
    press(qtbot, Qt.Key.Key_Space)
    assert home.window.show_place("visits")
    weeks, _leave = home.scheme["V-001"].desk.duties.availability()
    assert {one.week: one.windows for one in weeks}[week] == {Window.DAY}


def test_what_the_disk_refused_stays_ticked_and_is_saved_the_next_time(qtbot: QtBot, theme: Theme) -> None:
    home = at_home(qtbot, a_scheme())
    visitor, page = home.scheme["V-001"], home.page
    week = next(iter(page.weeks.weeks()))
    go_to(qtbot, page.weeks.box(week, Window.DAY))
    press(qtbot, Qt.Key.Key_Space)
    visitor.vault.store.fail_next_commit = True
    page.save_button.click()
    page.shown()  # something arrives, and it is read again
    assert page.weeks.weeks()[week] == {Window.DAY}
    assert home.window.show_place("visits")
    weeks, _leave = visitor.desk.duties.availability()
    assert {one.week: one.windows for one in weeks}[week] == {Window.DAY}


def test_a_swap_is_taken_back_and_asked_for_again(qtbot: QtBot, home: AtHome) -> None:
    asked = next(one for one in shown(home.page) if one.swap is not None)
    home.page.table.choose(asked.duty.place)
    assert home.page.swap_button.text() == "Take the swap back"
    home.scheme.clock.forward(minutes=1)
    go_to(qtbot, home.page.swap_button)
    press(qtbot, Qt.Key.Key_Return)
    assert home.page.swap_button.text() == "Ask for a swap"
    home.scheme.clock.forward(minutes=1)
    press(qtbot, Qt.Key.Key_Return)
    assert home.page.swap_button.text() == "Take the swap back"


def test_duties_are_saved_for_a_calendar(
    qtbot: QtBot, home: AtHome, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "duties"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_named: (str(file), ""))
    go_to(qtbot, home.page.calendar_button)
    press(qtbot, Qt.Key.Key_Return)
    assert list(home.doors.written) == [tmp_path / "duties.ics"]

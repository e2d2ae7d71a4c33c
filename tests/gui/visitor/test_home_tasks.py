"""What waits for a visitor on Home: one order, and where each thing is done; by keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from icv_app.domain.times import london_day
from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import go_to, press
from tests.gui.notices import a_scheme_with_notices
from tests.gui.rotas import a_published_rota
from tests.memory_scheme import MemoryScheme
from ui.home.tasks import HomeTask, TaskKind
from ui.home.view import HomePage
from ui.messages.view import MessagesPage
from ui.my_rota.view import MyRotaPage
from ui.pages import register_pages
from ui.report_reader.view import ReportPage
from ui.shell import ShellWindow, visitor_places
from ui.theme import Theme
from ui.workplace import Workplace


def at_home(qtbot: QtBot, scheme: MemoryScheme) -> ShellWindow:
    desk = scheme["V-001"].desk
    window = ShellWindow()
    workplace = Workplace(desk, FakeDoors(desk=desk), InlineTasks(), window, window)
    register_pages(workplace)
    window.show_role(visitor_places(), "West Yorkshire")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


def home(window: ShellWindow) -> HomePage:
    window.show_place("home")
    assert isinstance(window.page, HomePage)
    return window.page


def tasks(page: HomePage) -> list[HomeTask]:
    return [page.task_rows.row_at(row) for row in range(page.task_rows.rowCount())]


def enter(qtbot: QtBot, window: ShellWindow, kind: TaskKind) -> None:
    page = home(window)
    task = next(one for one in tasks(page) if one.kind is kind)
    assert page.tasks.choose((task.kind, task.key))
    go_to(qtbot, page.tasks)
    press(qtbot, Qt.Key.Key_Return)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> ShellWindow:
    return at_home(qtbot, a_scheme_with_notices())


def test_what_others_wait_for_goes_first_and_a_question_stands_once(window: ShellWindow) -> None:
    kinds = [one.kind for one in tasks(home(window)) if one.kind is not TaskKind.ENDING]
    assert (
        kinds
        == [
            TaskKind.ANSWER,
            TaskKind.NOTICE,
            TaskKind.MESSAGE,
            TaskKind.MESSAGE,
            TaskKind.NOTICE,
            TaskKind.SAY,
            TaskKind.ENDING,
            TaskKind.ENDING,
            TaskKind.ENDING,
        ][: len(kinds)]
    )


def test_a_question_opens_its_report_and_a_notice_its_message(qtbot: QtBot, window: ShellWindow) -> None:
    enter(qtbot, window, TaskKind.ANSWER)
    assert isinstance(window.page, ReportPage)
    window.page.left.emit()
    enter(qtbot, window, TaskKind.NOTICE)
    page = window.page
    assert isinstance(page, MessagesPage)
    assert page.subject.text() == "New form for reports of night visits"
    go_to(qtbot, page.read_button)
    press(qtbot, Qt.Key.Key_Return)
    assert "New form for reports of night visits" not in " ".join(one.title for one in tasks(home(window)))


def test_a_comment_opens_as_a_message_and_waits_no_longer(qtbot: QtBot, window: ShellWindow) -> None:
    before = sum(one.kind is TaskKind.MESSAGE for one in tasks(home(window)))
    enter(qtbot, window, TaskKind.MESSAGE)
    assert isinstance(window.page, MessagesPage)
    assert sum(one.kind is TaskKind.MESSAGE for one in tasks(home(window))) == before - 1


def test_a_duty_of_this_week_opens_the_rota(qtbot: QtBot, theme: Theme) -> None:
    scheme = a_published_rota()
    duty = scheme["V-001"].desk.duties.own()[0].duty
    days = (duty.week + timedelta(days=2) - london_day(scheme.clock.now())).days
    scheme.clock.forward(days=days)
    window = at_home(qtbot, scheme)
    task = next(one for one in tasks(home(window)) if one.kind is TaskKind.DUTY)
    assert task.title.startswith("Visit ")
    assert "with V-00" in task.about
    assert ":" not in task.about, "no hour is told"
    enter(qtbot, window, TaskKind.DUTY)
    assert isinstance(window.page, MyRotaPage)


def test_what_was_said_about_a_report_is_read_with_the_report(qtbot: QtBot, window: ShellWindow) -> None:
    enter(qtbot, window, TaskKind.ANSWER)
    assert isinstance(window.page, ReportPage)
    window.page.left.emit()
    kinds = [one.kind for one in tasks(home(window))]
    assert TaskKind.ANSWER in kinds, "the question still waits for its answer"
    assert TaskKind.MESSAGE not in kinds

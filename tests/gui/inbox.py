"""The coordinator's inbox on screen, worked by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import VisitId
from icv_app.domain.review import ReviewState
from icv_app.services.desk import Desk
from tests.fakes.desk import a_desk
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import InlineTasks
from tests.gui.offices import a_week, the_clock
from ui.doors import Doors
from ui.pages_coordinator import register_coordinator
from ui.reports.view import SETTLE_MS, ReportsPage
from ui.shell import ShellWindow, coordinator_places
from ui.workplace import Workplace

THURSDAY_NIGHT = VisitId("wakefield-1421")


@dataclass
class Inbox:
    window: ShellWindow
    page: ReportsPage
    workplace: Workplace
    desk: Desk
    store: MemoryStore
    tasks: InlineTasks

    def press(self, key: Qt.Key | str) -> None:
        target = QApplication.focusWidget() or self.page
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)

    def suites(self) -> list[str]:
        rows = self.page.rows
        return [rows.row_at(at).suite_name for at in range(rows.rowCount())]

    def state(self, visit_id: str = THURSDAY_NIGHT) -> ReviewState:
        return self.desk.reviews.read(VisitId(visit_id)).review.state


def an_inbox(qtbot: QtBot) -> Inbox:
    """The inbox of the week of the drawings, its first report read."""
    store = MemoryStore()
    desk = a_desk(store, clock=the_clock())
    a_week(store)
    window = ShellWindow()
    qtbot.addWidget(window)
    tasks = InlineTasks()
    workplace = Workplace(desk, cast(Doors, None), tasks, window)
    register_coordinator(workplace)
    window.show_role(coordinator_places(), "West Yorkshire")
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.show_place("reports")
    page = window.page
    assert isinstance(page, ReportsPage)
    page.table.setFocus()
    qtbot.waitUntil(lambda: page.reader.shown is not None, timeout=20 * SETTLE_MS)
    return Inbox(window, page, workplace, desk, store, tasks)


def shown(inbox: Inbox) -> str:
    assert inbox.page.reader.shown is not None
    return inbox.page.reader.shown.visit_id


def wait_for(qtbot: QtBot, inbox: Inbox, visit_id: str) -> None:
    qtbot.waitUntil(lambda: shown(inbox) == visit_id, timeout=20 * SETTLE_MS)


def chosen(inbox: Inbox) -> str:
    return str(inbox.page.table.chosen().visit_id)

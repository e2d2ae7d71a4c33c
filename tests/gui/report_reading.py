"""Somebody reads a filed report in the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Visit
from icv_app.services.desk import Desk
from tests.fakes.desk import HandClock, a_desk
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import InlineTasks
from tests.gui.offices import fill_settings, the_clock, the_report
from ui.doors import Doors
from ui.report_reader.view import ReportPage
from ui.shell import Page, ShellWindow
from ui.widgets.tag import Tag
from ui.workplace import Workplace


@dataclass
class Reading:
    """Somebody reads a report in the window."""

    page: ReportPage
    window: ShellWindow
    desk: Desk
    store: MemoryStore

    def text(self) -> str:
        return self.page.reader.text()

    def tags(self) -> list[str]:
        self.page.reader.finish()
        return [tag.text() for tag in self.page.reader.findChildren(Tag)]

    def standing(self) -> tuple[str, str]:
        return self.page.standing.text(), self.page.standing_words.text()

    def type(self, words: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, words)

    def press(self, key: Qt.Key) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)

    def review(self) -> ReviewState:
        return self.desk.reviews.read(the_report().visit_id).review.state


class Reader:
    """Opens the window of one member on one report."""

    def __init__(self, qtbot: QtBot, store: MemoryStore) -> None:
        self._qtbot = qtbot
        self._store = store

    def __call__(self, member: str, visit: Visit | None = None, clock: HandClock | None = None) -> Reading:
        desk = a_desk(self._store, member, clock=clock or the_clock())
        fill_settings(self._store)
        window = ShellWindow()
        self._qtbot.addWidget(window)
        workplace = Workplace(desk, cast(Doors, None), InlineTasks(), window, window)
        window.register("home", lambda: Page("Home"))
        window.show_role((), member)
        window.show_place("home")
        page = ReportPage(workplace, (visit or the_report()).visit_id)
        with self._qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        self._qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        workplace.open_over(page)
        return Reading(page, window, desk, self._store)

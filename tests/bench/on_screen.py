"""The application's window for a benchmark: its heartbeat, its repaints, what is pressed in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.doors import VaultDoors
from icv_app.domain.ids import VisitId
from icv_app.domain.problem import Step
from tests.functional.scheme_in_life import PASSPHRASE
from ui.application import Application
from ui.home.view import HomePage
from ui.pages import register_pages
from ui.tasks import ThreadPoolTasks
from ui.today.view import TodayPage
from ui.unlock.view import UnlockPage
from ui.visit.people.view import PeopleStep
from ui.visit.view import VisitPage
from ui.workplace import Workplace

BEAT_MS = 4
PATIENCE_S = 60


class Heartbeat(QObject):
    """Beats in the GUI thread and keeps the longest silence, milliseconds beyond the beat."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self.beats = 0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> float:
        self._beat()
        self._timer.stop()
        return self.longest_ms

    def _beat(self) -> None:
        now = time.perf_counter()
        self.beats += 1
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000 - BEAT_MS)
        self._last = now


class Repaints(QObject):
    """Counts how often a window was painted, and when it last was."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.seen = 0
        self.last = 0.0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() != QEvent.Type.UpdateRequest:
            return super().eventFilter(watched, event)
        watched.event(event)  # paints
        self.seen += 1
        self.last = time.perf_counter()
        return True


def until(condition: Callable[[], bool]) -> None:
    """Keep the windows alive until something is so.

    Raises:
        TimeoutError: It is not so after a minute.
    """
    end = time.perf_counter() + PATIENCE_S
    while not condition():
        QApplication.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError("the window does not come to rest")


class Screen:
    """The application on one vault."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.tasks = ThreadPoolTasks(app)
        self.tasks.defect_found.connect(_fail)
        self.application = Application(app, VaultDoors(folder), self.tasks, register_pages)
        self.window = self.application.window
        self.application.start()
        until(self.window.isVisible)

    def unlock(self) -> float:
        """Milliseconds from pressing Unlock to the painted home page with what is on it."""
        began = time.perf_counter()
        self._press_unlock()
        until(lambda: isinstance(self.window.page, HomePage))
        home = self.window.page
        assert isinstance(home, HomePage)
        paints = Repaints(self.window)
        until(lambda: home.start_button.isEnabled() and home.suite.isEnabled() and paints.seen > 0)
        return (time.perf_counter() - began) * 1000

    def unlock_office(self) -> None:
        """Unlock a coordinator's vault and wait for the first page; the synchronisation has begun."""
        self._press_unlock()
        until(lambda: isinstance(self.window.page, TodayPage))

    def _press_unlock(self) -> None:
        page = self.window.page
        assert isinstance(page, UnlockPage)
        page.passphrase.line.setText(PASSPHRASE)
        QApplication.processEvents()
        page.unlock_button.click()

    def open_people(self, visit_id: VisitId) -> PeopleStep:
        """The people step of a draft in the editor."""
        self.workplace.open_visit(visit_id)
        until(lambda: isinstance(self.window.page, VisitPage))
        page = self.window.page
        assert isinstance(page, VisitPage)
        page.go_to(Step.PEOPLE)
        self.rest()
        return page.findChildren(PeopleStep)[0]

    @property
    def workplace(self) -> Workplace:
        """Where the member is at work."""
        assert self.application.workplace is not None
        return self.application.workplace

    def rest(self) -> None:
        """Let all work finish."""
        if not self.tasks.wait_until_idle(PATIENCE_S * 1000):
            raise TimeoutError("work in the background does not end")
        QApplication.processEvents()

    def close(self) -> None:
        self.window.close()
        self.rest()


def _fail(defect: Exception) -> None:
    raise defect

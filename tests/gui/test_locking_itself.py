"""ICV locks itself when nobody uses it, and not while somebody does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.fakes.doors import FakeDoors
from tests.fakes.office import an_office
from ui.application import Application
from ui.pages import register_pages
from ui.tasks import Lane, Progress, ThreadPoolTasks
from ui.unlock.view import UnlockPage


@dataclass
class CountedTimer:
    """The idle time, with how often it began anew."""

    begun: int = 0

    def isActive(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def start(self) -> None:
        self.begun += 1

    def stop(self) -> None:
        """Nothing to stop."""


@pytest.fixture
def application(qtbot: QtBot, qapp: QApplication) -> Iterator[Application]:
    office = an_office()
    tasks = ThreadPoolTasks(qapp)
    made = Application(qapp, FakeDoors(desk=office.desk), tasks, register_pages)
    qtbot.addWidget(made.window)
    with qtbot.waitExposed(made.window):
        made.start()
    made.enter(office.desk)
    made.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made.window)
    idle = made._idle
    yield made
    # A test that puts another in its place leaves this one running beyond the window's life.
    idle.stop()


@pytest.mark.parametrize("sign", ["key", "mouse", "move"])
def test_a_sign_of_life_begins_the_idle_time_anew(
    application: Application, sign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = CountedTimer()
    monkeypatch.setattr(application, "_idle", idle)
    window = application.window.windowHandle()
    if sign == "key":
        QTest.keyClick(window, Qt.Key.Key_Shift)
    elif sign == "mouse":
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    else:
        QTest.mouseMove(window, QPoint(5, 5))
    assert idle.begun >= 1


def test_nothing_that_takes_long_works_on_in_a_vault_that_is_locked(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, given_up, ended = Event(), Event(), Event()
    monkeypatch.setattr("ui.application.FINISH_MS", 2_000)

    def export(progress: Progress) -> None:
        begun.set()
        try:
            while not given_up.wait(0.01):
                progress.report(1, 2)
        finally:
            ended.set()

    try:
        application._tasks.run_long(
            Lane.NETWORK,
            export,
            then=lambda _none: None,
            otherwise=lambda _error: None,
            on_progress=lambda _done, _total: None,
            on_cancelled=lambda: None,
        )
        assert begun.wait(10)
        application.lock()
        assert ended.is_set()
    finally:
        given_up.set()


def test_after_the_idle_time_the_passphrase_is_asked_again(qtbot: QtBot, application: Application) -> None:
    application._idle.timeout.emit()
    qtbot.waitUntil(lambda: isinstance(application.window.page, UnlockPage))
    assert application.workplace is None

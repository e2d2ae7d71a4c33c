"""A defect is logged and told, with nothing of what anybody said."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.crash import CrashDialog, CrashReporter, describe
from ui.tasks import Lane, ThreadPoolTasks

SAID = "she said the water was cold"


def fails() -> None:
    words = SAID
    try:
        raise KeyError(words)
    except KeyError as error:
        raise ValueError(f"bad answer: {words}") from error


def caught() -> ValueError:
    with pytest.raises(ValueError, match="bad answer") as failure:
        fails()
    return failure.value


@pytest.fixture
def hooks() -> Iterator[None]:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = before


def test_a_description_holds_kinds_and_places_but_no_words() -> None:
    described = describe(caught())
    assert "builtins.ValueError" in described
    assert "caused by\nbuiltins.KeyError" in described
    assert "tests/gui/test_crash.py" in described
    assert "in fails" in described
    assert SAID not in described
    assert "water" not in described


def test_a_defect_is_logged_and_shown(qtbot: QtBot) -> None:
    logged: list[str] = []
    shown: list[str] = []
    reporter = CrashReporter(logged.append, shown.append)
    reporter.report(caught())
    qtbot.waitUntil(lambda: bool(shown))
    assert logged == shown


def test_uncaught_exceptions_of_every_thread_arrive(qtbot: QtBot, hooks: None) -> None:
    logged: list[str] = []
    shown: list[str] = []
    reporter = CrashReporter(logged.append, shown.append)
    reporter.install()
    error = caught()
    sys.excepthook(type(error), error, error.__traceback__)
    worker = threading.Thread(target=fails)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert all("in fails" in text for text in logged)


def test_ctrl_c_is_no_defect(hooks: None, capsys: pytest.CaptureFixture[str]) -> None:
    logged: list[str] = []
    reporter = CrashReporter(logged.append, logged.append)
    reporter.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert logged == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_defects_of_background_work_arrive(qtbot: QtBot) -> None:
    shown: list[str] = []
    reporter = CrashReporter(lambda _text: None, shown.append)
    tasks = ThreadPoolTasks()
    tasks.defect_found.connect(reporter.report)
    tasks.run(Lane.STORE, fails, then=lambda _a: None, otherwise=lambda _e: None)
    qtbot.waitUntil(lambda: bool(shown))
    assert "builtins.ValueError" in shown[0]


def test_one_dialog_at_a_time_but_every_defect_is_logged(qtbot: QtBot) -> None:
    logged: list[str] = []
    shown: list[str] = []

    def show(description: str) -> None:
        shown.append(description)
        reporter.report(caught())
        QApplication.processEvents()

    reporter = CrashReporter(logged.append, show)
    reporter.report(caught())
    qtbot.waitUntil(lambda: len(logged) == 2)
    assert len(shown) == 1


def test_the_dialog_says_what_is_safe_and_copies_the_details(qtbot: QtBot) -> None:
    dialog = CrashDialog(describe(caught()))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.details.toPlainText().startswith("builtins.ValueError")
    dialog.copy.click()
    assert QApplication.clipboard().text() == dialog.details.toPlainText()
    with qtbot.waitSignal(dialog.accepted):
        dialog.go_on.click()


def test_the_dialog_is_what_people_get(qtbot: QtBot) -> None:
    titles: list[str] = []

    def look_and_close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CrashDialog)
        titles.append(dialog.windowTitle())
        dialog.accept()

    reporter = CrashReporter(lambda _text: None)
    reporter.report(caught())
    QTimer.singleShot(0, look_and_close)
    qtbot.waitUntil(lambda: bool(titles))
    assert titles == ["ICV made a mistake"]


def test_the_keyboard_is_on_going_on(qtbot: QtBot) -> None:
    dialog = CrashDialog("builtins.ValueError")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.go_on.hasFocus)

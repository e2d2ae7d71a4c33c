"""A member at work in the one window, with everything inline and in memory."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from icv_app.domain.scheme import Role
from icv_app.words import _
from tests.fakes.doors import FakeDoors
from tests.fakes.office import Office, an_office
from tests.fakes.tasks import InlineTasks
from ui.pages import register_pages
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.tasks import Tasks
from ui.workplace import Workplace


@dataclass
class AtWork:
    """The window, what is behind it, and who works."""

    office: Office
    doors: FakeDoors
    window: ShellWindow
    workplace: Workplace


def at_work(
    office: Office | None = None, doors: FakeDoors | None = None, tasks: Tasks | None = None
) -> AtWork:
    """Open the pages of the office's member; the window is shown by the test."""
    office = office or an_office()
    doors = doors or FakeDoors(desk=office.desk)
    window = ShellWindow()
    workplace = Workplace(office.desk, doors, tasks or InlineTasks(), window, window)
    register_pages(workplace)
    coordinator = office.desk.identity.role is Role.COORDINATOR
    places = coordinator_places() if coordinator else visitor_places()
    window.show_role(
        places, f"{office.desk.scheme_name} · " + (_("coordinator") if coordinator else _("visitor"))
    )
    workplace.refresh_standing()
    return AtWork(office, doors, window, workplace)


def show(qtbot: QtBot, work: AtWork) -> None:
    """Put the window in front, with the keyboard."""
    qtbot.addWidget(work.window)
    with qtbot.waitExposed(work.window):
        work.window.show()
    work.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is work.window)


def press(_qtbot: QtBot, key: Qt.Key, times: int = 1) -> None:
    """Press a key wherever the keyboard is."""
    for _time in range(times):
        QTest.keyClick(_with_keyboard(), key)


def write(_qtbot: QtBot, text: str) -> None:
    """Type over what stands where the keyboard is."""
    QTest.keyClick(_with_keyboard(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(_with_keyboard(), text)


def go_to(qtbot: QtBot, target: QWidget, *, most: int = 80) -> None:
    """Press Tab until the keyboard is on a control; a person must be able to reach it."""
    wanted = target.focusProxy() or target
    for _tab in range(most):
        if QApplication.focusWidget() is wanted:
            return
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {wanted.accessibleName() or wanted}")


def _with_keyboard() -> QWidget:
    focused = QApplication.focusWidget() or QApplication.activeWindow()
    assert focused is not None, "nothing has the keyboard"
    return focused

"""Every screen can be worked with the keyboard alone and without sight.

Each page and dialog is walked with Tab: the walk comes to every control that
takes part in it, leaves each again and ends where it began. Whatever has the
keyboard has a name for screen readers, and says the words of its visible label.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.opened_screens import EVERYTHING
from ui.shell import ShellWindow
from ui.theme import Theme

MOST_STOPS = 600
MOMENT_MS = 400


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[ShellWindow]:
    """An empty window; a screen of `screens` fills it."""
    assert theme.text_percent == 100
    made = ShellWindow()
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    yield made
    shiboken6.delete(made)


def opened(window: ShellWindow, screen: str) -> QWidget:
    """Open a screen and give what comes as there is time a moment to come."""
    shown = EVERYTHING[screen](window)
    QApplication.processEvents()
    waited = QElapsedTimer()
    waited.start()
    while waited.elapsed() < MOMENT_MS and any(
        timer.isSingleShot() and timer.isActive() for timer in shown.findChildren(QTimer)
    ):
        QApplication.processEvents()
    return shown


@pytest.mark.parametrize("screen", EVERYTHING)
def test_tab_comes_to_every_control_and_leaves_it_and_comes_back_the_same_way(
    window: ShellWindow, screen: str
) -> None:
    shown = opened(window, screen)

    walked = walk(shown)

    assert [said(stop) for stop in stops(shown) if stop not in walked] == []
    back = walk(shown, Qt.KeyboardModifier.ShiftModifier)
    assert [said(stop) for stop in stops(shown) if stop not in back] == []


@pytest.mark.parametrize("screen", EVERYTHING)
def test_every_control_has_a_name_that_holds_the_words_of_its_label(window: ShellWindow, screen: str) -> None:
    shown = opened(window, screen)

    assert [said(control) for control in controls(shown) if not name(control)] == []
    labels = [label for label in shown.findChildren(QLabel) if label.isVisible()]
    apart = {
        label.text(): name(buddy)
        for label in labels
        if (buddy := label.buddy()) is not None and plain(label.text()) not in plain(name(buddy))
    }
    assert apart == {}


def walk(shown: QWidget, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> set[QWidget]:
    """Press Tab, or Shift+Tab, from wherever the keyboard is until it is there again; return where it was."""
    first = QApplication.focusWidget() or start(shown)
    walked = [first]
    for _press in range(MOST_STOPS):
        here = QApplication.focusWidget()
        assert here is not None
        QTest.keyClick(here, Qt.Key.Key_Tab, modifier)
        QApplication.processEvents()
        there = QApplication.focusWidget()
        assert there is not None, f"the keyboard is lost after {said(here)}"
        assert there is not here, f"Tab does not leave {said(here)}"
        if there is first:
            return set(walked)
        assert there not in walked, f"Tab goes round without {said(first)}, by way of {said(there)}"
        walked.append(there)
    raise AssertionError("the walk has no end")


def start(shown: QWidget) -> QWidget:
    stop = stops(shown)[0]
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    focused = QApplication.focusWidget()
    assert focused is not None, f"{said(stop)} takes no keyboard"
    return focused


def controls(shown: QWidget) -> list[QWidget]:
    """Whatever can have the keyboard now; the parts that Qt makes up inside others left out."""
    return [
        widget
        for widget in shown.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_")
    ]


def stops(shown: QWidget) -> list[QWidget]:
    """The controls that Tab must come to."""
    return [
        widget for widget in controls(shown) if widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    ]


def name(control: QWidget) -> str:
    """What screen readers call a control. Qt calls a list to choose from by what is chosen, on Linux."""
    if isinstance(control, QComboBox):
        line = control.lineEdit()
        return line.accessibleName() if line is not None else control.accessibleName()
    return QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)


def plain(words: str) -> str:
    """Words as they are compared: without the doubling that labels need, in small letters."""
    return words.replace("&&", "&").casefold()


def said(control: QWidget) -> str:
    """A control as a failing test names it."""
    around = control.parentWidget()
    return f"{type(control).__name__} {name(control)!r} in {type(around).__name__}"

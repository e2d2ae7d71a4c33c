"""Pressing keys where the keyboard is, as a person does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

Key = Qt.Key


def show(qtbot: QtBot, widget: QWidget, width: int = 1032, height: int = 640) -> None:
    """Show a step as large as it is in a window of 1280 by 800."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is widget)


def focused() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def press(*keys: Key | str) -> None:
    """Press keys one after the other, wherever the keyboard is by then."""
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(focused(), key)
        else:
            QTest.keyClick(focused(), key)
        QApplication.processEvents()


def press_with_control(key: Key) -> None:
    """Press a key together with Control."""
    QTest.keyClick(focused(), key, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def write(text: str) -> None:
    """Type words."""
    QTest.keyClicks(focused(), text)
    QApplication.processEvents()


def pick(words: str) -> None:
    """Enter words in a list to choose from and leave it; without its pop-up, which needs a real display."""
    box = focused()
    assert isinstance(box, QComboBox)
    box.setEditText(words)
    press(Key.Key_Tab)


def tab_to(wanted: Callable[[QWidget], bool], most: int = 80) -> QWidget:
    """Press Tab until the keyboard is on what is wanted."""
    for _at in range(most):
        if wanted(focused()):
            return focused()
        press(Key.Key_Tab)
    raise AssertionError("Tab never came there")


def named(name: str) -> Callable[[QWidget], bool]:
    """Whether a widget has this name for screen readers."""
    return lambda widget: widget.accessibleName() == name

"""What every test of the windows stands on: the theme, and a way to put a control in a window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Look, Theme

Show = Callable[..., QWidget]


@pytest.fixture(scope="session")
def only_theme(qapp: QApplication) -> Theme:
    """The theme of the session: dressing anew touches every widget there is."""
    made = Theme(Look.LIGHT)
    made.apply(qapp)
    return made


@pytest.fixture
def theme(only_theme: Theme) -> Theme:
    """The light theme at 100 %."""
    only_theme.set_look(Look.LIGHT)
    only_theme.set_text_percent(100)
    return only_theme


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Show:
    """Show controls one below the other in an active window, and return the window."""

    kept: list[QWidget] = []  # qtbot itself holds on to nothing

    def in_window(*widgets: QWidget, width: int = 640, height: int = 480) -> QWidget:
        window = QWidget()
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        qtbot.addWidget(window)
        kept.append(window)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        return window

    return in_window

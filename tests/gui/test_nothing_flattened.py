"""At the least size of the window nothing that is used is flattened or cut at its bottom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QScrollArea, QTextEdit, QWidget

from tests.gui.opened_screens import EVERYTHING
from ui.shell import ShellWindow
from ui.theme import Theme

SCREENS = [
    name
    for name in EVERYTHING
    if name.split(":")[0] in {"record reviews", "my records", "notices", "messages", "home", "today"}
]


@pytest.fixture(params=[100, 200])
def window(request: pytest.FixtureRequest, theme: Theme) -> Iterator[ShellWindow]:
    theme.set_text_percent(request.param)
    made = ShellWindow()
    made.resize(QSize(1024, 700))
    made.show()
    yield made
    shiboken6.delete(made)
    theme.set_text_percent(100)


def cut_by(part: QWidget, shown: QWidget) -> int:
    """By how many pixels what it stands in is too low for it; what scrolls shows all of it."""
    around, most = part.parentWidget(), 0
    while around is not None and around is not shown and not isinstance(around.parentWidget(), QScrollArea):
        bottom = part.mapTo(around, QPoint(0, part.height())).y()
        most = max(most, bottom - around.height(), -part.mapTo(around, QPoint(0, 0)).y())
        around = around.parentWidget()
    return most


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_flattened(window: ShellWindow, screen: str) -> None:
    shown = EVERYTHING[screen](window)
    for _settle in range(4):
        QApplication.processEvents()
    parts = [
        part
        for kind in (QPushButton, QComboBox, QLineEdit, QTextEdit)
        for part in shown.findChildren(kind)
        if part.isVisible()
    ]
    assert parts
    flat = [
        f"{type(part).__name__} {part.accessibleName()!r}: {part.height()} px of {least}"
        for part in parts
        if part.height() < (least := part.minimumSizeHint().height())
    ]
    assert flat == []
    cut = [
        f"{type(part).__name__} {part.accessibleName()!r}: {lost} px"
        for part in parts
        if (lost := cut_by(part, shown)) > 0
    ]
    assert cut == []

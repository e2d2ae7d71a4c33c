"""Every screen fits its width: what does not fit the height scrolls, nothing is cut at the side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QScrollArea, QWidget

from tests.gui.opened_screens import EVERYTHING
from ui.shell import ShellWindow
from ui.theme import Theme
from ui.widgets.segments import SegmentButton

USUAL, LEAST = QSize(1280, 800), QSize(1024, 700)


@pytest.fixture(params=[(USUAL, 100), (LEAST, 200)], ids=["usual", "large text"])
def window(request: pytest.FixtureRequest, theme: Theme) -> Iterator[ShellWindow]:
    """An empty window of a size, with text of a size."""
    size, percent = request.param
    theme.set_text_percent(percent)
    made = ShellWindow()
    made.resize(size)
    made.show()
    yield made
    shiboken6.delete(made)
    theme.set_text_percent(100)


@pytest.mark.parametrize("screen", EVERYTHING)
def test_nothing_is_cut_at_the_side(window: ShellWindow, screen: str) -> None:
    shown = EVERYTHING[screen](window)
    for _settle in range(3):
        QApplication.processEvents()

    wide = [
        f"{type(area).__name__}: {inside.width()} px in {area.viewport().width()}"
        for area in shown.findChildren(QScrollArea)
        if area.isVisible() and (inside := area.widget()) and inside.width() > area.viewport().width()
    ]
    assert wide == []
    edge = shown.width()
    cut = [
        f"{type(part).__name__} {text(part)!r}"
        for kind in (QPushButton, SegmentButton, QLabel)
        for part in shown.findChildren(kind)
        if part.isVisible() and right_of(part, shown) > edge
    ]
    assert cut == []
    assert isinstance(shown, QDialog) or shown.width() == window.width()


def right_of(part: QWidget, shown: QWidget) -> int:
    """Where a part ends at the right, in the window."""
    return part.mapTo(shown, QPoint(part.width(), 0)).x()


def text(part: QWidget) -> str:
    """What stands on a part."""
    return str(getattr(part, "text", str)())

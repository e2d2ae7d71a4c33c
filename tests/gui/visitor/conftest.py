"""An editor in the window, driven by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from icv_app.domain.problem import Step
from icv_app.domain.visit import Visit
from tests.fakes.memory_store import MemoryStore
from tests.gui.visitor.desk import SettableClock, a_desk, a_workplace, an_editor
from ui.pages import register_pages
from ui.shell import Page, ShellWindow, visitor_places
from ui.theme import Theme
from ui.visit.steps import MakeStep
from ui.visit.view import VisitPage
from ui.workplace import Workplace

OpenEditor = Callable[..., VisitPage]
AtWork = Callable[[MemoryStore], Workplace]


class Keys:
    """The keyboard, wherever it is."""

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self._target(), letter)

    def press(self, *keys: Qt.Key, ctrl: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        for key in keys:
            QTest.keyClick(self._target(), key, modifier)

    def tab(self, times: int = 1) -> None:
        self.press(*[Qt.Key.Key_Tab] * times)

    def back(self) -> None:
        QTest.keyClick(self.focused(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)

    def _target(self) -> QWidget:
        """A list that has popped up gets the keys first, as it does on a screen."""
        return QApplication.activePopupWidget() or self.focused()

    def fill(self, *texts: str) -> None:
        """Type into one field after the other; an empty text leaves a field as it is."""
        for text in texts:
            if text:
                self.type(text)
            self.tab()


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[ShellWindow]:
    assert theme.text_percent == 100
    made = ShellWindow()
    made.register("home", lambda: Page("Home"))
    made.show_role(visitor_places(), "West Yorkshire · visitor")
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    yield made
    shiboken6.delete(made)


@pytest.fixture
def open_editor(window: ShellWindow) -> OpenEditor:
    def opened(
        store: MemoryStore,
        visit: Visit,
        clock: SettableClock | None = None,
        makers: Mapping[Step, MakeStep] | None = None,
    ) -> VisitPage:
        page = an_editor(store, visit, clock, makers)
        window.open_over(page)
        page.focus_first()
        return page

    return opened


@pytest.fixture
def at_work(window: ShellWindow) -> AtWork:
    def begun(store: MemoryStore) -> Workplace:
        workplace = a_workplace(a_desk(store), window)
        register_pages(workplace)
        window.show_role(visitor_places(), "West Yorkshire · visitor")
        return workplace

    return begun

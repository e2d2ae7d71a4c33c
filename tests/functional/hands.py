"""Works a window as a person with a screen reader does: by the roles and names that its controls have.

hands.fill("Passphrase", "correct horse battery")
hands.press("Unlock")
hands.choose("Outcome", "Completed")

Whatever cannot be found by its role and name cannot be worked without sight
either, so a test that uses these hands shows that the window can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QTableView, QWidget

from ui.widgets.question_row import QuestionFrame

Role = QAccessible.Role
Key = Qt.Key
Modifier = Qt.KeyboardModifier

PATIENCE_MS = 20_000
"""For a server process and a laptop that is busy with other things."""
LOOK_EVERY_MS = 10


class Hands:
    """Two hands on the keyboard of one window.

    Args:
        window: What the hands work.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._scope: QWidget | None = None

    def come_to_front(self) -> None:
        """Put this window before the others."""
        self._window.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is self._window, "the window in front")

    @contextmanager
    def within_question(self) -> Iterator[None]:
        """Work only inside the question that the keyboard is in."""
        question = _question()
        assert question is not None, "the keyboard is in no question"
        self._scope = question
        try:
            yield
        finally:
            self._scope = None

    def press(self, button: str) -> None:
        """Press a button."""
        self._key(self.find(Role.Button, button), Key.Key_Space)

    def tick(self, box: str) -> None:
        """Tick a box, or push in a button that stays in, that is not so already."""
        found = self.find(Role.CheckBox, box)
        assert not _state(found).checked, f"{box!r} is ticked already"
        self._key(found, Key.Key_Space)
        assert _state(found).checked, f"{box!r} did not take the tick"

    def fill(self, label: str, text: str) -> None:
        """Type over whatever stands in a field, and leave it with Tab."""
        field = self.find(Role.EditableText, label)
        self._focus(field)
        QTest.keySequence(field, "Ctrl+A")
        self.write(text)
        self._key(_focused(), Key.Key_Tab)

    def choose(self, label: str, option: str) -> None:
        """Choose one of the options under a label, whether all are in sight or in a list."""

        def options() -> list[QWidget]:
            radios = [found for found in self._all(Role.RadioButton, option) if _is_of(found, label)]
            # On Linux, Qt gives the list itself the name of what is chosen; its line keeps the label's.
            return radios + [line for line in self._all(Role.EditableText, label) if _offers(line, option)]

        self.wait(lambda: len(options()) == 1, f"{option!r} to choose under {label!r}")
        found = options()[0]
        box = found.parentWidget()
        if isinstance(box, QComboBox):
            # Typed as a whole: the list that drops down meanwhile needs a real display.
            self._focus(box)
            box.setEditText(option)
            self.key(Key.Key_Tab)
            assert box.currentText() == option, f"{label!r} did not take {option!r}"
            return
        self._key(found, Key.Key_Space)
        assert _state(found).checked, f"{option!r} was not taken for {label!r}"

    def go_to(self, place: str) -> None:
        """Go to a place of the navigation, or to a step of the visit."""
        self._key(self.find(Role.RadioButton, place), Key.Key_Space)

    def open_row(self, table: str, words: str) -> None:
        """Go down a table to the row that has these words, and open it with Enter."""
        self.go_to_row(table, words)
        QTest.keyClick(_focused(), Key.Key_Return)
        QApplication.processEvents()

    def go_to_row(self, table: str, words: str) -> None:
        """Go down a table to the row that has these words."""
        found = self._table(table)
        self.wait(lambda: any(words in row for row in _rows(found)), f"a row with {words!r} in {table!r}")
        self._focus(found)
        QTest.keyClick(found, Key.Key_Home, Modifier.ControlModifier)
        at = next(at for at, row in enumerate(_rows(found)) if words in row)
        for _down in range(at - found.currentIndex().row()):
            QTest.keyClick(found, Key.Key_Down)
        assert found.currentIndex().row() == at
        QApplication.processEvents()

    def rows(self, table: str) -> list[str]:
        """What a table says, row by row."""
        return _rows(self._table(table))

    def write(self, text: str) -> None:
        """Type wherever the keyboard is."""
        for letter in text:
            QTest.keyClicks(_focused(), letter)
            QApplication.processEvents()

    def key(self, key: Key, modifier: Modifier = Modifier.NoModifier) -> None:
        """Press one key wherever the keyboard is."""
        QTest.keyClick(_focused(), key, modifier)
        QApplication.processEvents()

    def where(self) -> str:
        """The name of what has the keyboard."""
        return _text(_focused())

    def question(self) -> str:
        """The question that the keyboard is in; nothing where it is in none."""
        question = _question()
        return "" if question is None else _text(question)

    def sees(self, words: str) -> bool:
        """Whether these words stand in the window."""
        return any(words in _text(widget) for widget in self._in_sight())

    def wait_to_see(self, words: str) -> None:
        """Wait until these words stand in the window."""
        self.wait(lambda: self.sees(words), f"the words {words!r}", self.read)

    def read(self) -> list[str]:
        """Every word that stands in the window, for a failing test to show."""
        return [text for widget in self._in_sight() if (text := _text(widget).strip())]

    def find(self, role: Role, name: str) -> QWidget:
        """Wait for the one control with this role and name that can be used."""
        self.wait(
            lambda: len(self._all(role, name)) == 1,
            f"one {role.name} called {name!r}",
            lambda: [_text(widget) for widget in self._in_sight() if _role(widget) is role],
        )
        return self._all(role, name)[0]

    def wait(self, there: Callable[[], bool], what: str, instead: Callable[[], object] | None = None) -> None:
        """Wait for something, and say what was there instead if it does not come."""
        QApplication.processEvents()
        if there():
            return
        loop, look, end = QEventLoop(), QTimer(interval=LOOK_EVERY_MS), QTimer(singleShot=True)

        def look_again() -> None:
            if there():
                loop.quit()

        look.timeout.connect(look_again)
        end.timeout.connect(loop.quit)
        look.start()
        end.start(PATIENCE_MS)
        loop.exec()
        look.stop()
        if not there():
            seen = instead() if instead is not None else "; ".join(self.read())
            raise AssertionError(f"waited in vain for {what}; there is {seen}")

    def _table(self, name: str) -> QTableView:
        self.wait(lambda: len(self._tables(name)) == 1, f"a table called {name!r}")
        return self._tables(name)[0]

    def _tables(self, name: str) -> list[QTableView]:
        return [found for found in self._in_sight() if isinstance(found, QTableView) and _text(found) == name]

    def _all(self, role: Role, name: str) -> list[QWidget]:
        return [
            widget
            for widget in self._in_sight()
            if _role(widget) is role and _text(widget) == name and widget.isEnabled()
        ]

    def _in_sight(self) -> list[QWidget]:
        scope = self._scope or self._window
        return [widget for widget in scope.findChildren(QWidget) if widget.isVisible()]

    def _focus(self, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        has_it = _focused()
        assert has_it is widget or widget.isAncestorOf(has_it), (
            f"{_text(widget)!r} takes no keyboard; it stays with {type(has_it).__name__} {_text(has_it)!r}"
        )

    def _key(self, widget: QWidget, key: Key) -> None:
        self._focus(widget)
        QTest.keyClick(widget, key)
        QApplication.processEvents()


def _focused() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the keyboard"
    return focused


def _question() -> QuestionFrame | None:
    widget: QWidget | None = _focused()
    while widget is not None and not isinstance(widget, QuestionFrame):
        widget = widget.parentWidget()
    return widget


def _text(widget: QWidget, kind: QAccessible.Text = QAccessible.Text.Name) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(kind)


def _role(widget: QWidget) -> Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def _state(widget: QWidget) -> QAccessible.State:
    return QAccessible.queryAccessibleInterface(widget).state()


def _is_of(radio: QWidget, label: str) -> bool:
    """Whether a radio button says that it belongs to a label; the keys that choose it may follow."""
    said = _text(radio, QAccessible.Text.Description)
    return said == label or said.startswith(f"{label} (")


def _offers(line: QWidget, option: str) -> bool:
    """Whether a line belongs to a list to choose from that has the option."""
    box = line.parentWidget()
    return isinstance(box, QComboBox) and box.findText(option) != -1


def _rows(table: QTableView) -> list[str]:
    model = table.model()
    return [
        " · ".join(
            str(model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole) or "")
            for column in range(model.columnCount())
        )
        for row in range(model.rowCount())
    ]

"""One of many, found by typing a part of it."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QSizePolicy, QWidget

from icv_app.words import _
from ui.theme import current_theme
from ui.theme.icons import tinted_pixmap
from ui.widgets.restyle import restyle

_CHEVRON = 16
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Choice(QComboBox):
    """A drop-down list that can be searched by typing any part of an option.

    Args:
        name: What is being chosen.
        options: Pairs of value and words.
        parent: Qt parent.
    """

    value_changed = Signal(object)
    """The chosen value, or None when emptied; only after a person changed it."""
    problem_changed = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setAccessibleName(name)
        line = self.lineEdit()
        if line is None:
            raise RuntimeError("an editable combo box has a line")
        self.line = line
        line.setAccessibleName(name)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        for drop_down in (self.view(), completer.popup()):
            if drop_down is not None:
                drop_down.setAccessibleName(name)
        self._found = completer.popup()
        if self._found is not None:
            self._found.installEventFilter(self)
        self._value: str | None = None
        self._problem = ""
        self._options: list[tuple[str, str]] = []
        self._showing = False
        self.set_options(options)
        self.activated.connect(self._on_activated)
        line.editingFinished.connect(self.finish)
        line.textChanged.connect(self._on_text_changed)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other options; the choice stays where it is still offered."""
        if list(options) == self._options:
            return  # whatever is being typed stays
        self._options = list(options)
        kept = self._value
        self._showing = True
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self._showing = False
        self.set_value(kept if kept in {value for value, _words in options} else None)

    def value(self) -> str | None:
        """Return what is chosen."""
        return self._value

    def problem(self) -> str:
        """Return what is wrong with what stands in the field, or nothing."""
        return self._problem

    def unsettled(self) -> bool:
        """Return whether something else was typed than what is chosen."""
        shown = self.findData(self._value) if self._value is not None else -1
        return self.currentText().strip() != (self.itemText(shown) if shown != -1 else "")

    def set_value(self, value: str | None) -> None:
        """Show a choice without signalling it.

        Raises:
            ValueError: It is not one of the options.
        """
        at = -1 if value is None else self.findData(value)
        if value is not None and at == -1:
            raise ValueError(f"no option {value!r}")
        self._value = value
        self._showing = True
        self.setCurrentIndex(at)
        if value is None:
            self.clearEditText()
        if shiboken6.isValid(self.line):  # a page that goes is still told what was loaded
            self.line.setCursorPosition(0)  # of long words the beginning is in sight
        self._showing = False
        self._set_problem("")

    def finish(self) -> None:
        """Take what was typed, as on leaving the field."""
        typed = self.currentText().strip()
        if not typed:
            self._change(None)
            return
        at = self._matching(typed)
        if at is None:
            self._set_problem(_("Choose one of the options in the list."))
        else:
            self.setCurrentIndex(at)
            self._change(str(self.itemData(at)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for a word: a long option must not widen the page."""
        return QSize(self.fontMetrics().averageCharWidth() * 14, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the arrow in the colour of the text."""
        super().paintEvent(event)
        theme = current_theme()
        size = theme.px(_CHEVRON)
        painter = QPainter(self)
        left, top = self.width() - size - 8, (self.height() - size) // 2
        density = max(1, round(self.devicePixelRatioF()))
        painter.drawPixmap(left, top, tinted_pixmap("chevron-down", theme.tokens.ink, size, density))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take what was typed with Enter, and let whoever holds the list go on by it."""
        super().keyPressEvent(event)
        if event.key() in _ENTER:
            self.finish()
            event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the one option that fits what was typed with one Enter, although the list has dropped down."""
        found = self._found
        if found is not None and watched is found and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            pressed = event.type() == QEvent.Type.KeyPress
            unmarked = not found.currentIndex().isValid()
            if pressed and unmarked and self._matching(self.currentText().strip()) is not None:
                found.hide()
                again = QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text())
                QApplication.sendEvent(self, again)
                return True
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Take what was typed before Tab goes on: it may bring up the field to go on to."""
        self.finish()
        return super().focusNextPrevChild(forward)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Leave the wheel to the page: turning it must not change an entry."""
        event.ignore()

    def _matching(self, typed: str) -> int | None:
        wanted = typed.casefold()
        texts = [self.itemText(at).casefold() for at in range(self.count())]
        if wanted in texts:
            return texts.index(wanted)
        partly = [at for at, text in enumerate(texts) if wanted in text]
        return partly[0] if len(partly) == 1 else None

    def _on_text_changed(self, _text: str) -> None:
        # An assistive program puts a whole text in at once, and need not take the keyboard there.
        # While the list is deleted, Qt empties the line, and there is nothing left to ask.
        if self._showing or not shiboken6.isValid(self.line) or self.line.hasFocus():
            return
        if self._found is None or not self._found.isVisible():
            self.finish()

    def _on_activated(self, at: int) -> None:
        self._change(str(self.itemData(at)))

    def _change(self, value: str | None) -> None:
        self._set_problem("")
        if value != self._value:
            self._value = value
            self.value_changed.emit(value)

    def _set_problem(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            restyle(self, wrong=bool(problem))
            self.problem_changed.emit(problem)

"""Words on one line, and notes on several."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from ui.theme import current_theme
from ui.widgets.settling import Settling
from ui.widgets.text_watch import TextWatch, mark_format, units


class TextField(QLineEdit):
    """One line of text.

    Attributes:
        watch: Looks through it for what identifies somebody, where a page guards its texts.
    """

    value_changed = Signal(str)
    """The text, a moment after the last key or on leaving; only after a person changed it."""

    def __init__(self, name: str, *, most: int = 200, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMaxLength(most)
        self._told = ""
        self._settle = Settling(self.finish, self)
        # Not only what the keyboard changes: assistive programs put whole texts in.
        self.textChanged.connect(self._on_edited)
        self.editingFinished.connect(self.finish)
        self.watch = TextWatch(self, self.text, self.cursorPosition)
        self.textChanged.connect(self.watch.text_changed)
        self.watch.hits_changed.connect(self._mark)
        current_theme().changed.connect(self._mark)

    def value(self) -> str:
        """Return the text without blanks around it."""
        return self.text().strip()

    def set_value(self, text: str) -> None:
        """Show a text without signalling it."""
        self._told = text.strip()
        self.setText(text)
        self._settle.stop()

    def unsettled(self) -> bool:
        """Return whether something was typed and not signalled yet."""
        return self.value() != self._told

    def finish(self) -> None:
        """Signal what was typed now."""
        self._settle.stop()
        if self.value() != self._told:
            self._told = self.value()
            self.value_changed.emit(self._told)

    def select(self, start: int, end: int) -> None:
        """Put the keyboard here with a part of the text selected; indices into the Python string."""
        at, stop = units(self.text(), start), units(self.text(), end)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setSelection(at, stop - at)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Look through what was typed."""
        super().focusOutEvent(event)
        self.watch.look()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look through what was put in while it was out of sight."""
        super().showEvent(event)
        self.watch.shown()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Signal what was typed before the page goes."""
        if self._settle.isActive():
            self.finish()
        super().hideEvent(event)

    def _on_edited(self, _text: str) -> None:
        self._settle.typed()

    def _mark(self) -> None:
        """Mark what was found; a line takes formats from an input method only, so they come as one's."""
        text, at, marked = self.text(), self.cursorPosition(), mark_format()
        kind = QInputMethodEvent.AttributeType.TextFormat
        formats = []
        for hit in self.watch.open_hits:
            start, end = units(text, hit.found.start), units(text, hit.found.end)
            formats.append(QInputMethodEvent.Attribute(kind, start - at, end - start, marked))
        self.inputMethodEvent(QInputMethodEvent("", formats))


class NoteField(QPlainTextEdit):
    """Several lines of text; grows with it, and Tab leaves it.

    Args:
        name: What to enter.
        least_lines: Height when empty.
        most_lines: Height from which it scrolls.
        parent: Qt parent.

    Attributes:
        watch: Looks through it for what identifies somebody, where a page guards its texts.
    """

    value_changed = Signal(str)
    """The text, a moment after the last key or on leaving; only after a person changed it."""

    def __init__(
        self, name: str, *, least_lines: int = 3, most_lines: int = 12, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._least_lines = least_lines
        self._most_lines = most_lines
        self._told = ""
        self._settle = Settling(self.finish, self)
        self.textChanged.connect(self._on_changed)
        self.watch = TextWatch(self, self.toPlainText, lambda: self.textCursor().position())
        self.textChanged.connect(self.watch.text_changed)
        self.watch.hits_changed.connect(self._mark)
        current_theme().changed.connect(self._mark)
        self._fit()

    def value(self) -> str:
        """Return the text without blanks around it."""
        return self.toPlainText().strip()

    def set_value(self, text: str) -> None:
        """Show a text without signalling it."""
        if text.strip() == self.value():
            return
        self.setPlainText(text)
        self._settle.stop()
        self._told = self.value()

    def unsettled(self) -> bool:
        """Return whether something was typed and not signalled yet."""
        return self.value() != self._told

    def finish(self) -> None:
        """Signal what was typed now."""
        self._settle.stop()
        if self.value() != self._told:
            self._told = self.value()
            self.value_changed.emit(self._told)

    def select(self, start: int, end: int) -> None:
        """Put the keyboard here with a part of the text selected; indices into the Python string."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setTextCursor(self._cursor(start, end))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Signal what was typed, and look through it."""
        self.finish()
        super().focusOutEvent(event)
        self.watch.look()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look through what was put in while it was out of sight."""
        super().showEvent(event)
        self.watch.shown()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Signal what was typed before the page goes."""
        self.finish()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Wrap anew, which may need another height."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return room for one word."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.minimumHeight())

    def _on_changed(self) -> None:
        self._settle.typed()
        self._fit()

    def _mark(self) -> None:
        marks = []
        for hit in self.watch.open_hits:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._cursor(hit.found.start, hit.found.end)
            mark.format = mark_format()
            marks.append(mark)
        self.setExtraSelections(marks)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        text, cursor = self.toPlainText(), QTextCursor(self.document())
        cursor.setPosition(units(text, start))
        cursor.setPosition(units(text, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _fit(self) -> None:
        lines = max(self._least_lines, min(self._most_lines, round(self.document().size().height())))
        around = 2 * (self.frameWidth() + round(self.document().documentMargin()) + 5)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + around)

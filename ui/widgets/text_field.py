"""Words on one line, and notes on several."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.widgets.settling import Settling


class TextField(QLineEdit):
    """One line of text."""

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

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Signal what was typed before the page goes."""
        if self._settle.isActive():
            self.finish()
        super().hideEvent(event)

    def _on_edited(self, _text: str) -> None:
        self._settle.typed()


class NoteField(QPlainTextEdit):
    """Several lines of text; grows with it, and Tab leaves it.

    Args:
        name: What to enter.
        least_lines: Height when empty.
        most_lines: Height from which it scrolls.
        parent: Qt parent.
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

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Signal what was typed."""
        self.finish()
        super().focusOutEvent(event)

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

    def _fit(self) -> None:
        lines = max(self._least_lines, min(self._most_lines, round(self.document().size().height())))
        around = 2 * (self.frameWidth() + round(self.document().documentMargin()) + 5)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + around)

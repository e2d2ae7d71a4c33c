"""Where words to look for are typed, and how many places hold them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from icv_app.domain.finding import MOST_CHARACTERS
from icv_app.words import _
from ui.theme.tokens import SPACE_XS
from ui.widgets.announce import announce
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted

SETTLE_MS = 180
"""Looked for after this pause in typing."""


class SearchField(QLineEdit):
    """One line; Escape empties it, Down goes to what was found."""

    text_settled = Signal(str)
    """What is to be looked for, a moment after the last key; empty when emptied."""
    down = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMaxLength(MOST_CHARACTERS)
        self.setClearButtonEnabled(False)
        self._told = ""
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.finish)
        self.textChanged.connect(lambda _text: self._settle.start())
        self.returnPressed.connect(self.finish)

    def finish(self) -> None:
        """Look for what stands in the field now."""
        self._settle.stop()
        if self.text().strip() != self._told:
            self._told = self.text().strip()
            self.text_settled.emit(self._told)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take Escape and Down; everything else is typed."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.finish()
        elif event.key() == Qt.Key.Key_Down:
            self.finish()
            self.down.emit()
        else:
            super().keyPressEvent(event)


class SearchBar(QWidget):
    """The field with its label, and below it in words what was found.

    Attributes:
        field: Where to type.
        count: "12 places in 8 visits"; screen readers hear it.
    """

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = SearchField(_("Find words"))
        self.labelled = LabelledField(_("Find words"), self.field, hint=hint)
        self.count = Muted(wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.labelled)
        self._below = QWidget()
        row = Flow(self._below)
        row.addWidget(self.count)
        row.addWidget(Muted(_("Escape goes back to the list"), wrap=False))
        column.addWidget(self._below)
        self._below.hide()

    def say(self, words: str) -> None:
        """Show and announce how much was found; nothing takes the line away."""
        if words and words != self.count.text():
            announce(self.field, words)
        self.count.setText(words)
        self._below.setVisible(bool(words))

    def clear(self) -> None:
        """Look for nothing any longer."""
        self.field.clear()
        self.field.finish()

    def take_focus(self) -> None:
        """Put the keyboard on the field with everything in it chosen, to be typed over."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

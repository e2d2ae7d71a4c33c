"""Asks before something is lost, where it would be lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme.tokens import SPACE_M, SPACE_S
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.labels import Text
from ui.widgets.restyle import restyle


class AskInPlace(QFrame):
    """A sentence that names what would be lost, the verb, and a way back; hidden until it asks.

    Args:
        parent: Qt parent.
        loses: Something would be lost; else it asks only whether to go on.
    """

    confirmed = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None, *, loses: bool = True) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        restyle(self, hue="red" if loses else "blue")
        self.text = Text(weight="semibold")
        self.yes_button = Button("", "warning" if loses else "main")
        self.no_button = Button(_("Keep it"))
        self._focus_before: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        column.setSpacing(SPACE_S)
        column.addWidget(self.text)
        row = Flow(gap=SPACE_S)
        row.addWidget(self.yes_button)
        row.addWidget(self.no_button)
        column.addLayout(row)
        self.yes_button.clicked.connect(self._on_yes)
        self.no_button.clicked.connect(self._on_no)
        self.hide()

    def ask(self, text: str, verb: str, back: str = "") -> None:
        """Ask; the keyboard goes to the way back, called "Keep it" where it has no name of its own."""
        self._focus_before = self.window().focusWidget()
        self.text.setText(text)
        self.yes_button.setText(verb)
        self.no_button.setText(back or _("Keep it"))
        self.setAccessibleName(text)
        self.show()
        self.no_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, text, at_once=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keep it with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_no()
        else:
            super().keyPressEvent(event)

    def _on_yes(self) -> None:
        self.hide()
        self.confirmed.emit()

    def _on_no(self) -> None:
        before = self._focus_before
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.declined.emit()

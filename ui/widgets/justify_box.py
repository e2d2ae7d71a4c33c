"""Asks why something that looks as if it identified somebody must stay."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.checklist import Choice
from icv_app.words import _
from ui.theme.tokens import SPACE_S
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.flow import Flow
from ui.widgets.labels import Muted, Text
from ui.widgets.text_field import TextField


class JustifyBox(QWidget):
    """A reason of a list, a few words, and a way back; hidden until it is opened.

    Args:
        reasons: To choose from.
    """

    kept = Signal(str, str)
    """Code of the reason, and the words."""
    left = Signal()

    def __init__(self, reasons: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._needs_words = frozenset(one.choice_id for one in reasons if "note" in one.requires)
        self.question = Text(weight="semibold")
        self.problem = Text(tone="error", weight="semibold")
        self.reason = ChoiceFlow(_("Why must it stay?"), [(one.choice_id, one.label) for one in reasons])
        self.words = TextField(_("More about it, in a few words"))
        self.keep_button = Button(_("It stays"))
        self.back_button = Button(_("Cancel"))
        self.reason.chosen.connect(self._on_reason)
        self.keep_button.clicked.connect(self._on_keep)
        self.back_button.clicked.connect(self._on_back)
        self._lay_out()
        self.hide()

    def controls(self) -> tuple[QWidget, ...]:
        """Return what Tab comes to, in order."""
        return (*self.reason.buttons, self.words, self.keep_button, self.back_button)

    def open_box(self, found: str) -> None:
        """Ask about what was found."""
        self.question.setText(_("Why must “{found}” stay?").format(found=found))
        self.show()
        self.reason.set_focus()

    def refuse(self, problem: str) -> None:
        """Say what is wrong with what was entered."""
        self.problem.setText(problem)
        self.problem.show()
        self.words.setAccessibleDescription(problem)
        announce(self, problem, at_once=True)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keep with Enter, go back with Escape; other letters go no further."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_keep()
        elif event.key() == Qt.Key.Key_Escape:
            self._on_back()
        elif not event.text().strip():
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_S, 0, 0)
        column.setSpacing(SPACE_S)
        buttons = Flow(gap=SPACE_S)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.back_button)
        for widget in (
            self.question,
            self.reason,
            Muted(self.words.accessibleName()),
            self.problem,
            self.words,
        ):
            column.addWidget(widget)
        column.addLayout(buttons)
        for control in (*self.reason.buttons, self.words):
            control.setProperty("below", self)  # reason, words and buttons are seen together
        self.problem.hide()

    def _on_reason(self, _code: str) -> None:
        """Go on to the words; Enter keeps it with or without them."""
        self.problem.hide()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_keep(self) -> None:
        reason, words = self.reason.value(), self.words.value()
        self.problem.hide()
        self.words.setAccessibleDescription("")
        if reason is None:
            self.problem.setText(_("Choose why it must stay."))
            self.problem.show()
            announce(self, self.problem.text(), at_once=True)
            self.reason.set_focus()
        elif reason in self._needs_words and not words:
            self.refuse(_("Say in a few words why it must stay."))
        else:
            self.kept.emit(reason, words)

    def _on_back(self) -> None:
        self.hide()
        self.left.emit()

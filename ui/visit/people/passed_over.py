"""Asks why somebody who comes first in the scheme's order is passed over, before another talk begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.domain.ids import PersonId
from icv_app.domain.person import DetainedPerson
from icv_app.domain.priority import Placed, comes_before
from icv_app.words import _
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.visit.people.board_rows import priority_tags
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import lower_first, options, person_name
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.labels import Muted, Text


class PassedOverPanel(QFrame):
    """One question about one person at a time; digits answer it, Escape leaves it for later."""

    settled = Signal()
    """Nobody is left to ask about, or it was left for later: the talk may begin."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "note")
        self.setProperty("hue", "orange")
        self._view_model = view_model
        self._about: Placed | None = None
        self._left: list[Placed] = []
        self._later: set[PersonId] = set()
        self.words = Text(weight="semibold")
        listed = options(view_model.checklist, "priority_passed_over_reasons")
        self.reasons = ChoiceFlow(_("Why is somebody who comes first passed over?"), listed)
        self.later_button = Button(_("Say later"), "link")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        hint = Muted(_("Press the number of a reason, or Escape to say it later."))
        for widget in (self.words, hint, self.reasons):
            column.addWidget(widget)
        column.addWidget(self.later_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.reasons.chosen.connect(self._on_reason)
        self.later_button.clicked.connect(self._on_later)
        self.hide()

    def whom_passed_over(self, person: DetainedPerson) -> tuple[Placed, ...]:
        """Return whom a talk with this person passes over, apart from those left for later."""
        found = comes_before(self._view_model.board(), person.person_id)
        return tuple(placed for placed in found if placed.person.person_id not in self._later)

    def ask_about(self, found: Sequence[Placed]) -> bool:
        """Ask about one after the other, and take the keyboard; False if there is nobody to ask about."""
        self._left = list(found)
        return self._ask_next()

    def _ask_next(self) -> bool:
        self._about = self._left.pop(0) if self._left else None
        self.setVisible(self._about is not None)
        if self._about is None:
            return False
        who = person_name(self._about.person, self._about.place)
        tags = priority_tags(self._about, self._view_model.checklist)
        group = ", ".join(lower_first(word) for word, _hue in tags)
        question = _("{who} ({group}) comes first and was not seen yet. Why another person now?")
        self.words.setText(question.format(who=who, group=group))
        self.setAccessibleName(self.words.text())
        self.reasons.set_name(self.words.text())
        self.reasons.set_value(None)
        self.reasons.set_focus()
        announce(self, self.words.text())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave it for later with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_later()
        else:
            super().keyPressEvent(event)

    def _on_reason(self, reason: str) -> None:
        if self._about is not None:
            who = self._about.person.person_id
            self._view_model.edit_person(who, lambda person: replace(person, passed_over_reason=reason))
            self._go_on()

    def _on_later(self) -> None:
        if self._about is not None:
            self._later.add(self._about.person.person_id)
            self._go_on()

    def _go_on(self) -> None:
        if not self._ask_next():
            self.settled.emit()

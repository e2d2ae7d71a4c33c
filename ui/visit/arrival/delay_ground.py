"""The one ground in law for making visitors wait, and the concern where another was given."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.theme import Hue
from ui.theme.tokens import SPACE_S
from ui.visit.view_model import VisitViewModel
from ui.widgets.button import Button
from ui.widgets.labels import Text
from ui.widgets.tag import Tag

DELAY_OF_ACCESS = "J1"


class DelayGround(QWidget):
    """Says that only danger to the visitors is a ground, and offers a concern about the wait."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        category = view_model.checklist.category(DELAY_OF_ACCESS)
        title = category.full_title if category else _("Delay of access")
        self.words = Text(
            _("Only danger to the visitors is a ground for making you wait (Code of Practice).")
        )
        self.raise_button = Button(_("Raise a concern ({category})").format(category=title))
        self.raised = Tag(_("A concern about the wait is raised"), Hue.ORANGE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.words)
        for widget in (self.raise_button, self.raised):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        self.raise_button.clicked.connect(self._on_raise)

    def show_visit(self, visit: Visit) -> None:
        """Show it where a reason was given that the law does not accept."""
        reason = self._view_model.checklist.choice("delay_reasons", visit.delay.reason or "")
        self.setVisible(reason is not None and not reason.lawful_ground)
        raised = any(concern.category == DELAY_OF_ACCESS for concern in visit.concerns)
        self.raise_button.setVisible(not raised)
        self.raised.setVisible(raised)

    def _on_raise(self) -> None:
        model = self._view_model
        category = model.checklist.category(DELAY_OF_ACCESS)
        reason = model.checklist.choice("delay_reasons", model.visit.delay.reason or "")
        wait = model.visit.wait
        minutes = int(wait.total_seconds() // 60) if wait is not None else 0
        words = _("We waited {minutes} minutes. The reason given: {reason}.")
        severity = category.default_severity if category else None
        model.add_concern(
            Concern(
                concern_id=model.new_concern_id(),
                category=DELAY_OF_ACCESS,
                severity=Severity(severity) if severity else Severity.AMBER,
                text=words.format(minutes=minutes, reason=reason.label.lower() if reason else ""),
                raised_at=model.moment(),
            )
        )


def with_delay_reason(visit: Visit, code: str | None, checklist: Checklist) -> Visit:
    """Another reason: whether danger was the ground follows from it."""
    choice = checklist.choice("delay_reasons", code) if code else None
    danger = choice is not None and choice.lawful_ground
    return replace(visit, delay=replace(visit.delay, reason=code, danger=danger))

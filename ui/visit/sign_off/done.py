"""What happens next, once a report is filed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.visit import Visit, VisitKind
from icv_app.words import _
from ui.theme.tokens import SPACE_L, SPACE_S
from ui.visit.sign_off.submitting import words_to_come
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Text
from ui.widgets.message_bar import Kind, MessageBar


class FiledPanel(QWidget):
    """The report is filed: what becomes of it, and where to go from here."""

    def __init__(self, visit: Visit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        done = MessageBar(self)
        done.show_message(_("The report is filed and locked."), Kind.DONE)
        card = Card()
        card.body.addWidget(Heading(_("What happens next")))
        for sentence in next_steps(visit):
            card.body.addWidget(Text(sentence))
        self.close_button = Button(_("Go back to your visits"), "main")
        self.read_button = Button(_("Read the report"))
        row = Flow(gap=SPACE_S)
        row.addWidget(self.close_button)
        row.addWidget(self.read_button)
        card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        column.addWidget(done)
        column.addWidget(card, alignment=Qt.AlignmentFlag(0))
        column.addStretch(1)


def next_steps(visit: Visit) -> list[str]:
    """Return what becomes of a filed report, a sentence each."""
    steps = [
        _("It goes to the coordinator when this laptop next reaches the server. Until then it is safe here."),
        _("The coordinator approves it, or returns it with a question, which you find on Home."),
    ]
    later = words_to_come(visit)
    if later:
        words = _("{visitors} will find it on their own laptop and agree, or add a note of dissent.")
        steps.insert(1, words.format(visitors=", ".join(later)))
    if visit.kind is VisitKind.TACT:
        steps.append(_("The coordinator copies it to the Independent Reviewer of Terrorism Legislation."))
    if visit.debrief_wanted:
        steps.append(_("The coordinator sees that you would like to talk the visit over."))
    steps.append(_("To correct something, open the report and add to it; what you filed stays as it is."))
    return steps

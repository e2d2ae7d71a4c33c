"""Noting that a concern went to somebody at the force."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import Concern
from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.report_reader.concern_wording import concern_about, concern_title
from ui.report_reader.parts import Flowed, Note
from ui.visit.wording import options
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.labelled_field import LabelledField

USUAL_ROLE = "custody_inspector"


class SendBox(Note):
    """Which concern, and to whom; hidden until it is opened."""

    send = Signal(str, str)
    """The concern's identifier and the role."""

    def __init__(self) -> None:
        super().__init__("blue", _("Send a concern to the force"))
        self.concern = Choice(_("Concern"), ())
        self.concern_field = LabelledField(_("Concern"), self.concern)
        self.role = Choice(_("Sent to"), ())
        self.role_field = LabelledField(_("Sent to"), self.role, hint=_("The role, never a name."))
        self.send_button = Button(_("Note as sent"), "main")
        self.back_button = Button(_("Cancel"))
        self.body.setSpacing(8)
        for widget in (self.concern_field, self.role_field, Flowed(self.send_button, self.back_button)):
            self.body.addWidget(widget)
        self.send_button.clicked.connect(self._on_send)
        self.back_button.clicked.connect(self.hide)
        self.hide()

    def open_box(self, concerns: Sequence[Concern], visit: Visit, checklist: Checklist) -> None:
        """Offer these concerns, the first of them chosen."""
        self.concern.set_options([(c.concern_id, _name(c, visit, checklist)) for c in concerns])
        self.concern.set_value(concerns[0].concern_id)
        self.concern_field.setVisible(len(concerns) > 1)
        roles = options(checklist, "roles")
        self.role.set_options(roles)
        self.role.set_value(USUAL_ROLE if USUAL_ROLE in dict(roles) else None)
        self.show()
        first = self.concern if len(concerns) > 1 else self.role
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go back with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _on_send(self) -> None:
        for choice in (self.concern, self.role):
            choice.finish()
        concern, role = self.concern.value(), self.role.value()
        if concern is None or role is None:
            self.role_field.set_problem("" if role else _("Choose who it was sent to."))
            self.concern_field.set_problem("" if concern else _("Choose the concern."))
            return
        self.send.emit(concern, role)


def _name(concern: Concern, visit: Visit, checklist: Checklist) -> str:
    about = concern_about(concern, visit, checklist)
    return " · ".join(part for part in (concern_title(concern, checklist), about) if part)

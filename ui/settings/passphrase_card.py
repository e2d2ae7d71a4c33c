"""Another passphrase for this laptop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from icv_app.words import _
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Text
from ui.widgets.passphrase_field import PassphraseField


class PassphraseCard(Card):
    """The present passphrase once, the new one twice."""

    change_asked = Signal(str, str, str)
    """The old one, the new one, and the new one again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Passphrase"), parent=parent)
        self.old = PassphraseField(_("Present passphrase"))
        self.new = PassphraseField(_("New passphrase"))
        self.again = PassphraseField(_("New passphrase again"))
        hint = _("At least 12 characters. Three or four words that do not belong together do well.")
        self.old_field = LabelledField(_("Present passphrase"), self.old)
        self.new_field = LabelledField(_("New passphrase"), self.new, hint=hint)
        self.again_field = LabelledField(_("New passphrase again"), self.again)
        self.change_button = Button(_("Change passphrase"))
        self.body.addWidget(
            Text(_("It opens this laptop only. Your recovery code and what is saved stay as they are."))
        )
        for field in (self.old_field, self.new_field, self.again_field):
            self.body.addWidget(field)
        self.body.addWidget(self.change_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.change_button.clicked.connect(self._on_change)
        self.again.submitted.connect(self._on_change)

    def show_problems(self, old: str, new: str, again: str) -> None:
        """Show what is wrong at each field, and put the keyboard on the first that is."""
        wrong = None
        for field, problem in ((self.old_field, old), (self.new_field, new), (self.again_field, again)):
            field.set_problem(problem)
            wrong = wrong or (field if problem else None)
        if wrong is not None:
            wrong.set_focus()

    def forget(self) -> None:
        """Keep no secret in a widget once it has served."""
        for field in (self.old, self.new, self.again):
            field.clear()

    def _on_change(self) -> None:
        self.change_asked.emit(self.old.value(), self.new.value(), self.again.value())

"""The form of a coordinator whose computer is gone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.words import _
from ui.set_up.forms import Form
from ui.widgets.button import Button
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted, Text
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.text_field import NoteField, TextField


class KitForm(Form):
    """The recovery kit, its code, the server, and a passphrase for the new vault.

    Attributes:
        file: The kit, once it was chosen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: Path | None = None
        self.column.addWidget(
            Text(
                _(
                    "With the office recovery kit and its code this laptop fetches everything back from the "
                    "server. The laptop that is gone is taken out of the scheme."
                )
            )
        )
        self.file_button = self.first = self.add_button(Button(_("Choose the recovery kit")))
        self.chosen = Muted(_("No file chosen yet."))
        self.code = NoteField(_("Code of the recovery kit"))
        self.server = TextField(_("Server address"))
        self.new = PassphraseField(_("New passphrase"))
        self.again = PassphraseField(_("New passphrase again"))
        self.column.addWidget(self.chosen)
        for label, field, hint in (
            (_("Code of the recovery kit"), self.code, _("12 words with spaces between them.")),
            (_("Server address"), self.server, _("Ask the server's administrator if unsure.")),
            (_("New passphrase"), self.new, _("At least 12 characters.")),
            (_("New passphrase again"), self.again, ""),
        ):
            self.column.addWidget(LabelledField(label, field, hint=hint))
        self.go_button = self.add_button(Button(_("Bring everything back"), "main"))
        self.file_button.clicked.connect(self._on_file)

    def _on_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose the recovery kit"), "", _("Recovery kits (*.icvkit);;All files (*)")
        )
        if name:
            self.file = Path(name)
            self.chosen.setText(self.file.name)

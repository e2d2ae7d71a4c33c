"""The forms of somebody locked out: asking, and waiting for the answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.domain.times import in_london
from icv_app.words import _
from ui.entries.dates import say_date
from ui.entries.times import say_time
from ui.help_doors import HelpAsked
from ui.set_up.forms import Form, code_text, numbered_words
from ui.widgets.button import Button
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.passphrase_field import PassphraseField


class AskForm(Form):
    """What help means, and a new passphrase for the time after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(
            Text(
                _(
                    "Your coordinator can let you back in. Your visits and drafts stay on this laptop. "
                    "Nobody can sign in your name: from then on the scheme counts this laptop as a new one."
                )
            )
        )
        self.new = self.first = PassphraseField(_("New passphrase"))
        self.again = PassphraseField(_("New passphrase again"))
        hint = _("At least 12 characters. You need it when the answer comes.")
        self.column.addWidget(LabelledField(_("New passphrase"), self.new, hint=hint))
        self.column.addWidget(LabelledField(_("New passphrase again"), self.again))
        self.go_button = self.add_button(Button(_("Make a request"), "main"))


class WaitForm(Form):
    """The request, its words, and the answer.

    Attributes:
        answer: The answer's file, once it was chosen.
    """

    save_asked = Signal(object)
    """The `Path` to write the request to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer: Path | None = None
        self.when = Muted("")
        self.save_button = self.first = Button(_("Save the request"), icon="download")
        self.words = code_text(_("Words to read out"))
        self.answer_button = Button(_("Choose the answer"))
        self.chosen = Muted("")
        self.passphrase = PassphraseField(_("The passphrase you chose when you asked"))
        self.column.addWidget(self.when)
        self.column.addWidget(Heading(_("1. Send the request to your coordinator"), 3))
        self.column.addWidget(Muted(_("By e-mail or on a USB stick: nobody else can use the file.")))
        self.add_button(self.save_button)
        self.column.addWidget(Heading(_("2. Ring your coordinator and read these words"), 3))
        self.column.addWidget(self.words)
        self.column.addWidget(Heading(_("3. Open this laptop with their answer"), 3))
        self.add_button(self.answer_button)
        self.column.addWidget(self.chosen)
        self.column.addWidget(LabelledField(_("The passphrase you chose when you asked"), self.passphrase))
        self.go_button = self.add_button(Button(_("Open this laptop"), "main"))
        self.anew_button = self.add_button(Button(_("Make another request instead"), "link"))
        self.save_button.clicked.connect(self._on_save)
        self.answer_button.clicked.connect(self._on_answer)

    def show_request(self, asked: HelpAsked) -> None:
        """Show the request that waits."""
        local = in_london(asked.made_at)
        when = f"{say_date(local.date())}, {say_time(local.time())}"
        self.when.setText(_("You asked for help on {when}.").format(when=when))
        self.words.setText(numbered_words(asked.words))
        self.answer = None
        self.chosen.setText(
            _("The answer was read already: your passphrase is all that is missing.")
            if asked.answered
            else _("No file chosen yet.")
        )

    def _on_save(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save the request"), "request.icvhelp", _("Requests for help (*.icvhelp)")
        )
        if name:
            self.save_asked.emit(Path(name))

    def _on_answer(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose the answer"), "", _("Answers (*.icvanswer);;All files (*)")
        )
        if name:
            self.answer = Path(name)
            self.chosen.setText(self.answer.name)

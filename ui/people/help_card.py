"""Helping a member back in who has forgotten the passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.services.locked_out import HowKnown
from icv_app.words import _
from ui.widgets.button import Button
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted, Text
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.text_field import NoteField


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpGiven:
    """One answer to be given.

    Attributes:
        request: The file from their laptop.
        words: As they read them out.
        answer: Where the answer goes.
    """

    member_id: str
    request: Path
    words: str
    how_known: HowKnown
    answer: Path


class HelpCard(ScrollCard):
    """The request from their laptop, the words they read out, and how one knows them.

    Attributes:
        request: The file, once it was chosen.
    """

    help_asked = Signal(object)
    """`HelpGiven`: what the coordinator has made sure of."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._member_id = ""
        self.request: Path | None = None
        self.words_before = Text(
            _(
                "For somebody who has forgotten the passphrase and has no recovery code. Ring them on the "
                "number you hold and have them read out the twelve words on their screen. Their laptop is "
                "then removed and comes back as a new one, with everything on it. This cannot be taken back."
            )
        )
        self.errors = ErrorSummary()
        self.file_button = Button(_("Choose the request from their laptop"))
        self.chosen = Muted("")
        self.words = NoteField(_("The twelve words they read out"))
        self.how = ChoiceFlow(
            _("How you know that it is them"),
            [
                (HowKnown.CALLED_BACK.value, _("I rang the number we hold")),
                (HowKnown.IN_PERSON.value, _("They are here")),
                (HowKnown.KNOWN_VOICE.value, _("I know their voice")),
            ],
        )
        self.words_field = LabelledField(
            _("The twelve words they read out"),
            self.words,
            hint=_("Type them as you hear them."),
        )
        self.how_field = LabelledField(
            _("How you know that it is them"), self.how, hint=_("Kept in the audit log.")
        )
        self.go_button = Button(_("Help them back in"), "main")
        self.close_button = Button(_("Close"))
        self.body.addWidget(self.errors)
        self.body.addWidget(self.words_before)
        self.body.addWidget(self.file_button, alignment=Qt.AlignmentFlag.AlignLeft)
        for widget in (self.chosen, self.words_field, self.how_field):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.add_buttons(self.go_button, self.close_button)
        self.file_button.clicked.connect(self._on_file)
        self.go_button.clicked.connect(self._on_go)
        self.close_button.clicked.connect(self.left)

    def begin(self, member_id: str) -> None:
        """Begin for one member."""
        self._member_id = member_id
        title = _("Help {member} back in").format(member=member_id)
        self.title.setText(title)
        self.setAccessibleName(title)
        self.request = None
        self.chosen.setText(_("No file chosen yet."))
        self.words.set_value("")
        self.how.set_value(None)
        self.errors.show_problems([])
        self.file_button.setFocus()

    def _on_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self,
            _("Choose the request from their laptop"),
            "",
            _("Requests for help (*.icvhelp);;All files (*)"),
        )
        if name:
            self.request = Path(name)
            self.chosen.setText(self.request.name)

    def _on_go(self) -> None:
        problems: list[tuple[str, QWidget]] = []
        if self.request is None:
            problems.append((_("Choose the file of their request."), self.file_button))
        if not self.words.value().strip():
            problems.append((_("Type the twelve words they read out."), self.words))
        how = self.how.value()
        if how is None:
            problems.append((_("Say how you know that it is them."), self.how))
        self.errors.show_problems(problems)
        if self.request is None or how is None or problems:
            return
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save the answer"), f"{self._member_id}.icvanswer", _("Answers (*.icvanswer)")
        )
        if name:
            given = HelpGiven(
                member_id=self._member_id,
                request=self.request,
                words=self.words.value(),
                how_known=HowKnown(how),
                answer=Path(name),
            )
            self.help_asked.emit(given)

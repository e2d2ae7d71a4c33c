"""The forms of the set-up screen, one at a time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from icv_app.domain.times import in_london
from icv_app.words import _
from ui.doors import Founded, InvitationAtHand, NewScheme, Opened
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.button import Button
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.text_field import NoteField, TextField
from ui.widgets.tick_box import TickBox


class Form(QWidget):
    """A column of controls with a button at its end.

    Attributes:
        first: Where the keyboard goes when the form appears.
    """

    first: QWidget

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_L)

    def add_button(self, button: Button) -> Button:
        """Put a button at the left, under what is there."""
        self.column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        return button


class ChooseForm(Form):
    """How would you like to begin?"""

    file_chosen = Signal(object)
    """The `Path` of an invitation file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(Text(_("Your coordinator sent you an invitation, as a file or as 24 words.")))
        self.file_button = self.add_button(Button(_("Open an invitation file"), "main"))
        self.words_button = self.add_button(Button(_("Enter the 24 words")))
        self.first = self.file_button
        self.scheme_button = self.add_button(Button(_("I am a coordinator setting up a new scheme"), "link"))
        self.kit_button = self.add_button(Button(_("I have the office recovery kit"), "link"))
        self.file_button.clicked.connect(self._on_file)

    def _on_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Open an invitation file"), "", _("Invitations (*.icvinvite);;All files (*)")
        )
        if name:
            self.file_chosen.emit(Path(name))


class WordsForm(Form):
    """The words as read aloud, and where the server is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = self.first = NoteField(_("Invitation words"))
        self.server = TextField(_("Server address"))
        self.column.addWidget(
            LabelledField(_("Invitation words"), self.words, hint=_("24 words with spaces between them."))
        )
        self.column.addWidget(
            LabelledField(_("Server address"), self.server, hint=_("As your coordinator gave it to you."))
        )
        self.go_button = self.add_button(Button(_("Find my invitation"), "main"))


class PassphraseForm(Form):
    """Whose vault this will be, and a passphrase for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who = Heading("", 2)
        self.until = Muted("")
        self.new = self.first = PassphraseField(_("New passphrase"))
        self.again = PassphraseField(_("New passphrase again"))
        self.column.addWidget(self.who)
        self.column.addWidget(self.until)
        self.column.addWidget(
            LabelledField(
                _("New passphrase"),
                self.new,
                hint=_("At least 12 characters. Three or four words that do not belong together do well."),
            )
        )
        self.column.addWidget(LabelledField(_("New passphrase again"), self.again))
        self.go_button = self.add_button(Button(_("Set up this laptop"), "main"))

    def show_invitation(self, invitation: InvitationAtHand) -> None:
        """Say what the invitation is for."""
        role = _("coordinator") if invitation.coordinator else _("visitor")
        self.who.setText(f"{invitation.scheme_name} · {role} {invitation.member_id}")
        day = in_london(invitation.expires_at)
        self.until.setText(_("Invitation valid until {day}").format(day=f"{day.day} {day:%B %Y, %H:%M}"))


class SchemeForm(Form):
    """What the first coordinator says of a new scheme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = self.first = self._line(_("Name of the scheme"), _("For example West Yorkshire."))
        self.body = self._line(_("Policing body"), _("For example West Yorkshire Combined Authority."))
        self.force = self._line(_("Police force"), "")
        self.member = self._line(_("Your number in the scheme"), _("For example C-001."))
        self.given = self._line(_("Your given name"), "")
        self.surname = self._line(_("Your surname"), "")
        self.suites = NoteField(_("Custody suites"))
        self.column.addWidget(
            LabelledField(_("Custody suites"), self.suites, hint=_("One name a line.")),
        )
        self.pattern = self._line(
            _("Pattern of custody numbers"), _("A regular expression; leave it empty if unsure.")
        )
        self.server = self._line(_("Server address"), _("Leave it empty to exchange everything by file."))
        self.new = PassphraseField(_("New passphrase"))
        self.again = PassphraseField(_("New passphrase again"))
        self.column.addWidget(LabelledField(_("New passphrase"), self.new, hint=_("At least 12 characters.")))
        self.column.addWidget(LabelledField(_("New passphrase again"), self.again))
        self.column.addWidget(
            Muted(
                _(
                    "The office recovery kit brings everything back if this computer is lost. "
                    "Keep it on a USB stick in a safe, apart from its code."
                )
            )
        )
        self.go_button = self.add_button(Button(_("Choose where to keep the recovery kit"), "main"))

    def scheme(self, kit_file: Path) -> NewScheme:
        """Return what was entered."""
        lines = [line.strip() for line in self.suites.value().splitlines() if line.strip()]
        return NewScheme(
            name=self.name.text(),
            policing_body=self.body.text(),
            force=self.force.text(),
            member_id=self.member.text(),
            given_name=self.given.text(),
            surname=self.surname.text(),
            suites=tuple((line, "") for line in lines),
            custody_number_pattern=self.pattern.text().strip(),
            server_url=self.server.text().strip() or None,
            kit_file=kit_file,
        )

    def choose_kit_file(self) -> Path | None:
        """Ask where the recovery kit goes; `None` if the person thinks better of it."""
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Keep the office recovery kit"), "office-recovery-kit.icvkit", "*.icvkit"
        )
        return Path(name) if name else None

    def _line(self, label: str, hint: str) -> TextField:
        field = TextField(label)
        self.column.addWidget(LabelledField(label, field, hint=hint))
        return field


class CodesForm(Form):
    """Codes that are shown once, to be written down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(
            Text(
                _(
                    "Write these twelve words down and keep them away from this laptop. "
                    "They open it if you forget your passphrase, and are not shown again."
                )
            )
        )
        self.recovery = self.first = code_text(_("Recovery code"))
        self.column.addWidget(self.recovery)
        self.kit_heading = Heading(_("Code of the office recovery kit"), 2)
        self.kit = code_text(_("Code of the office recovery kit"))
        self.root = Muted("")
        for widget in (self.kit_heading, self.kit, self.root):
            self.column.addWidget(widget)
        self.noted = TickBox(_("I have written this down"))
        self.column.addWidget(self.noted)
        self.go_button = self.add_button(Button(_("Continue"), "main"))
        self.file_button = self.add_button(Button(_("Join by file, without the server")))
        self.file_button.hide()
        for button in (self.go_button, self.file_button):
            button.setEnabled(False)
            self.noted.toggled.connect(button.setEnabled)

    def show_codes(self, made: Opened | Founded) -> None:
        """Show the codes of what was just made."""
        self.recovery.setText(_in_rows(made.recovery_code))
        founded = isinstance(made, Founded)
        for widget in (self.kit_heading, self.kit, self.root):
            widget.setVisible(founded)
        if isinstance(made, Founded):
            self.kit.setText(_in_rows(made.kit_code))
            self.root.setText(
                _("For the server's administrator: icv-server init-scheme {file}").format(
                    file=made.root_file.name
                )
            )


def code_text(name: str) -> Text:
    """Return a place for words to be noted or read out; it can be reached by keyboard and copied."""
    text = Text(size="large", weight="semibold")
    text.setAccessibleName(name)
    text.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
    )
    text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    text.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
    return text


def numbered_words(code: str) -> str:
    """Return words with their numbers, four in a row, as they are read out."""
    words = [f"{at}. {word}" for at, word in enumerate(code.split(), start=1)]
    return "\n".join("   ".join(words[start : start + 4]) for start in range(0, len(words), 4))


def _in_rows(code: str) -> str:
    words = code.split()
    rows = [words[start : start + 4] for start in range(0, len(words), 4)]
    return "\n".join("   ".join(row) for row in rows)

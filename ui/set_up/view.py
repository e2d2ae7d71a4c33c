"""The first screen of somebody who has no vault yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from icv_app.words import _
from ui.centred import CentredCard
from ui.doors import Founded, InvitationAtHand, Opened
from ui.set_up.forms import ChooseForm, CodesForm, Form, PassphraseForm, SchemeForm, WordsForm
from ui.set_up.join_form import JoinByFileForm
from ui.set_up.kit_form import KitForm
from ui.set_up.view_model import SetUpViewModel
from ui.shell.page import Page
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.message_bar import Kind, MessageBar


class SetUpPage(Page):
    """Invitation, passphrase, codes: one form at a time."""

    def __init__(self, view_model: SetUpViewModel, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._view_model = view_model
        self.card = CentredCard(_("Set up ICV"), _("This laptop has no vault yet."))
        self.message = MessageBar()
        self.choose, self.words = ChooseForm(), WordsForm()
        self.passphrase, self.scheme, self.codes = PassphraseForm(), SchemeForm(), CodesForm()
        self.kit, self.join = KitForm(), JoinByFileForm()
        self.back_button = Button(_("Back"), "link", icon="chevron-left")
        self.card.body.addWidget(self.message)
        for form in self._forms():
            self.card.body.addWidget(form)
        self.card.body.addWidget(self.back_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.card)
        self.busy = BusyOverlay(self)
        self._connect()
        self._show(self.choose)

    def _forms(self) -> tuple[Form, ...]:
        return (self.choose, self.words, self.passphrase, self.scheme, self.kit, self.codes, self.join)

    def _connect(self) -> None:
        model = self._view_model
        self.choose.file_chosen.connect(model.read_file)
        self.choose.words_button.clicked.connect(lambda: self._show(self.words))
        self.choose.scheme_button.clicked.connect(lambda: self._show(self.scheme))
        self.choose.kit_button.clicked.connect(lambda: self._show(self.kit))
        self.kit.go_button.clicked.connect(self._on_recover)
        self.words.go_button.clicked.connect(self._on_words)
        self.passphrase.go_button.clicked.connect(self._on_join)
        self.passphrase.again.submitted.connect(self._on_join)
        self.scheme.go_button.clicked.connect(self._on_found)
        self.codes.go_button.clicked.connect(self._on_codes_noted)
        self.codes.file_button.clicked.connect(lambda: self._show(self.join))
        self.join.request_wanted.connect(model.save_request)
        self.join.answer_chosen.connect(model.read_answer)
        self.join.go_button.clicked.connect(model.codes_noted)
        model.request_saved.connect(self.join.show_saved)
        self.back_button.clicked.connect(lambda: self._show(self.choose))
        model.invitation_read.connect(self._on_invitation)
        model.opened.connect(self._on_opened)
        model.busy_changed.connect(self._on_busy)
        model.message_changed.connect(lambda text: self.message.show_message(text, Kind.ERROR))

    def _show(self, form: Form) -> None:
        for other in self._forms():
            other.setVisible(other is form)
        self.card.sentence.setVisible(form not in (self.codes, self.join))  # by then there is a vault
        self.back_button.setVisible(form not in (self.choose, self.codes, self.join))
        self.message.clear()
        form.first.setFocus()

    def _on_words(self) -> None:
        self._view_model.read_words(self.words.words.value(), self.words.server.text())

    def _on_join(self) -> None:
        self._view_model.join(self.passphrase.new.value(), self.passphrase.again.value())

    def _on_found(self) -> None:
        kit_file = self.scheme.choose_kit_file()
        if kit_file is not None:
            scheme = self.scheme.scheme(kit_file)
            self._view_model.found(scheme, self.scheme.new.value(), self.scheme.again.value())

    def _on_recover(self) -> None:
        kit = self.kit
        if kit.file is not None:
            self._view_model.recover(
                kit.file, kit.code.value(), kit.server.text(), kit.new.value(), kit.again.value()
            )
        else:
            self.message.show_message(_("Choose the file of the recovery kit first."), Kind.ERROR)

    def _on_invitation(self, invitation: InvitationAtHand) -> None:
        self.passphrase.show_invitation(invitation)
        self._show(self.passphrase)

    def _on_opened(self, made: Opened | Founded) -> None:
        for form in (self.passphrase, self.scheme, self.kit):
            form.new.clear()
            form.again.clear()
        self.kit.code.set_value("")
        self.codes.show_codes(made)
        self.codes.file_button.setVisible(self._view_model.may_join_by_file)
        self.join.suggest(self._view_model.member_id)
        self._show(self.codes)

    def _on_codes_noted(self) -> None:
        if self._view_model.must_join_by_file:
            self._show(self.join)
        else:
            self._view_model.codes_noted()

    def _on_busy(self, words: str) -> None:
        if words:
            self.busy.start(words)
        else:
            self.busy.stop()

"""The screen of somebody who has neither the passphrase nor the recovery code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from icv_app.words import _
from ui.centred import CentredCard
from ui.doors import Opened
from ui.help_doors import HelpAsked
from ui.locked_out.forms import AskForm, WaitForm
from ui.locked_out.view_model import LockedOutViewModel
from ui.set_up.forms import CodesForm, Form
from ui.shell.page import Page
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.message_bar import Kind, MessageBar


class LockedOutPage(Page):
    """Ask, wait, come back in: one form at a time."""

    left = Signal()
    """Back to the passphrase."""

    def __init__(self, view_model: LockedOutViewModel, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._view_model = view_model
        self.card = CentredCard(_("Ask your coordinator for help"))
        self.message = MessageBar()
        self.ask, self.wait, self.codes = AskForm(), WaitForm(), CodesForm()
        self.back_button = Button(_("Back"), "link", icon="chevron-left")
        self.card.body.addWidget(self.message)
        for form in (self.ask, self.wait, self.codes):
            form.hide()
            self.card.body.addWidget(form)
        self.card.body.addWidget(self.back_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.card)
        self.busy = BusyOverlay(self)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look whether a request waits."""
        super().showEvent(event)
        if self.ask.isHidden() and self.wait.isHidden() and self.codes.isHidden():
            self._view_model.load()

    def _connect(self) -> None:
        model = self._view_model
        self.ask.go_button.clicked.connect(self._on_ask)
        self.ask.again.submitted.connect(self._on_ask)
        self.wait.save_asked.connect(model.save_request)
        self.wait.go_button.clicked.connect(self._on_answer)
        self.wait.passphrase.submitted.connect(self._on_answer)
        self.wait.anew_button.clicked.connect(lambda: self._show(self.ask))
        self.codes.go_button.clicked.connect(model.code_noted)
        self.back_button.clicked.connect(self.left)
        model.asked.connect(self.show_request)
        model.request_saved.connect(self._on_saved)
        model.opened.connect(self._on_opened)
        model.busy_changed.connect(self._on_busy)
        model.message_changed.connect(lambda text: self.message.show_message(text, Kind.ERROR))

    def _show(self, form: Form) -> None:
        for other in (self.ask, self.wait, self.codes):
            other.setVisible(other is form)
        self.back_button.setVisible(form is not self.codes)
        self.message.clear()
        form.first.setFocus()

    def _on_ask(self) -> None:
        self._view_model.ask(self.ask.new.value(), self.ask.again.value())

    def show_request(self, asked: HelpAsked | None) -> None:
        """Show the request that waits; where there is none, the way to make one."""
        for field in (self.ask.new, self.ask.again):
            field.clear()
        if asked is not None:
            self.wait.show_request(asked)
        self._show(self.ask if asked is None else self.wait)

    def _on_saved(self, name: str) -> None:
        self.message.show_message(
            _("Saved as {file}. Now send it to your coordinator.").format(file=name), Kind.DONE
        )
        self.wait.words.setFocus()

    def _on_answer(self) -> None:
        self._view_model.let_back_in(self.wait.answer, self.wait.passphrase.value())

    def _on_opened(self, made: Opened) -> None:
        self.wait.passphrase.clear()
        self.card.title.setText(_("You are back in"))
        self.codes.show_codes(made)
        self._show(self.codes)

    def _on_busy(self, words: str) -> None:
        if words:
            self.busy.start(words)
        else:
            self.busy.stop()

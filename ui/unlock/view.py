"""The first screen of somebody who has a vault."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.words import _
from ui.centred import CentredCard
from ui.shell.page import Page
from ui.unlock.backup_offer import BackupOffer, BackupViewModel
from ui.unlock.view_model import UnlockViewModel
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.labelled_field import LabelledField
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.text_field import NoteField


class UnlockPage(Page):
    """A passphrase and a button; the recovery code for whoever has forgotten it.

    Attributes:
        help_button: For whoever has no recovery code either.
    """

    def __init__(
        self, view_model: UnlockViewModel, backups: BackupViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent=parent)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._view_model = view_model
        card = CentredCard(_("Unlock ICV"), _("Everything recorded on this laptop is encrypted."))
        self.message = MessageBar()
        self.passphrase = PassphraseField(_("Passphrase"))
        self.passphrase_field = LabelledField(_("Passphrase"), self.passphrase)
        self.unlock_button = Button(_("Unlock"), "main")
        self.forgotten_button = Button(_("I have forgotten my passphrase"), "link")
        self.recovery = _Recovery()
        self.help_button = self.recovery.help_button
        self.recovery.hide()
        self.backup = BackupOffer(backups, self.passphrase.value)
        card.body.addWidget(self.message)
        card.body.addWidget(self.passphrase_field)
        card.body.addWidget(self.unlock_button, alignment=Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.backup)
        card.body.addWidget(self.forgotten_button, alignment=Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.recovery)
        self.body.addWidget(card)
        self.busy = BusyOverlay(self)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Put the keyboard where the passphrase goes."""
        super().showEvent(event)
        self.passphrase.setFocus()

    def _connect(self) -> None:
        self.passphrase.submitted.connect(self._on_unlock)
        self.unlock_button.clicked.connect(self._on_unlock)
        self.forgotten_button.clicked.connect(self._on_forgotten)
        self.recovery.open_button.clicked.connect(self._on_recover)
        self._view_model.busy_changed.connect(self._on_busy)
        self._view_model.message_changed.connect(self._on_message)
        self._view_model.unlocked.connect(self._forget)
        self._view_model.damage_met.connect(self.backup.model.look)
        self.backup.model.busy_changed.connect(self._on_busy)
        self.backup.model.message_changed.connect(self._on_message)
        self.backup.model.restored.connect(self._forget)

    def _on_unlock(self) -> None:
        self._view_model.unlock(self.passphrase.value())

    def _on_forgotten(self) -> None:
        self.recovery.setVisible(not self.recovery.isVisible())
        if self.recovery.isVisible():
            self.recovery.code.setFocus()

    def _on_recover(self) -> None:
        recovery = self.recovery
        self._view_model.unlock_with_code(
            recovery.code.toPlainText(), recovery.new.value(), recovery.again.value()
        )

    def _on_busy(self, busy: bool) -> None:
        if busy:
            self.busy.start(_("Unlocking"))
        else:
            self.busy.stop()

    def _on_message(self, text: str) -> None:
        self.message.show_message(text, Kind.ERROR)
        if text:
            self.passphrase.line.selectAll()

    def _forget(self, _desk: object) -> None:
        """Keep no secret in a widget once it has served."""
        for field in (self.passphrase, self.recovery.new, self.recovery.again):
            field.clear()
        self.recovery.code.clear()


class _Recovery(QWidget):
    """The twelve words, and a new passphrase."""

    def __init__(self) -> None:
        super().__init__()
        self.code = NoteField(_("Recovery code"))
        self.new = PassphraseField(_("New passphrase"))
        self.again = PassphraseField(_("New passphrase again"))
        self.open_button = Button(_("Set new passphrase and unlock"))
        self.help_button = Button(_("I have no recovery code: ask my coordinator for help"), "link")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        hint = _("The twelve words you printed or wrote down when you set ICV up.")
        column.addWidget(LabelledField(_("Recovery code"), self.code, hint=hint))
        column.addWidget(LabelledField(_("New passphrase"), self.new, hint=_("At least 12 characters.")))
        column.addWidget(LabelledField(_("New passphrase again"), self.again))
        column.addWidget(self.open_button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.help_button, alignment=Qt.AlignmentFlag.AlignLeft)

"""Where a damaged vault does not open: its last backup, and what would be missing from it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.errors import IcvError
from icv_app.services.last_backup import LastBackup, taken_in_words, what_may_be_missing
from icv_app.words import _
from ui.doors import Doors, Restored
from ui.tasks import Lane, Tasks
from ui.theme.tokens import SPACE_M
from ui.widgets.button import Button
from ui.widgets.labels import Heading, Text


class BackupViewModel(QObject):
    """Looks for the last backup, and opens it in place of the vault."""

    found = Signal(object)
    """A `LastBackup`, or `None`."""
    restored = Signal(object)
    """A `Restored`."""
    busy_changed = Signal(bool)
    message_changed = Signal(str)

    def __init__(self, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._tasks = tasks
        self._busy = False

    def look(self) -> None:
        """Find out whether there is a backup to offer."""
        self._tasks.run(
            Lane.STORE,
            self._doors.last_backup,
            then=self.found.emit,
            otherwise=lambda error: self.message_changed.emit(error.user_text),
            owner=self,
        )

    def open(self, passphrase: str) -> None:
        """Open the backup; a second press while it opens does nothing."""
        if not passphrase:
            self.message_changed.emit(_("Type your passphrase first."))
            return
        if self._busy:
            return
        self._set_busy(True)
        self.message_changed.emit("")
        self._tasks.run(
            Lane.STORE,
            lambda: self._doors.unlock_last_backup(passphrase),
            then=self._opened,
            otherwise=self._failed,
            owner=self,
        )

    def _opened(self, restored: Restored) -> None:
        self._set_busy(False)
        self.restored.emit(restored)

    def _failed(self, error: IcvError) -> None:
        self._set_busy(False)
        self.message_changed.emit(error.user_text)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)


class BackupOffer(QWidget):
    """Hidden until damage was met; then what the last backup is and a button that opens it.

    Args:
        model: Its view-model.
        passphrase: What stands in the page's own field.
    """

    def __init__(self, model: BackupViewModel, passphrase: Callable[[], str]) -> None:
        super().__init__()
        self.model = model
        self.heading = Heading("", 2)
        self.sentence = Text()
        self.open_button = Button(_("Open the last backup"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.heading)
        column.addWidget(self.sentence)
        column.addWidget(self.open_button, alignment=Qt.AlignmentFlag.AlignLeft)
        model.found.connect(self._show)
        self.open_button.clicked.connect(lambda: model.open(passphrase()))
        self.hide()

    def _show(self, backup: LastBackup | None) -> None:
        self.open_button.setVisible(backup is not None)
        if backup is None:
            self.heading.setText(_("There is no backup on this computer"))
            self.sentence.setText(
                _("Ask your coordinator for a new invitation: what was sent comes back with it.")
            )
        else:
            self.heading.setText(_("The last backup is of {taken}").format(taken=taken_in_words(backup)))
            self.sentence.setText(
                what_may_be_missing(backup)
                + " "
                + _("The damaged files are kept. Type your passphrase to open the backup.")
            )
        self.show()

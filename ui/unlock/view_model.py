"""What the unlock screen knows: whether a try is under way, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.errors import IcvError, VaultDamaged
from icv_app.words import _
from ui.doors import Doors
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


class UnlockViewModel(QObject):
    """One way in: the passphrase, or the recovery code with a new passphrase."""

    unlocked = Signal(object)
    """The `Desk`."""
    busy_changed = Signal(bool)
    message_changed = Signal(str)
    damage_met = Signal()
    """The vault does not open because a file of it is damaged."""

    def __init__(self, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._tasks = tasks
        self._busy = False

    def unlock(self, passphrase: str) -> None:
        """Try a passphrase; a second press while trying does nothing."""
        if not passphrase:
            self.message_changed.emit(_("Type your passphrase first."))
            return
        self._try(lambda: self._doors.unlock(passphrase))

    def unlock_with_code(self, code: str, new_passphrase: str, again: str) -> None:
        """Try the twelve words and set a new passphrase."""
        if new_passphrase != again:
            self.message_changed.emit(_("The two new passphrases differ. Type them again."))
            return
        self._try(lambda: self._doors.unlock_with_recovery_code(code, new_passphrase))

    def _try(self, work: Callable[[], Desk]) -> None:
        if self._busy:
            return
        self._set_busy(True)
        self.message_changed.emit("")
        self._tasks.run(Lane.STORE, work, then=self._opened, otherwise=self._failed, owner=self)

    def _opened(self, desk: Desk) -> None:
        self._set_busy(False)
        self.unlocked.emit(desk)

    def _failed(self, error: IcvError) -> None:
        self._set_busy(False)
        self.message_changed.emit(error.user_text)
        if isinstance(error, VaultDamaged):
            self.damage_met.emit()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)

"""What the settings screen knows, and what it asks of the layers below."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from icv_app.errors import BadInput, IcvError, VaultLocked
from icv_app.words import _
from ui.doors import Doors
from ui.settings.preferences import Preferences, keep_preferences, preferences_file
from ui.tasks import Lane, Tasks
from ui.theme import Look, current_theme


class SettingsViewModel(QObject):
    """The look, kept for the next start, and the passphrase."""

    busy_changed = Signal(bool)
    passphrase_changed = Signal()
    passphrase_refused = Signal(str, str, str)
    """What is wrong with the old one, with the new one, and with the new one typed again."""
    failed = Signal(object)
    """An `IcvError` that belongs to no field."""

    def __init__(self, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._tasks = tasks
        self._busy = False

    @property
    def preferences(self) -> Preferences:
        """What is chosen now."""
        theme = current_theme()
        return Preferences(theme.look, theme.text_percent)

    def choose_look(self, look: Look) -> None:
        """Show other colours at once, and at every start from now on."""
        current_theme().set_look(look)
        self._keep()

    def choose_text_percent(self, percent: int) -> None:
        """Show another text size at once, and at every start from now on."""
        current_theme().set_text_percent(percent)
        self._keep()

    def change_passphrase(self, old: str, new: str, again: str) -> None:
        """Set a new passphrase; a second press while that is under way does nothing."""
        if self._busy:
            return
        missing = _("Type your present passphrase.") if not old else ""
        empty = _("Type a new passphrase.") if not new else ""
        differs = _("The two new passphrases differ. Type them again.") if new != again else ""
        self.passphrase_refused.emit(missing, empty, differs)
        if missing or empty or differs:
            return
        self._set_busy(True)
        self._tasks.run(
            Lane.STORE,
            lambda: self._doors.change_passphrase(old, new),
            then=self._changed,
            otherwise=self._refused,
            owner=self,
        )

    def _keep(self) -> None:
        file, chosen = preferences_file(self._doors.folder), self.preferences
        self._tasks.run(
            Lane.STORE,
            lambda: keep_preferences(file, chosen),
            then=lambda _none: None,
            otherwise=self.failed.emit,
            owner=self,
        )

    def _changed(self, _none: None) -> None:
        self._set_busy(False)
        self.passphrase_changed.emit()

    def _refused(self, error: IcvError) -> None:
        self._set_busy(False)
        if isinstance(error, VaultLocked):
            self.passphrase_refused.emit(error.user_text, "", "")
        elif isinstance(error, BadInput):
            self.passphrase_refused.emit("", error.user_text, "")
        else:
            self.failed.emit(error)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)

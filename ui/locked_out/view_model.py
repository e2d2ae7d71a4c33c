"""What the screen of somebody locked out knows: the request that waits, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.errors import IcvError
from icv_app.words import _
from ui.doors import Doors, Opened
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


class LockedOutViewModel(QObject):
    """One request for help at a time, from asking to being back in."""

    asked = Signal(object)
    """The `HelpAsked` that waits, or `None`: nobody has asked yet."""
    request_saved = Signal(str)
    """The name of the file."""
    opened = Signal(object)
    """`Opened`: the vault is open, and there is a recovery code to write down."""
    finished = Signal(object)
    """The `Desk`, once the code was noted."""
    busy_changed = Signal(str)
    """What is happening, or nothing."""
    message_changed = Signal(str)

    def __init__(self, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._help = doors.help
        self._tasks = tasks
        self._desk: Desk | None = None

    def load(self) -> None:
        """Look whether a request waits."""
        self._run(_("Looking for a request"), self._help.help_asked, self.asked.emit)

    def ask(self, passphrase: str, again: str) -> None:
        """Make a request; it takes a moment."""
        if passphrase != again:
            self.message_changed.emit(_("The two passphrases differ. Type them again."))
            return
        self._run(_("Making the request"), lambda: self._help.ask_for_help(passphrase), self.asked.emit)

    def save_request(self, file: Path) -> None:
        """Write the request that waits to a file."""
        self._run(
            _("Saving the request"),
            lambda: self._help.save_help_request(file),
            lambda _none: self.request_saved.emit(file.name),
        )

    def let_back_in(self, answer: Path | None, passphrase: str) -> None:
        """Use the coordinator's answer."""
        if not passphrase:
            self.message_changed.emit(_("Type the passphrase you chose when you asked."))
            return
        self._run(_("Opening this laptop"), lambda: self._help.let_back_in(answer, passphrase), self._opened)

    def code_noted(self) -> None:
        """The person has written the recovery code down; it is shown nowhere again."""
        if self._desk is not None:
            self.finished.emit(self._desk)

    def _run(self, words: str, work: Callable[[], object], then: Callable[[object], None]) -> None:
        def done(result: object) -> None:
            self.busy_changed.emit("")
            then(result)

        self.message_changed.emit("")
        self.busy_changed.emit(words)
        self._tasks.run(Lane.STORE, work, then=done, otherwise=self._failed, owner=self)

    def _opened(self, made: object) -> None:
        assert isinstance(made, Opened)  # noqa: S101 - what Doors returns
        self._desk = made.desk
        self.opened.emit(made)

    def _failed(self, error: IcvError) -> None:
        self.busy_changed.emit("")
        self.message_changed.emit(error.user_text)

"""What runs out for members, read when the page comes into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk
    from icv_app.services.member_files import ComingUp


class ComingUpViewModel(QObject):
    """The reminders as they stand."""

    loaded = Signal(object)
    """A `ComingUp`."""
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self.found: ComingUp | None = None

    def load(self) -> None:
        """Read them again."""
        self._tasks.run(
            Lane.STORE,
            self._desk.member_files.coming_up,
            then=self._show,
            otherwise=self.failed.emit,
            owner=self,
        )

    def _show(self, found: ComingUp) -> None:
        self.found = found
        self.loaded.emit(found)

"""Visitors and kinds of training, read when the page comes into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.domain.training import TrainingState
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk
    from icv_app.services.member_files import TrainingMatrix


class TrainingViewModel(QObject):
    """The matrix as it stands."""

    loaded = Signal(object)
    """A `TrainingMatrix`."""
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks

    def load(self) -> None:
        """Read it again."""
        self._tasks.run(
            Lane.STORE,
            self._desk.member_files.training,
            then=self.loaded.emit,
            otherwise=self.failed.emit,
            owner=self,
        )


def count(matrix: TrainingMatrix, state: TrainingState) -> int:
    """Return how often a state is found in a matrix."""
    return sum(one.state is state for row in matrix.rows for one in row.standings)

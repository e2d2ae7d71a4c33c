"""The people step is built while another step is in sight: it is the largest, and shows at once then."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.visit.people.view import PeopleStep
from ui.visit.view_model import VisitViewModel


class BuiltAhead(QObject):
    """Builds a people step part by part, whenever nothing else is to do.

    Args:
        view_model: The draft.
        holder: Will show the step.
    """

    def __init__(self, view_model: VisitViewModel, holder: QWidget) -> None:
        super().__init__(holder)
        self._view_model = view_model
        self._holder = holder
        self._step: PeopleStep | None = None
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._build_part)

    @property
    def building(self) -> bool:
        """Whether there is more to build."""
        return self._idle.isActive()

    def start(self) -> None:
        """Begin as soon as what is in sight is painted."""
        self._idle.start()

    def take(self) -> PeopleStep:
        """Return the step, built to the end; the next one is built anew."""
        self._idle.stop()
        step, self._step = self._step or self._begin(), None
        step.complete()
        return step

    def drop(self) -> None:
        """Forget what is built: the step would be another one now."""
        self._idle.stop()
        step, self._step = self._step, None
        if step is not None:
            step.deleteLater()

    def _begin(self) -> PeopleStep:
        step = PeopleStep(self._view_model, self._holder, part_by_part=True)
        step.hide()
        return step

    def _build_part(self) -> None:
        if self._step is None:
            self._step = self._begin()
        elif not self._step.build_part():
            self._idle.stop()

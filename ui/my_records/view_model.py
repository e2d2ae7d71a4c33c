"""The custody records given to a visitor, and the questionnaire about each, kept after every change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.checklist import Checklist
from icv_app.domain.ids import RecordId
from icv_app.domain.justified import TextGuard
from icv_app.domain.record_review import Problem, RecordRead
from icv_app.domain.times import london_day
from icv_app.services.record_readings import RecordToRead
from icv_app.services.unsent import UnsentTexts
from icv_app.words import _
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

T = TypeVar("T")


class MyRecordsViewModel(QObject):
    """One for the list and the questionnaire."""

    loaded = Signal(object)
    """A tuple of `RecordToRead`."""
    ready = Signal(object, object, object)
    """The `RecordToRead` as it is now, the checklist whose words are used, and the privacy guard."""
    done = Signal(str)
    """What was kept, in words."""
    sent = Signal()
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.tasks = tasks

    @property
    def unsent(self) -> UnsentTexts:
        """Where a finding that is still being written is kept."""
        return self._desk.unsent

    def now(self) -> datetime:
        """The present moment, UTC."""
        return self._desk.clock.now()

    def today(self) -> date:
        """The present day in London."""
        return london_day(self.now())

    def load(self) -> None:
        """Read what was given."""
        self._run(self._desk.record_readings.given, self.loaded.emit)

    def prepare(self, record_id: RecordId) -> None:
        """Have the record come, with the checklist and the privacy guard; the first takes a moment."""
        desk = self._desk

        def load() -> tuple[RecordToRead, Checklist, TextGuard]:
            settings, one = desk.scheme.settings(), desk.record_readings.as_it_is(record_id)
            return one, desk.visits.checklist(settings.checklist), desk.guard_for(settings)

        self._run(load, lambda found: self.ready.emit(*found))

    def new_finding(self) -> str:
        """An identifier for a finding."""
        return self._desk.record_readings.new_finding()

    def keep(self, one: RecordToRead, read: RecordRead) -> None:
        """Keep the questionnaire as it is now."""
        self.tasks.run(
            Lane.STORE,
            lambda: self._desk.record_readings.keep(one.assignment.record_id, read),
            then=lambda _none: None,
            otherwise=self.failed.emit,
            owner=self,
            again=True,
        )

    def problems(self, read: RecordRead) -> tuple[Problem, ...]:
        """What is lacking now, in the order of the page."""
        return self._desk.record_readings.problems(read)

    def send(self, one: RecordToRead, read: RecordRead) -> None:
        """Send the questionnaire to the office."""

        def sent(_reading: object) -> None:
            self.sent.emit()
            self.done.emit(_("Kept to be sent. The coordinator gets it at the next sync."))

        self._run(lambda: self._desk.record_readings.send(one.assignment.record_id, read), sent)

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self.tasks.run(Lane.STORE, work, then=then, otherwise=self.failed.emit, owner=self)

"""A visitor's duties and what they say of their time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.rota import WEEK, Duty, Window, weeks_from
from icv_app.domain.times import london_day
from icv_app.errors import IcvError, NotFound
from icv_app.words import _
from ui.doors import Doors
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk
    from icv_app.services.duties import OwnDuty

WEEKS_AHEAD = 16
"""A quarter, and what is left of the one before it."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MyRota:
    """What the page shows.

    Attributes:
        suites: Names by short name.
        weeks: What was said of the weeks ahead; empty where nothing was.
        leave: Of today and later.
    """

    duties: tuple[OwnDuty, ...]
    suites: dict[SuiteId, str]
    weeks: dict[date, frozenset[Window]]
    leave: tuple[tuple[date, date], ...]


class MyRotaViewModel(QObject):
    """One visitor's side of the rota."""

    loaded = Signal(object)
    """A `MyRota`."""
    done = Signal(str)
    failed = Signal(object)
    """An `IcvError`."""
    not_said = Signal()
    """When this visitor can go was not kept; `failed` says why."""
    said = Signal()
    """Something was kept that is to be sent."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks

    @property
    def member_id(self) -> MemberId:
        """Whose rota it is."""
        return self._desk.identity.member_id

    def today(self) -> date:
        """The present day in London."""
        return london_day(self._desk.clock.now())

    def load(self) -> None:
        """Read duties and what was said."""
        self._run(self._read, self.loaded.emit)

    def say(self, weeks: dict[date, frozenset[Window]], leave: list[tuple[date, date]]) -> None:
        """Keep when this visitor can go."""
        words = _("Saved. The coordinator gets it at the next sync.")

        def not_kept(error: IcvError) -> None:
            self.not_said.emit()
            self.failed.emit(error)

        self._tasks.run(
            Lane.STORE,
            lambda: self._desk.duties.say(weeks, leave),
            then=lambda _none: self._kept(words),
            otherwise=not_kept,
            owner=self,
        )

    def ask_for_swap(self, duty: Duty) -> None:
        """Ask for somebody else to take a duty."""
        words = _("The coordinator is asked. Until they find somebody, the duty stays yours.")
        self._run(lambda: self._desk.duties.ask_for_swap(duty), lambda _none: self._kept(words))

    def withdraw_swap(self, duty: Duty) -> None:
        """Take the question back."""
        words = _("Taken back: the duty stays yours.")
        self._run(lambda: self._desk.duties.withdraw_swap(duty), lambda _none: self._kept(words))

    def save_calendar(self, file: Path) -> None:
        """Write the duties as a calendar file: weeks, never hours."""
        words = _("Your duties are written to {file}: the weeks, without days or hours.")
        self._run(
            lambda: self._doors.write_duties_calendar(self._desk, file),
            lambda _none: self.done.emit(words.format(file=file.name)),
        )

    def _read(self) -> MyRota:
        first = weeks_from(self.today(), 1)[0]
        said, leave = self._desk.duties.availability()
        weeks: dict[date, frozenset[Window]] = dict.fromkeys(
            (first + number * WEEK for number in range(WEEKS_AHEAD)), frozenset()
        )
        weeks |= {one.week: one.windows for one in said if one.week in weeks}
        try:
            suites = {one.suite_id: one.name for one in self._desk.scheme.settings().suites}
        except NotFound:  # a new laptop whose settings have not arrived: nor have its duties
            suites = {}
        return MyRota(
            duties=self._desk.duties.own(),
            suites=suites,
            weeks=weeks,
            leave=tuple((one.first, one.last) for one in leave if one.last >= self.today()),
        )

    def _kept(self, words: str) -> None:
        self.done.emit(words)
        self.said.emit()
        self.load()

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._tasks.run(Lane.STORE, work, then=then, otherwise=self.failed.emit, owner=self)

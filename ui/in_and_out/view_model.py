"""Writing what the scheme holds to files, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.domain.periods import Period, period_from_label, quarters_of
from icv_app.domain.times import FinancialYear
from icv_app.errors import IcvError
from icv_app.words import _, plural
from ui.doors import Doors
from ui.tasks import Lane, Progress, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


class InAndOutViewModel(QObject):
    """What can be written, and writing it."""

    periods_changed = Signal()
    busy_changed = Signal(str, bool)
    """What is happening, or nothing; and whether it can be cancelled."""
    progress = Signal(int, int)
    """How much of how much is done."""
    done = Signal(str)
    """What was done, in a sentence."""
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self._running: Progress | None = None
        self._at_work = False
        self.periods: tuple[Period, ...] = ()
        self.period: Period | None = None

    def load(self) -> None:
        """Read which years and quarters are over, newest first."""
        self._tasks.run(
            Lane.STORE, self._desk.agenda.years, then=self._take_years, otherwise=self.failed.emit, owner=self
        )

    def choose_period(self, label: str) -> None:
        """Choose a period, written like 2023-24 or 2023-24 Q1."""
        self.period = period_from_label(label)

    def export_everything(self, file: Path, *, identifying: bool) -> None:
        """Write everything to a file whose ending says how."""
        if self._at_work:
            return

        def exported(count: int) -> None:
            visits = plural("Everything, with {n} visit, is", "Everything, with {n} visits, is", count)
            self._end(_("{visits} written to {file}.").format(visits=visits, file=file.name))

        self.busy_changed.emit(_("Exporting everything"), True)
        self._at_work = True
        # Not in the store's lane: it reads the whole vault, and edits must not wait behind it.
        progress = self._tasks.run_long(
            Lane.NETWORK,
            lambda told: self._doors.out.export_everything(
                self._desk, file, identifying=identifying, progress=told.report
            ),
            then=exported,
            otherwise=self._failed,
            on_progress=self._tell_how_far,
            on_cancelled=lambda: self._end(_("Cancelled: nothing was written.")),
            owner=self,
        )
        self._running = progress if self._at_work else None

    def cancel(self) -> None:
        """Stop what is under way; nothing is left of it."""
        if self._running is not None:
            self._running.cancel()

    def write_return(self, file: Path, *, with_suites: bool) -> None:
        """Write the national return of the period to a file whose ending says how."""
        period = self.period
        if period is not None:
            words = _("The national return {period} is written to {file}.")
            self._run(
                _("Writing the national return"),
                lambda: self._doors.out.write_national_return(
                    self._desk, period, file, with_suites=with_suites
                ),
                words.format(period=written_period(period), file=file.name),
            )

    def export_visits(self, file: Path) -> None:
        """Write every filed visit as a row to a file whose ending says how."""
        self._run(
            _("Exporting the visits"),
            lambda: self._doors.export_visits(self._desk, file),
            _("The visits are written to {file}.").format(file=file.name),
        )

    def _take_years(self, years: tuple[FinancialYear, ...]) -> None:
        periods = periods_over(years, self._desk.clock.now())
        if self.period not in periods:
            self.period = periods[0] if periods else None
        if periods != self.periods:
            self.periods = periods
            self.periods_changed.emit()

    def _run(self, words: str, work: Callable[[], object], said: str) -> None:
        self.busy_changed.emit(words, False)
        self._tasks.run(
            Lane.STORE, work, then=lambda _any: self._end(said), otherwise=self._failed, owner=self
        )

    def _tell_how_far(self, done: int, total: int) -> None:
        """In hundredths: half of it is reading the visits, half is writing them."""
        self.progress.emit(100 * done // total, 100)

    def _end(self, said: str) -> None:
        self._running, self._at_work = None, False
        self.busy_changed.emit("", False)
        self.done.emit(said)

    def _failed(self, error: IcvError) -> None:
        self._running, self._at_work = None, False
        self.busy_changed.emit("", False)
        self.failed.emit(error)


def periods_over(years: tuple[FinancialYear, ...], now: datetime) -> tuple[Period, ...]:
    """Return the years and their quarters that are over, newest first, a year before its quarters.

    Args:
        years: Newest first.
        now: UTC.
    """
    found: list[Period] = []
    for year in years:
        inside: tuple[Period, ...] = (year, *reversed(quarters_of(year)))
        found += [one for one in inside if one.ends_at <= now]
    return tuple(found)


def written_period(period: Period) -> str:
    """Return a period as people write it: 2023–24, or April to June 2023."""
    if isinstance(period, FinancialYear):
        return period.label.replace("-", "\u2013")
    return _("{first} to {last}").format(first=f"{period.first_day:%B}", last=f"{period.last_day:%B %Y}")

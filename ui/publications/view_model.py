"""What can be published, what is missing before it, and writing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import FinancialYear
from icv_app.errors import IcvError
from icv_app.words import _
from ui.doors import Doors
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.agenda import BeforePublishing
    from icv_app.services.desk import Desk

T = TypeVar("T")


class PublicationsViewModel(QObject):
    """One financial year at a time."""

    years_changed = Signal()
    loaded = Signal(object)
    """`BeforePublishing` of the year chosen."""
    busy_changed = Signal(str)
    """What is happening, or nothing."""
    done = Signal(str)
    """What was done, in a sentence."""
    failed = Signal(object)
    """An `IcvError`."""
    settings_changed = Signal()
    """The scheme's settings are other than before."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self.years: tuple[FinancialYear, ...] = ()
        self.year: FinancialYear | None = None

    def load(self) -> None:
        """Read the years and what is missing for the one chosen: the newest at first."""
        self._tasks.run(
            Lane.STORE, self._desk.agenda.years, then=self._take_years, otherwise=self.failed.emit, owner=self
        )

    def choose_year(self, label: str) -> None:
        """Choose another year, written like 2023-24."""
        self.year = FinancialYear.from_label(label)
        self._load_year()

    def enter_people_detained(self, number: int) -> None:
        """Publish the force's figure for the year to everybody in the scheme."""
        year = self.year
        if year is None:
            return

        def entered(settings: SchemeSettings) -> SchemeSettings:
            return replace(settings, people_detained={**settings.people_detained, year.label: number})

        def published(_settings: SchemeSettings) -> None:
            self._load_year()
            self.settings_changed.emit()
            words = _("{number} people detained in {year}: the figure is saved.")
            self.done.emit(words.format(number=f"{number:,}", year=written(year)))

        self._run(_("Saving the figure"), lambda: self._desk.settings.change(entered), published)

    def write_report(self, file: Path) -> None:
        """Write the annual report of the year as PDF."""
        year = self.year
        if year is not None:
            words = _("The annual report {year} is written to {file}.")
            self._run(
                _("Writing the annual report"),
                lambda: self._doors.write_annual_report(self._desk, year, file),
                lambda _none: self.done.emit(words.format(year=written(year), file=file.name)),
            )

    def _take_years(self, years: tuple[FinancialYear, ...]) -> None:
        if self.year not in years:
            self.year = years[0]
        if years != self.years:
            self.years = years
            self.years_changed.emit()
        self._load_year()

    def _load_year(self) -> None:
        year = self.year
        if year is not None:
            self._tasks.run(
                Lane.STORE,
                lambda: self._desk.agenda.before_publishing(year),
                then=self._show,
                otherwise=self.failed.emit,
                owner=self,
            )

    def _show(self, before: BeforePublishing) -> None:
        if before.year == self.year:
            self.loaded.emit(before)

    def _run(self, words: str, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def done(answer: T) -> None:
            self.busy_changed.emit("")
            then(answer)

        self.busy_changed.emit(words)
        self._tasks.run(Lane.STORE, work, then=done, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self.busy_changed.emit("")
        self.failed.emit(error)


def written(year: FinancialYear) -> str:
    """Return a financial year as people write it, with a dash: 2023–24."""
    return year.label.replace("-", "\u2013")

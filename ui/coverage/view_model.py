"""The figures of coverage for what is chosen, their charts, and the visits behind a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.domain.ids import SuiteId
from icv_app.domain.times import FinancialYear, london_day
from icv_app.figures.coverage_of_cells import Coverage
from icv_app.figures.coverage_parts import CoveragePart
from icv_app.services.coverage import BehindNumber, CoverageChoice, CoverageChoices
from ui.coverage.numbers import NumberRow
from ui.doors import Doors
from ui.tasks import Lane, Tasks
from ui.visits.wording import VisitLine, visit_line

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

CHART_POINTS = 440.0
"""Narrower than the card at 100 %: so the smallest words on it are no smaller than those around."""
MOST_BEHIND = 500


@dataclass(frozen=True, slots=True)
class CoverageShown:
    """What is read for the page."""

    choices: CoverageChoices
    choice: CoverageChoice
    coverage: Coverage
    part: CoveragePart


@dataclass(frozen=True, slots=True)
class ChartShown:
    """The chart of a part, as SVG."""

    part: CoveragePart
    svg: bytes


@dataclass(frozen=True, slots=True)
class LinesBehind:
    """The visits behind a number, in words.

    Attributes:
        count: How many there are; the newest of them are in `lines`.
    """

    row: NumberRow
    lines: tuple[VisitLine, ...]
    count: int


class CoverageViewModel(QObject):
    """One choice of visits and one part at a time."""

    shown = Signal(object)
    """A `CoverageShown`."""
    chart_shown = Signal(object)
    """A `ChartShown`, somewhat later."""
    behind_shown = Signal(object)
    """A `LinesBehind`."""
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self._choice: CoverageChoice | None = None
        self._part = CoveragePart.TARGET
        self._asked: NumberRow | None = None
        self._read_last: CoverageShown | None = None
        self._dark = False

    def load(self) -> None:
        """Read everything again, this year at first."""
        self._tasks.run(Lane.STORE, self._read, then=self._take, otherwise=self.failed.emit, owner=self)

    def draw_for(self, *, dark: bool) -> None:
        """Draw the charts for a light or a dark screen from now on."""
        changed, self._dark = dark is not self._dark, dark
        if changed and self._read_last is not None:
            self._draw(self._read_last)

    def choose(self, choice: CoverageChoice) -> None:
        """Show other visits."""
        self._choice = choice
        self.load()

    def choose_suite(self, suite: SuiteId) -> None:
        """Show one suite in the year that is looked at."""
        year = FinancialYear.containing(london_day(self._desk.clock.now()))
        self.choose(replace(self._choice or CoverageChoice(year=year), suite=suite))

    def choose_part(self, part: CoveragePart) -> None:
        """Show another part."""
        self._part = part
        self.load()

    def open_behind(self, row: NumberRow) -> None:
        """Read the visits behind a number."""
        self._asked = row
        self._tasks.run(
            Lane.STORE,
            lambda: self._read_behind(row),
            then=self._take_behind,
            otherwise=self.failed.emit,
            owner=self,
        )

    def _read(self) -> CoverageShown:
        choices = self._desk.coverage.choices()
        choice, part = self._choice or CoverageChoice(year=choices.years[0]), self._part
        coverage = self._desk.coverage.coverage(choice)
        return CoverageShown(choices, choice, coverage, part)

    def _take(self, read: CoverageShown) -> None:
        if self._latest(read):
            self._read_last = read
            self.shown.emit(read)
            self._draw(read)

    def _draw(self, read: CoverageShown) -> None:
        # Drawing many suites takes longer than counting: neither numbers nor the store wait for it.
        dark = self._dark
        self._tasks.run(
            Lane.NETWORK,
            lambda: self._doors.coverage_chart(read.coverage, read.part, CHART_POINTS, dark=dark),
            then=lambda svg: self._take_chart(read, svg, dark=dark),
            otherwise=self.failed.emit,
            owner=self,
        )

    def _take_chart(self, read: CoverageShown, svg: bytes, *, dark: bool) -> None:
        if self._latest(read) and dark is self._dark:
            self.chart_shown.emit(ChartShown(read.part, svg))

    def _latest(self, read: CoverageShown) -> bool:
        return read.part is self._part and self._choice in (None, read.choice)

    def _read_behind(self, row: NumberRow) -> LinesBehind:
        found: BehindNumber = self._desk.coverage.behind(row.behind, MOST_BEHIND)
        settings, own = self._desk.scheme.settings(), self._desk.identity.member_id
        lines = (visit_line(one, settings, own, frozenset()) for one in found.visits)
        return LinesBehind(row, tuple(lines), found.count)

    def _take_behind(self, read: LinesBehind) -> None:
        if read.row is self._asked:
            self.behind_shown.emit(read)

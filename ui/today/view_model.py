"""What waits for the coordinator today, as rows in one order, and the year so far, as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import london_day
from icv_app.errors import IcvError
from icv_app.seal.withholding import Missed
from icv_app.services.agenda import Agenda, YearSoFar
from icv_app.services.member_files import ComingUp
from icv_app.services.today import ConcernsWaiting, OfficeWaiting
from ui.tasks import Lane, Tasks
from ui.today.concern_rows import concern_rows
from ui.today.office_rows import office_rows, recognition_rows
from ui.today.rows import copy_row, ending_rows, laptop_row, leaver_row, noticed_rows, report_row
from ui.today.tiles import Tile, year_tiles
from ui.today.to_do import SECTIONS, Kind, Section, ToDo

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

T = TypeVar("T")
_ORDER = {kind: at for at, kind in enumerate(Kind)}


class TodayViewModel(QObject):
    """Read again whenever the page comes into sight or something arrives."""

    to_do_changed = Signal()
    year_changed = Signal()
    signed_out = Signal(str)
    """The scheme number of a member whose last day was over."""
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._rows: dict[str, tuple[ToDo, ...]] = {}
        self._more: dict[Kind, int] = {}
        self.section = Section.ALL
        self.tiles: tuple[Tile, ...] = ()

    @property
    def everything(self) -> tuple[ToDo, ...]:
        """What waits, in the order of the work; of each kind what has waited longest first."""
        found = [one for rows in self._rows.values() for one in rows]
        return tuple(sorted(found, key=lambda one: _ORDER[one.kind]))

    @property
    def to_do(self) -> tuple[ToDo, ...]:
        """What waits of the section that is looked at."""
        return tuple(one for one in self.everything if self.section in {Section.ALL, SECTIONS[one.kind]})

    def now(self) -> datetime:
        """Return the moment that ages are told from, UTC."""
        return self._desk.clock.now()

    def today(self) -> date:
        """Return the present day in London."""
        return london_day(self.now())

    def counts(self) -> dict[Kind, int]:
        """Return how many things of each kind wait, those not listed included; in the order of the work."""
        listed: Counter[Kind] = Counter()
        for one in self.everything:
            listed[one.kind] += one.stands_for
        return {kind: max(listed[kind], self._more.get(kind, 0)) for kind in Kind if listed[kind]}

    def section_counts(self) -> dict[Section, int]:
        """Return how many things wait in each section."""
        counts = dict.fromkeys(Section, 0)
        for kind, n in self.counts().items():
            counts[SECTIONS[kind]] += n
            counts[Section.ALL] += n
        return counts

    def choose_section(self, section: Section) -> None:
        """Look at one section."""
        self.section = section
        self.to_do_changed.emit()

    def load(self) -> None:
        """Read what waits, the most pressing first, then the year."""
        desk = self._desk
        self._read(lambda: (desk.today.concerns(), desk.scheme.settings()), self._show_concerns)
        self._read(desk.agenda.waiting, self._show_agenda)
        self._read(lambda: (desk.scheme.to_sign_out(), desk.member_files.coming_up()), self._show_members)
        self.look_for_missed()
        self._read(lambda: (desk.today.office(), desk.scheme.settings()), self._show_office)
        self._tasks.run(
            Lane.STORE,
            desk.agenda.year_so_far,
            then=self._show_year,
            otherwise=self._no_year,
            owner=self,
        )

    def look_for_missed(self) -> None:
        """Read what is missing, does not fit or is silent: a sync without new records may tell of it."""
        self._read(self._desk.withholding.missed, self._show_missed)

    def sign_out(self, member_id: str) -> None:
        """Take a member whose last day is over out of the scheme."""

        def done(_laptops: int) -> None:
            self.load()
            self.signed_out.emit(member_id)

        self._tasks.run(
            Lane.STORE,
            lambda: self._desk.scheme.sign_out(MemberId(member_id)),
            then=done,
            otherwise=self.failed.emit,
            owner=self,
        )

    def _read(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._tasks.run(Lane.STORE, work, then=then, otherwise=self.failed.emit, owner=self)

    def _show_concerns(self, waiting: tuple[ConcernsWaiting, SchemeSettings]) -> None:
        concerns, settings = waiting
        self._more |= {Kind.RED: concerns.red_count, Kind.OVERDUE: concerns.overdue_count}
        self._take("concerns", *concern_rows(concerns, settings, self.now()))

    def _show_agenda(self, agenda: Agenda) -> None:
        self._more[Kind.REPORT] = agenda.reports_waiting
        self._take(
            "agenda",
            *(copy_row(one, agenda) for one in agenda.reviewer_copies),
            *(report_row(one, agenda) for one in agenda.reports),
            *(laptop_row(one, agenda) for one in agenda.joining),
        )

    def _show_members(self, waiting: tuple[Sequence[Member], ComingUp]) -> None:
        leavers, ending = waiting
        left = (leaver_row(one, self.today()) for one in leavers)
        self._take("members", *left, *ending_rows(ending), *recognition_rows(ending))

    def _show_office(self, waiting: tuple[OfficeWaiting, SchemeSettings]) -> None:
        self._take("office", *office_rows(*waiting))

    def _show_missed(self, missed: Sequence[Missed]) -> None:
        self._take("missed", *noticed_rows(missed, self.now()))

    def _take(self, part: str, *rows: ToDo) -> None:
        self._rows[part] = rows
        self.to_do_changed.emit()

    def _show_year(self, year: YearSoFar) -> None:
        self.tiles = year_tiles(year)
        self.year_changed.emit()

    def _no_year(self, error: IcvError) -> None:
        self.tiles = ()
        self.year_changed.emit()
        self.failed.emit(error)

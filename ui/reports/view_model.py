"""What the coordinator's inbox shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.domain.agreement import Agreement, Agreements
from icv_app.domain.ids import VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import london_day, start_of_london_day
from icv_app.domain.visit import Stage
from icv_app.errors import IcvError
from icv_app.services.ports_visits import VisitFilter, VisitSummary
from icv_app.words import _, plural
from ui.finding.filters import Narrowed
from ui.report_reader.signing import agreement_tag
from ui.report_reader.times import say_short_moment
from ui.report_reader.view_model import TO_DECIDE
from ui.reports.inbox import Inbox, read_inbox
from ui.reports.marking_model import MarkingModel
from ui.tasks import Lane, Tasks
from ui.widgets.tag import Tagged

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


class Part(StrEnum):
    """Which reports are listed."""

    TO_DECIDE = "to_decide"
    RECEIVED = "received"
    ANSWERED = "answered"
    RETURNED = "returned"
    APPROVED = "approved"
    ALL = "all"


class Age(StrEnum):
    """How many days ago reports were filed, by the days of London."""

    ANY = "any"
    FRESH = "fresh"
    """Two days at most."""
    WEEK = "week"
    """Three to seven days."""
    OLDER = "older"


_STATES = {
    Part.TO_DECIDE: TO_DECIDE,
    Part.RECEIVED: frozenset({ReviewState.FILED, ReviewState.RECEIVED}),
    Part.ANSWERED: frozenset({ReviewState.ANSWERED}),
    Part.RETURNED: frozenset({ReviewState.RETURNED}),
    Part.APPROVED: frozenset({ReviewState.APPROVED}),
    Part.ALL: frozenset(ReviewState),
}


_FRESH, _WEEK = 2, 7


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One filed report in the list.

    Attributes:
        now: The moment ages are told from, UTC.
        agreement: A word that is missing for longer than the scheme waits.
        age: The group of its age.
        marked: It is to be approved with others.
    """

    summary: VisitSummary
    suite_name: str
    now: datetime
    agreement: Tagged | None = None
    age: Age = Age.FRESH
    marked: bool = False

    @property
    def visit_id(self) -> VisitId:
        """Which report it is."""
        return self.summary.visit_id

    def of(self, part: Part) -> bool:
        """Whether it belongs to a part of the list."""
        return self.summary.review in _STATES[part]

    @property
    def days(self) -> int:
        """How many days ago it was filed."""
        filed = self.summary.submitted_at
        return (london_day(self.now) - london_day(filed)).days if filed is not None else 0


class ReportsViewModel(QObject):
    """Every filed report, newest first."""

    rows_changed = Signal()
    failed = Signal(str)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._rows: tuple[ReportRow, ...] | None = None
        self._passing: tuple[ReportRow, ...] = ()
        self._narrowed = VisitFilter()
        self.marking = MarkingModel(desk.approvals, tasks, self)
        self.marking.changed.connect(self.rows_changed)
        self._inbox = Inbox()
        self.suites: tuple[tuple[str, str], ...] = ()

    @property
    def loaded(self) -> bool:
        """Whether the list was read once."""
        return self._rows is not None

    def refresh(self) -> None:
        """Read the list again."""
        self._tasks.run(Lane.STORE, self._read, then=self._show, otherwise=self._failed, owner=self)

    def rows(self, part: Part, age: Age = Age.ANY) -> tuple[ReportRow, ...]:
        """Return the reports of a part and an age that pass the filters."""
        marked = frozenset(self.marking.marked)
        return tuple(
            replace(row, marked=True) if row.visit_id in marked else row
            for row in self._passing
            if row.summary.review in _STATES[part] and age in {Age.ANY, row.age}
        )

    def named(self, visit_ids: Iterable[VisitId]) -> tuple[str, ...]:
        """Return what reports are called in a sentence: "Leeds 12 Mar 2024, 23:50"."""
        rows = {row.visit_id: row for row in self._rows or ()}
        found = (rows[one] for one in visit_ids if one in rows)
        return tuple(f"{row.suite_name} {say_short_moment(row.summary.began_at)}" for row in found)

    def narrow(self, narrowed: Narrowed) -> None:
        """List only some reports; `rows_changed` follows, again once older ones are read."""
        self._narrowed = narrowed.put_into(
            VisitFilter(), self._desk.identity.member_id, self._desk.clock.now()
        )
        self._let_pass()
        self.rows_changed.emit()
        self.refresh()

    def filter(self) -> VisitFilter:
        """Return in which reports words are looked for: in all that pass the filters."""
        return replace(self._narrowed, stage=Stage.SUBMITTED)

    def _of(self, part: Part) -> tuple[ReportRow, ...]:
        return tuple(row for row in self._rows or () if row.of(part))

    def counts(self) -> dict[str, int]:
        """Return how many reports each part has; that of all is of no use."""
        states = Counter(row.summary.review for row in self._passing)
        return {part: sum(states[state] for state in _STATES[part]) for part in Part if part is not Part.ALL}

    def age_counts(self, part: Part) -> dict[str, int]:
        """Return how many reports of a part are of each age."""
        ages = Counter(row.age for row in self._passing if row.summary.review in _STATES[part])
        return {age: ages[age] for age in Age if age is not Age.ANY}

    def in_words(self) -> str:
        """Return "7 to decide · oldest 7 days · 2 returned and waiting"."""
        waiting, returned = self._of(Part.TO_DECIDE), self._of(Part.RETURNED)
        if not waiting and not returned:
            return " · ".join([_("Nothing waits for you"), *self._inbox.older_words()])
        parts = [_("{n} to decide").format(n=len(waiting))]
        oldest = max((row.days for row in waiting), default=0)
        if oldest > 0:
            parts.append(plural("oldest {n} day", "oldest {n} days", oldest))
        if returned:
            parts.append(_("{n} returned and waiting").format(n=len(returned)))
        return " · ".join([*parts, *self._inbox.older_words()])

    def _read(self) -> tuple[tuple[ReportRow, ...], tuple[tuple[str, str], ...]]:
        settings = self._desk.scheme.settings()
        now = self._desk.clock.now()
        self._inbox = read_inbox(self._desk, self._narrowed)
        awaiting, age_of = self._desk.reviews.awaiting(), _ages(now)
        rows = tuple(
            ReportRow(
                summary,
                settings.suite_name(summary.suite),
                now,
                _unsigned(awaiting.get(summary.visit_id), settings),
                age_of(summary),
            )
            for summary in self._inbox.reports
        )
        return rows, tuple((suite.suite_id, suite.name) for suite in settings.suites)

    def _show(self, read: tuple[tuple[ReportRow, ...], tuple[tuple[str, str], ...]]) -> None:
        self._rows, self.suites = read
        self._let_pass()
        self.marking.keep(row.visit_id for row in self._of(Part.TO_DECIDE))
        self.rows_changed.emit()

    def _let_pass(self) -> None:
        """Pass every row through the filters once: a list may be long, and is counted in many ways."""
        self._passing = tuple(row for row in self._rows or () if self._narrowed.takes(row.summary))

    def _failed(self, error: IcvError) -> None:
        self.failed.emit(error.user_text)


def _ages(now: datetime) -> Callable[[VisitSummary], Age]:
    """Return what tells the age of a report; the days of London are looked up once."""
    today = london_day(now)
    fresh, week = (start_of_london_day(today - timedelta(days=days)) for days in (_FRESH, _WEEK))

    def age(summary: VisitSummary) -> Age:
        filed = summary.submitted_at
        if filed is None or filed >= fresh:
            return Age.FRESH
        return Age.WEEK if filed >= week else Age.OLDER

    return age


def _unsigned(agreements: Agreements | None, settings: SchemeSettings) -> Tagged | None:
    if agreements is None or agreements.state is not Agreement.UNSIGNED:
        return None
    return agreement_tag(agreements, settings)

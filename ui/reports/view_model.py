"""What the coordinator's inbox shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.domain.agreement import Agreement, Agreements
from icv_app.domain.ids import VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import london_day
from icv_app.domain.visit import Stage
from icv_app.errors import IcvError
from icv_app.services.ports_visits import VisitFilter, VisitSummary
from icv_app.words import _, plural
from ui.finding.filters import Narrowed
from ui.report_reader.signing import agreement_tag
from ui.report_reader.view_model import TO_DECIDE
from ui.reports.inbox import Inbox, read_inbox
from ui.tasks import Lane, Tasks
from ui.widgets.tag import Tagged

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


class Part(StrEnum):
    """Which reports are listed."""

    TO_DECIDE = "to_decide"
    RETURNED = "returned"
    APPROVED = "approved"
    ALL = "all"


_STATES = {
    Part.TO_DECIDE: TO_DECIDE,
    Part.RETURNED: frozenset({ReviewState.RETURNED}),
    Part.APPROVED: frozenset({ReviewState.APPROVED}),
    Part.ALL: frozenset(ReviewState),
}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One filed report in the list.

    Attributes:
        now: The moment ages are told from, UTC.
        agreement: A word that is missing for longer than the scheme waits.
    """

    summary: VisitSummary
    suite_name: str
    now: datetime
    agreement: Tagged | None = None

    @property
    def visit_id(self) -> VisitId:
        """Which report it is."""
        return self.summary.visit_id

    def of(self, part: Part) -> bool:
        """Whether it belongs to a part of the list."""
        return self.summary.review in _STATES[part]


class ReportsViewModel(QObject):
    """Every filed report, newest first."""

    rows_changed = Signal()
    failed = Signal(str)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._rows: tuple[ReportRow, ...] | None = None
        self._narrowed = VisitFilter()
        self._inbox = Inbox()
        self.suites: tuple[tuple[str, str], ...] = ()

    @property
    def loaded(self) -> bool:
        """Whether the list was read once."""
        return self._rows is not None

    def refresh(self) -> None:
        """Read the list again."""
        self._tasks.run(Lane.STORE, self._read, then=self._show, otherwise=self._failed, owner=self)

    def rows(self, part: Part) -> tuple[ReportRow, ...]:
        """Return the reports of a part that pass the filters."""
        return tuple(row for row in self._of(part) if self._narrowed.takes(row.summary))

    def narrow(self, narrowed: Narrowed) -> None:
        """List only some reports; `rows_changed` follows, again once older ones are read."""
        self._narrowed = narrowed.put_into(
            VisitFilter(), self._desk.identity.member_id, self._desk.clock.now()
        )
        self.rows_changed.emit()
        self.refresh()

    def filter(self) -> VisitFilter:
        """Return in which reports words are looked for: in all that pass the filters."""
        return replace(self._narrowed, stage=Stage.SUBMITTED)

    def _of(self, part: Part) -> tuple[ReportRow, ...]:
        return tuple(row for row in self._rows or () if row.of(part))

    def counts(self) -> dict[str, int]:
        """Return how many reports each part has; that of all is of no use."""
        return {part: len(self.rows(part)) for part in Part if part is not Part.ALL}

    def in_words(self) -> str:
        """Return "7 to decide · oldest 7 days · 2 returned and waiting"."""
        waiting, returned = self._of(Part.TO_DECIDE), self._of(Part.RETURNED)
        if not waiting and not returned:
            return " · ".join([_("Nothing waits for you"), *self._inbox.older_words()])
        parts = [_("{n} to decide").format(n=len(waiting))]
        ages = [
            (london_day(row.now) - london_day(row.summary.submitted_at)).days
            for row in waiting
            if row.summary.submitted_at is not None
        ]
        if ages and max(ages) > 0:
            parts.append(plural("oldest {n} day", "oldest {n} days", max(ages)))
        if returned:
            parts.append(_("{n} returned and waiting").format(n=len(returned)))
        return " · ".join([*parts, *self._inbox.older_words()])

    def _read(self) -> tuple[tuple[ReportRow, ...], tuple[tuple[str, str], ...]]:
        settings = self._desk.scheme.settings()
        now = self._desk.clock.now()
        self._inbox = read_inbox(self._desk, self._narrowed)
        awaiting = self._desk.reviews.awaiting()
        rows = tuple(
            ReportRow(
                summary,
                settings.suite_name(summary.suite),
                now,
                _unsigned(awaiting.get(summary.visit_id), settings),
            )
            for summary in self._inbox.reports
        )
        return rows, tuple((suite.suite_id, suite.name) for suite in settings.suites)

    def _show(self, read: tuple[tuple[ReportRow, ...], tuple[tuple[str, str], ...]]) -> None:
        self._rows, self.suites = read
        self.rows_changed.emit()

    def _failed(self, error: IcvError) -> None:
        self.failed.emit(error.user_text)


def _unsigned(agreements: Agreements | None, settings: SchemeSettings) -> Tagged | None:
    if agreements is None or agreements.state is not Agreement.UNSIGNED:
        return None
    return agreement_tag(agreements, settings)

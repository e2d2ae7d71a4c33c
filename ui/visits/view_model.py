"""What the list of visits shows, and what of it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.ids import VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Stage
from icv_app.errors import IcvError, NotFound
from icv_app.services.desk import Desk
from icv_app.services.ports_visits import VisitFilter
from ui.finding.filters import Narrowed
from ui.tasks import Lane, Tasks
from ui.visit.sign_off.submitting import lost_words
from ui.visits.wording import VisitLine, visit_line

T = TypeVar("T")

MOST_LISTED = 500
"""Older visits are reached by the filters, or by their words."""


class Wanted(StrEnum):
    """Which visits the list shows."""

    ALL = "all"
    DRAFTS = "drafts"
    WITH_COORDINATOR = "with_coordinator"
    RETURNED = "returned"
    APPROVED = "approved"


_STATES = {
    Wanted.WITH_COORDINATOR: frozenset({ReviewState.FILED, ReviewState.RECEIVED, ReviewState.ANSWERED}),
    Wanted.RETURNED: frozenset({ReviewState.RETURNED}),
    Wanted.APPROVED: frozenset({ReviewState.APPROVED}),
}


@dataclass(frozen=True, slots=True)
class VisitsLoaded:
    """What one reading of the vault brought."""

    lines: tuple[VisitLine, ...]
    suites: tuple[tuple[str, str], ...]
    more: int
    """How many older visits match besides those listed."""


class VisitsViewModel(QObject):
    """The visitor's visits, newest first."""

    loaded = Signal(object)
    """A `VisitsLoaded`."""
    message_changed = Signal(str)
    delete_asked = Signal(str, str)
    """A draft's identifier, and the question that names what would be lost."""
    deleted = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self.wanted = Wanted.ALL
        self.narrowed = Narrowed()

    def refresh(self) -> None:
        """Read the list again."""
        wanted = self.filter()
        self._run(lambda: _load(self._desk, wanted), self.loaded.emit)

    def show_only(self, wanted: Wanted, narrowed: Narrowed) -> None:
        """Show other visits."""
        self.wanted, self.narrowed = wanted, narrowed
        self.refresh()

    def filter(self) -> VisitFilter:
        """Return which visits are shown."""
        drafts = self.wanted is Wanted.DRAFTS
        states = VisitFilter(
            stage=Stage.DRAFT if drafts else None, review=_STATES.get(self.wanted, frozenset())
        )
        return self.narrowed.put_into(states, self._desk.identity.member_id, self._desk.clock.now())

    def ask_to_delete(self, visit_id: VisitId) -> None:
        """Find out what deleting a draft would lose; `delete_asked` follows."""

        def question() -> tuple[str, str]:
            in_hand = self._desk.visits.open_draft(visit_id)
            return visit_id, lost_words(in_hand.visit, in_hand.context.settings)

        self._run(question, lambda asked: self.delete_asked.emit(*asked))

    def delete(self, visit_id: VisitId) -> None:
        """Delete a draft for good; `deleted` follows."""
        self._run(lambda: self._desk.visits.discard(visit_id), lambda _nothing: self.deleted.emit())

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._tasks.run(Lane.STORE, work, then=then, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self.message_changed.emit(error.user_text)


def load_settings(desk: Desk) -> SchemeSettings | None:
    """Return the scheme's settings; `None` before they have arrived on this laptop."""
    try:
        return desk.scheme.settings()
    except NotFound:
        return None


def _load(desk: Desk, wanted: VisitFilter) -> VisitsLoaded:
    settings, not_sent = load_settings(desk), desk.reviews.not_sent()
    own, awaiting = desk.identity.member_id, desk.reviews.awaiting()
    lines = tuple(
        visit_line(summary, settings, own, not_sent, awaiting.get(summary.visit_id))
        for summary in desk.visits.list(wanted, limit=MOST_LISTED)
    )
    suites = settings.suites if settings else ()
    more = desk.visits.count(wanted) - len(lines) if len(lines) == MOST_LISTED else 0
    return VisitsLoaded(lines, tuple((suite.suite_id, suite.name) for suite in suites), more)

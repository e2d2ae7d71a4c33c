"""What a visitor finds on the first page."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from icv_app.domain.review import ReviewState
from icv_app.domain.times import london_day
from icv_app.errors import IcvError
from icv_app.services.desk import Desk
from ui.tasks import Lane, Tasks
from ui.visits.view_model import load_settings
from ui.visits.wording import VisitLine, visit_line

MOST_REPORTS = 10
"""The newest reports; the list of visits has them all."""


@dataclass(frozen=True, slots=True)
class HomeLoaded:
    """What one reading of the vault brought.

    Attributes:
        enrolled: The coordinator has approved this laptop.
        can_start: The scheme's settings have arrived, so that a visit can be recorded.
        suites: Open today: short name and name.
        to_agree: Reports on which the reader's own word is missing.
        questions: Further reports returned with a question that waits for an answer.
        reports: The newest filed reports, those that wait for the reader left out.
    """

    enrolled: bool
    can_start: bool
    suites: tuple[tuple[str, str], ...]
    drafts: tuple[VisitLine, ...]
    to_agree: tuple[VisitLine, ...]
    questions: tuple[VisitLine, ...]
    reports: tuple[VisitLine, ...]


class HomeViewModel(QObject):
    """The first page of a visitor."""

    loaded = Signal(object)
    """A `HomeLoaded`."""
    message_changed = Signal(str)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks

    def refresh(self) -> None:
        """Read everything again."""
        self._tasks.run(
            Lane.STORE,
            lambda: _load(self._desk),
            then=self.loaded.emit,
            otherwise=self._failed,
            owner=self,
        )

    def _failed(self, error: IcvError) -> None:
        self.message_changed.emit(error.user_text)


def _load(desk: Desk) -> HomeLoaded:
    settings, not_sent = load_settings(desk), desk.reviews.not_sent()
    own, today = desk.identity.member_id, london_day(desk.clock.now())
    awaiting = desk.reviews.awaiting()
    lines = [
        visit_line(summary, settings, own, not_sent, awaiting.get(summary.visit_id))
        for summary in desk.visits.list()
    ]
    filed = [line for line in lines if not line.draft]
    suites = [suite for suite in settings.suites if suite.open_on(today)] if settings else []
    return HomeLoaded(
        enrolled=desk.scheme.enrolled(),
        can_start=settings is not None,
        suites=tuple((suite.suite_id, suite.name) for suite in suites),
        drafts=tuple(line for line in lines if line.draft),
        to_agree=tuple(line for line in filed if line.to_agree),
        questions=tuple(line for line in filed if line.state is ReviewState.RETURNED and not line.to_agree),
        reports=tuple(line for line in filed if line.state is not ReviewState.RETURNED and not line.to_agree)[
            :MOST_REPORTS
        ],
    )

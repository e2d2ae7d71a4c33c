"""What a visitor finds on the first page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from icv_app.domain.ids import VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import london_day
from icv_app.domain.visit import Stage
from icv_app.errors import IcvError
from icv_app.services.desk import Desk
from icv_app.services.ports_visits import VisitSummary
from ui.home.tasks import HomeTask, tasks_of
from ui.people.missed_words import missed_at_home
from ui.tasks import Lane, Tasks
from ui.visits.view_model import load_settings
from ui.visits.wording import VisitLine, visit_line

OPENED_WITHIN_DAYS = 7
"""A report that the server has and nobody has opened for longer is said to wait: someone may hold it back."""
MOST_REPORTS = 10
"""The newest reports; the list of visits has them all."""


@dataclass(frozen=True, slots=True)
class DraftInHand:
    """A draft to go on with.

    Attributes:
        suite: Name; nothing where none was chosen yet.
        started: When the visit began, or the draft where it has not; UTC.
    """

    visit_id: str
    suite: str
    started: datetime


@dataclass(frozen=True, slots=True)
class HomeLoaded:
    """What one reading of the vault brought.

    Attributes:
        enrolled: The coordinator has approved this laptop.
        can_start: The scheme's settings have arrived, so that a visit can be recorded.
        suites: Open today: short name and name.
        in_hand: The draft worked on last.
        to_agree: Reports on which the reader's own word is missing.
        questions: Further reports returned with a question that waits for an answer.
        tasks: Everything that waits for the reader, in one order.
        reports: The newest filed reports, those that wait for the reader left out.
        missed: What this laptop can tell was kept from it, in words; nothing where all is well.
        unopened_days: How long own reports have waited that no coordinator has opened, longest first.
    """

    enrolled: bool
    can_start: bool
    suites: tuple[tuple[str, str], ...]
    in_hand: DraftInHand | None
    drafts: tuple[VisitLine, ...]
    to_agree: tuple[VisitLine, ...]
    questions: tuple[VisitLine, ...]
    tasks: tuple[HomeTask, ...]
    reports: tuple[VisitLine, ...]
    unopened_days: tuple[int, ...] = ()
    missed: str = ""


class HomeViewModel(QObject):
    """The first page of a visitor."""

    loaded = Signal(object)
    """A `HomeLoaded`."""
    missed_changed = Signal(str)
    """What this laptop can tell was kept from it, after a sync; nothing where all is well."""
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

    def look_for_missed(self) -> None:
        """Read only what was kept from this laptop: a sync without a new record may still tell of one."""
        self._tasks.run(
            Lane.STORE,
            lambda: missed_at_home(self._desk.withholding.missed()),
            then=self.missed_changed.emit,
            otherwise=self._failed,
            owner=self,
        )

    def today(self) -> date:
        """The present day in London."""
        return london_day(self._desk.clock.now())

    def _failed(self, error: IcvError) -> None:
        self.message_changed.emit(error.user_text)


def _load(desk: Desk) -> HomeLoaded:
    settings, not_sent = load_settings(desk), desk.reviews.not_sent()
    own, today = desk.identity.member_id, london_day(desk.clock.now())
    summaries = desk.visits.list()
    awaiting = desk.reviews.awaiting()
    lines = [
        visit_line(summary, settings, own, not_sent, awaiting.get(summary.visit_id)) for summary in summaries
    ]
    filed = [line for line in lines if not line.draft]
    suites = [suite for suite in settings.suites if suite.open_on(today)] if settings else []
    to_agree = tuple(line for line in filed if line.to_agree)
    questions = tuple(line for line in filed if line.state is ReviewState.RETURNED and not line.to_agree)
    return HomeLoaded(
        enrolled=desk.scheme.enrolled(),
        can_start=settings is not None,
        suites=tuple((suite.suite_id, suite.name) for suite in suites),
        in_hand=_in_hand(desk, summaries, settings),
        drafts=tuple(line for line in lines if line.draft),
        to_agree=to_agree,
        questions=questions,
        tasks=tasks_of(
            to_agree,
            questions,
            desk.own_day.today(),
            settings,
            own,
            records=desk.record_readings.waiting(),
        ),
        reports=tuple(line for line in filed if line.state is not ReviewState.RETURNED and not line.to_agree)[
            :MOST_REPORTS
        ],
        unopened_days=_unopened_days(desk, summaries, not_sent),
        missed=missed_at_home(desk.withholding.missed()),
    )


def _unopened_days(
    desk: Desk, summaries: Sequence[VisitSummary], not_sent: Collection[VisitId]
) -> tuple[int, ...]:
    """Return the days that own reports have waited unopened; what was never sent waits here, not there."""
    now, own = desk.clock.now(), desk.identity.member_id
    unopened = (
        (now - one.submitted_at).days
        for one in summaries
        if one.author == own
        and one.review is ReviewState.FILED
        and one.submitted_at is not None
        and (one.visit_id not in not_sent or desk.server_url is None)
    )
    return tuple(sorted((days for days in unopened if days >= OPENED_WITHIN_DAYS), reverse=True))


def _in_hand(
    desk: Desk, summaries: Sequence[VisitSummary], settings: SchemeSettings | None
) -> DraftInHand | None:
    drafts = [summary for summary in summaries if summary.stage is Stage.DRAFT]
    wanted = desk.visits.in_hand()
    draft = next((one for one in drafts if one.visit_id == wanted), drafts[0] if drafts else None)
    if draft is None:
        return None
    suite = settings.suite_name(draft.suite) if settings is not None and draft.suite else ""
    return DraftInHand(draft.visit_id, suite, draft.began_at)

"""What else waits for a coordinator: concerns by where they stand, suites, rota, money, notices, the office.

Read from narrow rows, counts and records that are read once, never from visits: it is shown in a moment at
any number of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from icv_app.domain.concern import ConcernState, Severity
from icv_app.domain.concern_list import ConcernPart, ConcernStage, ListedConcern
from icv_app.domain.duties import SwapAsked, duties_of, open_swaps
from icv_app.domain.expenses import ClaimStanding, ClaimState, claim_standings
from icv_app.domain.ids import SuiteId
from icv_app.domain.quality import Criterion, counting, framework_in_use
from icv_app.domain.retention import Erased, due, holds_in_force, identifying_due, visit_due
from icv_app.domain.rota import monday_of
from icv_app.domain.rota_ahead import UncoveredWeek, plan_next, planned_until, uncovered_weeks
from icv_app.domain.scheme import SchemeSettings, Suite
from icv_app.domain.times import FinancialYear, london_day
from icv_app.domain.visit import Stage
from icv_app.figures.cells import VisitsBehind
from icv_app.figures.coverage_of_cells import overdue
from icv_app.services.erasure_records import hold_steps, runs_in
from icv_app.services.expense_records import ANSWER, CLAIM, answer_in, claim_in
from icv_app.services.notices import NoticeOnDesk
from icv_app.services.ports import Checklists, Clock, OpenUnit, UnitOfWork
from icv_app.services.ports_concerns import ConcernFilter
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.quality_records import EVIDENCE, FRAMEWORK, evidence_in, framework_in
from icv_app.services.read_once import ReadOnce
from icv_app.services.record_review_records import findings_to_settle
from icv_app.services.rota_records import DUTIES, SWAP, duties_in, swap_in

MOST_LISTED = 200
"""Of each kind and severity so many are listed at most; red ones and late replies are counted all."""
EVIDENCE_GOOD_FOR = timedelta(days=365)
_OPEN_RED = ConcernFilter(still_open=True, severity=Severity.RED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernsWaiting:
    """Open concerns, each in the first of these it belongs to.

    Attributes:
        red: Red ones wherever they stand, oldest first; `red_count` is how many there are.
        overdue: The force's reply is late, the longest first; `overdue_count` is how many there are.
        replied: A reply to accept or dispute, an accepted one to close, a disputed one to take further.
        escalated: Taken further up, and a reply awaited.
        not_sent: How many others nobody has sent to the force yet, and since when the oldest.
        thanks_owed: Good practice that nobody thanked the force for yet.
        titles: Of the categories, by code.
    """

    red: tuple[ListedConcern, ...] = ()
    red_count: int = 0
    overdue: tuple[ListedConcern, ...] = ()
    overdue_count: int = 0
    replied: tuple[ListedConcern, ...] = ()
    escalated: tuple[ListedConcern, ...] = ()
    not_sent: int = 0
    not_sent_since: datetime | None = None
    thanks_owed: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteWaiting:
    """A suite that goes without a visit for longer than its target allows.

    Attributes:
        last_visit: London day; `None` where it was never visited.
    """

    suite_id: SuiteId
    last_visit: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleEvidence:
    """A criterion whose newest evidence is older than a year.

    Attributes:
        at: Of that evidence, UTC.
    """

    criterion: Criterion
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueYear:
    """Visits of one financial year that are kept longer than they should be.

    Attributes:
        whole: They go whole; else what identifies people in them.
        since: The moment from which they are due, UTC.
    """

    year: FinancialYear
    visits: int
    whole: bool
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeWaiting:
    """What the scheme as a whole waits for.

    Attributes:
        swaps: That nobody has settled, oldest first.
        uncovered: Weeks ahead with too few pairs.
        planned_until: Where the next quarter is to be planned: the last day planned.
        claims: Expenses to approve, oldest day first.
        notices: Shown now, with words missing.
        findings: When each finding in a custody record was sent that nobody settled, UTC, oldest first.
        kit_due: The recovery kit lacks the newest key of the office.
    """

    suites: tuple[SuiteWaiting, ...] = ()
    swaps: tuple[SwapAsked, ...] = ()
    uncovered: tuple[UncoveredWeek, ...] = ()
    planned_until: date | None = None
    claims: tuple[ClaimStanding, ...] = ()
    notices: tuple[NoticeOnDesk, ...] = ()
    evidence: tuple[StaleEvidence, ...] = ()
    kit_due: bool = False
    findings: tuple[datetime, ...] = ()
    retention: tuple[DueYear, ...] = ()


class TodayService:
    """Reads what waits for the office; changes nothing.

    Args:
        notices: Every notice with who has read it, as `NoticeService.on_desk`.
        kit_due: Whether the recovery kit is to be renewed.
    """

    def __init__(
        self,
        open_reading: OpenUnit,
        clock: Clock,
        checklists: Checklists,
        notices: Callable[[UnitOfWork], tuple[NoticeOnDesk, ...]],
        kit_due: Callable[[], bool],
    ) -> None:
        self._open_reading = open_reading
        self._clock = clock
        self._checklists = checklists
        self._notices = notices
        self._kit_due = kit_due
        self._duties = ReadOnce(DUTIES, duties_in)
        self._swaps = ReadOnce(SWAP, swap_in)
        self._claims = ReadOnce(CLAIM, claim_in)
        self._answers = ReadOnce(ANSWER, answer_in)
        self._frameworks = ReadOnce(FRAMEWORK, framework_in)
        self._evidence = ReadOnce(EVIDENCE, evidence_in)

    def concerns(self) -> ConcernsWaiting:
        """Return the concerns that wait.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        now = self._clock.now()
        with self._open_reading() as unit:
            used = unit.settings.current().checklist
            categories = self._checklists(used.checklist_id, used.version).categories
            found = _concerns(unit, now)
        return replace(found, titles={one.category_id: one.title for one in categories})

    def office(self) -> OfficeWaiting:
        """Return what the scheme as a whole waits for.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        now, kit_due = self._clock.now(), self._kit_due()
        today = london_day(now)
        with self._open_reading() as unit:
            settings = unit.settings.current()
            duties = duties_of(self._duties.all(unit))
            until = planned_until(duties)

            def asked(suite: Suite) -> int:
                return int(settings.rules_on(today).weekly(suite))

            return OfficeWaiting(
                suites=tuple(_overdue_suites(unit, settings, today)),
                swaps=open_swaps(self._swaps.all(unit), duties),
                uncovered=uncovered_weeks(duties, settings.suites, asked, monday_of(today)),
                planned_until=until if plan_next(until, today) else None,
                claims=self._claims_to_approve(unit),
                notices=tuple(one for one in self._notices(unit) if one.waits_for),
                evidence=self._stale(unit, now),
                kit_due=kit_due,
                findings=tuple(findings_to_settle(unit)),
                retention=tuple(_due_years(unit, settings, now)),
            )

    def _claims_to_approve(self, unit: UnitOfWork) -> tuple[ClaimStanding, ...]:
        standings = claim_standings(self._claims.all(unit), self._answers.all(unit))
        return tuple(one for one in reversed(standings) if one.state is ClaimState.WAITS)

    def _stale(self, unit: UnitOfWork, now: datetime) -> tuple[StaleEvidence, ...]:
        in_use = framework_in_use(self._frameworks.all(unit))
        if in_use is None:
            return ()
        newest: dict[str, datetime] = {}
        for one in counting(self._evidence.all(unit)):
            newest[one.criterion_id] = max(one.at, newest.get(one.criterion_id, one.at))
        stale = [
            StaleEvidence(criterion=criterion, at=newest[criterion.criterion_id])
            for criterion in in_use.framework.criteria
            if criterion.criterion_id in newest and now - newest[criterion.criterion_id] > EVIDENCE_GOOD_FOR
        ]
        return tuple(sorted(stale, key=lambda one: one.at))


def _concerns(unit: UnitOfWork, now: datetime) -> ConcernsWaiting:
    def listed(wanted: ConcernFilter) -> list[ListedConcern]:
        found = unit.concerns.listed(wanted, now, limit=MOST_LISTED)
        return sorted(found, key=lambda one: (one.began_at, one.concern_id))

    def less_than_red(wanted: ConcernFilter) -> list[ConcernFilter]:
        # Asked for by severity: else the red ones, which are listed first, would take the room.
        less = [severity for severity in Severity if severity is not Severity.RED]
        return [replace(wanted, severity=severity, thanks=False) for severity in less]

    def others(wanted: ConcernFilter) -> list[ListedConcern]:
        return [one for each in less_than_red(wanted) for one in listed(each)]

    overdue = ConcernFilter(part=ConcernPart.OVERDUE)
    late = sorted(others(overdue), key=lambda one: one.due or one.began_at)
    known = {one.concern_id for one in late}
    replied = [
        one
        for stage in (ConcernStage.REPLIED, ConcernStage.DISPUTED)
        for one in others(ConcernFilter(stage=stage))
        if one.concern_id not in known
    ]
    escalated = [
        one
        for one in others(ConcernFilter(stage=ConcernStage.WITH_FORCE))
        if one.state is ConcernState.ESCALATED and one.concern_id not in known
    ]
    unsent = less_than_red(ConcernFilter(stage=ConcernStage.NOT_SENT))
    oldest = [one.began_at for wanted in unsent for one in unit.concerns.listed(wanted, now, limit=1)]
    unthanked = ConcernFilter(stage=ConcernStage.NOT_SENT, thanks=True)
    return ConcernsWaiting(
        red=tuple(listed(_OPEN_RED)),
        red_count=unit.concerns.count(_OPEN_RED, now),
        overdue=tuple(late),
        overdue_count=sum(unit.concerns.count(wanted, now) for wanted in less_than_red(overdue)),
        replied=tuple(replied),
        escalated=tuple(escalated),
        not_sent=sum(unit.concerns.count(wanted, now) for wanted in unsent),
        not_sent_since=min(oldest, default=None),
        thanks_owed=unit.concerns.count(unthanked, now),
    )


def _overdue_suites(unit: UnitOfWork, settings: SchemeSettings, today: date) -> Iterator[SuiteWaiting]:
    latest = unit.coverage.cells(VisitsBehind(first=today, last=today)).latest
    waiting = [
        SuiteWaiting(suite_id=suite.suite_id, last_visit=latest.get(suite.suite_id))
        for suite in settings.suites
        if overdue(settings, suite, latest.get(suite.suite_id), today)
    ]
    yield from sorted(waiting, key=lambda one: (one.last_visit or date.min, one.suite_id))


def _due_years(unit: UnitOfWork, settings: SchemeSettings, now: datetime) -> Iterator[DueYear]:
    """Years of which no run was made, as far as runs and counts tell; the page of retention looks closer.

    What came late for a year that was erased is found there alone.
    """
    periods = settings.retention
    this_year = FinancialYear.containing(london_day(now)).first_calendar_year
    done = {one.year for run in runs_in(unit) if not run.erasure.whole for one in run.erasure.visits}
    first = unit.visits.first_filed()
    if first is None:
        return
    oldest = FinancialYear.containing(london_day(first)).first_calendar_year
    for year in map(FinancialYear, range(oldest, this_year)):
        how_much = due(year.starts_at, periods, now)
        if how_much is None:
            return
        whole = how_much is Erased.VISIT
        kept = VisitFilter(stage=Stage.SUBMITTED, since=year.starts_at, until=year.ends_at)
        visits = 0 if year.label in done and not whole else unit.visits.count(kept)
        free = visits - (_held_of(unit, year) if visits else 0)
        if free > 0:
            since = visit_due if whole else identifying_due
            yield DueYear(year=year, visits=free, whole=whole, since=since(year.starts_at, periods))


def _held_of(unit: UnitOfWork, year: FinancialYear) -> int:
    held = (unit.visits.find(step.visit_id) for step in holds_in_force(hold_steps(unit)))
    began = (one.began_at or one.created_at for one in held if one is not None)
    return sum(year.starts_at <= moment < year.ends_at for moment in began)

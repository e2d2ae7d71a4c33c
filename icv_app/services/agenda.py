"""What waits for the coordinator: today, and before a year is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from icv_app.domain.concern import ConcernState, Severity
from icv_app.domain.ids import ConcernId, SuiteId, VisitId
from icv_app.domain.periods import quarters_of
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import FinancialYear, london_day
from icv_app.domain.visit import Stage
from icv_app.figures import people, volunteers
from icv_app.figures.cells import VisitsBehind
from icv_app.figures.coverage_of_cells import suites_covered, total_covered
from icv_app.figures.measures import BothAverages, Share
from icv_app.services.copies import owed_reports
from icv_app.services.kept_facts import all_facts, kept_visits
from icv_app.services.ports import Checklists, Clock, OpenUnit, UnitOfWork
from icv_app.services.ports_concerns import ConcernFilter
from icv_app.services.ports_invitations import IssuedInvitation
from icv_app.services.ports_visits import VisitFilter, VisitSummary
from icv_app.services.printed_texts import Lacking, Undrawable, printed_texts, undrawable_in

TO_DECIDE = frozenset({ReviewState.FILED, ReviewState.RECEIVED, ReviewState.ANSWERED})
"""States in which a report waits for the coordinator; a returned one waits for its visitors."""
MOST_LISTED = 200
"""Of each kind so many are listed at most; they are counted all."""
_OPEN_RED = ConcernFilter(still_open=True, severity=Severity.RED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConcern:
    """A concern that is neither closed nor was put right during the visit.

    Attributes:
        title: Of its category, as the checklist of today calls it.
        visit_id: Where it was raised: a visit, or a custody record that was read.
        began_at: When the visit began, or the record was read, UTC.
        from_record: Raised from a custody record review.
    """

    visit_id: VisitId
    concern_id: ConcernId
    suite: SuiteId
    category: str
    title: str
    state: ConcernState
    began_at: datetime
    from_record: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What waits for the coordinator, each kind oldest first.

    Attributes:
        reports, red_concerns: The first of them; `reports_waiting` and `red_waiting` are how many there are.
        joining: Invitations that a new device has answered.
        reviewer_copies: Terrorism reports that the Independent Reviewer has no copy of.
        members: By scheme number, to say whose device it is.
    """

    settings: SchemeSettings
    reports: tuple[VisitSummary, ...]
    red_concerns: tuple[OpenConcern, ...]
    joining: tuple[IssuedInvitation, ...]
    members: Mapping[str, Member]
    reviewer_copies: tuple[VisitSummary, ...] = ()
    reports_waiting: int = 0
    red_waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforePublishing:
    """What is missing before a year's report is published.

    Attributes:
        visits: Filed visits of the year, abandoned ones included.
        undecided: Reports of the year that are not approved.
        red_concerns: Open red concerns of the year.
        people_detained: The force's figure, where it was entered.
        undrawable: Texts that no publication can print: one that has them is refused.
    """

    year: FinancialYear
    visits: int
    undecided: int
    red_concerns: int
    people_detained: int | None
    undrawable: tuple[Undrawable, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        missing = self.undecided or self.red_concerns or self.undrawable
        return not missing and self.people_detained is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSoFar:
    """Where a year stands, for the office alone: nothing small is withheld here.

    Attributes:
        target: Completed visits in person, of the target up to today.
        spoken: People spoken to on them, of those in custody.
        raised, open: Concerns of every filed visit of the year.
        visitors: In the scheme today; `active` of them and of those who left made a visit.
    """

    year: FinancialYear
    visits: int
    target: Share
    spoken: BothAverages
    raised: int
    open: int
    visitors: int
    active: int


class AgendaService:
    """Reads what is to be done; changes nothing. Holds no state of its own.

    Args:
        lacking: The characters of a text that no font of a document has.
    """

    def __init__(
        self, open_unit: OpenUnit, clock: Clock, checklists: Checklists, *, lacking: Lacking
    ) -> None:
        self._open_unit = open_unit
        self._clock = clock
        self._checklists = checklists
        self._lacking = lacking

    def waiting(self) -> Agenda:
        """What waits for the coordinator now.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        with self._open_unit() as unit:
            settings = unit.settings.current()
            to_decide = VisitFilter(stage=Stage.SUBMITTED, review=TO_DECIDE)
            reports = unit.visits.longest_filed(to_decide, limit=MOST_LISTED)
            asked = [one for one in unit.invitations.all() if one.request and one.used_by is None]
            return Agenda(
                settings=settings,
                reports=tuple(reports),
                red_concerns=self._open_red(unit, settings),
                joining=tuple(reversed(asked)),
                members={str(member.member_id): member for member in unit.members.all()},
                reviewer_copies=tuple(owed_reports(unit)),
                reports_waiting=unit.visits.count(to_decide),
                red_waiting=unit.concerns.count(_OPEN_RED, self._clock.now()),
            )

    def before_publishing(self, year: FinancialYear) -> BeforePublishing:
        """What is missing before the report of a year is published.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        with self._open_unit() as unit:
            settings = unit.settings.current()
            filed = VisitFilter(stage=Stage.SUBMITTED, since=year.starts_at, until=year.ends_at)
            reports = unit.visits.summaries(filed)
            visits = len(all_facts(unit, year.starts_at, year.ends_at))
            red = replace(_OPEN_RED, since=year.starts_at, until=year.ends_at)
            checklist = self._checklists(settings.checklist.checklist_id, settings.checklist.version)
            texts = printed_texts(unit, settings, checklist, (year, *quarters_of(year)))
            return BeforePublishing(
                year=year,
                visits=visits,
                undecided=sum(report.review is not ReviewState.APPROVED for report in reports),
                red_concerns=unit.concerns.count(red, self._clock.now()),
                people_detained=settings.people_detained.get(year.label),
                undrawable=undrawable_in(texts, self._lacking),
            )

    def year_so_far(self) -> YearSoFar:
        """Where the present financial year stands today.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        today = london_day(self._clock.now())
        year = FinancialYear.containing(today)
        first, last = year.first_day, min(today, year.last_day)
        raised = ConcernFilter(thanks=False, since=year.starts_at, until=year.ends_at)
        now = self._clock.now()
        with self._open_unit() as unit:
            settings = unit.settings.current()
            chosen = VisitsBehind(first=first, last=year.last_day)
            cells = unit.coverage.cells(chosen)
            suites = suites_covered(cells, settings, replace(chosen, last=last))
            return YearSoFar(
                year=year,
                visits=cells.visits,
                target=total_covered(suites),
                spoken=people.spoken_to_of_counts(unit.coverage.spoken(first, year.last_day)),
                raised=unit.concerns.count(raised, now),
                open=unit.concerns.count(replace(raised, still_open=True), now),
                visitors=volunteers.volunteers(unit.members.all(), year, today).end,
                active=len(unit.visits.visitors(year.starts_at, year.ends_at)),
            )

    def years(self) -> tuple[FinancialYear, ...]:
        """The financial years that can be published, newest first: from the first visit to this one."""
        with self._open_unit() as unit:
            erased = [one.began_at for one in kept_visits(unit).values()]
            filed = unit.visits.first_filed()
        began = min(erased if filed is None else [filed, *erased], default=None)
        latest = FinancialYear.containing(london_day(self._clock.now()))
        first = min(latest, FinancialYear.containing(london_day(began))) if began is not None else latest
        return tuple(
            FinancialYear(year)
            for year in range(latest.first_calendar_year, first.first_calendar_year - 1, -1)
        )

    def _open_red(self, unit: UnitOfWork, settings: SchemeSettings) -> tuple[OpenConcern, ...]:
        checklist = self._checklists(settings.checklist.checklist_id, settings.checklist.version)
        titles = {category.category_id: category.title for category in checklist.categories}
        return tuple(
            OpenConcern(
                visit_id=one.visit_id,
                concern_id=one.concern_id,
                suite=one.suite,
                category=one.category,
                title=titles.get(one.category, one.category),
                state=one.state,
                began_at=one.began_at,
                from_record=one.from_record,
            )
            for one in unit.concerns.listed(_OPEN_RED, self._clock.now(), limit=MOST_LISTED)
        )

"""What waits for the coordinator: today, and before a year is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.concern import Concern, ConcernState, ConcernStep, Severity, state_after
from icv_app.domain.ids import ConcernId, RaisedOnId, SuiteId
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import FinancialYear, london_day
from icv_app.domain.visit import Stage
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures import concerns, coverage, people, selection, volunteers
from icv_app.figures.measures import BothAverages, Share
from icv_app.services.concern_origins import records_concerns
from icv_app.services.concern_records import steps_by_concern
from icv_app.services.copies import owed_reports
from icv_app.services.kept_facts import all_facts, kept_visits
from icv_app.services.ports import Checklists, Clock, OpenUnit, UnitOfWork
from icv_app.services.ports_invitations import IssuedInvitation
from icv_app.services.ports_visits import VisitFilter, VisitSummary

TO_DECIDE = frozenset({ReviewState.FILED, ReviewState.RECEIVED, ReviewState.ANSWERED})
"""States in which a report waits for the coordinator; a returned one waits for its visitors."""
_SETTLED = frozenset({ConcernState.PUT_RIGHT, ConcernState.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConcern:
    """A concern that is neither closed nor was put right during the visit.

    Attributes:
        title: Of its category, as the checklist of today calls it.
        visit_id: Where it was raised: a visit, or a custody record that was read.
        began_at: When the visit began, or the record was read, UTC.
        from_record: Raised from a custody record review.
    """

    visit_id: RaisedOnId
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforePublishing:
    """What is missing before a year's report is published.

    Attributes:
        visits: Filed visits of the year, abandoned ones included.
        undecided: Reports of the year that are not approved.
        red_concerns: Open red concerns of the year.
        people_detained: The force's figure, where it was entered.
    """

    year: FinancialYear
    visits: int
    undecided: int
    red_concerns: int
    people_detained: int | None

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.undecided and not self.red_concerns and self.people_detained is not None


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
    """Reads what is to be done; changes nothing. Holds no state of its own."""

    def __init__(self, open_unit: OpenUnit, clock: Clock, checklists: Checklists) -> None:
        self._open_unit = open_unit
        self._clock = clock
        self._checklists = checklists

    def waiting(self) -> Agenda:
        """What waits for the coordinator now.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        with self._open_unit() as unit:
            settings = unit.settings.current()
            reports = unit.visits.summaries(VisitFilter(stage=Stage.SUBMITTED, review=TO_DECIDE))
            asked = [one for one in unit.invitations.all() if one.request and one.used_by is None]
            return Agenda(
                settings=settings,
                reports=tuple(sorted(reports, key=lambda report: report.submitted_at or report.began_at)),
                red_concerns=(
                    *self._open_red(unit, settings, unit.visits.facts(with_red=True)),
                    *self._open_red_of_records(unit, settings),
                ),
                joining=tuple(reversed(asked)),
                members={str(member.member_id): member for member in unit.members.all()},
                reviewer_copies=tuple(owed_reports(unit)),
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
            facts = unit.visits.facts(year.starts_at, year.ends_at)
            visits = len(all_facts(unit, year.starts_at, year.ends_at))
            return BeforePublishing(
                year=year,
                visits=visits,
                undecided=sum(report.review is not ReviewState.APPROVED for report in reports),
                red_concerns=len(self._open_red(unit, settings, facts)),
                people_detained=settings.people_detained.get(year.label),
            )

    def year_so_far(self) -> YearSoFar:
        """Where the present financial year stands today.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
            RuleBroken: A completed visit does not reconcile.
        """
        today = london_day(self._clock.now())
        year = FinancialYear.containing(today)
        with self._open_unit() as unit:
            settings = unit.settings.current()
            filed = selection.filed(unit.visits.facts(year.starts_at, year.ends_at), year)
            counted = selection.counted(filed, year)
            still_open = open_concerns(filed, steps_by_concern(unit), {})
            target = coverage.visits_against_target(counted, settings, year, today)
            return YearSoFar(
                year=year,
                visits=len(counted),
                target=coverage.total_against_target(target),
                spoken=people.spoken_to(counted),
                raised=len(concerns.raised(filed)),
                open=sum(len(found) for found in still_open.values()),
                visitors=volunteers.volunteers(unit.members.all(), year, today).end,
                active=volunteers.visitors_active(filed),
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

    def _open_red(
        self, unit: UnitOfWork, settings: SchemeSettings, facts: Iterable[VisitFacts]
    ) -> tuple[OpenConcern, ...]:
        found = open_concerns(facts, steps_by_concern(unit), self._titles(settings))
        return tuple(found[Severity.RED])

    def _open_red_of_records(self, unit: UnitOfWork, settings: SchemeSettings) -> tuple[OpenConcern, ...]:
        found = [one for one, _facts in records_concerns(unit) if one.concern.severity is Severity.RED]
        if not found:
            return ()
        steps, titles = steps_by_concern(unit), self._titles(settings)
        states = ((one, state_after(one.concern, steps.get(one.concern.concern_id, ()))) for one in found)
        return tuple(
            OpenConcern(
                visit_id=one.reading_id,
                concern_id=one.concern.concern_id,
                suite=one.suite,
                category=one.concern.category,
                title=titles.get(one.concern.category, one.concern.category),
                state=state,
                began_at=one.read_at,
                from_record=True,
            )
            for one, state in states
            if state not in _SETTLED and not one.concern.good_practice
        )

    def _titles(self, settings: SchemeSettings) -> Mapping[str, str]:
        checklist = self._checklists(settings.checklist.checklist_id, settings.checklist.version)
        return {category.category_id: category.title for category in checklist.categories}


def open_concerns(
    facts: Iterable[VisitFacts],
    steps: Mapping[ConcernId, tuple[ConcernStep, ...]],
    titles: Mapping[str, str],
) -> dict[Severity, list[OpenConcern]]:
    """Return the concerns of these visits that are still open, by severity, in the order of the visits."""
    found: dict[Severity, list[OpenConcern]] = {severity: [] for severity in Severity}
    for visit in facts:
        for one in visit.concerns:
            bare = Concern(concern_id=one.concern_id, category=one.category, put_right=one.put_right)
            state = state_after(bare, steps.get(one.concern_id, ()))
            if bare.good_practice or state in _SETTLED:
                continue
            found[one.severity].append(
                OpenConcern(
                    visit_id=visit.visit_id,
                    concern_id=one.concern_id,
                    suite=visit.suite,
                    category=one.category,
                    title=titles.get(one.category, one.category),
                    state=state,
                    began_at=visit.began_at,
                )
            )
    return found

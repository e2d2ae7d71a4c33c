"""Everything the annual report prints, computed once and free of withheld counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from icv_app.domain.concern import ConcernStep
from icv_app.domain.ids import SuiteId, VisitId
from icv_app.domain.periods import Period
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Outcome
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures import coverage, selection, volunteers
from icv_app.figures.annual_concerns import ConcernFigures, concern_figures, concern_table
from icv_app.figures.annual_people import PeopleFigures, people_figures, people_table
from icv_app.figures.coverage import Gap, Grid, Spread, SuiteTarget
from icv_app.figures.delay import Delay, delay
from icv_app.figures.earlier import Hidden, everything_in, withheld_in
from icv_app.figures.filing import filed_in_time
from icv_app.figures.limits import Before, delay_limit, filing_limit
from icv_app.figures.measures import Share
from icv_app.figures.names import CodeNames
from icv_app.figures.volunteers import Volunteers


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFigures:
    """The visits of the year. Visits are no people: nothing here is ever withheld.

    Attributes:
        completed: Completed visits in person: the year's published number.
        part, abandoned, telephone: Further filed visits, which do not count towards the target.
        in_time: Reports filed within `filing_limit` of leaving, of every report filed.
        filing_limit_before: That of earlier days of the year.
        total_target: All suites with a target together.
        abandoned_by_reason: Code to visits, most frequent first.
    """

    completed: int
    part: int
    abandoned: int
    telephone: int
    valid_rate: Share
    suites: tuple[SuiteTarget, ...]
    total_target: Share
    spread: Spread
    grid: Grid
    gaps: dict[SuiteId, Gap]
    delay: Delay
    in_time: Share
    filing_limit: timedelta
    filing_limit_before: Before = ()
    abandoned_by_reason: dict[str, tuple[VisitId, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerFigures:
    """The visitors of the year.

    Attributes:
        active: Visitors who made at least one filed visit.
        hours: Given to every filed visit.
    """

    turnover: Volunteers
    active: int
    hours: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualFigures:
    """Everything the annual report prints.

    Attributes:
        until: The last day the figures cover: the end of the year, or the cut-off if that is sooner.
        as_of: The cut-off: steps about concerns are known up to the end of this London day.
        people_detained: The force's figure, entered by the coordinator.
    """

    scheme: str
    policing_body: str
    force: str
    contact_email: str
    quality_award: str
    year: FinancialYear
    until: date
    as_of: date
    names: CodeNames
    suite_names: dict[SuiteId, str]
    people_detained: int | None
    visits: VisitFigures
    people: PeopleFigures
    concerns: ConcernFigures
    volunteers: VolunteerFigures

    @property
    def empty(self) -> bool:
        """Whether no visit at all was filed in the year."""
        visits = self.visits
        return not (visits.completed or visits.part or visits.abandoned or visits.telephone)

    def suite_name(self, suite: SuiteId) -> str:
        """The name of a suite, or its short name where the settings do not list it."""
        return self.suite_names.get(suite, suite)


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """How many visits were made; see `VisitFigures`."""

    completed: int
    part: int
    abandoned: int
    telephone: int


def visit_counts(filed: selection.Visits, period: Period) -> VisitCounts:
    """Count every filed visit of a period by how it ended."""
    attempts = selection.attempted(filed, period)
    return VisitCounts(
        completed=len(selection.counted(filed, period)),
        part=sum(visit.outcome is Outcome.PART for visit in attempts),
        abandoned=sum(visit.outcome is Outcome.ABANDONED for visit in attempts),
        telephone=len(filed) - len(attempts),
    )


def visit_figures(
    filed: selection.Visits, settings: SchemeSettings, year: FinancialYear, until: date
) -> VisitFigures:
    """Compute the visits of a report from every filed visit of the year."""
    counted = selection.counted(filed, year)
    attempts = selection.attempted(filed, year)
    suites = coverage.visits_against_target(counted, settings, year, until)
    counts = visit_counts(filed, year)
    waiting = delay_limit(settings, year.first_day, until)
    filing = filing_limit(settings, year.first_day, until)
    return VisitFigures(
        completed=counts.completed,
        part=counts.part,
        abandoned=counts.abandoned,
        telephone=counts.telephone,
        valid_rate=coverage.valid_rate(attempts),
        suites=suites,
        total_target=coverage.total_against_target(suites),
        spread=coverage.spread(counted),
        grid=coverage.weekday_hour_grid(counted),
        gaps=coverage.longest_gaps(counted),
        delay=delay(counted, waiting.now, waiting.before),
        in_time=filed_in_time(filed, filing.now, filing.before),
        filing_limit=filing.now,
        filing_limit_before=filing.before,
        abandoned_by_reason=coverage.abandoned_by_reason(attempts),
    )


def annual_figures(
    facts: Iterable[VisitFacts],
    steps: Iterable[ConcernStep],
    settings: SchemeSettings,
    members: Iterable[Member],
    *,
    year: FinancialYear,
    as_of: date,
    names: CodeNames | None = None,
    published: Sequence[Period] = (),
) -> AnnualFigures:
    """Compute the annual report of a scheme.

    Of any visits and concern steps, those of the year are picked out. `as_of`
    is the data cut-off, a London day; `names` are the checklist's words;
    `published` what was published of the year before, oldest first.

    Raises:
        RuleBroken: A completed visit does not reconcile.
    """
    filed = selection.filed(facts, year)
    counted = selection.counted(filed, year)
    until = min(as_of, year.last_day)
    detained = settings.people_detained.get(year.label)
    hidden = withheld_in(year, filed, settings, published)
    if hidden.people is None or hidden.concerns is None:
        nothing = everything_in(people_table(counted)), everything_in(concern_table(filed, settings))
        hidden = Hidden(hidden.people or nothing[0], hidden.concerns or nothing[1])
    people = people_figures(counted, detained, hidden.people)
    return AnnualFigures(
        scheme=settings.name,
        policing_body=settings.policing_body,
        force=settings.force,
        contact_email=settings.contact_email,
        quality_award=settings.quality_award,
        year=year,
        until=until,
        as_of=as_of,
        names=names or CodeNames(),
        suite_names={suite.suite_id: suite.name for suite in settings.suites},
        people_detained=detained,
        visits=visit_figures(filed, settings, year, until),
        people=people,
        concerns=concern_figures(
            filed,
            counted,
            steps,
            settings,
            known_until=as_of,
            year_end=until,
            spoken_withheld=people.spoken_pooled.part is None,
            hidden=hidden.concerns,
        ),
        volunteers=VolunteerFigures(
            turnover=volunteers.volunteers(members, year, until),
            active=volunteers.visitors_active(filed),
            hours=volunteers.hours(filed),
        ),
    )

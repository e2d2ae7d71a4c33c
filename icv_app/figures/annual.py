"""Everything the annual report prints, computed once and free of withheld counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain

from icv_app.domain.concern import ConcernStep
from icv_app.domain.ids import SuiteId, VisitId
from icv_app.domain.periods import Period, quarters_of, year_of_period
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit import Outcome, VisitKind
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures import coverage, selection, volunteers
from icv_app.figures.annual_checks import CheckCounting, CheckLine, check_lines
from icv_app.figures.annual_concerns import ConcernFigures, concern_figures
from icv_app.figures.annual_counts import PeriodCounts, Sources, period_counts
from icv_app.figures.annual_people import PeopleFigures, people_figures, unlisted_reasons
from icv_app.figures.children import children_label, children_published, same_children
from icv_app.figures.costs import Costs, costs
from icv_app.figures.count_tables import Count, CountTable, Published, withheld_keys
from icv_app.figures.coverage import Gap, Grid, Spread, SuiteTarget
from icv_app.figures.delay import Delay, delay
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
        terrorism: Completed visits to people held under the Terrorism Act.
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
    terrorism: int


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
    year: Period
    until: date
    as_of: date
    names: CodeNames
    suite_names: dict[SuiteId, str]
    people_detained: int | None
    visits: VisitFigures
    people: PeopleFigures
    checks: tuple[CheckLine, ...]
    concerns: ConcernFigures
    volunteers: VolunteerFigures
    costs: Costs

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
    filed: selection.Visits, settings: SchemeSettings, year: Period, until: date
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
        terrorism=sum(visit.kind is VisitKind.TACT for visit in counted),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """The figures of a publication, and every count of people behind them: these stay in the office.

    Attributes:
        counts: What a later publication has to know of this one, by key.
        apart: The same of what it prints of children.
    """

    figures: AnnualFigures
    counts: Mapping[str, Count]
    apart: Mapping[str, Count] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Of the period."""
        return self.figures.year.label


def annual_figures(
    facts: Iterable[VisitFacts],
    steps: Iterable[ConcernStep],
    settings: SchemeSettings,
    members: Iterable[Member],
    *,
    year: Period,
    as_of: date,
    names: CodeNames | None = None,
) -> AnnualFigures:
    """Compute the annual report of a scheme, or the same figures of a quarter, as if nothing was published.

    Raises:
        RuleBroken: A completed visit does not reconcile.
    """
    sources = Sources(facts=facts, steps=steps, settings=settings, members=members)
    return computed(sources, year, as_of=as_of, names=names).figures


def computed(
    sources: Sources,
    period: Period,
    *,
    as_of: date,
    names: CodeNames | None = None,
    published: Published | None = None,
    printed: Callable[[str], bool] | None = None,
    children: CountTable | None = None,
) -> Computed:
    """Compute the figures of a year or a quarter, less what must be withheld.

    Of any visits and concern steps, those of the period are picked out.

    Args:
        sources: Where something of the same financial year was published, of all of that year.
        period: What the publication is about.
        as_of: The data cut-off, a London day.
        names: The checklist's words.
        published: What was published before of the year and its quarters.
        printed: Whether the publication prints a count of people; all where not given.
        children: What it counts of children beside that.

    Raises:
        RuleBroken: A completed visit does not reconcile.
    """
    whole = year_of_period(period)
    checks = CheckCounting(whole)
    everything = selection.filed(checks.passing(selection.within(sources.facts, whole)), whole)
    answered = checks.answered(but=names.typed if names is not None else ())
    steps = tuple(sources.steps)
    before = published or {}

    def of(one: Period) -> PeriodCounts:
        return period_counts(everything, steps, sources.settings, answered, one, as_of=as_of)

    mine, apart = of(period), children_label(period.label)
    tables = {period.label: mine.table}
    if any(before.values()):
        others: tuple[Period, ...] = (whole, *quarters_of(whole))
        tables |= {one.label: of(one).table for one in others if one != period}
        told = {children_label(one.label): before.get(children_label(one.label)) for one in others}
        tables |= {label: children_published(counts[-1]) for label, counts in told.items() if counts}
    if children is not None:
        tables[apart] = children
    own = {**mine.table.counts, **(children.counts if children is not None else {})}
    wanted = None if printed is None else [key for key in own if printed(key)]
    hidden = withheld_keys(
        period.label,
        tables,
        before,
        whole=whole.label,
        apart=apart if children is not None else "",
        same=chain.from_iterable(same_children(one) for one in tables),
        printed=wanted,
    )
    unlisted = unlisted_reasons(mine.table.counts, hidden, printed)
    hidden |= unlisted
    unprinted = mine.table.unprinted | (set() if wanted is None else own.keys() - set(wanted))

    def told_of(table: CountTable) -> Mapping[str, Count]:
        gone = hidden | unprinted | table.unprinted
        return {key: Count(count, key not in gone) for key, count in table.counts.items()}

    return Computed(
        figures=_shown(
            mine, sources, period, hidden, as_of=as_of, names=names or CodeNames(), unlisted=unlisted
        ),
        counts=told_of(mine.table),
        apart=told_of(children) if children is not None else {},
    )


def unwithheld(sources: Sources, period: Period, *, as_of: date, names: CodeNames) -> AnnualFigures:
    """Compute the figures of a year or a quarter with nothing withheld: for the office alone.

    Raises:
        RuleBroken: A completed visit does not reconcile.
    """
    checks = CheckCounting(year_of_period(period))
    visits = selection.filed(checks.passing(selection.within(sources.facts, period)), period)
    found = period_counts(
        visits, tuple(sources.steps), sources.settings, checks.answered(), period, as_of=as_of
    )
    return _shown(found, sources, period, (), as_of=as_of, names=names)


def _shown(
    mine: PeriodCounts,
    sources: Sources,
    period: Period,
    hidden: Collection[str],
    *,
    as_of: date,
    names: CodeNames,
    unlisted: Collection[str] = (),
) -> AnnualFigures:
    settings, filed, counted = sources.settings, mine.filed, mine.counted
    until = min(as_of, period.last_day)
    detained = settings.people_detained.get(period.label)
    people = people_figures(mine.people, detained, hidden, unlisted)
    return AnnualFigures(
        scheme=settings.name,
        policing_body=settings.policing_body,
        force=settings.force,
        contact_email=settings.contact_email,
        quality_award=settings.quality_award,
        year=period,
        until=until,
        as_of=as_of,
        names=names,
        suite_names={suite.suite_id: suite.name for suite in settings.suites},
        people_detained=detained,
        visits=visit_figures(filed, settings, period, until),
        people=people,
        checks=check_lines(mine.answered, hidden),
        concerns=concern_figures(
            mine.concerns, filed, counted, hidden, spoken_withheld=people.spoken_pooled.part is None
        ),
        volunteers=VolunteerFigures(
            turnover=volunteers.volunteers(sources.members, period, until),
            active=volunteers.visitors_active(filed),
            hours=volunteers.hours(filed),
        ),
        costs=costs(sources.claims, filed, len(counted), period),
    )

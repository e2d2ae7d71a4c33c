"""What is behind a printed figure: the visits it was counted on then, and what the records say today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain

from icv_app.domain.ids import VisitId
from icv_app.domain.periods import Period, year_of_period
from icv_app.domain.publication import PublicationKind
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Stage, Visit
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures import selection
from icv_app.figures.annual import unwithheld
from icv_app.figures.annual_counts import Sources
from icv_app.figures.chasing import chasing
from icv_app.figures.children import child_figures, count_children
from icv_app.figures.figure_lines import FigureLine, Status, figure_lines
from icv_app.figures.names import CodeNames
from icv_app.figures.office_lines import chasing_lines, child_lines
from icv_app.figures.rounding import rounded
from icv_app.figures.traces import visits_behind
from icv_app.services.kept_facts import all_claims, all_steps, passing_facts
from icv_app.services.ports import UnitOfWork
from icv_app.services.ports_visits import VisitFilter

PLACES = 6
"""Decimals of a number in a data file."""
_YEARS_CHASED = 6
_ELSEWHERE = ("reviews.", "quality.")
_CAME_AS = (RecordKind.VISIT_REPORT.value, RecordKind.VISIT_IMPORTED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFigure:
    """A figure as a publication's data has it; a number it does not print is `None`."""

    status: Status
    value: Decimal | None
    part: Decimal | None = None
    of: Decimal | None = None

    @property
    def silent(self) -> bool:
        """Whether it is withheld, and no number of it is told."""
        return self.status is Status.WITHHELD and (self.part, self.of) == (None, None)

    def says(self, line: FigureLine | None) -> bool:
        """Whether every number it prints is that of a line."""
        if line is None:
            return False
        pairs = ((self.value, line.value), (self.part, line.part), (self.of, line.of))
        told = [(here, there) for here, there in pairs if here is not None]
        if not told:
            return line.value is None
        return all(there is not None and rounded(there, PLACES) == here for here, there in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """Where a figure is printed.

    Attributes:
        as_of: The data cut-off, a London day.
        until: What came after this moment, UTC, is not in it.
        figures: The figures in it by key; `None` where that is not known.
    """

    kind: PublicationKind
    period: Period
    as_of: date
    until: datetime
    figures: Mapping[str, PrintedFigure] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTrace:
    """The visits behind a printed figure, oldest first.

    Attributes:
        visits: Those that were here when it was printed.
        since: Those it would count today and that came since.
        printed: As it is printed; `None` where that is not known.
        then: As the records without what came since have it, nothing withheld; `None` where there is none.
        now: As today's records have it.
        elsewhere: It is made of custody records that were read, or of evidence: no visit is behind it.
    """

    visits: tuple[VisitFacts, ...]
    since: tuple[VisitFacts, ...]
    printed: PrintedFigure | None
    then: FigureLine | None
    now: FigureLine | None
    elsewhere: bool = False

    @property
    def agrees(self) -> bool | None:
        """Whether the visits give what is printed; `None` where nothing is printed, or that is not known."""
        if self.printed is None or self.printed.silent or self.elsewhere:
            return None
        return self.printed.says(self.then)


def trace_figure(
    unit: UnitOfWork, settings: SchemeSettings, names: CodeNames, key: str, printing: Printing
) -> FigureTrace:
    """Trace a figure of a publication to its visits as they were known when it was printed.

    Raises:
        NotFound: There is no figure with this key.
    """
    printed = None if printing.figures is None else printing.figures.get(key)
    if key.startswith(_ELSEWHERE):
        return FigureTrace(visits=(), since=(), printed=printed, then=None, now=None, elsewhere=True)
    visits = visits_for(unit, key, printing.period)
    late = _came_after(unit, visits, printing.until)
    behind = selection.in_order(visits_behind(key, visits, settings))
    now = _line(unit, settings, names, key, printing, lambda visit_id: True)
    then = now if not late else _line(unit, settings, names, key, printing, lambda one: one not in late)
    return FigureTrace(
        visits=tuple(one for one in behind if one.visit_id not in late),
        since=tuple(one for one in behind if one.visit_id in late),
        printed=printed,
        then=then,
        now=now,
    )


def visits_for(unit: UnitOfWork, key: str, period: Period) -> tuple[VisitFacts, ...]:
    """The visits a figure of a period can be counted on: of open concerns, those of earlier years too."""
    since = _chased_since(period) if key.startswith("chasing.") else period.starts_at
    return tuple(passing_facts(unit, since, period.ends_at))


def filed_visits(unit: UnitOfWork, period: Period) -> Iterator[Visit]:
    """Every filed visit of a period that is here whole."""
    wanted = VisitFilter(stage=Stage.SUBMITTED, since=period.starts_at, until=period.ends_at)
    return (unit.visits.get(one.visit_id) for one in unit.visits.summaries(wanted))


def _chased_since(period: Period) -> datetime:
    return FinancialYear(year_of_period(period).first_calendar_year - _YEARS_CHASED).starts_at


def _came_after(unit: UnitOfWork, visits: tuple[VisitFacts, ...], until: datetime) -> frozenset[VisitId]:
    """The visits of which no report was here, or with the server, by then; what was brought in came later."""
    came: dict[str, datetime] = {}
    for record in unit.records.about_each((one.visit_id for one in visits), _CAME_AS):
        at = max(filter(None, (record.written_at, record.accepted_at)))
        came[record.subject] = min(at, came.get(record.subject, at))
    return frozenset(one.visit_id for one in visits if came.get(one.visit_id, one.submitted_at) > until)


def _line(
    unit: UnitOfWork,
    settings: SchemeSettings,
    names: CodeNames,
    key: str,
    printing: Printing,
    takes: Callable[[VisitId], bool],
) -> FigureLine | None:
    """A figure from the visits taken, with nothing withheld: for the office alone."""
    period, as_of = printing.period, printing.as_of
    steps = tuple(chain.from_iterable(all_steps(unit).values()))
    if key.startswith("children."):
        visits = (visit for visit in filed_visits(unit, period) if takes(visit.visit_id))
        lines = child_lines(child_figures(count_children(visits), ()))
    else:
        facts = (one for one in visits_for(unit, key, period) if takes(one.visit_id))
        if key.startswith("chasing."):
            lines = chasing_lines(chasing(facts, steps, settings.reply_targets, period, as_of))
        else:
            sources = Sources(
                facts=facts,
                steps=steps,
                settings=settings,
                members=unit.members.all(),
                claims=all_claims(unit),
            )
            lines = figure_lines(unwithheld(sources, period, as_of=as_of, names=names))
    return next((line for line in lines if line.key == key), None)

"""Every count of people of one period, gathered from the visits of its year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from icv_app.domain.concern import ConcernStep
from icv_app.domain.expenses import ClaimStanding
from icv_app.domain.periods import Period, QuarterOfYear, quarters_of
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures import selection
from icv_app.figures.annual_checks import Answered, put_checks
from icv_app.figures.annual_concerns import ConcernsOf, concerns_of, put_concerns
from icv_app.figures.annual_people import PeopleOf, people_of, put_people
from icv_app.figures.count_tables import CountTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a publication is computed from.

    Attributes:
        facts: Passed through once; they may be an iterator over any number of visits.
    """

    facts: Iterable[VisitFacts]
    steps: Iterable[ConcernStep]
    settings: SchemeSettings
    members: Iterable[Member]
    claims: Iterable[ClaimStanding] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodCounts:
    """One period, and the table of its counts.

    Attributes:
        filed: Without their checks, which are in `answered`.
    """

    filed: selection.Visits
    counted: selection.Visits
    people: PeopleOf
    answered: Mapping[tuple[str, str], int]
    concerns: ConcernsOf
    table: CountTable


def period_counts(
    visits: Sequence[VisitFacts],
    steps: Sequence[ConcernStep],
    settings: SchemeSettings,
    answered: Mapping[str, Answered],
    period: Period,
    *,
    as_of: date,
) -> PeriodCounts:
    """Count one period of a year.

    Args:
        visits: Filed visits of the whole year.
        steps: About concerns, of any time.
        settings: Of today.
        answered: The answers to checks by quarter, on visits that count.
        period: The year, or one of its quarters.
        as_of: The data cut-off, a London day.

    Raises:
        RuleBroken: A completed visit does not reconcile.
    """
    filed = selection.filed(visits, period)
    counted = selection.counted(filed, period)
    quarters = (period,) if isinstance(period, QuarterOfYear) else quarters_of(period)
    own: Answered = Counter()
    for quarter in quarters:
        own.update(answered.get(quarter.label, Counter()))
    until = min(as_of, period.last_day)
    found = concerns_of(filed, steps, settings, known_until=as_of, period_end=until)
    held = people_of(counted)
    table = CountTable()
    put_people(table, held)
    put_checks(table, own)
    put_concerns(table, found)
    return PeriodCounts(filed=filed, counted=counted, people=held, answered=own, concerns=found, table=table)

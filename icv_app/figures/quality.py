"""Figures that show by themselves how far a criterion of the quality framework is met.

Each is computed anew from the records whenever it is looked at. Counts of people come through the
suppression of the annual report: evidence is read outside the office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from icv_app.domain.fitness import Override, lapses, standing
from icv_app.domain.ids import MemberId, VisitId
from icv_app.domain.scheme import Member
from icv_app.domain.times import london_day
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.annual import AnnualFigures
from icv_app.figures.filing import filed_on_the_day
from icv_app.figures.measures import Share
from icv_app.figures.published import PeopleShare
from icv_app.figures.quality_office import (
    OfficeYear,
    concerns_escalated,
    conflicts_declared,
    notices_read,
    records_reviewed,
    training_up_to_date,
    visitors_talked_with,
)
from icv_app.figures.selection import Visits


class Unit(StrEnum):
    """What a figure counts in."""

    PERCENT = "percent"
    MINUTES = "minutes"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class QualityFigure:
    """One figure of a year.

    Attributes:
        value: In its unit, exact; `None` where there is nothing to compute it from, or it is withheld.
        n: How many visits, replies, people, suites, concerns or samples it was computed from.
        withheld: It would tell of too few people.
        visits: The visits behind it, where it is about visits.
    """

    value: Fraction | None
    n: int
    withheld: bool = False
    visits: tuple[VisitId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfWork:
    """What the figures of one year are computed from.

    Attributes:
        filed: Every filed visit of the year, oldest first.
        members: As they are noted now.
    """

    annual: AnnualFigures
    filed: Visits
    members: Mapping[MemberId, Member]
    overrides: tuple[Override, ...]
    office: OfficeYear


def lapsed_visits(
    visits: Sequence[VisitFacts], members: Mapping[MemberId, Member], overrides: Iterable[Override]
) -> tuple[VisitId, ...]:
    """Visits made although a pair rule stood against a visitor and no recorded override allowed it.

    Judged by the dates that are noted now, on the London day the visit began; a visitor without dates
    counts as lapsed, since nobody can say they were in date.
    """
    granted = tuple(overrides)
    return tuple(
        visit.visit_id
        for visit in visits
        if standing(lapses(visit.visitors, members, granted, london_day(visit.began_at)))
    )


def in_pairs(visits: Sequence[VisitFacts]) -> Share:
    """Visits made by two visitors or more / visits."""
    pairs = sum(len(set(visit.visitors)) > 1 for visit in visits)
    return Share(pairs, len(visits), tuple(visit.visit_id for visit in visits))


def _percent(share: Share) -> QualityFigure:
    value = None if share.value is None else share.value * 100
    return QualityFigure(value, int(share.of), visits=share.visits)


def _count(share: Share, *, even_of_none: bool = False) -> QualityFigure:
    known = bool(share.of) or even_of_none
    return QualityFigure(Fraction(share.part) if known else None, int(share.of), visits=share.visits)


def _of_people(share: PeopleShare) -> QualityFigure:
    value = None if share.value is None else share.value * 100
    return QualityFigure(value, share.of or 0, share.withheld, share.visits)


def _visits_against_target(year: YearOfWork) -> QualityFigure:
    total = year.annual.visits.total_target
    value = None if total.value is None else total.value * 100
    return QualityFigure(value, len(total.visits), visits=total.visits)


def _weekend_visits(year: YearOfWork) -> QualityFigure:
    return _percent(year.annual.visits.spread.weekend)


def _night_visits(year: YearOfWork) -> QualityFigure:
    return _percent(year.annual.visits.spread.quarters[0])


def _least_quarter(year: YearOfWork) -> QualityFigure:
    shares = [_percent(share) for share in year.annual.visits.spread.quarters]
    return min(shares, key=lambda one: (one.value is not None, one.value or 0))


def _longest_gap(year: YearOfWork) -> QualityFigure:
    gaps = [gap for gap in year.annual.visits.gaps.values() if gap.days is not None]
    longest = max(gaps, key=lambda gap: gap.days or 0, default=None)
    if longest is None or longest.days is None:
        return QualityFigure(None, 0)
    return QualityFigure(Fraction(longest.days), len(gaps), visits=longest.visits)


def _visits_in_pairs(year: YearOfWork) -> QualityFigure:
    return _percent(in_pairs([visit for visit in year.filed if visit.counts]))


def _median_wait(year: YearOfWork) -> QualityFigure:
    return QualityFigure(year.annual.visits.delay.median, year.annual.visits.delay.n)


def _long_waits(year: YearOfWork) -> QualityFigure:
    longer = year.annual.visits.delay.longer
    value = None if longer.value is None else longer.value * 100
    return QualityFigure(value, year.annual.visits.delay.n, visits=longer.visits)


def _filed_on_the_day(year: YearOfWork) -> QualityFigure:
    return _percent(filed_on_the_day(year.filed))


def _filed_in_time(year: YearOfWork) -> QualityFigure:
    return _percent(year.annual.visits.in_time)


def _replies_in_target(year: YearOfWork) -> QualityFigure:
    return _of_people(year.annual.concerns.replies.in_target)


def _median_reply(year: YearOfWork) -> QualityFigure:
    replies = year.annual.concerns.replies
    return QualityFigure(replies.median_working_days, replies.replied or 0, replies.replied is None)


def _lapsed_visitors(year: YearOfWork) -> QualityFigure:
    if not year.filed:
        return QualityFigure(None, 0)
    found = lapsed_visits(year.filed, year.members, year.overrides)
    return QualityFigure(Fraction(len(found)), len(year.filed), visits=found)


def _visitors_kept(year: YearOfWork) -> QualityFigure:
    return _percent(year.annual.volunteers.turnover.retention)


def _people_spoken_to(year: YearOfWork) -> QualityFigure:
    return _of_people(year.annual.people.spoken_pooled)


def _people_offered(year: YearOfWork) -> QualityFigure:
    return _of_people(year.annual.people.offered)


def _group(name: str) -> Callable[[YearOfWork], QualityFigure]:
    def spoken_to(year: YearOfWork) -> QualityFigure:
        return next(_of_people(one.share) for one in year.annual.people.groups if one.group == name)

    return spoken_to


def _of_office(compute: Callable[[OfficeYear], Share | None]) -> Callable[[YearOfWork], QualityFigure]:
    def share(year: YearOfWork) -> QualityFigure:
        found = compute(year.office)
        return QualityFigure(None, 0) if found is None else _percent(found)

    return share


def _conflicts(year: YearOfWork) -> QualityFigure:
    found = conflicts_declared(year.office)
    return QualityFigure(None, 0) if found is None else _count(found)


def _records_reviewed(year: YearOfWork) -> QualityFigure:
    found = records_reviewed(year.office)
    return QualityFigure(None, 0) if found is None else _count(found, even_of_none=True)


def _escalated(year: YearOfWork) -> QualityFigure:
    return _count(concerns_escalated(year.office, year.filed))


FIGURES: Mapping[str, tuple[Unit, Callable[[YearOfWork], QualityFigure]]] = MappingProxyType(
    {
        "visits_against_target": (Unit.PERCENT, _visits_against_target),
        "weekend_visits": (Unit.PERCENT, _weekend_visits),
        "night_visits": (Unit.PERCENT, _night_visits),
        "least_visited_quarter": (Unit.PERCENT, _least_quarter),
        "longest_gap": (Unit.DAYS, _longest_gap),
        "visits_in_pairs": (Unit.PERCENT, _visits_in_pairs),
        "visits_with_lapsed_visitors": (Unit.COUNT, _lapsed_visitors),
        "median_wait": (Unit.MINUTES, _median_wait),
        "long_waits": (Unit.PERCENT, _long_waits),
        "people_offered_a_talk": (Unit.PERCENT, _people_offered),
        "people_spoken_to": (Unit.PERCENT, _people_spoken_to),
        "children_spoken_to": (Unit.PERCENT, _group("children")),
        "women_spoken_to": (Unit.PERCENT, _group("women")),
        "vulnerable_people_spoken_to": (Unit.PERCENT, _group("vulnerable")),
        "filed_on_the_day": (Unit.PERCENT, _filed_on_the_day),
        "filed_in_time": (Unit.PERCENT, _filed_in_time),
        "replies_in_target": (Unit.PERCENT, _replies_in_target),
        "median_reply": (Unit.WORKING_DAYS, _median_reply),
        "visitors_kept": (Unit.PERCENT, _visitors_kept),
        "training_up_to_date": (Unit.PERCENT, _of_office(training_up_to_date)),
        "visitors_talked_with": (Unit.PERCENT, _of_office(visitors_talked_with)),
        "notices_read": (Unit.PERCENT, _of_office(notices_read)),
        "conflicts_declared": (Unit.COUNT, _conflicts),
        "concerns_escalated": (Unit.COUNT, _escalated),
        "records_reviewed": (Unit.COUNT, _records_reviewed),
    }
)
"""Every figure a framework may name."""


def quality_figures(year: YearOfWork, names: Iterable[str]) -> dict[str, QualityFigure]:
    """Compute the figures that are named; one that is not known is left out."""
    return {name: FIGURES[name][1](year) for name in dict.fromkeys(names) if name in FIGURES}

"""Concerns of one category that came up at one suite before."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.concern import GOOD_PRACTICE
from icv_app.domain.ids import ConcernId, SuiteId, VisitId
from icv_app.domain.times import london_day, months_before, start_of_london_day
from icv_app.domain.visit_facts import VisitFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAlike:
    """A concern of the same category at the same suite, of an earlier visit.

    Attributes:
        began_at: When that visit began, UTC.
    """

    concern_id: ConcernId
    visit_id: VisitId
    began_at: datetime


def repeats_since(began_at: datetime, months: int) -> datetime:
    """The moment, UTC, from which concerns came before: the same day in London some months earlier."""
    return start_of_london_day(months_before(london_day(began_at), months))


class EarlierOnes(Mapping[ConcernId, tuple[EarlierAlike, ...]]):
    """The like concerns before each concern, found when they are asked for.

    All of them at once would be as many as the square of what came up at a suite.
    """

    def __init__(self, groups: Iterable[Sequence[EarlierAlike]], months: int) -> None:
        self._months = months
        self._places = {one.concern_id: (group, one) for group in groups for one in group}

    def __getitem__(self, concern_id: ConcernId) -> tuple[EarlierAlike, ...]:
        """Return the like concerns before one, oldest first.

        Raises:
            KeyError: It is none of these, or good practice.
        """
        group, one = self._places[concern_id]
        first = bisect_left(group, repeats_since(one.began_at, self._months), key=_began)
        before = group[first : bisect_left(group, one.began_at, key=_began)]
        return tuple(other for other in before if other.visit_id != one.visit_id)

    def __iter__(self) -> Iterator[ConcernId]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def earlier_alike(visits: Iterable[VisitFacts], months: int) -> EarlierOnes:
    """For each concern the like ones of earlier visits within so many months, oldest first.

    Good practice repeats nothing. Two like concerns of one visit are no repeat of each other.
    """
    alike: dict[tuple[SuiteId, str], list[EarlierAlike]] = defaultdict(list)
    for visit in visits:
        for concern in visit.concerns:
            if concern.category != GOOD_PRACTICE:
                one = EarlierAlike(
                    concern_id=concern.concern_id, visit_id=visit.visit_id, began_at=visit.began_at
                )
                alike[visit.suite, concern.category].append(one)
    for group in alike.values():
        group.sort(key=lambda one: (one.began_at, one.concern_id))
    return EarlierOnes(alike.values(), months)


def _began(one: EarlierAlike) -> datetime:
    return one.began_at


def which_time(earlier: Sequence[EarlierAlike]) -> int:
    """Which time it is that this came up, visits counted and not concerns: 1 for the first."""
    return len({one.visit_id for one in earlier}) + 1

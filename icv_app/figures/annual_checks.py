"""How every check was answered, with small counts withheld."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from icv_app.domain.periods import quarters_of
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.count_tables import CountTable
from icv_app.figures.people import check_results_of
from icv_app.figures.published import PeopleShare, people_share

Answered = Counter[tuple[str, str]]
"""(check, answer) to how often it was given."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """How one check was answered; a count is `None` where it is withheld.

    Attributes:
        passed: yes / (yes + no).
    """

    check_id: str
    passed: PeopleShare
    not_known: int | None
    not_applicable: int | None


class CheckCounting:
    """Counts the answers of the visits of a year that count, by quarter, as the visits go by."""

    def __init__(self, year: FinancialYear) -> None:
        self._quarters = quarters_of(year)
        self._starts = [quarter.starts_at for quarter in self._quarters]
        # How often an answer was given so many times on a visit: a visit has sixty of them, and these are
        # counted some times quicker than they are added up.
        self._found: list[Counter[tuple[tuple[str, str], int]]] = [Counter() for _quarter in self._quarters]

    def passing(self, visits: Iterable[VisitFacts]) -> Iterator[VisitFacts]:
        """Pass visits of the year on without their checks.

        Answers are most of a visit's facts: a hundred thousand visits are never in memory with them.
        """
        for visit in visits:
            if visit.counts:
                self._found[bisect_right(self._starts, visit.began_at) - 1].update(visit.checks.items())
            yield replace(visit, checks={}) if visit.checks else visit

    def answered(self, but: Collection[str] = ()) -> dict[str, Answered]:
        """What was counted until now, by the label of the quarter, less some checks."""
        by_quarter: dict[str, Answered] = {}
        for quarter, found in zip(self._quarters, self._found, strict=True):
            counts = by_quarter.setdefault(quarter.label, Counter())
            for (key, count), visits in found.items():
                if key[0] not in but:
                    counts[key] += count * visits
        return by_quarter


def check_key(check_id: str, what: str) -> str:
    """The key of a count of one check: `yes`, `answered`, `not_known` or `not_applicable`."""
    return f"checks.{check_id}.{what}"


def put_checks(table: CountTable, answered: Mapping[tuple[str, str], int]) -> None:
    """Note every count of every check; each is of people, and a "no" could be worked out from the rest."""
    for check_id, found in check_results_of(answered).items():
        yes, of = int(found.passed.part), int(found.passed.of)
        passed = table.add(check_key(check_id, "yes"), yes)
        whole = table.add(check_key(check_id, "answered"), of)
        rest = table.add(check_key(check_id, "no"), of - yes)
        table.unprinted.add(rest)
        table.relate(whole, (passed, rest))
        table.add(check_key(check_id, "not_known"), found.not_known)
        table.add(check_key(check_id, "not_applicable"), found.not_applicable)


def check_lines(answered: Mapping[tuple[str, str], int], hidden: Collection[str]) -> tuple[CheckLine, ...]:
    """Every check that was answered, by its identifier, less what is hidden."""

    def shown(key: str, count: int) -> int | None:
        return None if key in hidden else count

    return tuple(
        CheckLine(
            check_id,
            people_share(
                found.passed,
                hidden,
                part=check_key(check_id, "yes"),
                of=check_key(check_id, "answered"),
            ),
            shown(check_key(check_id, "not_known"), found.not_known),
            shown(check_key(check_id, "not_applicable"), found.not_applicable),
        )
        for check_id, found in check_results_of(answered).items()
    )

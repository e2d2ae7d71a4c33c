"""How every check was answered, with small counts withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from icv_app.domain.periods import quarter_of
from icv_app.domain.times import london_day
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


def counting_checks(visits: Iterable[VisitFacts], into: dict[str, Answered]) -> Iterator[VisitFacts]:
    """Pass visits on without their checks, having counted those of the visits that count, by quarter.

    Answers are most of what a visit's facts hold: a hundred thousand visits are never in memory with them.
    """
    for visit in visits:
        if visit.counts:
            label = quarter_of(london_day(visit.began_at)).label
            counts = into.setdefault(label, Counter())
            for key, count in visit.checks.items():
                counts[key] += count
        yield replace(visit, checks={}) if visit.checks else visit


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

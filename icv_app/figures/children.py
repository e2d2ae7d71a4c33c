"""Children met on visits, for the panel that scrutinises their detention; small counts withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from icv_app.domain.person import DetainedPerson, Value
from icv_app.domain.visit import Outcome, Visit, VisitKind
from icv_app.domain.visit_facts import BED_RESULT_CHECK, BED_RESULT_MOVED
from icv_app.figures.annual_people import BEDS
from icv_app.figures.count_tables import Count, CountTable
from icv_app.figures.delay import median, percentile
from icv_app.figures.published import PeopleShare
from icv_app.figures.suppression import SMALLEST_PUBLISHED

YES_NO = {
    "aa_called": "child_aa_called",
    "aa_came": "child_aa_came",
    "parent_told": "parent_told",
    "kept_from_adults": "child_kept_from_adults",
    "night": "child_night_in_cell",
    "bed_asked": "la_bed_asked",
    "certificate": "la_certificate",
    "search_aa": "strip_aa_present",
}
"""What is told of each child with a row of their own, and the check it is answered by."""
MET, SEARCHED, DUE = "children.met", "children.searched", "children.bed_due"
_REST, _RESULTS = ".rest", "children.bed_results"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildAnswer:
    """How one question was answered about children; `None` is withheld."""

    yes: PeopleShare
    not_known: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFigures:
    """Children with a row of their own in the reports of a period.

    Attributes:
        answers: For each of `YES_NO`; yes of yes and no, with not known apart.
        searched: Strip-searched, of those met.
        bed_due: Charged and refused bail, of those met.
        bed_results: Result code to children, of those for whom a bed was asked.
        wait_median, wait_ninetieth: Minutes from calling to coming of the appropriate adult; `None` withheld
            or not known.
        waits: Of how many children both times are known; `None` withheld.
    """

    met: int | None
    answers: Mapping[str, ChildAnswer]
    searched: int | None
    bed_due: int | None
    bed_results: Mapping[str, int | None]
    wait_median: Fraction | None
    wait_ninetieth: Fraction | None
    waits: int | None


@dataclass(frozen=True, slots=True)
class ChildCounts:
    """What is counted of the children of a period before anything is withheld.

    Attributes:
        waits: Minutes from calling to coming of the appropriate adult, shortest first.
    """

    results: tuple[str, ...]
    waits: tuple[Fraction, ...]
    table: CountTable


def children_label(period: str) -> str:
    """Under which label the counts of children of a period are kept apart from its others."""
    return f"{period} children"


def count_children(visits: Iterable[Visit]) -> ChildCounts:
    """Count the children with a row of their own on the visits that count."""
    children = [person for visit in visits if visit_counts(visit) for person in visit.people if person.child]
    answered = {name: Counter(_answers(children, check)) for name, check in YES_NO.items()}
    results = Counter(
        answer.value for one in children if (answer := one.answer(BED_RESULT_CHECK)) is not None
    )
    waits = sorted(wait for one in children if (wait := _wait(one)) is not None)
    return ChildCounts(tuple(sorted(results)), tuple(waits), _table(children, answered, results, len(waits)))


def child_figures(found: ChildCounts, hidden: Collection[str]) -> ChildFigures:
    """Compute the extract for the scrutiny panel, less what is hidden.

    Formula: for each question yes / (yes + no), not known apart; the wait is from when the
    appropriate adult was called to when they came, median and 90th percentile by nearest rank.
    Source: PACE s.38(6); Code C 3.13 to 3.17, Annex A.
    """
    table, waits = found.table, found.waits

    def shown(key: str) -> int | None:
        return None if key in hidden else table.counts[key]

    few = len(waits) < SMALLEST_PUBLISHED
    return ChildFigures(
        met=shown(MET),
        answers={name: _answer(name, table, hidden) for name in YES_NO},
        searched=shown(SEARCHED),
        bed_due=shown(DUE),
        bed_results={code: shown(_result_key(code)) for code in found.results},
        wait_median=None if few else median(waits),
        wait_ninetieth=None if few else percentile(waits, 90),
        waits=shown("children.waits"),
    )


def children_published(counts: Mapping[str, Count]) -> CountTable:
    """The table that an extract was made from, by the note of what it told."""
    table = CountTable()
    for key, count in counts.items():
        table.add(key, count.value)
    for rest in (key for key in counts if key.endswith(_REST)):
        part = rest.removesuffix(_REST)
        whole = f"{part.removesuffix('.yes')}.answered" if part.endswith(".yes") else MET
        table.unprinted.add(rest)
        table.relate(whole, (part, rest))
    if _RESULTS in counts:
        table.unprinted.add(_RESULTS)
        table.relate(_RESULTS, sorted(key for key in counts if key.startswith(_result_key(""))))
    return table


def same_children(period: str) -> Iterable[tuple[tuple[str, str], tuple[str, str]]]:
    """Counts that an extract and every other publication of a period have in common."""
    label = children_label(period)
    yield (period, f"people.{BEDS}.all"), (label, DUE)
    yield (period, f"people.{BEDS}.moved"), (label, _result_key(BED_RESULT_MOVED))


def visit_counts(visit: Visit) -> bool:
    """A completed visit in person, as `VisitFacts.counts`."""
    return visit.outcome is Outcome.COMPLETED and visit.kind is not VisitKind.TELEPHONE


def _answers(children: Sequence[DetainedPerson], check: str) -> Iterable[str]:
    return (answer.value for one in children if (answer := one.answer(check)) is not None)


def _result_key(code: str) -> str:
    return f"children.bed_result.{code}"


def _table(
    children: Sequence[DetainedPerson],
    answered: Mapping[str, Counter[str]],
    results: Mapping[str, int],
    waits: int,
) -> CountTable:
    """Every count, each with what is left of its whole: a panel could work that out."""
    table = CountTable()
    met = table.add(MET, len(children))
    for key, count in (
        (SEARCHED, sum(one.strip_searched for one in children)),
        (DUE, sum(one.charged_refused_bail for one in children)),
        ("children.waits", waits),
    ):
        _part(table, key, count, met)
    for name, found in answered.items():
        whole = _part(table, f"children.{name}.answered", found[Value.YES] + found[Value.NO], met)
        _part(table, f"children.{name}.yes", found[Value.YES], whole)
        _part(table, f"children.{name}.not_known", found[Value.NOT_KNOWN], met)
    for code, count in sorted(results.items()):
        table.add(_result_key(code), count)
    if results:
        table.unprinted.add(table.add(_RESULTS, sum(results.values())))
        table.relate(_RESULTS, map(_result_key, sorted(results)))
    return table


def _part(table: CountTable, key: str, count: int, whole: str) -> str:
    table.add(key, count)
    rest = table.add(f"{key}{_REST}", table.counts[whole] - count)
    table.unprinted.add(rest)
    table.relate(whole, (key, rest))
    return key


def _answer(name: str, table: CountTable, hidden: Collection[str]) -> ChildAnswer:
    yes, of, not_known = (f"children.{name}.{what}" for what in ("yes", "answered", "not_known"))
    part = None if yes in hidden else table.counts[yes]
    whole = None if of in hidden else table.counts[of]
    value = Fraction(part, whole) if part is not None and whole else None
    return ChildAnswer(
        yes=PeopleShare(part, whole, value),
        not_known=None if not_known in hidden else table.counts[not_known],
    )


def _wait(child: DetainedPerson) -> Fraction | None:
    """Minutes; `None` where a time is missing or cannot be."""
    called, came = (child.answer(check) for check in ("child_aa_called_at", "child_aa_came_at"))
    if called is None or came is None:
        return None
    try:
        took = datetime.fromisoformat(came.value) - datetime.fromisoformat(called.value)
    except (ValueError, TypeError):
        return None  # typed long ago in words: not known
    minutes = Fraction(int(took.total_seconds()), 60)
    return minutes if minutes >= 0 else None

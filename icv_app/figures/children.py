"""Children met on visits, for the panel that scrutinises their detention; small counts withheld."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from icv_app.domain.person import DetainedPerson, Value
from icv_app.domain.visit import Outcome, Visit, VisitKind
from icv_app.domain.visit_facts import BED_RESULT_CHECK, BED_RESULT_MOVED
from icv_app.figures.count_tables import Count, CountTable, Published, withheld_keys
from icv_app.figures.delay import median, percentile
from icv_app.figures.published import PeopleShare
from icv_app.figures.suppression import SMALLEST_PUBLISHED, too_small

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
MOVED = f"children.bed_result.{BED_RESULT_MOVED}"
_ASKED_OF = {
    "aa_came": "children.aa_called.yes",
    "bed_asked": DUE,
    "certificate": DUE,
    "search_aa": SEARCHED,
}
"""Of whom a question is asked, where not of everybody met, as any reader knows."""


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
class ComputedChildren:
    """The figures, and every count behind them, which stays in the office."""

    figures: ChildFigures
    counts: Mapping[str, Count]


def children_label(period: str) -> str:
    """Under which label the counts of children of a period are kept apart from its others."""
    return f"{period} children"


def child_figures(
    visits: Iterable[Visit], period: str, beds: PeopleShare, published: Published | None = None
) -> ComputedChildren:
    """Compute the extract for the scrutiny panel from the visits that count, of one period.

    Formula: for each question yes / (yes + no), not known apart; the wait is from when the
    appropriate adult was called to when they came, median and 90th percentile by nearest rank.
    Source: PACE s.38(6); Code C 3.13 to 3.17, Annex A.

    Args:
        visits: Filed ones; those that count are picked out.
        period: Its label.
        beds: Children moved of those due as the publication prints them: the same children are here
            withheld where they are withheld there, and printed where they are printed.
        published: What extracts before this one told.
    """
    children = [person for visit in visits if visit_counts(visit) for person in visit.people if person.child]
    answered = {name: Counter(_answers(children, check)) for name, check in YES_NO.items()}
    results = Counter(
        answer.value
        for one in children
        if one.charged_refused_bail and (answer := one.answer(BED_RESULT_CHECK)) is not None
    )
    waits = sorted(wait for one in children if (wait := _wait(one)) is not None)
    table = _table(children, answered, results, len(waits))
    elsewhere = {key: count for key, count in ((DUE, beds.of), (MOVED, beds.part)) if key in table.counts}
    gone = {key for key, count in elsewhere.items() if count is None}
    table.unprinted |= {key for key in gone if not too_small(table.counts[key])}
    table.free |= elsewhere.keys() - gone
    label = children_label(period)
    hidden = frozenset(gone) | withheld_keys(label, {label: table}, published or {})

    def shown(key: str) -> int | None:
        return None if key in hidden else table.counts[key]

    few = len(waits) < SMALLEST_PUBLISHED
    figures = ChildFigures(
        met=shown(MET),
        answers={name: _answer(name, table, hidden) for name in YES_NO},
        searched=shown(SEARCHED),
        bed_due=shown(DUE),
        bed_results={code: shown(_result_key(code)) for code in sorted(results)},
        wait_median=None if few else median(waits),
        wait_ninetieth=None if few else percentile(waits, 90),
        waits=shown("children.waits"),
    )
    counts = {
        key: Count(count, key not in hidden and key not in table.unprinted)
        for key, count in table.counts.items()
    }
    return ComputedChildren(figures, counts)


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
    _part(table, SEARCHED, sum(one.strip_searched for one in children), met)
    _part(table, DUE, sum(one.charged_refused_bail for one in children), met)
    for name, found in answered.items():
        whole = table.add(f"children.{name}.answered", found[Value.YES] + found[Value.NO])
        _part(table, f"children.{name}.yes", found[Value.YES], whole)
        unknown = table.add(f"children.{name}.not_known", found[Value.NOT_KNOWN])
        _put_parts(table, _ASKED_OF.get(name, met), f"children.{name}.unsaid", whole, unknown)
    _part(table, "children.waits", waits, "children.aa_came.yes")
    for code, count in sorted(results.items()):
        table.add(_result_key(code), count)
    if results:
        asked = "children.bed_asked.yes"
        table.unprinted.add(_part(table, "children.bed_results", sum(results.values()), asked))
        table.relate("children.bed_results", map(_result_key, sorted(results)))
    return table


def _part(table: CountTable, key: str, count: int, whole: str) -> str:
    table.add(key, count)
    _put_parts(table, whole, f"{key}.rest", key)
    return key


def _put_parts(table: CountTable, whole: str, rest: str, *parts: str) -> None:
    """Note what a whole is the sum of; an answer that outlived its question may make its parts more."""
    left = table.counts[whole] - sum(table.counts[part] for part in parts)
    if left >= 0:
        table.unprinted.add(table.add(rest, left))
        table.relate(whole, (*parts, rest))


def _answer(name: str, table: CountTable, hidden: frozenset[str]) -> ChildAnswer:
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

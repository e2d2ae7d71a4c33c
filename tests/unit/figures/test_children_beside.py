"""An extract about children and everything else of its quarter: what both tell is one number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from icv_app.domain.periods import QuarterOfYear, quarters_of
from icv_app.domain.publication import PublicationKind
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.annual import Computed, computed
from icv_app.figures.annual_counts import Sources
from icv_app.figures.children import DUE, MET, ChildCounts, children_label, children_published, count_children
from icv_app.figures.count_tables import Count, Published
from icv_app.figures.printed import printed_by
from tests.builders import a_visit
from tests.facts_builders import a_scheme, a_visit_facts, contacts
from tests.visit_builders import a_girl_of_15
from tests.years import NAMES, YEAR

FIRST, *OTHERS = quarters_of(YEAR)
BEDS = "people.beds.all"


def children(met: int, due: int) -> ChildCounts:
    """So many met on one visit, of whom so many were charged and refused bail."""
    girls = [a_girl_of_15(charged_refused_bail=at < due) for at in range(met)]
    return count_children([a_visit(people=tuple(girls))])


def beds_of(quarter: QuarterOfYear, due: int) -> VisitFacts:
    return a_visit_facts(
        began_at=quarter.starts_at + timedelta(hours=9),
        by_contact=contacts(90, 90, 90, 90, 90),
        group_in_custody={"children": 30, "vulnerable": 30, "women": 30},
        group_spoken={"children": 15, "vulnerable": 15, "women": 15},
        beds_asked=due,
        beds_given=0,
    )


FACTS = (beds_of(FIRST, 7), *(beds_of(one, 20) for one in OTHERS))


def published(
    period: QuarterOfYear | None,
    before: Published | None = None,
    found: ChildCounts | None = None,
    facts: tuple[VisitFacts, ...] = FACTS,
) -> Computed:
    kind = PublicationKind.ANNUAL if period is None else PublicationKind.SCRUTINY
    return computed(
        Sources(facts=facts, steps=(), settings=a_scheme(), members=()),
        period or YEAR,
        as_of=YEAR.last_day,
        names=NAMES,
        published=before,
        printed=printed_by(kind),
        children=None if found is None else found.table,
    )


def test_who_is_not_due_a_bed_does_not_follow_from_what_the_extract_says_twice() -> None:
    """Nine were met and seven were due: printing both, once in either table, would tell of two."""
    found = published(FIRST, found=children(9, 7))
    shown = {key for key, count in {**found.counts, **found.apart}.items() if count.shown}
    assert MET not in shown or not shown & {DUE, BEDS}
    assert (BEDS in shown) == (DUE in shown)


def test_a_year_is_withheld_where_with_the_other_quarters_it_would_tell_of_an_extract_s_children() -> None:
    """The extract said that nine were met and not how many were due: the year less the rest would say it."""
    first = published(FIRST, found=children(9, 7))
    apart = {key: replace(count, shown=key == MET) for key, count in first.apart.items()}
    counts = {key: replace(count, shown=False) for key, count in first.counts.items()}
    told: dict[str, list[Mapping[str, Count]]] = {
        FIRST.label: [counts],
        children_label(FIRST.label): [apart],
    }
    for quarter in OTHERS:
        told[quarter.label] = [published(quarter, facts=FACTS).counts]
    assert not published(None, told).counts[BEDS].shown
    del told[children_label(FIRST.label)]
    assert published(None, told).counts[BEDS].shown


def test_the_table_of_an_extract_is_the_same_by_the_note_of_it() -> None:
    found = children(9, 7)
    note = published(FIRST, found=found).apart
    again = children_published(note)
    assert again.counts == found.table.counts
    assert {(one.total, frozenset(one.parts)) for one in again.sums} == {
        (one.total, frozenset(one.parts)) for one in found.table.sums
    }
    assert again.unprinted == found.table.unprinted


def test_an_extract_of_children_without_any_prints_noughts() -> None:
    facts = tuple(replace(one, beds_asked=0) for one in FACTS)
    found = published(FIRST, found=children(0, 0), facts=facts)
    assert all(
        count.shown
        for key, count in found.apart.items()
        if not key.endswith((".rest", ".unsaid", ".unknown", "bed_results"))
    )

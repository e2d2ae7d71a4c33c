"""An attacker with everything published of a year tries to work out what was withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from enum import Enum
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.domain.periods import Period, quarters_of
from icv_app.domain.person import Contact
from icv_app.domain.publication import PublicationKind
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.annual import Computed, computed
from icv_app.figures.annual_counts import Sources
from icv_app.figures.count_tables import Count
from icv_app.figures.national import NationalReturn, national_return
from icv_app.figures.printed import printed_by
from tests.facts_builders import a_visit_facts, contacts
from tests.published_reader import Cell, Reader
from tests.years import NAMES, YEAR, Year, a_year

Told = dict[str, list[Mapping[str, Count]]]


class Return(Enum):
    """Beside the kinds of publication."""

    NATIONAL = "national"


Document = tuple[Period, PublicationKind | Return]


def sources_of(year: Year) -> Sources:
    """What figures of a year are made of."""
    return Sources(facts=year.facts, steps=year.steps, settings=year.settings, members=year.members)


def publish(year: Year, period: Period, before: Told, kind: PublicationKind) -> Computed:
    """Publish one period and note that it was."""
    found = computed(
        sources_of(year),
        period,
        as_of=YEAR.last_day,
        names=NAMES,
        published=before,
        printed=printed_by(kind),
    )
    before.setdefault(period.label, []).append(found.counts)
    return found


def a_return(year: Year, period: Period, before: Told) -> NationalReturn:
    """Write the national return of one period and note what it told."""
    made = national_return(
        sources_of(year), period=period, as_of=YEAR.last_day, names=NAMES, published=before
    )
    before.setdefault(period.label, []).append(made.counts)
    return made


def attacked(*states: tuple[Year, Sequence[Document]]) -> set[Cell]:
    """What a reader of all these can work out that nobody should.

    Args:
        states: The records as they were at one time, and what was published from them then.
    """
    before: Told = {}
    reader = Reader()
    for state, (year, order) in enumerate(states):
        as_it_was = {
            one.label: computed(sources_of(year), one, as_of=YEAR.last_day, names=NAMES).counts
            for one in PERIODS
        }
        reader.records(state, as_it_was)
        for period, kind in order:
            if isinstance(kind, Return):
                reader.take_return(a_return(year, period, before), state)
            else:
                reader.take(publish(year, period, before, kind), kind, state)
    reader.add_up()
    return reader.solved()


QUARTERS: list[Document] = [(one, PublicationKind.QUARTERLY) for one in quarters_of(YEAR)]
PAGES: list[Document] = [(one, PublicationKind.PUBLIC) for one in quarters_of(YEAR)]
PERIODS: tuple[Period, ...] = (*quarters_of(YEAR), YEAR)
RETURNS: list[Document] = [(one, Return.NATIONAL) for one in PERIODS]
WHOLE: Document = (YEAR, PublicationKind.ANNUAL)
seeds = st.integers(0, 10_000)


@settings(max_examples=6, deadline=None)
@given(seeds, st.sampled_from([3, 8, 40, 120]), st.permutations([*QUARTERS, WHOLE]))
def test_nothing_withheld_can_be_worked_out_from_a_year_and_its_quarters_in_whatever_order(
    seed: int, visits: int, order: Sequence[Document]
) -> None:
    assert attacked((with_checks(a_year(seed, visits)), order)) == set()


@settings(max_examples=6, deadline=None)
@given(seeds, st.sampled_from([2, 15, 60]), st.integers(1, 3))
def test_nor_where_some_quarters_were_never_published(seed: int, visits: int, some: int) -> None:
    year = with_checks(a_year(seed, visits))
    assert attacked((year, [*QUARTERS[:some], WHOLE])) == set()


@settings(max_examples=6, deadline=None)
@given(
    seeds,
    st.sampled_from([3, 8, 40, 120]),
    st.lists(st.sampled_from([*QUARTERS, *PAGES, *RETURNS, WHOLE]), min_size=2, max_size=6, unique=True),
)
def test_nor_where_national_returns_are_among_them(seed: int, visits: int, order: list[Document]) -> None:
    assert attacked((with_checks(a_year(seed, visits)), order)) == set()


@pytest.mark.parametrize("seed", range(4))
def test_nor_where_visits_came_late_and_something_is_published_again(seed: int) -> None:
    random = Random(seed)
    sizes = [random.choice([6, 15, 40]), *(random.randint(1, 4) for _late in range(random.randint(1, 2)))]
    year = with_checks(a_year(seed, sum(sizes)))
    states, filed = [], 0
    for more in sizes:
        filed += more
        chosen = random.sample([*QUARTERS, *RETURNS, WHOLE, WHOLE], random.randint(1, 3))
        states.append((replace(year, facts=year.facts[:filed]), chosen))
    assert attacked(*states) == set()


def with_checks(year: Year) -> Year:
    """The same year, in which people answered three checks, seldom with no."""
    facts = []
    for place, visit in enumerate(year.facts):
        spoken = visit.spoken_to
        checks = {("told", "yes"): spoken, ("told", "no"): int(place % 9 == 4), ("told", "nk"): place % 3}
        checks |= {("fed", "yes"): int(place % 4 == 1), ("fed", "no"): int(place % 5 == 1)}
        facts.append(replace(visit, checks=checks) if visit.counts else visit)
    return replace(year, facts=tuple(facts))


def a_small_year(*by_quarter: int, declined: int = 40) -> Year:
    """One visit a quarter on which so many were observed only; the rest is large."""
    facts: list[VisitFacts] = [
        a_visit_facts(
            began_at=quarter.starts_at + timedelta(hours=12),
            by_contact=contacts(40, observed, declined, 40, 40),
        )
        for quarter, observed in zip(quarters_of(YEAR), by_quarter, strict=True)
    ]
    return replace(a_year(1, 0), facts=tuple(facts))


def shown(found: Computed, key: str) -> bool:
    """Whether a count was printed."""
    return found.counts[key].shown


def test_a_year_less_three_published_quarters_does_not_give_the_fourth_back() -> None:
    year = a_small_year(10, 10, 10, 3)
    before: dict[str, list[Mapping[str, Count]]] = {}
    for quarter in quarters_of(YEAR):
        publish(year, quarter, before, PublicationKind.ANNUAL)
    found = publish(year, YEAR, before, PublicationKind.ANNUAL)
    assert not shown(found, "people.observed_only")
    alone = publish(year, YEAR, {}, PublicationKind.ANNUAL)
    assert shown(alone, "people.observed_only")


def test_a_visit_filed_late_is_not_told_by_printing_again() -> None:
    """Ten were observed; the visit that came later saw two more."""
    before: dict[str, list[Mapping[str, Count]]] = {}
    year = a_small_year(10, 10, 10, 10)
    first = publish(year, YEAR, before, PublicationKind.ANNUAL)
    assert shown(first, "people.observed_only")
    late = a_visit_facts(began_at=YEAR.starts_at + timedelta(hours=3), by_contact=contacts(40, 2, 40, 40, 40))
    again = publish(replace(year, facts=(*year.facts, late)), YEAR, before, PublicationKind.ANNUAL)
    assert not shown(again, "people.observed_only")


def test_a_withheld_nought_is_not_told_by_a_list_of_reasons_that_it_lacks() -> None:
    """A paper printed that eight were held and seven offered a talk; one was with a solicitor."""
    few = a_visit_facts(
        began_at=YEAR.starts_at + timedelta(hours=3),
        by_contact=contacts(4, 0, 3, 1, 0),
        reasons={(Contact.NOT_AVAILABLE, "solicitor"): 1},
    )
    year = replace(a_year(1, 0), facts=(few,))
    before: Told = {}
    publish(year, quarters_of(YEAR)[0], before, PublicationKind.QUARTERLY)
    made = a_return(year, quarters_of(YEAR)[0], before)
    told = {(line.measure, line.code): line.value for line in made.lines}
    assert (told["in_custody", ""], told["offered", ""]) == (8, 7)
    assert told["not_available", ""] is None
    assert None in {told["observed_only", ""], told["not_offered", ""]}
    assert not [measure for measure, _code in told if measure == "not_available_by_reason"]


def test_the_same_publication_printed_again_is_the_same() -> None:
    before: dict[str, list[Mapping[str, Count]]] = {}
    year = a_year(7, 40)
    first = publish(year, YEAR, before, PublicationKind.ANNUAL)
    second = publish(year, YEAR, before, PublicationKind.ANNUAL)
    assert first == second


@pytest.mark.parametrize("held", [1, 4, 5])
def test_the_attack_finds_what_a_careless_table_gives_away(held: int) -> None:
    reader = Reader()
    a, b, both = (("y", f"people.{name}", 0) for name in ("a", "b", "all"))
    reader.truth = {a: held, b: 20, both: held + 20}
    reader.known = {b: 20, both: held + 20}
    reader.sums = [(both, (a, b))]
    assert reader.solved() == ({a} if held < 5 else set())

"""An attacker with every publication of a year tries to work out what was withheld.

They know the rule, the definitions and every printed number: of the year, of its quarters, of what was
printed again later. Whatever they can set up as sums of whole numbers they solve, exactly and by bounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.domain.periods import Period, quarters_of
from icv_app.domain.publication import PublicationKind
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.annual import Computed, computed
from icv_app.figures.annual_counts import Sources
from icv_app.figures.count_tables import Count
from icv_app.figures.figure_lines import Status, figure_lines
from icv_app.figures.printed import printed_by
from tests.facts_builders import a_visit_facts, contacts
from tests.years import NAMES, YEAR, Year, a_year

Cell = tuple[str, str]
"""Period and key."""
Equation = tuple[Mapping[Cell, int], int]
"""Unknown cells with their factors, and what they add up to."""

OUTCOMES = ("spoken_to", "observed_only", "declined", "not_available", "not_offered")
ROUNDS = 40
"""Narrowing can go on for ever, by one at a time."""
GROUPS = ("children", "vulnerable", "women")


class Reader:
    """Sets up every sum a reader knows to hold, and solves for what was not printed."""

    def __init__(self) -> None:
        self.known: dict[Cell, int] = {}
        self.cells: dict[Cell, int] = {}
        self.sums: list[tuple[Cell, tuple[Cell, ...]]] = []

    def read(self, found: Computed) -> None:
        """Take a publication in: what was printed of it, and which cells there are."""
        label = found.label
        for key, count in found.counts.items():
            self.cells[label, key] = count.value
        for line in figure_lines(found.figures):
            assert line.status is not Status.WITHHELD or line.value is None
            for part, key in ((line.part, line.key), (line.of, whole_of(line.key))):
                if part is not None and key in found.counts:
                    self.learn((label, key), part)
            if line.value is not None and line.part is None and line.key in found.counts:
                self.learn((label, line.key), line.value)
        for total, parts in sums_of(found.counts):
            self.sums.append(((label, total), tuple((label, part) for part in parts)))

    def learn(self, cell: Cell, value: Fraction) -> None:
        """Note a printed number; two publications that contradict each other are no attack but a fault."""
        assert self.cells[cell] == value, f"{cell} printed wrong"
        self.known[cell] = int(value)

    def years_of_quarters(self, year: str, quarters: Sequence[str]) -> None:
        """What is counted over a year is the sum of its quarters."""
        read = {label for label, _key in self.cells}
        for label, key in list(self.cells):
            additive = not key.endswith((".sent", ".replied", ".in_target", ".judged", ".open"))
            if label == year and additive:
                # What a published quarter does not list was nought; of another quarter nothing is known.
                parts = tuple((one, key) for one in quarters if one not in read or (one, key) in self.cells)
                self.sums.append(((year, key), parts))

    def solved(self) -> set[Cell]:
        """Small cells that follow from the sums, exactly or because nothing else fits."""
        equations = []
        for total, parts in self.sums:
            factors: dict[Cell, int] = {}
            rest = 0
            for cell, sign in (*((part, 1) for part in parts), (total, -1)):
                if cell in self.known:
                    rest -= sign * self.known[cell]
                else:
                    factors[cell] = factors.get(cell, 0) + sign
            if factors:
                equations.append((factors, rest))
        exact = gauss(equations) | bounds(equations)
        return {cell for cell in exact if 0 < self.cells.get(cell, 0) < 5 and about_people(cell[1])}


def about_people(key: str) -> bool:
    """Whether a reader would learn of detained people: not so of the estate, or all concerns together."""
    parts = key.split(".")
    if parts[0] != "concerns":
        return True
    if parts[1] in {"letter", "code"}:
        return parts[2][0] not in "FJ"
    return False


def whole_of(key: str) -> str:  # noqa: PLR0911 - one line for each family of figures
    """Which count stands under a share."""
    parts = key.split(".")
    if parts[0] == "checks":
        return f"checks.{parts[1]}.answered"
    if parts[0] == "people" and len(parts) == 3 and parts[1] in {*GROUPS, "beds"}:
        return f"people.{parts[1]}.all"
    if key == "people.acceptance":
        return "people.offered"
    if parts[0] == "people" and len(parts) == 3:
        return "people.not_spoken_to"
    if parts[0] == "people" and parts[1] in {*OUTCOMES, "offered"}:
        return "people.in_custody"
    if key.endswith("put_right"):
        return key.replace("put_right", "raised")
    if key.endswith("in_target"):
        return key.replace("in_target", "judged")
    return ""


def sums_of(counts: Mapping[str, Count]) -> list[tuple[str, tuple[str, ...]]]:
    """The sums, as the report's definitions tell them to anybody."""
    named = set(counts)
    found: list[tuple[str, tuple[str, ...]]] = [
        ("people.in_custody", ("people.spoken_to", "people.not_spoken_to")),
        ("people.not_spoken_to", tuple(f"people.{one}" for one in OUTCOMES[1:])),
        ("people.offered", ("people.spoken_to", "people.declined")),
    ]
    for outcome in OUTCOMES[1:]:
        parts = tuple(sorted(key for key in named if key.startswith(f"people.{outcome}.")))
        found.append((f"people.{outcome}", parts))
    for name in (*GROUPS, "beds"):
        part = "moved" if name == "beds" else "spoken_to"
        found.append((f"people.{name}.all", (f"people.{name}.{part}", f"people.{name}.rest")))
    for key in named:
        if key.startswith("checks.") and key.endswith(".answered"):
            stem = key.removesuffix(".answered")
            found.append((key, (f"{stem}.yes", f"{stem}.no")))
    found += concern_sums(named)
    return [(total, parts) for total, parts in found if parts and {total, *parts} <= named]


def concern_sums(named: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The sums of the concern tables."""
    letters = sorted({key.split(".")[2] for key in named if key.startswith("concerns.letter.")})
    suites = sorted({key.split(".")[2] for key in named if key.startswith("concerns.suite.")})
    found = [
        ("concerns.raised", tuple(f"concerns.suite.{one}" for one in suites)),
        ("concerns.raised", tuple(f"concerns.letter.{one}" for one in letters)),
        ("concerns.raised", tuple(f"concerns.severity.{one}.raised" for one in ("red", "amber", "green"))),
    ]
    for letter in letters:
        cells = tuple(f"concerns.letter.{letter}.{suite}" for suite in suites)
        codes = sorted(key for key in named if key.startswith(f"concerns.code.{letter}"))
        found += [(f"concerns.letter.{letter}", cells), (f"concerns.letter.{letter}", tuple(codes))]
    for suite in suites:
        cells = tuple(f"concerns.letter.{letter}.{suite}" for letter in letters)
        found.append((f"concerns.suite.{suite}", cells))
    return found


def gauss(equations: Sequence[Equation]) -> set[Cell]:
    """The unknowns that the equations determine."""
    rows: dict[Cell, dict[Cell, Fraction]] = {}
    for factors, _rest in equations:
        row = {cell: Fraction(factor) for cell, factor in factors.items()}
        for pivot in [cell for cell in row if cell in rows]:
            take(row, rows[pivot], row.get(pivot, Fraction(0)))
        if not row:
            continue
        pivot = next(iter(row))
        row = {cell: factor / row[pivot] for cell, factor in row.items()}
        for other in rows.values():
            take(other, row, other.get(pivot, Fraction(0)))
        rows[pivot] = row
    return {pivot for pivot, row in rows.items() if len(row) == 1}


def take(row: dict[Cell, Fraction], other: Mapping[Cell, Fraction], times: Fraction) -> None:
    """Subtract in place."""
    if times:
        for cell, factor in other.items():
            left = row.get(cell, Fraction(0)) - times * factor
            if left:
                row[cell] = left
            else:
                row.pop(cell, None)


def bounds(equations: Sequence[Equation]) -> set[Cell]:
    """The unknowns that no other whole number from nought up fits, by narrowing."""
    lowest = dict.fromkeys(chain.from_iterable(factors for factors, _rest in equations), 0)
    highest: dict[Cell, float] = dict.fromkeys(lowest, float("inf"))
    for _round in range(ROUNDS):
        moved = False
        for factors, rest in equations:
            for cell, factor in factors.items():
                others = [(other, by) for other, by in factors.items() if other != cell]
                most = rest - sum(by * (lowest[o] if by > 0 else highest[o]) for o, by in others)
                least = rest - sum(by * (highest[o] if by > 0 else lowest[o]) for o, by in others)
                low, high = (least, most) if factor > 0 else (-most, -least)
                if low > lowest[cell]:
                    lowest[cell], moved = int(low), True
                if high < highest[cell]:
                    highest[cell], moved = high, True
        if not moved:
            break
    return {cell for cell, low in lowest.items() if low == highest[cell]}


def publish(
    year: Year, period: Period, before: dict[str, list[Mapping[str, Count]]], kind: PublicationKind
) -> Computed:
    """Publish one period and note that it was."""
    sources = Sources(facts=year.facts, steps=year.steps, settings=year.settings, members=year.members)
    found = computed(
        sources, period, as_of=YEAR.last_day, names=NAMES, published=before, printed=printed_by(kind)
    )
    before.setdefault(period.label, []).append(found.counts)
    return found


def attacked(year: Year, order: Sequence[tuple[Period, PublicationKind]]) -> set[Cell]:
    """What a reader of all these publications can work out that nobody should."""
    before: dict[str, list[Mapping[str, Count]]] = {}
    reader = Reader()
    for period, kind in order:
        reader.read(publish(year, period, before, kind))
    reader.years_of_quarters(YEAR.label, [one.label for one in quarters_of(YEAR)])
    return reader.solved()


QUARTERS = [(one, PublicationKind.QUARTERLY) for one in quarters_of(YEAR)]
WHOLE = (YEAR, PublicationKind.ANNUAL)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([3, 8, 40, 120]), st.permutations([*QUARTERS, WHOLE]))
def test_nothing_withheld_can_be_worked_out_from_a_year_and_its_quarters_in_whatever_order(
    seed: int, visits: int, order: Sequence[tuple[Period, PublicationKind]]
) -> None:
    assert attacked(with_checks(a_year(seed, visits)), order) == set()


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([2, 15, 60]), st.integers(1, 3))
def test_nor_where_some_quarters_were_never_published(seed: int, visits: int, some: int) -> None:
    year = with_checks(a_year(seed, visits))
    assert attacked(year, [*QUARTERS[:some], WHOLE]) == set()


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


def test_the_same_publication_printed_again_is_the_same() -> None:
    before: dict[str, list[Mapping[str, Count]]] = {}
    year = a_year(7, 40)
    first = publish(year, YEAR, before, PublicationKind.ANNUAL)
    second = publish(year, YEAR, before, PublicationKind.ANNUAL)
    assert first == second


@pytest.mark.parametrize("held", [1, 4, 5])
def test_the_attack_finds_what_a_careless_table_gives_away(held: int) -> None:
    reader = Reader()
    reader.cells = {("y", "people.a"): held, ("y", "people.b"): 20, ("y", "people.all"): held + 20}
    reader.known = {("y", "people.b"): 20, ("y", "people.all"): held + 20}
    reader.sums = [(("y", "people.all"), (("y", "people.a"), ("y", "people.b")))]
    assert reader.solved() == ({("y", "people.a")} if held < 5 else set())

"""Counts of people over several periods, and which of them a publication must withhold.

One table holds every count of a period under its key and the sums between them. A year is the sum of
its quarters, so what was published of one is known to whoever reads the other: a count is withheld
unless neither the document nor everything published before gives a protected one back.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from icv_app.figures.suppression import Sum, too_small, withheld

Key = str
Cell = tuple[str, Key, str]
"""Period, key, and whether as it is now, as it was published then, or what came in between."""
NOW, THEN, LATE = "now", "then", "late"


@dataclass(frozen=True, slots=True)
class Count:
    """One count as a publication gave it: its value, and whether it was printed."""

    value: int
    shown: bool


@dataclass(slots=True)
class CountTable:
    """Every count of people of one period.

    Attributes:
        free: Counts of no people, printed whatever happens.
        mixed: Counts of people and others together: withheld only to protect another.
        unprinted: Counts that are never printed but could be worked out; guarded like the rest.
        additive: Counts of which a year's is the sum of its quarters'.
    """

    counts: dict[Key, int] = field(default_factory=dict)
    sums: list[Sum[Key]] = field(default_factory=list)
    free: set[Key] = field(default_factory=set)
    mixed: set[Key] = field(default_factory=set)
    unprinted: set[Key] = field(default_factory=set)
    additive: set[Key] = field(default_factory=set)

    def add(self, key: Key, count: int, *, additive: bool = True) -> Key:
        """Note a count; most are of people, and of a year the sum of its quarters."""
        self.counts[key] = count
        if additive:
            self.additive.add(key)
        return key

    def relate(self, total: Key, parts: Iterable[Key]) -> None:
        """Note that a count is the sum of others."""
        found = tuple(parts)
        if found:
            self.sums.append(Sum(total, found))


Published = Mapping[str, Sequence[Mapping[Key, Count]]]
"""Period label to the counts of each publication about it, by key."""


def withheld_keys(
    label: str,
    tables: Mapping[str, CountTable],
    published: Published,
    *,
    whole: str = "",
    apart: str = "",
    same: Iterable[tuple[tuple[str, Key], tuple[str, Key]]] = (),
    printed: Iterable[Key] | None = None,
) -> frozenset[Key]:
    """Which counts of a period must not be printed.

    Args:
        label: The period that is to be published.
        tables: Its counts as they are now, and those of every period that adds up with it.
        published: What was published before, of these periods.
        whole: The period that is the sum of all others in `tables`.
        apart: The table of counts that the document prints beside those of its period.
        same: Counts of two tables that are one number; passed over where they are not, or not there.
        printed: Keys the document could print; all where not given.
    """
    cells = _Cells()
    own = [label, apart] if apart else [label]
    cells.alone = not any(published.get(one) for one in tables)
    others = [] if cells.alone else [name for name in tables if name not in own]
    for name in (*own, *others):
        cells.put_period(name, tables[name], published.get(name, ()), mine=name in own)
    cells.put_same(same)
    if others and whole:
        cells.put_years(whole, [one for one in tables if one != whole], tables)
    if printed is not None:
        wanted = set(printed)
        cells.unprinted |= {
            cell for cell in cells.counts if cell[0] in own and cell[2] == NOW and cell[1] not in wanted
        } - cells.known
    return frozenset(key for name, key, when in cells.hidden() if name in own and when == NOW)


class _Cells:
    """The counts of all periods as one system of sums."""

    def __init__(self) -> None:
        self.counts: dict[Cell, int] = {}
        self.sums: list[Sum[Cell]] = []
        self.guarded: set[Cell] = set()
        self.known: set[Cell] = set()
        self.free: set[Cell] = set()
        self.unprinted: set[Cell] = set()
        self.alone = True

    def put_period(
        self, name: str, table: CountTable, before: Sequence[Mapping[Key, Count]], *, mine: bool
    ) -> None:
        """Add one period: as it is now, and apart from that as it was published where that differs."""
        self._put_table(name, NOW, table, table.counts)
        if not mine:
            self.unprinted |= {(name, key, NOW) for key in table.counts}
        else:
            self.unprinted |= {(name, key, NOW) for key in table.unprinted}
            self.free |= {(name, key, NOW) for key in table.free}
        for place, counts in enumerate(before):
            self._put_publication(name, table, counts, f"{THEN} {place}")

    def _put_publication(self, name: str, table: CountTable, before: Mapping[Key, Count], then: str) -> None:
        changed = any(table.counts.get(key, 0) != count.value for key, count in before.items())
        when = then if changed else NOW
        if changed:
            self._put_table(name, then, table, {key: count.value for key, count in before.items()})
            self.unprinted |= {(name, key, then) for key in before}
            for key in before.keys() & table.counts.keys():
                self._put_late(name, key, then, table.counts[key] - before[key].value, key in table.mixed)
        shown = {(name, key, when) for key, count in before.items() if count.shown} & self.counts.keys()
        self.known |= shown
        self.unprinted -= shown

    def put_years(self, whole: str, parts: Sequence[str], tables: Mapping[str, CountTable]) -> None:
        """Note that each count of a year is the sum of its quarters'."""
        for key in tables[whole].additive:
            own = [(one, key, NOW) for one in parts if key in tables[one].counts]
            if own:
                self.sums.append(Sum((whole, key, NOW), tuple(own)))

    def put_same(self, same: Iterable[tuple[tuple[str, Key], tuple[str, Key]]]) -> None:
        """Note that counts of two tables are one number."""
        for one, other in same:
            first, second = (*one, NOW), (*other, NOW)
            if first in self.counts and self.counts[first] == self.counts.get(second):
                self.sums.append(Sum(first, (second,)))

    def hidden(self) -> set[Cell]:
        """What must not be printed, worked out for each group of counts that hang together."""
        found: set[Cell] = set()
        for counts, sums in _groups(self.counts, self.sums):
            if any(cell in self.guarded and too_small(abs(count)) for cell, count in counts.items()):
                found |= withheld(
                    counts,
                    sums,
                    self.guarded & counts.keys(),
                    unprinted=self.unprinted & counts.keys(),
                    kept=(self.known | self.free) & counts.keys(),
                    known=self.known & counts.keys(),
                    alone=self.alone,
                    nought=not self.alone,
                )
        return found

    def _put_table(self, name: str, when: str, table: CountTable, counts: Mapping[Key, int]) -> None:
        at = partial(_cell, name, when)
        self.counts.update({at(key): count for key, count in counts.items()})
        self.guarded |= {at(key) for key in counts if key not in table.free and key not in table.mixed}
        for one in table.sums:
            if one.total in counts and all(part in counts for part in one.parts):
                self.sums.append(Sum(at(one.total), tuple(at(part) for part in one.parts)))

    def _put_late(self, name: str, key: Key, then: str, more: int, mixed: bool) -> None:
        late = (name, key, f"{LATE} {then}")
        self.counts[late] = more
        self.unprinted.add(late)
        if not mixed:
            self.guarded.add(late)
        self.sums.append(Sum((name, key, NOW), ((name, key, then), late)))


def _cell(name: str, when: str, key: Key) -> Cell:
    return name, key, when


def _groups(
    counts: Mapping[Cell, int], sums: Sequence[Sum[Cell]]
) -> Iterable[tuple[dict[Cell, int], list[Sum[Cell]]]]:
    """Counts that no sum links need not be looked at together."""
    leader: dict[Hashable, Cell] = {cell: cell for cell in counts}

    def lead(cell: Cell) -> Cell:
        while leader[cell] != cell:
            leader[cell] = leader[leader[cell]]
            cell = leader[cell]
        return cell

    for one in sums:
        for part in one.parts:
            leader[lead(part)] = lead(one.total)
    groups: dict[Cell, tuple[dict[Cell, int], list[Sum[Cell]]]] = {}
    for cell, count in counts.items():
        groups.setdefault(lead(cell), ({}, []))[0][cell] = count
    for one in sums:
        groups[lead(one.total)][1].append(one)
    return groups.values()

"""Withholding small counts of people, and what would give them back.

Source: the scheme's publication rule: counts of detained people below five
are not published, nor what would give them back by subtraction.

A table is a set of counts and the sums that hold between them. First every
protected count from 1 to 4 is withheld; nought identifies nobody and is shown
unless nothing else can protect another. Then, while a withheld count could
still be worked out, the smallest count that stands in a sum with it is
withheld too. "Could be worked out" is exact for everything that follows from
the sums as linear equations, and from nought being the sum of noughts;
besides, what is withheld of one sum must together reach five, so that knowing
every part to be at least one gives nothing away; and no withheld count may
have one value left when each bounds the others.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Generic, TypeVar

SMALLEST_PUBLISHED = 5
_MOST_PASSES = 200

Key = TypeVar("Key", bound=Hashable)
Row = dict[Key, int | Fraction]
"""A linear equation; whole numbers, and so quick, in nearly every table."""


@dataclass(frozen=True, slots=True)
class Sum(Generic[Key]):
    """`total` is the sum of `parts`, as any reader of the document knows."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """Parts first, then the total."""
        return (*self.parts, self.total)


def too_small(count: int) -> bool:
    """Whether a count of people is withheld for its own sake."""
    return 0 < count < SMALLEST_PUBLISHED


def _telling(sums: Sequence[Sum[Key]], unknown: Collection[Key], wanted: Collection[Key]) -> list[Sum[Key]]:
    """The sums that can tell something of what is wanted.

    One with an unknown count that stands in no other sum tells nothing, whatever that count is.
    """
    left = dict(enumerate(sums))
    standing: dict[Key, set[int]] = {}
    for place, one in left.items():
        for key in one.keys:
            if key in unknown:
                standing.setdefault(key, set()).add(place)
    idle = [key for key, places in standing.items() if len(places) == 1 and key not in wanted]
    while idle:
        for place in list(standing[idle.pop()]):
            for key in left.pop(place).keys:
                if key in standing:
                    standing[key].discard(place)
                    if len(standing[key]) == 1 and key not in wanted:
                        idle.append(key)
    return list(left.values())


def _solvable(sums: Iterable[Sum[Key]], unknown: Collection[Key]) -> set[Key]:
    """The unknown counts that the sums determine, by Gauss-Jordan elimination."""
    reduced: dict[Key, Row[Key]] = {}
    for one in sums:
        row: Row[Key] = {}
        for key, sign in (*((part, 1) for part in one.parts), (one.total, -1)):
            if key in unknown:
                row[key] = row.get(key, 0) + sign
        for pivot in [key for key in row if key in reduced]:
            _take(row, reduced[pivot], row.get(pivot, 0))
        row = {key: factor for key, factor in row.items() if factor}
        if not row:
            continue
        pivot, lead = next(iter(row.items()))
        if lead != 1:
            row = {key: -factor if lead == -1 else Fraction(factor) / lead for key, factor in row.items()}
        for other in reduced.values():
            _take(other, row, other.get(pivot, 0))
        reduced[pivot] = row
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _take(row: Row[Key], other: Row[Key], times: int | Fraction) -> None:
    """Subtract a multiple of one row from another, in place."""
    if not times:
        return
    for key, factor in other.items():
        left = row.get(key, 0) - times * factor
        if left:
            row[key] = left
        else:
            row.pop(key, None)


def _bounded(sums: Iterable[Sum[Key]], counts: Mapping[Key, int], withheld: Collection[Key]) -> set[Key]:
    """Withheld parts of a sum that together do not reach five."""
    exposed: set[Key] = set()
    for one in sums:
        hidden = [part for part in one.parts if part in withheld]
        if hidden and one.total not in withheld:
            together = sum(abs(counts[part]) for part in hidden)
            if together < SMALLEST_PUBLISHED:
                exposed.update(hidden)
    return exposed


def _pinned(sums: Sequence[Sum[Key]], counts: Mapping[Key, int], hidden: Mapping[Key, int]) -> set[Key]:
    """Withheld counts that have only one value left when what is known of each bounds the others.

    Args:
        sums: Every relation.
        counts: Every count.
        hidden: The least that a reader knows of each withheld one.
    """
    low: dict[Key, float] = {key: hidden.get(key, n) for key, n in counts.items()}
    high: dict[Key, float] = {key: inf if key in hidden else n for key, n in counts.items()}
    touched = [one for one in sums if any(key in hidden for key in one.keys)]
    for _pass in range(_MOST_PASSES):
        narrowed = False
        for one in touched:
            least = sum(low[key] for key in one.parts)
            open_ended = sum(high[key] == inf for key in one.parts)
            most = sum(high[key] for key in one.parts if high[key] < inf)
            for key in one.keys:
                if key not in hidden:
                    continue
                if key == one.total:
                    at_least, at_most = least, inf if open_ended else most
                else:
                    others_open = open_ended - (high[key] == inf)
                    others = most - (high[key] if high[key] < inf else 0)
                    at_least = low[one.total] - (inf if others_open else others)
                    at_most = high[one.total] - (least - low[key])
                if at_least > low[key] or at_most < high[key]:
                    low[key], high[key] = max(low[key], at_least), min(high[key], at_most)
                    narrowed = True
                    break  # the sums above are of what was known before
        if not narrowed:
            break
    return {key for key in hidden if low[key] == high[key]}


def _less_nought(empty: Sequence[Sum[Key]], hidden: set[Key]) -> set[Key]:
    """What is hidden less the parts of every total that is shown to be nought: they are nought, too."""
    unknown = hidden
    while True:
        told = {part for one in empty if one.total not in unknown for part in one.parts} & unknown
        if not told:
            return unknown
        unknown = unknown - told


def _levels(sums: Sequence[Sum[Key]]) -> dict[Key, int]:
    """How far up a count stands: 0 in no sum's total, else one above its highest part."""
    levels: dict[Key, int] = {}
    for _pass in sums:
        before = dict(levels)
        for one in sums:
            levels[one.total] = 1 + max((levels.get(part, 0) for part in one.parts), default=0)
        if levels == before:
            break
    return levels


def _beside(
    exposed: Collection[Key], sums: Sequence[Sum[Key]], open_to: Collection[Key], hidden: Collection[Key]
) -> set[Key]:
    """Counts that may be withheld, in a sum with an exposed one or else linked to it by withheld ones."""
    reached = set(exposed)
    while True:
        touched = {key for one in sums if reached.intersection(one.keys) for key in one.keys}
        found = {key for key in touched if key in open_to and key not in hidden}
        linked = {key for key in touched if key in hidden}
        if found or linked <= reached:
            return found
        reached |= linked


def withheld(
    counts: Mapping[Key, int],
    sums: Sequence[Sum[Key]],
    protected: Collection[Key],
    *,
    unprinted: Collection[Key] = (),
    kept: Collection[Key] = (),
    known: Collection[Key] = (),
    alone: bool = True,
    nought: bool = False,
) -> frozenset[Key]:
    """Which counts of a document must not be printed.

    Of several counts that would protect another, details go before totals,
    small before large, and the later in `counts` before the earlier.

    Args:
        counts: Every count the document could print.
        sums: Every relation between them; no count is its own part.
        protected: The counts of people.
        unprinted: Counts that are never printed but could be worked out, such as
            "not moved"; they are guarded like the rest.
        kept: Counts that are printed whatever happens, because they are of no people.
        known: Counts of `kept` that were published before. What they give away already is no longer
            looked after: nothing here could take it back.
        alone: Whether nothing else is published; else only what follows by subtraction is guarded, for
            that something is withheld at all says that it is not nought, and earlier ones cannot be changed.
        nought: Whether nought may be withheld where nothing else can protect another count.

    Raises:
        ValueError: What is kept gives a protected count away (a defect in the tables).
    """
    primary = {key for key in counts if key in protected and too_small(abs(counts[key]))} - set(known)
    hidden = primary | set(unprinted)
    levels = _levels(sums)
    place = {key: index for index, key in enumerate(counts)}

    empty = [one for one in sums if nought and not counts[one.total]]
    wanted = primary | {one.total for one in empty}

    def exposed() -> set[Key]:
        unknown = hidden
        while True:
            unknown = _less_nought(empty, unknown)
            solved = _solvable(_telling(sums, unknown, wanted), unknown)
            told = {one.total for one in empty} & solved
            if not told:
                break
            unknown = unknown - told
        found = (solved | _bounded(sums, counts, unknown - solved)) & primary
        # A withheld count is not nought, for nought is printed; of one that is never printed nobody knows.
        least = {key: 0 if key in unprinted else 1 for key in hidden}
        return found or (_pinned(sums, counts, least) & primary if alone else found)

    def price(key: Key) -> tuple[int, int, int]:
        return levels.get(key, 0), counts[key], -place[key]

    open_to = {key for key in counts if key not in kept}
    some = {key for key in open_to if counts[key]}
    while given_away := exposed():
        # Nought is withheld only where nothing else is left, as where an empty quarter makes a year its own.
        candidates = _beside(given_away, sums, some, hidden)
        if nought and not candidates:
            candidates = _beside(given_away, sums, open_to, hidden)
        if not candidates and known:
            primary -= given_away
            continue
        if not candidates:
            raise ValueError(f"{len(given_away)} withheld counts can be worked out from what is kept")
        hidden.add(min(candidates, key=price))
    # What was withheld on the way and turned out not to be needed comes back, the dearest first.
    small = {key for key in counts if key in protected and too_small(abs(counts[key]))}
    for key in sorted(hidden - small - set(unprinted), key=price, reverse=True):
        hidden.remove(key)
        if exposed():
            hidden.add(key)
    return frozenset(hidden)

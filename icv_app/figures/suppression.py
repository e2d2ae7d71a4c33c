"""Withholding small counts of people, and what would give them back.

Source: the scheme's publication rule: counts of detained people below five
are not published, nor what would give them back by subtraction.

A table is a set of counts and the sums that hold between them. First every
protected count from 1 to 4 is withheld (nought identifies nobody and is
shown). Then, while a withheld count could still be worked out, the smallest
count that stands in a sum with it is withheld too. "Could be worked out" is
exact for everything that follows from the sums as linear equations; besides,
what is withheld of one sum must together reach five, so that knowing every
part to be at least one gives nothing away.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

SMALLEST_PUBLISHED = 5

Key = TypeVar("Key", bound=Hashable)


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


def _solvable(sums: Iterable[Sum[Key]], unknown: Collection[Key]) -> set[Key]:
    """The unknown counts that the sums determine, by Gauss-Jordan elimination."""
    reduced: dict[Key, dict[Key, Fraction]] = {}
    for one in sums:
        row: dict[Key, Fraction] = {}
        for key, sign in (*((part, 1) for part in one.parts), (one.total, -1)):
            if key in unknown:
                row[key] = row.get(key, Fraction(0)) + sign
        for pivot in [key for key in row if key in reduced]:
            _take(row, reduced[pivot], row.get(pivot, Fraction(0)))
        row = {key: factor for key, factor in row.items() if factor}
        if not row:
            continue
        pivot, lead = next(iter(row.items()))
        row = {key: factor / lead for key, factor in row.items()}
        for other in reduced.values():
            _take(other, row, other.get(pivot, Fraction(0)))
        reduced[pivot] = row
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _take(row: dict[Key, Fraction], other: Mapping[Key, Fraction], times: Fraction) -> None:
    """Subtract a multiple of one row from another, in place."""
    if not times:
        return
    for key, factor in other.items():
        left = row.get(key, Fraction(0)) - times * factor
        if left:
            row[key] = left
        else:
            row.pop(key, None)


def _bounded(sums: Iterable[Sum[Key]], counts: Mapping[Key, int], withheld: Collection[Key]) -> set[Key]:
    """Withheld parts of a sum that together do not reach five."""
    exposed: set[Key] = set()
    for one in sums:
        hidden = [part for part in one.parts if part in withheld]
        if hidden and one.total not in withheld and sum(counts[part] for part in hidden) < SMALLEST_PUBLISHED:
            exposed.update(hidden)
    return exposed


def withheld(
    counts: Mapping[Key, int],
    sums: Sequence[Sum[Key]],
    protected: Collection[Key],
    *,
    unprinted: Collection[Key] = (),
) -> frozenset[Key]:
    """Which counts of a document must not be printed.

    Args:
        counts: Every count the document could print, in the order of preference to keep:
            of two counts that would serve, the smaller is withheld, and the later of equal ones.
        sums: Every relation between them.
        protected: The counts of people.
        unprinted: Counts that are never printed but could be worked out, such as
            "not spoken to"; they are guarded like the rest.
    """
    primary = {key for key in counts if key in protected and too_small(counts[key])}
    hidden = primary | set(unprinted)
    place = {key: -index for index, key in enumerate(counts)}
    while True:
        exposed = (_solvable(sums, hidden) | _bounded(sums, counts, hidden)) & primary
        candidates = [
            (key == one.total, counts[key], place[key], key)
            for one in sums
            if exposed.intersection(one.keys)
            for key in one.keys
            if key not in hidden and counts[key] > 0
        ]
        if not exposed or not candidates:
            return frozenset(hidden)
        hidden.add(min(candidates, key=lambda candidate: candidate[:3])[3])

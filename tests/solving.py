"""A reader who tries to work out what was withheld: by equations, and by bounds."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import Any

Equation = tuple[Hashable, Sequence[Hashable]]
"""A total and its parts."""
ROUNDS = 40
"""Narrowing can go on for ever, by one at a time."""


def worked_out(
    known: Mapping[Any, int | None], equations: Iterable[Equation], *, bounds: bool
) -> dict[Hashable, int]:
    """The withheld counts that follow from the equations; by bounds, a withheld one being at least 1, too.

    What stands in an equation and not among the known is unknown, and at least 0.
    """
    rows = [(total, tuple(parts)) for total, parts in equations]
    unknown = {key for total, parts in rows for key in (total, *parts) if known.get(key) is None}
    found = _linear(known, rows, unknown)
    if bounds:
        found |= _bounded(known, rows, unknown)
    return {key: value for key, value in found.items() if key in known}


def worked_out_of_noughts(
    known: Mapping[Any, int | None], equations: Iterable[Equation]
) -> dict[Hashable, int]:
    """The withheld counts that follow from the equations, and from nought being the sum of noughts."""
    rows, found = [(total, tuple(parts)) for total, parts in equations], dict[Hashable, int]()
    while True:
        found |= worked_out({**known, **found}, rows, bounds=False)
        told = {**known, **found}
        noughts = {part for total, parts in rows if told.get(total) == 0 for part in parts}
        if all(told.get(key) == 0 for key in noughts):
            return found
        found |= dict.fromkeys(noughts, 0)


def _bounded(
    known: Mapping[Any, int | None], rows: Sequence[Equation], unknown: set[Hashable]
) -> dict[Hashable, int]:
    low: dict[Hashable, float] = {key: 1 if key in known else 0 for key in unknown}
    high: dict[Hashable, float] = dict.fromkeys(unknown, inf)
    for key, value in known.items():
        if value is not None:
            low[key] = high[key] = value
    for _pass in range(ROUNDS):
        changed = False
        for total, parts in rows:
            least, most = sum(low[key] for key in parts), sum(high[key] for key in parts)
            bounds: list[tuple[Hashable, float, float]] = [(total, least, most)]
            for part in parts:
                others_low = least - low[part]
                others_high = most - high[part] if most < inf else sum(high[k] for k in parts if k != part)
                bounds.append((part, low[total] - others_high, high[total] - others_low))
            for key, at_least, at_most in bounds:
                if at_least > low[key]:
                    low[key], changed = at_least, True
                if at_most < high[key]:
                    high[key], changed = at_most, True
        if not changed:
            break
    return {key: int(low[key]) for key in unknown if low[key] == high[key]}


def _linear(
    known: Mapping[Any, int | None], rows: Iterable[Equation], unknown: set[Hashable]
) -> dict[Hashable, int]:
    reduced: dict[Hashable, tuple[dict[Hashable, Fraction], Fraction]] = {}
    for total, parts in rows:
        row: dict[Hashable, Fraction] = {}
        right = Fraction(0)
        for key, sign in (*((part, 1) for part in parts), (total, -1)):
            if key in unknown:
                row[key] = row.get(key, Fraction(0)) + sign
            else:
                right -= sign * (known[key] or 0)
        for pivot in [key for key in row if key in reduced]:  # rows found before hold no other pivot
            if times := row.get(pivot, Fraction(0)):
                other, value = reduced[pivot]
                row, right = _less(row, other, times), right - times * value
        row = {key: factor for key, factor in row.items() if factor}
        if not row:
            assert right == 0, f"what is printed does not add up: {total}"
            continue
        pivot, lead = next(iter(row.items()))
        row, right = {key: factor / lead for key, factor in row.items()}, right / lead
        for key, (other, value) in list(reduced.items()):
            if times := other.get(pivot, Fraction(0)):
                reduced[key] = _less(other, row, times), value - times * right
        reduced[pivot] = row, right
    return {pivot: int(value) for pivot, (row, value) in reduced.items() if len(row) == 1}


def _less(
    row: Mapping[Hashable, Fraction], other: Mapping[Hashable, Fraction], times: Fraction
) -> dict[Hashable, Fraction]:
    left = {key: row.get(key, Fraction(0)) - times * other.get(key, Fraction(0)) for key in {**row, **other}}
    return {key: factor for key, factor in left.items() if factor}

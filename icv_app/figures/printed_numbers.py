"""Which figures a number that stands in a publication can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from fractions import Fraction

from icv_app.figures.figure_lines import FigureLine, Status
from icv_app.figures.rounding import percentage, rounded

WITHHELD_MARK = "[c]"
_PLACES = (0, 1)
_NUMBER = re.compile(r"(?<![^\W\d_])\d[\d,]*(?:\.\d+)?(?![^\W_])")
_WORD = re.compile(r"(?=[^\W_]*[^\W\d_])[^\W_]{2,}")
_PLAIN = Fraction(3, 5)
"""So much of a figure's name beside a number tells it from the others that are printed alike."""


@dataclass(frozen=True, slots=True)
class PrintedAs:
    """The figures that a printed number can be.

    Attributes:
        figures: Those first whose names stand beside it.
        plain: The one it is by what stands beside it, or because no other is printed so.
    """

    figures: tuple[FigureLine, ...]
    plain: FigureLine | None


def number_in(word: str) -> str:
    """Return the number in a printed word without its marks of thousands, or an empty text.

    What has letters joined to it, such as `B3` of a list or part of a digest, is none.
    """
    if WITHHELD_MARK in word:
        return WITHHELD_MARK
    found = _NUMBER.search(word)
    return found[0].replace(",", "").rstrip(".") if found else ""


def figures_printed_as(lines: Iterable[FigureLine], word: str, beside: str = "") -> PrintedAs:
    """Find the figures that are printed as the number in a word.

    A share is found by its percentage and by both of its counts, what is withheld by its sign.

    Args:
        lines: Of the publication.
        word: As it is printed.
        beside: The words of its row and its column.
    """
    wanted = number_in(word)
    if not wanted:
        return PrintedAs((), None)
    around = _words(beside)
    near = [(_named(line, around), line) for line in lines if wanted in _printed(line)]
    near.sort(key=lambda one: -one[0])
    figures = tuple(line for _named, line in near)
    if len(near) == 1 or (len(near) > 1 and near[0][0] >= _PLAIN and near[0][0] > near[1][0]):
        return PrintedAs(figures, figures[0])
    return PrintedAs(figures, None)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _named(line: FigureLine, around: Set[str]) -> Fraction:
    """How much of a figure's name stands around."""
    words = _words(line.name)
    return Fraction(len(words & around), len(words)) if words else Fraction(0)


def _printed(line: FigureLine) -> set[str]:
    counts = [count for count in (line.part, line.of) if count is not None]
    found = {str(rounded(count, places)) for count in counts for places in _PLACES}
    if line.status is Status.WITHHELD:
        return found | {WITHHELD_MARK}
    if line.value is not None and line.unit == "pence":
        found.add(str(rounded(line.value / 100, 2)))
    elif line.value is not None:
        form = percentage if line.unit == "share" else rounded
        found |= {str(form(line.value, places)) for places in _PLACES}
    return found

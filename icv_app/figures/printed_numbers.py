"""Which figures a number that stands in a publication can be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from icv_app.figures.figure_lines import FigureLine, Status
from icv_app.figures.rounding import percentage, rounded

WITHHELD_MARK = "[c]"
_PLACES = (0, 1)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def number_in(word: str) -> str:
    """Return the number in a printed word without its marks of thousands, or an empty text."""
    if WITHHELD_MARK in word:
        return WITHHELD_MARK
    found = _NUMBER.search(word)
    return found[0].replace(",", "").rstrip(".") if found else ""


def figures_printed_as(lines: Iterable[FigureLine], word: str) -> tuple[FigureLine, ...]:
    """Return the figures that are printed as the number in a word, in their order.

    A share is found by its percentage and by both of its counts, what is withheld by its sign.
    """
    wanted = number_in(word)
    if not wanted:
        return ()
    return tuple(line for line in lines if wanted in _printed(line))


def _printed(line: FigureLine) -> set[str]:
    if line.status is Status.WITHHELD:
        return {WITHHELD_MARK}
    counts = [count for count in (line.part, line.of) if count is not None]
    found = {str(rounded(count, places)) for count in counts for places in _PLACES}
    if line.value is not None:
        form = percentage if line.unit == "share" else rounded
        found |= {str(form(line.value, places)) for places in _PLACES}
    return found

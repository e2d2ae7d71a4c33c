"""The year so far in five numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from icv_app.figures.rounding import percentage, rounded
from icv_app.services.agenda import YearSoFar
from icv_app.words import _, plural
from ui.entries.numbers import say_count


@dataclass(frozen=True, slots=True)
class Tile:
    """A number, what it counts, and what to compare it with."""

    number: str
    of: str
    beside: str


def year_tiles(year: YearSoFar) -> tuple[Tile, ...]:
    """Return the year so far in five numbers, each with what it is of."""
    pooled, mean = year.spoken.pooled, year.spoken.mean
    return (
        Tile(
            say_count(year.visits),
            plural("visit", "visits", year.visits),
            _("target so far {target} · {share}").format(
                target=say_count(int(rounded(Fraction(year.target.of)))), share=_percent(year.target.value)
            ),
        ),
        Tile(
            _percent(mean.value),
            _("of people in custody spoken to"),
            _("mean of {n} visits").format(n=say_count(mean.n)),
        ),
        Tile(
            say_count(int(pooled.part)),
            _("people spoken to"),
            _("of {n} in custody when visited").format(n=say_count(int(pooled.of))),
        ),
        Tile(
            say_count(year.open),
            plural("concern open", "concerns open", year.open),
            _("of {n} raised").format(n=say_count(year.raised)),
        ),
        Tile(
            say_count(year.visitors),
            plural("visitor", "visitors", year.visitors),
            _("{n} have visited this year").format(n=say_count(year.active)),
        ),
    )


def _percent(share: Fraction | None) -> str:
    return "–" if share is None else f"{percentage(share):,}\u00a0%"

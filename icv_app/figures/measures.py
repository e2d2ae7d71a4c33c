"""The shapes a figure comes in. Values are exact until `rounding` prints them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from icv_app.domain.ids import VisitId

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole.

    Attributes:
        part: The numerator.
        of: The denominator, printed beside every percentage as n.
        visits: The visits the denominator was counted on, oldest first.
    """

    part: Number
    of: Number
    visits: tuple[VisitId, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """`part / of`, exact; `None` where there is nothing to divide by."""
        return Fraction(self.part) / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Mean:
    """An unweighted mean.

    Attributes:
        value: Exact; `None` where there was nothing to average.
        n: How many values it is the mean of.
    """

    value: Fraction | None
    n: int


@dataclass(frozen=True, slots=True)
class BothAverages:
    """A share averaged in both ways; a text must say which one it prints.

    Attributes:
        pooled: All people of all visits taken together.
        mean: The mean of each visit's own share, over visits with anybody in custody.
    """

    pooled: Share
    mean: Mean

"""How every published number is rounded, in one place.

Half is rounded away from zero (2.5 becomes 3) on the exact fraction, never on
an already rounded value: the way readers round by hand.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def rounded(value: Fraction | float, places: int = 0) -> Decimal:
    """Round half away from zero to a number of decimal places."""
    exact = Fraction(value) * 10**places
    units = (2 * abs(exact.numerator) // exact.denominator + 1) // 2
    return Decimal(units if exact >= 0 else -units).scaleb(-places)


def percentage(value: Fraction | float, places: int = 0) -> Decimal:
    """A share of 1 as a rounded percentage."""
    return rounded(Fraction(value) * 100, places)

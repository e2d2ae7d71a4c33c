from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.figures.rounding import percentage, rounded


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), 1, "0.3"),
        (Fraction(366, 7), 1, "52.3"),
        (Fraction(1, 20), 1, "0.1"),
        (0, 1, "0.0"),
        (Fraction(2499, 1000), 0, "2"),
    ],
)
def test_half_is_rounded_away_from_zero(value: Fraction, places: int, printed: str) -> None:
    assert str(rounded(value, places)) == printed


def test_percentages_are_rounded_from_the_exact_share() -> None:
    assert percentage(Fraction(1228, 2553)) == 48
    assert str(percentage(Fraction(1, 8), 1)) == "12.5"


@given(st.fractions(-(10**12), 10**12), st.integers(0, 3))
def test_rounding_is_never_off_by_more_than_half(value: Fraction, places: int) -> None:
    shown = rounded(value, places)
    assert isinstance(shown, Decimal)
    assert abs(Fraction(shown) - value) <= Fraction(1, 2 * 10**places)

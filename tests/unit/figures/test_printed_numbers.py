"""A number on a page is told which figures it can be."""

from __future__ import annotations

from fractions import Fraction

import pytest

from icv_app.figures.figure_lines import FigureLine, Status
from icv_app.figures.printed_numbers import figures_printed_as, number_in


def a_line(
    key: str,
    unit: str,
    value: Fraction | None,
    *,
    part: Fraction | None = None,
    of: Fraction | None = None,
) -> FigureLine:
    status = Status.WITHHELD if value is None else Status.SHOWN
    return FigureLine(
        key=key, name=key, unit=unit, value=value, status=status, definition="", part=part, of=of
    )


SPOKEN = a_line("spoken", "share", Fraction(1489, 4712), part=Fraction(1489), of=Fraction(4712))
VISITS = a_line("visits", "visits", Fraction(282))
HOURS = a_line("hours", "hours", Fraction(18921, 10))
HIDDEN = a_line("hidden", "people", None)
LINES = (SPOKEN, VISITS, HOURS, HIDDEN)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("1,489", "1489"),
        ("(31.6", "31.6"),
        ("282.", "282"),
        ("[c]", "[c]"),
        ("visits", ""),
        ("n=40;", "40"),
        ("B3", ""),
        ("56c3", ""),
    ],
)
def test_the_number_in_a_word_is_read_without_what_stands_around_it(word: str, number: str) -> None:
    assert number_in(word) == number


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("1,489", ["spoken"]),
        ("4,712", ["spoken"]),
        ("32", ["spoken"]),
        ("31.6", ["spoken"]),
        ("282", ["visits"]),
        ("1,892", ["hours"]),
        ("1,892.1", ["hours"]),
        ("[c]", ["hidden"]),
        ("2023", []),
        ("people", []),
    ],
)
def test_figures_are_found_by_how_they_are_printed(word: str, keys: list[str]) -> None:
    assert [line.key for line in figures_printed_as(LINES, word).figures] == keys


LEEDS = a_line("Concerns at Leeds", "concerns", Fraction(7))
WAKEFIELD = a_line("Concerns at Wakefield", "concerns", Fraction(7))
REFUSED = a_line("Concerns J2: Access refused", "concerns", Fraction(7))


@pytest.mark.parametrize(
    ("beside", "plain"),
    [
        ("All concerns 12 7 at Wakefield", WAKEFIELD),
        ("J2 Access refused 7", REFUSED),
        ("Concerns at the suites 7", None),
        ("", None),
    ],
)
def test_a_number_that_several_figures_are_printed_as_is_the_one_named_beside_it(
    beside: str, plain: FigureLine | None
) -> None:
    found = figures_printed_as((LEEDS, WAKEFIELD, REFUSED), "7", beside)
    assert found.plain == plain
    assert len(found.figures) == 3
    assert plain is None or found.figures[0] == plain

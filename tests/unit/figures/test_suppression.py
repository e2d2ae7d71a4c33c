from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.figures.suppression import Sum, withheld

COUNTS = st.integers(0, 12)


def one_table(*counts: int) -> tuple[dict[str, int], list[Sum[str]]]:
    parts = {f"part {place}": count for place, count in enumerate(counts)}
    return {"total": sum(counts), **parts}, [Sum("total", tuple(parts))]


def test_a_small_count_is_withheld_with_the_smallest_beside_it() -> None:
    counts, sums = one_table(40, 3, 12, 0)
    assert withheld(counts, sums, counts) == {"part 1", "part 2"}


def test_nought_and_five_are_printed() -> None:
    counts, sums = one_table(0, 5, 6)
    assert withheld(counts, sums, counts) == frozenset()


def test_what_is_withheld_of_a_sum_reaches_five_together() -> None:
    # Two ones: the reader would know that two parts of at least one add up to two.
    counts, sums = one_table(1, 1, 20, 30)
    assert withheld(counts, sums, counts) == {"part 0", "part 1", "part 2"}


def test_the_total_goes_where_nothing_else_is_left() -> None:
    counts, sums = one_table(3, 0, 0)
    assert withheld(counts, sums, counts) == {"total", "part 0"}


def test_counts_that_are_not_of_people_stay() -> None:
    counts, sums = one_table(3, 2, 9)
    assert withheld(counts, sums, ()) == frozenset()


def test_a_protected_count_cannot_be_had_through_another_table() -> None:
    counts = {"all": 30, "a": 3, "b": 7, "c": 20, "b1": 4, "b2": 3, "other": 10}
    sums = [Sum("all", ("a", "b", "c")), Sum("b", ("b1", "b2")), Sum("other", ("a", "b"))]
    hidden = withheld(counts, sums, {"a"})
    assert "a" in hidden
    assert solutions_for("a", counts, sums, hidden) > 1


def test_the_unprinted_rest_is_guarded_too() -> None:
    counts = {"of": 10, "part": 8, "rest": 2}
    assert withheld(counts, [Sum("of", ("part", "rest"))], counts, unprinted=["rest"]) == {"part", "rest"}
    counts = {"of": 10, "part": 4, "rest": 6}
    assert withheld(counts, [Sum("of", ("part", "rest"))], counts, unprinted=["rest"]) == {"part", "rest"}
    counts = {"of": 20, "part": 12, "rest": 8}
    assert withheld(counts, [Sum("of", ("part", "rest"))], counts, unprinted=["rest"]) == {"rest"}


def solutions_for(key: str, counts: dict[str, int], sums: list[Sum[str]], hidden: frozenset[str]) -> int:
    """How many values a reader finds possible for one cell who tries every count up to the largest."""
    unknown = sorted(hidden)
    top = {name: max(counts.values()) + 1 for name in unknown}
    for one in sums:
        for part in one.parts:
            if part in top and one.total not in hidden:
                top[part] = min(top[part], counts[one.total])
    possible = set()
    for guess in product(*(range(1, top[name] + 1) for name in unknown)):
        known = {**counts, **dict(zip(unknown, guess, strict=True))}
        if all(known[one.total] == sum(known[part] for part in one.parts) for one in sums):
            possible.add(known[key])
    return len(possible)


@given(st.lists(COUNTS, min_size=2, max_size=3))
def test_a_reader_who_tries_every_number_is_left_in_doubt(counts: list[int]) -> None:
    table, sums = one_table(*counts)
    hidden = withheld(table, sums, table)
    for key in hidden:
        assert solutions_for(key, table, sums, hidden) > 1


@settings(max_examples=40)
@given(st.lists(st.integers(0, 8), min_size=4, max_size=4))
def test_a_table_of_two_by_two_with_its_totals_gives_nothing_back(cells: list[int]) -> None:
    a, b, c, d = cells
    counts = {"all": a + b + c + d, "r1": a + b, "r2": c + d, "c1": a + c, "c2": b + d}
    counts |= {"a": a, "b": b, "c": c, "d": d}
    sums = [
        Sum("all", ("r1", "r2")),
        Sum("all", ("c1", "c2")),
        Sum("r1", ("a", "b")),
        Sum("r2", ("c", "d")),
        Sum("c1", ("a", "c")),
        Sum("c2", ("b", "d")),
    ]
    hidden = withheld(counts, sums, counts)
    assert {key for key, count in counts.items() if 0 < count < 5} <= hidden
    if len(hidden) <= 4:
        for key in (key for key in hidden if counts[key] < 5):
            assert solutions_for(key, counts, sums, hidden) > 1

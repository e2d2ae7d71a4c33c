"""How many people were met: sums to the person, and a mean that can be asked for."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from icv_app.demo.headcounts import headcounts
from icv_app.demo.scheme import FULL
from icv_app.demo.timetable import entries


@pytest.mark.parametrize("bounds", [(0.309, 0.31), (0.3185, 0.3215), (0.335, 0.336)])
def test_the_sums_are_exact_and_the_mean_share_lies_where_it_was_wanted(bounds: tuple[float, float]) -> None:
    targets = replace(FULL, spoken_share=bounds)
    rng = Random(11)

    counts = headcounts(rng, targets, entries(rng, targets))

    assert sum(count.in_custody for count in counts) == FULL.in_custody
    assert sum(count.spoken_to for count in counts) == FULL.spoken_to
    assert all(1 <= count.spoken_to <= count.in_custody for count in counts)
    assert bounds[0] <= sum(count.share for count in counts) / len(counts) <= bounds[1]

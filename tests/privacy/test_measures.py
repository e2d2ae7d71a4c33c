"""The labelled sets: nearly all that identifies is found, and clean sentences are mostly left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from icv_app.domain.privacy import Hint
from tests.privacy.measure import PUT_ASIDE, WORKING, a_guard, measure

LEAST_RECALL = 0.95
MOST_FALSE_ALARMS = 0.10
SETS = [path for path in (WORKING, PUT_ASIDE) if path.exists()]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_the_guard_finds_nearly_all_and_seldom_cries_wolf(path: Path) -> None:
    measured = measure(path, a_guard())

    print(measured.table())
    assert measured.recall >= LEAST_RECALL, measured.missed
    assert measured.false_alarm_rate <= MOST_FALSE_ALARMS, measured.false


def test_the_sets_hold_every_kind_and_enough_sentences() -> None:
    measured = [measure(path, a_guard()) for path in SETS]

    for one in measured:
        assert set(one.pieces) == {hint.value for hint in Hint}
        assert one.clean >= 60
    assert sum(one.clean + one.pieces.total() for one in measured) >= 300

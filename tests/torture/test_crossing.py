"""Short walks in which runs, holds, sticks, backups and removals cross; `make torture` takes long ones."""

from __future__ import annotations

import pytest

from tests.torture.crossing import walk


# Walks that see it where a hold takes something back from a run.
@pytest.mark.parametrize("seed", [4, 7])
def test_whatever_crosses_everybody_ends_with_the_same(seed: int) -> None:
    going = walk(seed, steps=60)

    assert going.taken["erase"]
    assert going.taken["hold"]

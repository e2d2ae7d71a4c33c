"""`kill -9` at two hundred random moments of a visit: at most the edit in flight is missing."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.fault.kill9 import in_processes_of_their_own

RUNS = 200


@pytest.mark.skipif(not hasattr(os, "fork"), reason="runs are forked, which this system cannot")
def test_at_most_the_edit_in_flight_is_missing_after_a_kill_at_any_moment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = random.SystemRandom().randrange(1_000_000)
    with capsys.disabled():
        print(f"\nkill -9: {RUNS} runs from seed {seed}", end="", flush=True)

    outcome = in_processes_of_their_own(tmp_path, RUNS, seed)

    with capsys.disabled():
        print(
            f"; {outcome.edits} edits committed, {outcome.caught} kills met an edit in flight, "
            f"at most {outcome.lost_max} edit lost"
        )
    assert outcome.runs == RUNS
    assert outcome.lost_max <= 1
    assert outcome.caught > 0

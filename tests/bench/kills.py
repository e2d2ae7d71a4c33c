"""What is missing after `kill -9` at random moments of a visit."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from tests.fault.kill9 import in_processes_of_their_own

RUNS = 200


def kills() -> dict[str, float]:
    """How many runs were killed, and the most edits that one of them cost; the one in flight counts."""
    seed = random.SystemRandom().randrange(1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        outcome = in_processes_of_their_own(Path(folder), RUNS, seed)
    return {"kill9_runs": outcome.runs, "kill9_edits_lost_max": outcome.lost_max}

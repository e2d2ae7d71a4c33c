"""A disk that fails at the n-th write: one plain sentence, nothing half done, nothing acknowledged lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.store.disk.failing_disk import can_be_built, run_on_it

MOST = 2
"""So many faults of each act are tried; `python -m tests.store.disk 0` tries them all."""

pytestmark = pytest.mark.skipif(not can_be_built(), reason="a failing disk needs Linux and a C compiler")


def test_whatever_fails_is_said_and_nothing_is_lost_or_half_done(tmp_path: Path) -> None:
    tried = json.loads(run_on_it(tmp_path, "tests.store.disk", str(MOST)).splitlines()[-1])
    assert min(tried.values()) > 0

"""What a killed process leaves behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from icv_app.domain.ids import VisitId
from icv_app.store.layout import COMMITS
from icv_app.store.vault import Vault
from tests.builders import a_visit
from tests.store.conftest import Made
from tests.store.processes import child


@pytest.mark.parametrize("edits", [1, 9, 60])
def test_a_killed_process_loses_at_most_the_edit_in_flight(made: Made, edits: int) -> None:
    with child("edit_forever", made) as process:
        assert process.stdout is not None
        for _ in range(edits):
            assert process.stdout.readline()
        process.kill()
        printed = process.stdout.read().split()
    committed = int(printed[-1]) if printed and printed[-1].isdigit() else edits
    with made.open() as vault:
        with vault.open_reading() as unit:
            assert unit.visits.get(VisitId("visit-1")).travel_minutes in (committed, committed + 1)
        assert vault.missing_changes == 0
        vault.check()


def test_a_crash_between_the_commit_and_its_count_is_no_false_alarm(
    made: Made, reopened: Callable[[], Vault]
) -> None:
    vault = reopened()
    with vault.open_unit() as unit:
        unit.visits.put(a_visit())
        unit.commit()
    counted = (made.folder / COMMITS).read_bytes()
    with vault.open_unit() as unit:
        unit.visits.put(a_visit(travel_minutes=99))
        unit.commit()
    vault.close()
    (made.folder / COMMITS).write_bytes(counted)

    vault = reopened()

    assert vault.missing_changes == 0
    with vault.open_reading() as unit:
        assert unit.meta.get("restored") is None
        assert unit.visits.get(VisitId("visit-1")).travel_minutes == 99

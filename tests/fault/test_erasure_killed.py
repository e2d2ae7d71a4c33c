"""An erasure run that is killed between any two steps is done as a whole, or was never begun."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from icv_app.bootstrap.wiring import StoppedClock, SystemClock, SystemIds, open_desk
from icv_app.domain.ids import SchemeId, VisitId
from icv_app.seal.passphrases import KdfCost
from icv_app.services.set_up import found_scheme
from icv_app.store.backup import backup, backups
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import create_vault
from tests.builders import a_coordinator, a_filed_visit, a_person, settings
from tests.fault.an_erasure import DUE, PASSPHRASE, killed_before, opened
from tests.pages import files_holding

NOTE = "He asked twice for his reading glasses."
CHEAP = KdfCost(iterations=1)
MOST_STEPS = 60


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A coordinator's vault with one visit of which something is due, and two backups of it."""
    folder, clock = tmp_path / "vault", SystemClock()
    ids = SystemIds(clock)
    made, _code = create_vault(folder, PASSPHRASE, kdf_parameters=CHEAP, now=DUE)
    with made:
        found_scheme(
            made.open_unit,
            clock,
            ids,
            made.identity_key,
            coordinator=a_coordinator(),
            settings=settings(scheme_id=SchemeId(ids.new())),
            server_url=None,
            kit_cost=CHEAP,
        )
        desk = open_desk(made, clock=StoppedClock(DUE))
        visit = a_filed_visit(visit_id=VisitId(ids.new()), people=(a_person(note=NOTE),))
        desk.archive.take_in([visit])
        for days in (2, 1):
            backup(made, DUE - timedelta(days=days))
    return folder


def holding(folder: Path) -> list[str]:
    key = read_slots(folder).open_with_passphrase(PASSPHRASE).content
    return files_holding(folder, key, NOTE.encode())


def test_killed_between_any_two_steps_it_is_whole_at_the_next_start(vault: Path, tmp_path: Path) -> None:
    outcomes = []
    for step in range(MOST_STEPS):
        folder = tmp_path / f"killed-{step}"
        shutil.copytree(vault, folder)
        killed = killed_before(step, folder)
        desk = opened(folder)
        desk.retention.keep_up()
        runs, unfinished = desk.retention.log(), desk.retention.unfinished()
        (visit,) = desk.visits.list()
        note = desk.visits.get(visit.visit_id).people[0].note
        desk.lock()
        assert not unfinished
        assert len(backups(folder)) == 2, f"killed before step {step}"
        if runs:
            assert (note, holding(folder)) == ("", []), f"killed before step {step}"
        else:
            assert note == NOTE, f"killed before step {step}"
        outcomes.append(bool(runs))
        shutil.rmtree(folder)
        if not killed:
            break
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert len(outcomes) > 10

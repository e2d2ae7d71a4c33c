"""How long one edit takes to be on the disk."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from icv_app.bootstrap.wiring import StoppedClock, SystemClock, SystemIds, open_desk
from icv_app.domain.ids import SchemeId
from icv_app.domain.person import Answer, Source, Value
from icv_app.seal.passphrases import KdfCost
from icv_app.services.set_up import found_scheme
from icv_app.store.unlocking import create_vault
from tests.bench.clock import NOW
from tests.builders import a_coordinator, a_person, settings

EDITS = 400
PEOPLE = 20


def edits() -> dict[str, float]:
    """Milliseconds to commit one answered check in a draft with twenty people."""
    with tempfile.TemporaryDirectory() as folder:
        vault, _code = create_vault(
            Path(folder) / "vault", "bench bench bench", kdf_parameters=KdfCost(iterations=1), now=NOW
        )
        clock, ids = StoppedClock(NOW), SystemIds(SystemClock())
        found_scheme(
            vault.open_unit,
            clock,
            ids,
            vault.identity_key,
            coordinator=a_coordinator(),
            settings=replace(settings(), scheme_id=SchemeId(ids.new())),
            server_url=None,
            kit_cost=KdfCost(iterations=1),
        )
        desk = open_desk(vault, clock=clock, ids=ids)
        draft = desk.visits.start()
        people = tuple(
            replace(a_person(), person_id=desk.visits.new_person_id(), custody_number=f"13WK/{4000 + n}")
            for n in range(PEOPLE)
        )
        desk.visits.change(draft.visit_id, lambda visit: replace(visit, people=people))
        checks = [check.check_id for check in desk.visits.checklist_of(draft).checks]
        times = []
        for n in range(EDITS):
            answer = Answer(
                check_id=checks[n % 15], value=Value.YES if n % 2 else Value.NO, source=Source.PERSON_SAID
            )
            began = time.perf_counter()
            desk.visits.answer(draft.visit_id, people[n % PEOPLE].person_id, answer)
            times.append((time.perf_counter() - began) * 1000)
        desk.lock()
    times.sort()
    return {
        "edit_commit_p50_ms": times[len(times) // 2],
        "edit_commit_p99_ms": times[int(len(times) * 0.99)],
    }

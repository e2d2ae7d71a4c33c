"""Real vaults, a real server and a host who keeps records back: the coordinator is told whose and which."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from icv_app.bootstrap.wiring import open_desk, sync_with_server
from icv_app.domain.ids import MemberId
from icv_app.exchange.bundles import load_bundle, save_bundle
from icv_app.seal.withholding import Sign
from icv_app.services.desk import Desk
from icv_app.store.unlocking import unlock
from tests.builders import NOON, a_visit
from tests.functional.scheme_in_life import PASSPHRASE, SchemeInLife
from tests.servers import RunningServer, running_server


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as running:
        life = SchemeInLife(tmp_path, running)
        life.found()
        yield life
        life.close()


def file_a_report(desk: Desk) -> None:
    draft = desk.visits.start()
    pair = (desk.identity.member_id, MemberId("V-002"))
    made = a_visit(author=pair[0], visitors=pair)
    kept = {
        name: getattr(draft, name) for name in ("visit_id", "checklist", "settings_version", "created_at")
    }
    desk.visits.change(draft.visit_id, lambda _visit: replace(made, **kept))
    desk.visits.submit(draft.visit_id)


def keep_back(server: RunningServer, device: str, *sequences: int) -> None:
    """Do what the server's host can do without anybody's keys: strike records off what others are shown."""
    with closing(sqlite3.connect(server.data / "icv-server.sqlite")) as database:
        for sequence in sequences:
            (position,) = database.execute(
                "SELECT position FROM envelopes WHERE author_device = ? AND sequence = ?", (device, sequence)
            ).fetchone()
            database.execute("DELETE FROM audience WHERE position = ? AND key_id <> ?", (position, device))
        database.commit()


def test_a_host_who_strikes_a_report_off_is_noticed_with_author_and_number(
    scheme: SchemeInLife, tmp_path: Path
) -> None:
    coordinator, visitor = scheme.desks["C-001"], scheme.join("V-001")
    scheme.clock.moment = NOON.replace(hour=18)
    for _report in range(3):
        file_a_report(visitor)
    sync_with_server(visitor)
    keep_back(scheme.server, visitor.identity.device_id, 2)

    report = sync_with_server(coordinator)

    assert report.same  # count and digest are the server's own word, and it lies alike in both
    (missed,) = coordinator.withholding.missed()
    assert (missed.sign, missed.member, missed.sequence, missed.until) == (Sign.GAP, "V-001", 2, 2)
    assert visitor.withholding.missed() == []
    broken = coordinator.verification.verify().first_break
    assert broken is not None
    assert "V-001" in broken

    save_bundle(visitor.bundles, tmp_path / "stick.icvbundle")
    load_bundle(coordinator.bundles, tmp_path / "stick.icvbundle")
    assert coordinator.withholding.missed() == []


def test_a_host_who_keeps_the_newest_back_is_noticed_too(scheme: SchemeInLife) -> None:
    coordinator, visitor = scheme.desks["C-001"], scheme.join("V-001")
    scheme.clock.moment = NOON.replace(hour=18)
    file_a_report(visitor)
    file_a_report(visitor)
    sync_with_server(visitor)
    keep_back(scheme.server, visitor.identity.device_id, 1, 2)

    sync_with_server(coordinator)

    (missed,) = coordinator.withholding.missed()
    assert (missed.sign, missed.member, missed.sequence, missed.until) == (Sign.TAIL, "V-001", 1, 2)


def test_what_was_noticed_is_still_known_when_the_vault_is_opened_again(scheme: SchemeInLife) -> None:
    coordinator, visitor = scheme.desks["C-001"], scheme.join("V-001")
    scheme.clock.moment = NOON.replace(hour=18)
    file_a_report(visitor)
    sync_with_server(visitor)
    keep_back(scheme.server, visitor.identity.device_id, 1)
    sync_with_server(coordinator)
    found = coordinator.withholding.missed()
    coordinator.lock()

    with unlock(scheme.folder / "C-001", PASSPHRASE, now=scheme.clock.now()) as vault:
        again = open_desk(vault, clock=scheme.clock)
        assert again.withholding.missed() == found != []
        again.withholding.look_into(found[0])
        assert again.withholding.missed() == []

"""Somebody was helped back in while the scheme went on; real vaults, a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from icv_app.bootstrap.wiring import sync_with_server
from icv_app.services.devices import WhyRemoved
from icv_app.services.ports import RecordState
from icv_app.store.unlocking import unlock
from tests.functional.scheme_in_life import PASSPHRASE, SchemeInLife
from tests.functional.test_locked_out import NOW, asked, back_in, desk_over, helped
from tests.functional.test_people_and_keys import a_report_by, a_second_laptop
from tests.servers import running_server


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as running:
        life = SchemeInLife(tmp_path, running)
        life.found()
        yield life
        life.close()


@pytest.mark.parametrize("take", [True, False])
def test_what_is_decided_on_what_came_late_is_seen_on_that_laptop_and_nothing_is_accused(
    scheme: SchemeInLife, take: bool
) -> None:
    office, folder = scheme.desks["C-001"], scheme.folder / "V-001"
    scheme.join("V-001").lock()
    scheme.clock.forward(hours=3)
    with unlock(folder, PASSPHRASE, now=NOW) as vault:
        before = desk_over(scheme, vault)
        signed = a_report_by(before)
        before.bundles.prepare()
    request = asked(folder)
    second = a_second_laptop(scheme, "C-001", "C-001 second")
    office.devices.remove(second.identity.device_id, WhyRemoved.LOST)  # a new office key begins meanwhile
    desk = back_in(scheme, folder, helped(scheme, request))
    for one in (office, desk, office):
        sync_with_server(one)
    assert desk.verification.verify().breaks == ()

    office.devices.decide([one.record_id for one in office.devices.late_records()], take=take)
    sync_with_server(office)
    sync_with_server(desk)

    with desk.open_unit() as unit:
        [report] = unit.records.about(signed.visit_id)
    assert report.state is (RecordState.ACCEPTED if take else RecordState.REFUSED)
    for one in (desk, office):
        assert one.verification.verify().breaks == ()

"""A server that stops, an invitation that is used or out of date, a record that was altered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import update

from icv_app.bootstrap.doors import VaultDoors
from icv_app.bootstrap.wiring import sync_with_server
from icv_app.domain.ids import RecordId, VisitId
from icv_app.errors import BadInput, NotYetEnrolled, SealError, SyncError, Unreachable
from icv_app.services.desk import Desk
from icv_app.services.set_up import join_scheme
from sync.client.worker import SyncProgress
from sync.server import tables
from sync.server.database import Database
from sync.server.settings import settings_from
from tests.builders import a_visit
from tests.functional.scheme_in_life import CHEAP, PASSPHRASE, RealClock, SchemeInLife
from tests.functional.tools import Said, icv
from tests.servers import RunningServer, running_server


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as server:
        life = SchemeInLife(tmp_path, server)
        yield life
        life.close()


def a_filed_report(scheme: SchemeInLife, desk: Desk) -> VisitId:
    draft = desk.visits.start()
    scheme.clock.forward(hours=3)
    made = a_visit(author="V-001", visitors=("V-001", "V-002"))
    desk.visits.change(
        draft.visit_id,
        lambda visit: replace(
            made,
            visit_id=visit.visit_id,
            checklist=visit.checklist,
            settings_version=visit.settings_version,
            created_at=visit.created_at,
        ),
    )
    return desk.visits.submit(VisitId(draft.visit_id)).visit_id


def hurried(_seconds: float) -> None:
    """Waits for nothing between tries."""


def stopping(server: RunningServer, after: int) -> Callable[[SyncProgress], None]:
    """Ends the server at once when this many steps were made."""
    steps: list[SyncProgress] = []

    def told(step: SyncProgress) -> None:
        steps.append(step)
        if len(steps) == after:
            server.kill()

    return told


@pytest.mark.parametrize("after", [1, 2], ids=["before it sent", "after it sent"])
def test_a_server_stopped_in_the_middle_of_a_sync_loses_nothing(scheme: SchemeInLife, after: int) -> None:
    coordinator = scheme.found()
    visitor = scheme.join("V-001")
    filed = {a_filed_report(scheme, visitor) for _n in range(3)}

    with pytest.raises(Unreachable) as stopped:
        sync_with_server(visitor, progress=stopping(scheme.server, after), pause=hurried)

    assert stopped.value.user_text == (
        "The server cannot be reached. Everything is kept on this computer and sent later."
    )
    assert {line.visit_id for line in visitor.reviews.list()} == filed
    with running_server(scheme.server.data, port=urlsplit(scheme.server.url).port or 0):
        assert sync_with_server(visitor).complete
        assert sync_with_server(coordinator).complete
    assert {line.visit_id for line in coordinator.reviews.list()} == filed
    assert visitor.sync.standing().waiting == 0
    assert coordinator.verification.verify().first_break is None


def test_an_invitation_lets_in_the_first_device_only(scheme: SchemeInLife) -> None:
    coordinator = scheme.found()
    invitation = scheme.invite("V-001")
    desks = []
    for name in ("first", "second"):
        vault = scheme._vault(name)
        join_scheme(vault.open_unit, RealClock(), vault.identity_key, invitation)
        desks.append(scheme._desk(name, vault))
    first, second = desks

    with pytest.raises(NotYetEnrolled):
        sync_with_server(first)
    with pytest.raises(SyncError) as refused:
        sync_with_server(second)

    assert refused.value.user_text == (
        "This invitation was already used by another device. Ask the coordinator for a new one."
    )
    sync_with_server(coordinator)
    [waiting] = coordinator.scheme.waiting_to_join()
    coordinator.scheme.approve(waiting.locator)
    sync_with_server(coordinator)
    assert sync_with_server(first).complete
    with pytest.raises(SyncError):
        sync_with_server(second)


def test_an_invitation_out_of_date_is_refused_before_a_vault_is_made(
    scheme: SchemeInLife, tmp_path: Path
) -> None:
    scheme.found()
    invitation = scheme.invite("V-001")
    file = tmp_path / "invitation.icv"
    stale = replace(invitation, expires_at=datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1))
    file.write_bytes(stale.to_bytes())
    doors = VaultDoors(tmp_path / "new", kdf_cost=CHEAP)

    with pytest.raises(BadInput) as refused:
        doors.read_invitation(file)

    assert refused.value.user_text == "This invitation is out of date. Ask your coordinator for a new one."
    assert not doors.has_vault()


def test_an_invitation_that_ran_out_at_the_server_is_refused_in_a_sentence(
    scheme: SchemeInLife, tmp_path: Path
) -> None:
    scheme.found()
    invitation = scheme.invite("V-001")
    doors = VaultDoors(tmp_path / "new", kdf_cost=CHEAP)
    read = doors.read_spoken_invitation(invitation.words(), scheme.server.url)
    desk = doors.join(read, PASSPHRASE).desk
    scheme.desks["new"] = desk
    database = Database(settings_from(scheme.server.data, scheme.server.environment).database_url)
    try:
        with database.writing() as connection:
            connection.execute(update(tables.invitations).values(expires_s=1))
    finally:
        database.dispose()

    with pytest.raises(SyncError) as refused:
        sync_with_server(desk)
    with pytest.raises(SyncError) as looked_up:
        doors.read_spoken_invitation(invitation.words(), scheme.server.url)

    sentence = "This invitation is out of date. Ask the coordinator for a new one."
    assert refused.value.user_text == looked_up.value.user_text == sentence


def altered(desk: Desk, name: RecordId, byte: int) -> bytes:
    """Alter one byte of one record in a vault and return the whole envelope."""
    with desk.open_unit() as unit:
        record = unit.records.get(name)
        assert record.envelope is not None
        spoilt = bytearray(record.envelope)
        spoilt[byte] ^= 1
        unit.records.put(replace(record, envelope=bytes(spoilt)))
        unit.commit()
        return record.envelope


def test_one_altered_record_of_any_kind_is_named_by_verify(scheme: SchemeInLife, tmp_path: Path) -> None:
    coordinator = scheme.found()
    visitor = scheme.join("V-001")
    report = a_filed_report(scheme, visitor)
    sync_with_server(visitor)
    sync_with_server(coordinator)
    with coordinator.open_unit() as unit:
        names = [name for name, _digest in unit.records.enveloped_ids()]
        [filed] = [one.record_id for one in unit.records.about(report) if one.envelope is not None]
    assert coordinator.verification.verify().first_break is None

    for name in names:
        for byte in (0, -1):
            whole = altered(coordinator, name, byte)
            try:
                first = coordinator.verification.verify().first_break or ""
            except SealError as error:
                first = error.user_text.removeprefix("Record ")
            assert first.startswith(name), (name, byte, first)
            with coordinator.open_unit() as unit:
                unit.records.put(replace(unit.records.get(name), envelope=whole))
                unit.commit()

    altered(coordinator, filed, 60)
    scheme.close()
    passphrase, visits = tmp_path / "passphrase", tmp_path / "visits.csv"
    passphrase.write_text(PASSPHRASE)
    visits.write_text("suite,outcome,visitors,arrived_at\n")

    def run(name: str, *arguments: str | Path) -> Said:
        return icv(*arguments, "--vault", tmp_path / name, "--passphrase-file", passphrase)

    found = run("C-001", "verify").sentence
    assert found.startswith(f"Record {filed} does not verify: ")
    assert run("V-001", "verify").status == 0
    assert run("V-001", "import", "visits", visits).sentence == "Only a coordinator can import past visits."

"""A record that was altered in the vault, and an invitation whose file is out of date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from icv_app.bootstrap.doors import VaultDoors
from icv_app.bootstrap.wiring import sync_with_server
from icv_app.domain.ids import RecordId, VisitId
from icv_app.errors import BadInput
from icv_app.services.desk import Desk
from tests.builders import a_visit
from tests.functional.scheme_in_life import CHEAP, PASSPHRASE, SchemeInLife
from tests.functional.tools import Said, icv
from tests.servers import running_server


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
        kinds = {unit.records.get(name).kind: name for name, _digest in unit.records.enveloped_ids()}
        [filed] = [one.record_id for one in unit.records.about(report) if one.envelope is not None]
    assert coordinator.verification.verify().first_break is None

    for name in kinds.values():
        for byte in (0, -1):
            whole = altered(coordinator, name, byte)
            found = coordinator.verification.verify()
            assert found.breaks[0].record_id == name, (name, byte, found.first_break)
            with coordinator.open_unit() as unit:
                unit.records.put(replace(unit.records.get(name), envelope=whole))
                unit.commit()

    altered(coordinator, filed, -60)  # within what is sealed: in the header it might name somebody else
    scheme.close()
    passphrase, visits = tmp_path / "passphrase", tmp_path / "visits.csv"
    passphrase.write_text(PASSPHRASE)
    visits.write_text("suite,outcome,visitors,arrived_at\n")

    def run(name: str, *arguments: str | Path) -> Said:
        return icv(*arguments, "--vault", tmp_path / name, "--passphrase-file", passphrase)

    told = run("C-001", "verify")
    assert told.status == 1
    assert "The first break: " in told.sentence
    assert f"record {filed} (visit.report), by V-001 (laptop " in told.sentence
    assert run("V-001", "verify").status == 0
    assert run("V-001", "import", "visits", visits).sentence == "Only a coordinator can import past visits."

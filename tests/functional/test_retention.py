"""Retention with real vaults, backups and a real server: afterwards no file anywhere holds it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from icv_app.bootstrap.doors import VaultDoors
from icv_app.bootstrap.wiring import SystemIds, open_desk, sync_with_server
from icv_app.domain.ids import ConcernId, MemberId
from icv_app.domain.times import FinancialYear, london_day
from icv_app.domain.visit import Visit
from icv_app.exchange.bundles import load_bundle, save_bundle
from icv_app.seal.envelope import read_envelope
from icv_app.services.desk import Desk
from icv_app.store.backup import backup, backups
from icv_app.store.restore import restore
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import unlock
from tests.builders import a_concern, a_coordinator, a_member, a_person, a_visit, answered
from tests.functional.scheme_in_life import CHEAP, PASSPHRASE, RealClock, SchemeInLife
from tests.pages import files_holding, pieces_of
from tests.servers import run_command, running_server

NUMBER, NOTE = "13WK/4471", "He asked twice for his reading glasses."
WORRY, REPLY = "His glasses were kept at the desk.", "The glasses were handed over at noon."
DUE = datetime(2026, 4, 2, 9, tzinfo=UTC)
DUE_WHOLE = datetime(2030, 4, 2, 9, tzinfo=UTC)
SUITE_WORDS = "The exercise yard was closed for repairs all week."
EVERYBODY = ("C-001", "C-002", "V-001", "V-002")


@dataclass
class Year:
    """A scheme after a year's work, with one report to look for."""

    life: SchemeInLife
    visit: Visit
    sealed: bytes
    more: tuple[bytes, ...] = ()

    @property
    def secrets(self) -> list[bytes]:
        """What must be gone: the words, and pieces of the ciphertext."""
        texts = [text.encode() for text in (NUMBER, NOTE, WORRY, REPLY)]
        return [*texts, *pieces_of(self.sealed), *self.more]

    def sync(self, *names: str) -> None:
        for name in names or EVERYBODY:
            sync_with_server(self.life.desks[name])

    def files_holding_it(self) -> dict[str, list[str]]:
        """File names by whose they are; names without any are left out."""
        found = {name: self.found_in(self.life.folder / name) for name in self.life.desks}
        server = [
            path.name
            for path in self.life.server.database_files
            if any(secret in path.read_bytes() for secret in self.secrets)
        ]
        return {name: files for name, files in {**found, "server": server}.items() if files}

    def found_in(self, folder: Path) -> list[str]:
        key = read_slots(folder).open_with_passphrase(PASSPHRASE).content
        return files_holding(folder, key, *self.secrets)

    def opened_again(self, name: str) -> Desk:
        """A desk over a vault that was closed, as the application opens it."""
        vault = unlock(self.life.folder / name, PASSPHRASE, now=self.life.clock.now())
        desk = open_desk(
            vault, clock=self.life.clock, transport_clock=RealClock(), ids=SystemIds(RealClock())
        )
        self.life.desks[name], self.life.vaults[name] = desk, vault
        desk.retention.keep_up()
        return desk


def a_report(desk: Desk, **changes: object) -> Visit:
    made = a_visit(
        author=desk.identity.member_id,
        visitors=(desk.identity.member_id, MemberId("V-002")),
        **changes,
    )
    draft = desk.visits.start()
    draft = desk.visits.change(
        draft.visit_id,
        lambda visit: replace(
            made,
            visit_id=visit.visit_id,
            checklist=visit.checklist,
            settings_version=visit.settings_version,
            created_at=visit.created_at,
        ),
    )
    return desk.visits.submit(draft.visit_id)


def sealed_part(desk: Desk, visit: Visit, name: str = "person") -> bytes:
    with desk.open_unit() as unit:
        (record,) = unit.records.about(visit.visit_id, ("visit.report",))
    parts = {entry.name: part for entry, part in read_envelope(record.envelope or b"").entries()}
    return parts[name] or b""


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Year]:
    with running_server(tmp_path / "server") as running:
        life = SchemeInLife(tmp_path, running)
        life.found(members=(a_member(1), a_member(2), a_coordinator(member_id=MemberId("C-002"))))
        for member in ("C-002", "V-001", "V-002"):
            life.join(member)
        life.clock.forward(hours=3)
        person = answered(a_person(custody_number=NUMBER, note=NOTE))
        concern = a_concern(concern_id=ConcernId("glasses"), person_id=person.person_id, text=WORRY)
        visit = a_report(
            life.desks["V-001"], people=(person,), concerns=(concern,), force_comment=SUITE_WORDS
        )
        made = Year(life, visit, b"")
        made.sync("V-001", "C-001")
        office = life.desks["C-001"]
        office.reviews.read(visit.visit_id)
        office.concerns.send(visit.visit_id, concern.concern_id, to_role="custody_inspector")
        life.clock.forward(days=2)
        office.concerns.note_reply(visit.visit_id, concern.concern_id, words=REPLY)
        made.sync("C-001", *EVERYBODY)
        made.sealed = sealed_part(office, visit)
        yield made
        life.close()


def test_after_a_run_no_file_anywhere_holds_it_and_nobody_brings_it_back(year: Year, tmp_path: Path) -> None:
    life, office = year.life, year.life.desks["C-001"]
    for name in EVERYBODY:
        backup(life.vaults[name], life.clock.now())
    assert set(year.files_holding_it()) == {*EVERYBODY, "server"}
    bundle = tmp_path / "everything.icvbundle"
    save_bundle(office.bundles, bundle)
    (old,) = backups(life.folder / "C-002")
    shutil.copytree(old.folder, tmp_path / "taken away")
    stolen = [path.read_bytes() for path in life.server.database_files]
    assert stolen
    life.clock.moment = DUE
    counted_in = FinancialYear.containing(london_day(year.visit.began_at or year.visit.created_at))
    figures = office.publications.annual(counted_in)
    assert figures.visits

    office.retention.run(office.retention.preview())
    year.sync("C-001", "C-002", "V-001")

    # V-002's laptop lies in a drawer: it alone still has its copy, and loses it when it is next used.
    assert set(year.files_holding_it()) == {"V-002"}
    year.sync("V-002")
    assert year.files_holding_it() == {}

    # C-002's laptop comes back from a backup that was taken away, and hears of the run again.
    life.desks["C-002"].lock()
    restore(life.folder / "C-002", tmp_path / "taken away", DUE)
    year.opened_again("C-002")
    assert set(year.files_holding_it()) == {"C-002"}
    year.sync("C-002", *EVERYBODY)
    assert year.files_holding_it() == {}

    # A stick that was written before brings nothing back.
    for name in EVERYBODY:
        load_bundle(life.desks[name].bundles, bundle)
    year.sync()
    assert year.files_holding_it() == {}

    for name in EVERYBODY:
        desk = life.desks[name]
        report = desk.verification.verify()
        assert (desk.identity.member_id, report.first_break) == (desk.identity.member_id, None)
        assert "run 1" in report.erased
        (person,) = desk.visits.get(year.visit.visit_id).people
        assert (person.custody_number, person.note, person.age_band) == (
            "",
            "",
            year.visit.people[0].age_band,
        )
    assert office.publications.annual(counted_in) == figures
    assert [line.number for line in life.desks["V-001"].retention.log()] == [1]


def test_whole_visits_leave_every_file_and_an_office_from_its_kit_has_every_figure(
    year: Year, tmp_path: Path
) -> None:
    life, office = year.life, year.life.desks["C-001"]
    year.more = (SUITE_WORDS.encode(), *pieces_of(sealed_part(office, year.visit, "report")))
    for name in EVERYBODY:
        backup(life.vaults[name], life.clock.now())
    (old,) = backups(life.folder / "C-002")
    shutil.copytree(old.folder, tmp_path / "taken away")
    life.clock.moment = DUE_WHOLE
    counted_in = FinancialYear.containing(london_day(year.visit.began_at or year.visit.created_at))
    figures = office.publications.annual(counted_in)
    assert figures.visits.completed == 1
    assert office.finding.find("exercise yard").hits

    (line,) = office.retention.run(office.retention.preview())
    year.sync()

    assert line.whole
    assert year.files_holding_it() == {}
    life.desks["C-002"].lock()
    restore(life.folder / "C-002", tmp_path / "taken away", DUE_WHOLE)
    year.opened_again("C-002")
    assert set(year.files_holding_it()) == {"C-002"}
    year.sync("C-002", *EVERYBODY)
    assert year.files_holding_it() == {}
    assert life.founded is not None
    (tmp_path / "office.icvkit").write_bytes(life.founded.kit)
    doors = VaultDoors(tmp_path / "bare", kdf_cost=CHEAP)
    bare = doors.recover(tmp_path / "office.icvkit", life.founded.kit_code, life.server.url, PASSPHRASE).desk
    for desk in (*life.desks.values(), bare):
        assert desk.visits.list() == []
        assert desk.concerns.lines() == []
        assert not desk.finding.find("exercise yard").hits
        checked = desk.verification.verify()
        assert checked.first_break is None
        assert "run 1" in checked.erased
    for name in ("C-001", "C-002"):
        assert life.desks[name].publications.annual(counted_in) == figures
    recovered = bare.publications.annual(counted_in)
    assert (recovered.visits, recovered.people, recovered.concerns) == (
        figures.visits,
        figures.people,
        figures.concerns,
    )
    bare.lock()


def test_backups_made_before_the_run_open_and_restore_without_the_part(year: Year) -> None:
    life, office = year.life, year.life.desks["C-001"]
    made = backup(life.vaults["C-001"], life.clock.now())
    life.clock.moment = DUE

    office.retention.run(office.retention.preview())

    (rewritten,) = backups(life.folder / "C-001")
    assert rewritten.manifest.taken_at == made.manifest.taken_at
    office.lock()
    restore(life.folder / "C-001", rewritten.folder, DUE)
    again = year.opened_again("C-001")
    assert again.visits.get(year.visit.visit_id).people[0].note == ""
    assert year.found_in(life.folder / "C-001") == []
    # Nobody had been told of the run yet, and it was not in the backup: still it is not lost.
    sync_with_server(again)
    assert again.verification.verify().first_break is None
    year.sync()
    assert year.files_holding_it() == {}


def test_a_server_restored_from_before_the_run_is_told_again(year: Year, tmp_path: Path) -> None:
    life, office = year.life, year.life.desks["C-001"]
    port, data = int(life.server.url.rsplit(":", 1)[1]), life.server.data
    life.server.stop()
    shutil.copytree(data, tmp_path / "backup")
    with running_server(data, port=port) as going_on:
        life.server = going_on
        life.clock.moment = DUE
        office.retention.run(office.retention.preview())
        year.sync()
        assert "server" not in year.files_holding_it()
        going_on.stop()
    shutil.rmtree(data)
    shutil.copytree(tmp_path / "backup", data)
    done = run_command("restored", data=data)
    assert done.returncode == 0, done.stderr

    with running_server(data, port=port) as restored:
        life.server = restored
        assert "server" in year.files_holding_it()
        # A visitor's laptop comes first: it knows the run, and brings back nothing but what is left.
        year.sync("V-002", "C-002", *EVERYBODY)
        assert year.files_holding_it() == {}
        for name in EVERYBODY:
            assert life.desks[name].verification.verify().first_break is None


def test_a_run_cut_short_after_its_commit_is_finished_when_the_vault_is_opened(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, office = year.life, year.life.desks["C-001"]
    backup(life.vaults["C-001"], life.clock.now())
    life.clock.moment = DUE
    monkeypatch.setattr(type(office.retention), "finish", lambda self: False)
    office.retention.run(office.retention.preview())
    monkeypatch.undo()
    assert office.retention.unfinished()
    assert [line.number for line in office.retention.log()] == [1]
    assert year.found_in(life.folder / "C-001")
    office.lock()

    again = year.opened_again("C-001")

    assert not again.retention.unfinished()
    assert year.found_in(life.folder / "C-001") == []


def test_a_visitors_own_copy_leaves_no_trace_on_their_laptop_and_stays_in_the_office(year: Year) -> None:
    life = year.life
    backup(life.vaults["V-001"], life.clock.now())
    life.clock.forward(days=31)

    life.desks["V-001"].lock()
    visitor = year.opened_again("V-001")

    assert year.found_in(life.folder / "V-001") == []
    assert life.desks["C-001"].visits.get(year.visit.visit_id).people[0].note == NOTE
    assert visitor.verification.verify().first_break is None
    year.sync("V-001")
    assert year.found_in(life.folder / "V-001") == []

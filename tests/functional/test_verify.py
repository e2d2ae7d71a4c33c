"""`icv verify` over a real vault: everything that can be broken is broken once, and named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from icv_app.bootstrap.doors import VaultDoors
from icv_app.bootstrap.wiring import SystemClock, SystemIds, open_desk
from icv_app.cli.commands import run_command
from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import MemberId, SchemeId
from icv_app.services.desk import Desk
from icv_app.services.keyring import KeyRing
from icv_app.services.override_records import link_of
from icv_app.services.ports import RESTORED, RecordState
from icv_app.services.ports_sync import EnrolmentReceived, PulledRecord
from icv_app.services.set_up import found_scheme, join_scheme
from icv_app.store.unlocking import create_vault, unlock
from tests.builders import NOON, a_coordinator, a_filed_visit, a_member, settings
from tests.fakes.memory_store import MemoryStore
from tests.functional.broken_vaults import BREAKS, Story, a_line_of_the_log_taken_out, seal_all, the_one
from tests.functional.scheme_in_life import CHEAP, PASSPHRASE

V1 = MemberId("V-001")


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder, clock = tmp_path_factory.mktemp("whole") / "vault", SystemClock()
    ids = SystemIds(clock)
    vault, _code = create_vault(folder, PASSPHRASE, kdf_parameters=CHEAP, now=clock.now())
    with vault:
        found_scheme(
            vault.open_unit,
            clock,
            ids,
            vault.identity_key,
            coordinator=a_coordinator(),
            settings=settings(scheme_id=SchemeId(ids.new())),
            server_url=None,
            kit_cost=CHEAP,
        )
        desk = open_desk(vault)
        for member in (a_member(1), a_member(2)):
            desk.scheme.put_member(member)
        invitation = desk.scheme.invite(V1)
        joining = MemoryStore()
        join_scheme(joining.open_unit, clock, bytes(32), invitation)
        with joining() as unit:
            keys = KeyRing(bytes(32)).device(unit)
            request = bytes.fromhex(unit.meta.get("enrolment_request") or "")
        desk.sync.save_enrolments(
            [EnrolmentReceived(locator=invitation.locator, request=request, received_at=clock.now())]
        )
        desk.scheme.approve(invitation.locator)
        desk.archive.take_in([a_filed_visit(visit_id=ids.new())])
        seal_all(desk)
    return Story(folder, keys)


@pytest.fixture
def story(whole: Story, tmp_path: Path) -> Story:
    return whole.copy(tmp_path / "vault")


def verify(story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE)
    arguments = ["verify", "--json", "--vault", str(story.folder), "--passphrase-file", str(passphrase)]
    capsys.readouterr()  # what opening the vault by hand has logged
    status = run_command(arguments)
    shown = capsys.readouterr()
    assert shown.err == ""
    found: dict[str, Any] = json.loads(shown.out)
    assert found["sound"] == (status == 0)
    return status, found


@pytest.mark.parametrize(
    ("break_it", "area", "kind", "what"), BREAKS, ids=lambda one: getattr(one, "__name__", "")
)
def test_each_break_is_the_first_that_is_named(
    story: Story,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    break_it: Callable[[Desk, Story], None],
    area: str,
    kind: str,
    what: str,
) -> None:
    story.at(break_it)

    status, found = verify(story, tmp_path, capsys)

    assert status == 1
    first = found["first_break"]
    assert (first["area"], first["kind"] or "") == (area, kind), first["sentence"]
    assert what in first["what"], first["sentence"]
    assert first["author"] in {"C-001", "V-001"}
    assert first["device"]
    assert first["position"] or first["audit_entry"] or kind == "device.head"
    assert first["record_id"] or area == "chain"


def test_a_line_taken_out_of_the_log_is_named_by_the_log_itself_too(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story.at(a_line_of_the_log_taken_out)

    [named] = [one for one in verify(story, tmp_path, capsys)[1]["breaks"] if one["area"] == "audit_log"]

    assert named["audit_entry"] == 3
    assert named["record_id"]
    assert named["author"] == "C-001"


def test_a_page_damaged_on_the_disk_is_named(story: Story) -> None:
    database = story.folder / "vault.db"
    with unlock(story.folder, PASSPHRASE, now=NOON) as vault:
        desk = open_desk(vault)
        assert desk.verification.verify().breaks == ()
        data = bytearray(database.read_bytes())
        data[len(data) // 2 + 100] ^= 1
        database.write_bytes(bytes(data))

        first = desk.verification.verify().first_break

    assert first is not None
    assert first.startswith("The vault: damaged on the disk")


def test_a_whole_vault_is_told_whole_with_the_head_of_its_log(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = verify(story, tmp_path, capsys)

    assert (status, found["first_break"], found["apart"]) == (0, None, 0)
    with unlock(story.folder, PASSPHRASE, now=NOON) as vault:
        desk = open_desk(vault)
        head = desk.audit.head()
        with desk.open_unit() as unit:
            records = len(unit.records.enveloped_ids())
            sealed = sum(bool(record.parts) for record in unit.records.in_states(tuple(RecordState)))
    assert head is not None
    assert (found["audit_head"], found["audit_entries"]) == (head.value, head.entries)
    assert (found["checked"], found["opened"]) == (records, sealed)


def test_a_vault_that_went_on_from_a_backup_shows_the_fork_and_is_whole(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = story.copy(tmp_path / "backup")

    def write(desk: Desk, _story: Story) -> None:
        desk.audit.note(AuditAct.VISITS_EXPORTED, "a" * 64, "1 visit")
        seal_all(desk)

    def go_on(desk: Desk, _story: Story) -> None:
        with desk.open_unit() as unit:
            unit.meta.put(RESTORED, "yes")
            unit.commit()
        write(desk, _story)

    story.at(write)
    before.at(go_on)
    taken: list[PulledRecord] = []

    def hand_over(desk: Desk, _story: Story) -> None:
        with desk.open_unit() as unit:
            record = the_one(unit, "audit.entry", -1)
            assert record.envelope is not None
            assert link_of(record).linked
            taken.append(PulledRecord(position=9, record_id=record.record_id, envelope=record.envelope))

    before.at(hand_over)

    def take(desk: Desk, _story: Story) -> None:
        desk.sync.save_pull(taken, "9")

    story.at(take)

    status, found = verify(story, tmp_path, capsys)

    assert (status, found["first_break"]) == (0, None)
    [fork] = found["audit_forks"]
    assert taken[0].record_id in fork


def test_an_exported_log_is_checked_without_a_vault_and_any_altered_line_is_named(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    passphrase, out = tmp_path / "passphrase", tmp_path / "log.jsonl"
    passphrase.write_text(PASSPHRASE)
    at = ["--vault", str(story.folder), "--passphrase-file", str(passphrase)]
    assert run_command(["audit", "export", "--out", str(out), *at]) == 0
    assert "Head: " in capsys.readouterr().out
    assert run_command(["audit", "check", str(out)]) == 0
    assert "are whole, handed out by C-001" in capsys.readouterr().out
    lines = out.read_bytes().splitlines(keepends=True)
    count = len(lines) - 2

    def first_break(altered: list[bytes]) -> str:
        file = tmp_path / "altered.jsonl"
        file.write_bytes(b"".join(altered))
        assert run_command(["audit", "check", str(file)]) == 1
        return capsys.readouterr().err.strip()

    for number in range(1, count + 1):
        without = [*lines[:number], *lines[number + 1 :]]
        named = "come to the head" if number == count else f"Entry {number} "
        assert named in first_break(without)
        spoilt = lines[number].replace(b'"act":"', b'"act":"un', 1)
        assert f"Entry {number} " in first_break([*lines[:number], spoilt, *lines[number + 1 :]])
        twice = [*lines[: number + 1], lines[number], *lines[number + 1 :]]
        assert f"Entry {number + 1} " in first_break(twice)
    moved = [*lines[:2], lines[3], lines[2], *lines[4:]]
    assert "Entry 2 " in first_break(moved)
    assert "signature at the end" in first_break(lines[:-1])
    assert "signature at the end" in first_break([lines[0].replace(b"C-001", b"C-002"), *lines[1:]])
    assert "signature at the end" in first_break([*lines, lines[1]])
    (tmp_path / "no-log").write_bytes(b"{}\n")
    assert run_command(["audit", "check", str(tmp_path / "no-log")]) == 1
    assert "not an audit log" in capsys.readouterr().err
    # That it was handed out is logged in turn.
    with unlock(story.folder, PASSPHRASE, now=NOON) as vault:
        [*_rest, last] = open_desk(vault).audit.lines()
    assert last.entry.act is AuditAct.AUDIT_EXPORTED
    assert last.entry.head is not None
    assert last.entry.head.entries == count


def test_a_bundle_is_checked_by_itself(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "all.icvbundle"
    doors = VaultDoors(story.folder, kdf_cost=CHEAP)
    desk = doors.unlock(PASSPHRASE)
    doors.save_bundle(desk, file)
    desk.lock()
    capsys.readouterr()

    assert run_command(["verify", str(file)]) == 0
    assert "The bundle by C-001 is whole" in capsys.readouterr().out
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    assert run_command(["verify", str(file)]) == 1
    assert "damaged or was altered" in capsys.readouterr().err

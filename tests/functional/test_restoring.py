"""A damaged vault comes back from its own backup, by the windows' doors and by `icv restore`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from icv_app.bootstrap.doors import VaultDoors
from icv_app.cli.commands import run_command
from icv_app.errors import StoreError, VaultDamaged, VaultLocked
from icv_app.services.desk import Desk
from icv_app.services.ports import RESTORED
from icv_app.store.backup import backup, backups
from icv_app.store.unlocking import unlock
from tests.fault.a_visitor import PASSPHRASE, a_visitors_vault


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """The command sets the logs of its own process; here that is the tests' process."""
    yield
    structlog.reset_defaults()


class Laptop:
    """A visitor's vault with a backup that holds one draft, and a draft made after it."""

    def __init__(self, folder: Path) -> None:
        self.doors = VaultDoors(a_visitors_vault(folder))
        self.folder = self.doors.folder
        desk = self.doors.unlock(PASSPHRASE)
        self.backed_up = desk.visits.start().visit_id
        self.doors.back_up()
        self.later = desk.visits.start().visit_id
        desk.lock()

    def damage(self) -> bytes:
        """Cut the database off in its middle; return what is left."""
        database = self.folder / "vault.db"
        left = database.read_bytes()[: database.stat().st_size // 2]
        database.write_bytes(left)
        return left

    def aside(self) -> bytes:
        (folder,) = (self.folder / "set-aside").iterdir()
        return (folder / "vault.db").read_bytes()


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path)


def test_the_doors_open_the_last_backup_and_keep_the_damaged_files(laptop: Laptop) -> None:
    left = laptop.damage()
    with pytest.raises(VaultDamaged):
        laptop.doors.unlock(PASSPHRASE)
    offered = laptop.doors.last_backup()
    assert offered is not None
    assert offered.changes_after == 1

    restored = laptop.doors.unlock_last_backup(PASSPHRASE)

    assert restored.backup == offered
    _holds_what_was_backed_up(restored.desk, laptop)
    with restored.desk.open_unit() as unit:
        assert unit.meta.get(RESTORED) == "yes"
    restored.desk.lock()
    assert laptop.aside() == left


def test_nothing_is_moved_for_a_wrong_passphrase(laptop: Laptop) -> None:
    left = laptop.damage()
    with pytest.raises(VaultLocked):
        laptop.doors.unlock_last_backup("not the one at all")
    assert (laptop.folder / "vault.db").read_bytes() == left
    assert not (laptop.folder / "set-aside").exists()


def test_a_damaged_backup_is_passed_over_for_an_earlier_whole_one(laptop: Laptop) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with unlock(laptop.folder, PASSPHRASE, now=tomorrow) as vault:
        backup(vault, tomorrow).database.write_bytes(b"damaged too")
    laptop.damage()

    restored = laptop.doors.unlock_last_backup(PASSPHRASE)
    _holds_what_was_backed_up(restored.desk, laptop)
    restored.desk.lock()


def test_without_a_whole_backup_the_way_back_is_said_and_nothing_is_moved(laptop: Laptop) -> None:
    (only,) = backups(laptop.folder)
    only.database.write_bytes(b"damaged too")
    left = laptop.damage()
    assert laptop.doors.last_backup() is None
    with pytest.raises(StoreError) as told:
        laptop.doors.unlock_last_backup(PASSPHRASE)
    assert "Ask your coordinator for an invitation" in told.value.user_text
    assert (laptop.folder / "vault.db").read_bytes() == left


def test_the_command_restores_and_says_what_may_be_missing(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laptop.damage()
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE)
    at = ["--vault", str(laptop.folder), "--passphrase-file", str(passphrase)]
    assert run_command(["verify", *at]) == 1

    assert run_command(["restore", *at]) == 0
    said = capsys.readouterr().out
    assert said.startswith("This is the backup of ")
    assert "1 change was made after it and may be missing." in said
    desk = laptop.doors.unlock(PASSPHRASE)
    _holds_what_was_backed_up(desk, laptop)
    desk.lock()


def test_a_folder_of_which_only_backups_are_left_asks_for_the_passphrase_and_offers_them(
    laptop: Laptop,
) -> None:
    for name in ("vault.db", "slots.json"):
        (laptop.folder / name).unlink()
    assert laptop.doors.has_vault()
    with pytest.raises(VaultDamaged):
        laptop.doors.unlock(PASSPHRASE)
    restored = laptop.doors.unlock_last_backup(PASSPHRASE)
    _holds_what_was_backed_up(restored.desk, laptop)
    restored.desk.lock()


def test_a_folder_of_which_nothing_opens_any_more_asks_to_set_up(laptop: Laptop) -> None:
    desk = laptop.doors.unlock(PASSPHRASE)
    desk.destroy()
    assert not laptop.doors.has_vault()


def test_the_command_brings_a_backup_from_a_stick_to_a_bare_machine(
    laptop: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (kept,) = backups(laptop.folder)
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE)
    bare = tmp_path / "bare"
    at = ["--vault", str(bare), "--passphrase-file", str(passphrase)]

    assert run_command(["restore", "--backup", str(kept.folder), *at]) == 0
    assert "What was changed after it was made may be missing." in capsys.readouterr().out
    desk = VaultDoors(bare).unlock(PASSPHRASE)
    _holds_what_was_backed_up(desk, laptop)
    desk.lock()


def _holds_what_was_backed_up(desk: Desk, laptop: Laptop) -> None:
    assert [line.visit_id for line in desk.visits.list()] == [laptop.backed_up]

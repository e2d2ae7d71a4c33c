"""A disk that takes no more, or may not be written to."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from icv_app.domain.ids import VisitId
from icv_app.errors import StoreError
from icv_app.store.slots_file import read_slots, write_slots
from icv_app.store.vault import Vault
from tests.builders import a_visit
from tests.store.conftest import Made
from tests.store.processes import PROJECT

FULL = "The disk is full. Nothing was changed. Make room on it and try again."
_MOUNT = 'mount -t tmpfs -o size=3m tmpfs "$1"'


def _engine_of(vault: Vault) -> Engine:
    engine: Engine = vault._engine
    return engine


def _from_now_on(vault: Vault, pragma: str) -> None:
    """Set a limit on every connection, as a full disk or a read-only one would be met."""

    def limit(connection: object, *_: object) -> None:
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    event.listen(_engine_of(vault), "checkout", limit)


def _put_much(vault: Vault) -> None:
    with vault.open_unit() as unit:
        unit.visits.put(a_visit(travel_minutes=2, force_comment="words " * 20_000))
        unit.commit()


def test_a_full_disk_is_explained_and_loses_nothing(vault: Vault) -> None:
    with vault.open_unit() as unit:
        unit.visits.put(a_visit(travel_minutes=1))
        unit.commit()
    _from_now_on(vault, "max_page_count = 1")

    with pytest.raises(StoreError) as raised:
        _put_much(vault)

    assert raised.value.user_text == FULL
    with vault.open_unit() as unit:
        assert unit.visits.get(VisitId("visit-1")).travel_minutes == 1


def test_a_unit_that_met_a_full_disk_cannot_commit_the_rest(vault: Vault) -> None:
    _from_now_on(vault, "max_page_count = 1")
    with vault.open_unit() as unit:
        unit.meta.put("first", "value")
        with pytest.raises(StoreError):
            unit.visits.put(a_visit(force_comment="words " * 20_000))
        with pytest.raises(StoreError):
            unit.commit()
    with vault.open_unit() as unit:
        assert unit.meta.get("first") is None


def test_a_disk_that_may_not_be_written_to_is_explained(vault: Vault) -> None:
    _from_now_on(vault, "query_only = ON")
    with pytest.raises(StoreError, match="not writable") as raised:
        _put_much(vault)
    assert "may not write" in raised.value.user_text


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process are set in the Unix way")
def test_a_file_that_may_not_grow_is_explained_and_loses_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.store.children", "fill_allowance", str(tmp_path / "vault")]
    _judge(subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout)


def _can_mount(folder: Path) -> bool:
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "-rm", "sh", "-c", _MOUNT, "sh", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_really_full_disk_is_explained_and_loses_nothing(tmp_path: Path) -> None:
    if not _can_mount(tmp_path):
        pytest.skip("this system lets nobody mount a small disk for a test")
    command = [
        *("unshare", "-rm", "sh", "-c", f'{_MOUNT} && shift && exec "$@"', "sh", str(tmp_path)),
        *(sys.executable, "-m", "tests.store.children", "fill_disk", str(tmp_path / "vault")),
    ]
    said = _judge(subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout)
    assert said["sentence"] == FULL
    assert said["backup"] == FULL


def _judge(output: str) -> dict[str, object]:
    said: dict[str, object] = json.loads(output.splitlines()[-1])
    assert "Nothing was changed." in str(said["sentence"])
    assert said["backups"] == said["in_backups"] == (0 if "backup" in said else 1)
    assert said["missing"] == 0
    assert said["found"] == said["committed"]
    assert int(str(said["committed"])) > 0
    return said


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, FULL), (errno.EROFS, "ICV may not write"), (errno.EIO, "The disk")],
)
def test_a_small_file_that_cannot_be_written_stays_as_it_was(
    made: Made, monkeypatch: pytest.MonkeyPatch, step: str, number: int, sentence: str
) -> None:
    before = sorted(path.name for path in made.folder.iterdir())
    slots = read_slots(made.folder)

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    if step == "fsync":
        monkeypatch.setattr("icv_app.store.atomic_files.os.fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StoreError) as raised:
        write_slots(made.folder, slots.__class__(vault_id=slots.vault_id))

    assert raised.value.user_text.startswith(sentence)
    assert read_slots(made.folder) == slots
    assert sorted(path.name for path in made.folder.iterdir()) == before

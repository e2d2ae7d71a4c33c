"""A vault whose last changes were lost says so, and goes on as a restored one would."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from icv_app.domain.ids import VisitId
from icv_app.services.ports import RESTORED
from icv_app.store.layout import COMMITS
from icv_app.store.vault import Vault
from tests.builders import a_visit
from tests.store.conftest import Made

EDITS = 12


def _edited_and_killed(made: Made, tmp_path: Path) -> Made:
    """A copy of the folder as it lies there while the vault is open, with its write-ahead log."""
    copy = Made(tmp_path / "copy", made.keys, made.recovery_code)
    with made.open() as vault:
        for number in range(EDITS):
            with vault.open_unit() as unit:
                unit.visits.put(a_visit(travel_minutes=number))
                unit.commit()
        shutil.copytree(made.folder, copy.folder)
    (copy.folder / "vault.db-shm").unlink()
    return copy


def test_a_write_ahead_log_that_is_whole_loses_nothing(made: Made, tmp_path: Path) -> None:
    with _edited_and_killed(made, tmp_path).open() as vault:
        assert vault.missing_changes == 0
        with vault.open_reading() as unit:
            assert unit.visits.get(VisitId("visit-1")).travel_minutes == EDITS - 1


@pytest.mark.parametrize("kept_share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_cut_write_ahead_log_is_noticed_and_the_lost_changes_are_counted(
    made: Made, tmp_path: Path, kept_share: float
) -> None:
    copy = _edited_and_killed(made, tmp_path)
    log = copy.folder / "vault.db-wal"
    content = log.read_bytes()
    log.write_bytes(content[: int(len(content) * kept_share)])

    with copy.open() as vault:
        with vault.open_reading() as unit:
            visit = unit.visits.find(VisitId("visit-1"))
            assert unit.meta.get(RESTORED) == "yes"
        found = 0 if visit is None else (visit.travel_minutes or 0) + 1
        assert 0 < vault.missing_changes == EDITS - found


def test_a_damaged_write_ahead_log_is_noticed(made: Made, tmp_path: Path) -> None:
    copy = _edited_and_killed(made, tmp_path)
    log = copy.folder / "vault.db-wal"
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 1
    log.write_bytes(content)

    with copy.open() as vault:
        assert 0 < vault.missing_changes < EDITS


def test_the_loss_is_told_until_the_user_has_been_told(made: Made, tmp_path: Path) -> None:
    copy = _edited_and_killed(made, tmp_path)
    (copy.folder / "vault.db-wal").unlink()
    with copy.open() as vault:
        assert vault.missing_changes == EDITS
    with copy.open() as vault:
        assert vault.missing_changes == EDITS
        vault.missing_changes_were_told()
    with copy.open() as vault:
        assert vault.missing_changes == 0
        with vault.open_reading() as unit:
            assert unit.meta.get(RESTORED) == "yes"


def test_an_older_database_put_in_place_by_hand_is_noticed(made: Made, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    shutil.copy(made.folder / "vault.db", older)
    with made.open() as vault, vault.open_unit() as unit:
        unit.meta.put("name", "value")
        unit.commit()
    shutil.copy(older, made.folder / "vault.db")
    with made.open() as vault:
        assert vault.missing_changes == 1


@pytest.mark.parametrize("content", [None, b"", b"0000", b"x" * 30, b"9" * 20 + b" 00000000\n"])
def test_a_damaged_count_keeps_nobody_out_and_starts_again(
    made: Made, reopened: Callable[[], Vault], content: bytes | None
) -> None:
    if content is None:
        (made.folder / COMMITS).unlink()
    else:
        (made.folder / COMMITS).write_bytes(content)
    vault = reopened()
    assert vault.missing_changes == 0
    with vault.open_unit() as unit:
        unit.meta.put("name", "value")
        unit.commit()
    assert (made.folder / COMMITS).read_bytes().startswith(b"00000000000000000001 ")
    assert reopened().missing_changes == 0


def test_a_unit_that_changed_nothing_is_not_counted(made: Made, vault: Vault) -> None:
    before = (made.folder / COMMITS).read_bytes()
    with vault.open_unit() as unit:
        assert unit.meta.get("name") is None
        unit.commit()
    assert (made.folder / COMMITS).read_bytes() == before

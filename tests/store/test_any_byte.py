"""Any file of a vault's folder, cut at any byte or with any bit changed: no silent loss, and no defect.

The fast part samples; `python -m tests.store.damage FOLDER 1` tries every page's end and hundreds of bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from icv_app.errors import StoreError, VaultDamaged, VaultLocked
from icv_app.store.backup import backup, backups, read_backup
from icv_app.store.layout import SLOTS, WRONG_TRIES
from icv_app.store.slots_file import read_slots
from icv_app.store.wrong_tries import LONGEST_DELAY, WrongTries
from tests.store.conftest import NOW, Made
from tests.store.damage import Case, Damage, Outcome, cases

EVERY = 30


def test_wherever_a_file_is_cut_or_changed_it_is_noticed_and_the_backup_opens(
    made: Made, tmp_path: Path
) -> None:
    damage = Damage(made, tmp_path)
    for case in cases(damage, EVERY):
        outcome = damage.outcome(case)
        assert outcome is _EXPECTED[case.file], case


_EXPECTED = {
    "vault.db": Outcome.EXPLAINED,
    "vault.db-wal": Outcome.COUNTED,
    "vault.db-shm": Outcome.WHOLE,
    "commits": Outcome.WHOLE,
}


def test_what_is_not_covered_the_log_and_the_count_beside_it_lost_together(
    made: Made, tmp_path: Path
) -> None:
    """Said in docs/vault-damage.md: nothing on this computer knows then that there was more."""
    damage = Damage(made, tmp_path)
    for file in ("commits", "vault.db-wal"):
        (tmp_path / "not-closed" / file).unlink()
    (tmp_path / "not-closed" / "commits").write_bytes(b"")
    with pytest.raises(AssertionError, match="changes are gone, 0 are told"):
        damage.outcome(Case("commits", True, "lost", 0))


def _every_byte(content: bytes) -> Iterator[bytes]:
    for place in range(len(content)):
        yield content[:place]
        yield content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :]


def test_slots_harmed_at_any_byte_are_said_to_be_damaged(made: Made) -> None:
    file = made.folder / SLOTS
    for harmed in _every_byte(file.read_bytes()):
        file.write_bytes(harmed)
        with pytest.raises(VaultDamaged):
            read_slots(made.folder)


def test_wrong_tries_harmed_at_any_byte_keep_the_owner_out_no_longer_than_they_may(made: Made) -> None:
    tries, file = WrongTries(made.folder), made.folder / WRONG_TRIES
    for _try in range(6):
        tries.count(NOW)
    for harmed in _every_byte(file.read_bytes()):
        file.write_bytes(harmed)
        try:
            tries.refuse_too_soon(NOW + timedelta(seconds=1))
        except VaultLocked:
            tries.refuse_too_soon(NOW + timedelta(seconds=1) + LONGEST_DELAY)


@pytest.mark.parametrize("name", ["backup.json", SLOTS])
def test_a_backup_harmed_at_any_byte_of_its_small_files_is_whole_or_passed_over(
    made: Made, name: str
) -> None:
    with made.open() as vault:
        kept = backup(vault, NOW).folder
        backup(vault, NOW)
    database = (kept / "vault.db").read_bytes()
    for harmed in _every_byte((kept / name).read_bytes()):
        (kept / name).write_bytes(harmed)
        assert 1 <= len(backups(made.folder)) <= 2
        with suppress(StoreError):
            read_backup(kept)
        assert (kept / "vault.db").read_bytes() == database

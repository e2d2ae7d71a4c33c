"""Backups and what is made of them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.times import london_day
from icv_app.errors import BadInput, StoreError
from icv_app.services.ports import RESTORED
from icv_app.store.backup import backup, backups, read_backup, to_keep
from icv_app.store.restore import restore
from icv_app.store.unlocking import change_passphrase, create_vault, unlock
from icv_app.store.vault import Vault
from tests.store.conftest import CHEAP, NOW, PASSPHRASE, Made

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def _note(vault: Vault, value: str) -> None:
    with vault.open_unit() as unit:
        unit.meta.put("note", value)
        unit.commit()


def _noted(vault: Vault) -> str | None:
    with vault.open_reading() as unit:
        return unit.meta.get("note")


def _backed_up(made: Made) -> Path:
    """A backup of a vault with the note `then`; the vault goes on to `now`."""
    with made.open() as vault:
        _note(vault, "then")
        kept = backup(vault, NOW)
        _note(vault, "now")
    return kept.folder


def test_a_backup_brings_back_what_was_there_and_marks_it_as_restored(made: Made) -> None:
    kept = _backed_up(made)
    restore(made.folder, kept, NOW + HOUR)
    with unlock(made.folder, PASSPHRASE, now=NOW) as vault:
        assert _noted(vault) == "then"
        assert vault.missing_changes == 0
        vault.check()
        with vault.open_reading() as unit:
            assert unit.meta.get(RESTORED) == "yes"


def test_the_vault_that_was_backed_up_is_not_marked(made: Made) -> None:
    _backed_up(made)
    with made.open() as vault, vault.open_reading() as unit:
        assert unit.meta.get(RESTORED) is None


def test_a_backup_copied_by_hand_is_marked_too(made: Made) -> None:
    shutil.copy(_backed_up(made) / "vault.db", made.folder / "vault.db")
    with made.open() as vault, vault.open_reading() as unit:
        assert unit.meta.get(RESTORED) == "yes"
        assert vault.missing_changes == 1


def test_a_backup_restores_on_a_bare_machine(made: Made, tmp_path: Path) -> None:
    kept = shutil.move(_backed_up(made), tmp_path / "stick")
    shutil.rmtree(made.folder)
    restore(made.folder, Path(kept), NOW)
    with unlock(made.folder, PASSPHRASE, now=NOW) as vault:
        assert _noted(vault) == "then"


def test_what_was_there_is_set_aside_and_not_deleted(made: Made) -> None:
    kept = _backed_up(made)
    old = (made.folder / "vault.db").read_bytes()
    for _ in range(2):
        restore(made.folder, kept, NOW)
    aside = sorted((made.folder / "set-aside").iterdir())
    assert [(folder / "vault.db").read_bytes() == old for folder in aside] == [True, False]


def test_todays_passphrase_goes_on_opening_a_restored_vault(made: Made, tmp_path: Path) -> None:
    kept = Path(shutil.move(_backed_up(made), tmp_path / "stick"))
    change_passphrase(made.folder, PASSPHRASE, "another one", now=NOW)
    restore(made.folder, kept, NOW)
    unlock(made.folder, "another one", now=NOW).close()


def test_damaged_slots_are_replaced_by_those_of_the_backup_and_set_aside(made: Made) -> None:
    kept = _backed_up(made)
    (made.folder / "slots.json").write_bytes(b"damaged")
    restore(made.folder, kept, NOW)
    unlock(made.folder, PASSPHRASE, now=NOW).close()
    (aside,) = (made.folder / "set-aside").iterdir()
    assert (aside / "slots.json").read_bytes() == b"damaged"


def test_an_old_write_ahead_log_does_not_reach_into_the_restored_vault(made: Made, tmp_path: Path) -> None:
    killed = Made(tmp_path / "killed", made.keys, made.recovery_code)
    with made.open() as vault:
        _note(vault, "then")
        kept = backup(vault, NOW).folder
        _note(vault, "now")
        shutil.copytree(made.folder, killed.folder)
    assert (killed.folder / "vault.db-wal").stat().st_size > 0
    restore(killed.folder, kept, NOW)
    with killed.open() as vault:
        assert _noted(vault) == "then"
        vault.check()


def test_a_restore_that_was_cut_short_is_finished_by_doing_it_again(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = _backed_up(made)
    (made.folder / "slots.json").unlink()
    moves = Path.replace
    for allowed in range(8):
        left = [allowed]

        def replace(path: Path, target: Path, left: list[int] = left) -> Path:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            return moves(path, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", replace)
            try:
                restore(made.folder, kept, NOW)
            except KeyboardInterrupt:
                continue
        break
    else:
        pytest.fail("a restore takes more moves than this test allows")
    assert allowed >= 2
    with unlock(made.folder, PASSPHRASE, now=NOW) as vault:
        assert _noted(vault) == "then"


def test_an_open_vault_is_not_restored_over(made: Made) -> None:
    kept = _backed_up(made)
    with made.open() as vault:
        with pytest.raises(StoreError, match="held"):
            restore(made.folder, kept, NOW)
        assert _noted(vault) == "now"


def test_a_backup_of_another_vault_is_refused(made: Made, tmp_path: Path) -> None:
    other, _code = create_vault(tmp_path / "other", PASSPHRASE, kdf_parameters=CHEAP, now=NOW + HOUR)
    with other:
        foreign = backup(other, NOW).folder
    with pytest.raises(BadInput) as raised:
        restore(made.folder, foreign, NOW)
    assert raised.value.user_text.startswith("That is a backup of another vault. Nothing was changed.")
    made.open().close()


@pytest.mark.parametrize("name", ["vault.db", "slots.json", "backup.json"])
@pytest.mark.parametrize("harm", ["lost", "cut", "changed"])
def test_a_damaged_backup_is_refused_and_the_vault_left_as_it_is(made: Made, name: str, harm: str) -> None:
    kept = _backed_up(made)
    content = (kept / name).read_bytes()
    if harm == "lost":
        (kept / name).unlink()
    elif harm == "cut":
        (kept / name).write_bytes(content[: len(content) // 2])
    else:
        (kept / name).write_bytes(content[:40] + bytes([content[40] ^ 1]) + content[41:])
    with pytest.raises(StoreError, match=r"damaged|missing"):
        restore(made.folder, kept, NOW)
    with made.open() as vault:
        assert _noted(vault) == "now"


def test_backups_are_listed_newest_first_and_thinned(made: Made) -> None:
    with made.open() as vault:
        for hours in range(0, 24 * 12, 8):
            backup(vault, NOW + hours * HOUR)
        listed = [one.manifest.taken_at for one in backups(made.folder)]
    assert listed == sorted(listed, reverse=True)
    assert listed[0] == NOW + (24 * 12 - 8) * HOUR
    # Seven days in April, and the last backup of March for its week and its month.
    assert [london_day(taken).isoformat() for taken in listed] == [
        *(f"2024-04-{day:02d}" for day in range(12, 5, -1)),
        "2024-03-31",
    ]


def test_two_backups_at_one_moment_are_both_kept(made: Made) -> None:
    with made.open() as vault:
        names = {backup(vault, NOW).folder.name for _ in range(2)}
    assert names == {"20240331T120000Z", "20240331T120000Z-2"}


def test_a_backup_that_was_cut_short_is_not_listed_and_is_cleared_by_the_next(made: Made) -> None:
    unfinished = made.folder / "backups" / ".new-20240330T120000Z"
    shutil.copytree(_backed_up(made), unfinished)
    assert len(backups(made.folder)) == 1
    with made.open() as vault:
        backup(vault, NOW)
    assert not unfinished.exists()


def test_a_backup_counts_the_changes_it_holds(made: Made) -> None:
    kept = read_backup(_backed_up(made))
    assert kept.manifest.commits == 1
    assert kept.manifest.taken_at == NOW


def test_days_are_counted_in_london() -> None:
    # 23:30 and 00:30 UTC on a summer night are one day in London.
    night = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)
    assert to_keep([night, night + HOUR]) == {night + HOUR}


@given(st.sets(st.integers(min_value=0, max_value=24 * 800), max_size=80))
def test_thinning_keeps_the_newest_and_never_more_than_it_says(hours: set[int]) -> None:
    moments = {NOW - hour * HOUR for hour in hours}
    kept = to_keep(moments)
    assert kept <= moments
    assert len(kept) <= 7 + 4 + 6
    if moments:
        assert max(moments) in kept
    assert to_keep(kept) == kept

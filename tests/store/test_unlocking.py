"""Passphrases and recovery codes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from icv_app.errors import BadInput, StoreError, VaultLocked
from icv_app.store.backup import backup
from icv_app.store.layout import NEW_DATABASE, has_vault, hold
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import (
    abandon_new,
    change_passphrase,
    create_vault,
    renew_recovery_code,
    reset_passphrase,
    unlock,
    unlock_with_recovery_code,
)
from icv_app.store.vault import Vault
from tests.store.conftest import CHEAP, NOW, PASSPHRASE, Made

LATER = NOW + timedelta(hours=1)


def _note(vault: Vault, value: str) -> None:
    with vault.open_unit() as unit:
        unit.meta.put("note", value)
        unit.commit()


def _noted(vault: Vault) -> str | None:
    with vault.open_reading() as unit:
        return unit.meta.get("note")


def test_a_new_vault_opens_with_its_passphrase_and_keeps_what_is_put_into_it(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "vault"
    vault, code = create_vault(folder, "Pässword", kdf_parameters=CHEAP, now=NOW)
    with vault:
        _note(vault, "kept")
        identity = vault.identity_key
    assert len(identity) == 32
    assert len(code.split()) == 12
    assert has_vault(folder)
    with unlock(folder, "Pa\u0308ssword", now=NOW) as again:
        assert _noted(again) == "kept"
        assert again.identity_key == identity
        assert again.vault_id == vault.vault_id
        assert again.missing_changes == 0


def test_a_wrong_passphrase_is_explained_in_one_sentence(made: Made) -> None:
    with pytest.raises(VaultLocked) as raised:
        unlock(made.folder, PASSPHRASE + "!", now=NOW)
    assert raised.value.user_text.startswith("That passphrase does not open this vault.")
    with unlock(made.folder, PASSPHRASE, now=LATER) as vault:
        vault.check()


def test_the_recovery_code_opens_the_vault_with_the_same_keys(made: Made) -> None:
    with unlock_with_recovery_code(made.folder, made.recovery_code, now=NOW) as vault:
        assert vault.identity_key == made.keys.identity


def test_a_mistyped_recovery_code_is_told_from_a_wrong_one(made: Made, tmp_path: Path) -> None:
    words = made.recovery_code.split()
    with pytest.raises(BadInput):
        unlock_with_recovery_code(made.folder, " ".join([*words[:-1], "notaword"]), now=NOW)
    other, other_code = create_vault(tmp_path / "other", PASSPHRASE, kdf_parameters=CHEAP, now=NOW)
    other.close()
    with pytest.raises(VaultLocked):
        unlock_with_recovery_code(made.folder, other_code, now=NOW)
    with hold(made.folder):
        pass  # a refused attempt holds the folder no longer


def test_changing_the_passphrase_leaves_the_data_and_shuts_out_the_old_one(made: Made) -> None:
    with made.open() as vault:
        _note(vault, "kept")
    database = (made.folder / "vault.db").read_bytes()

    change_passphrase(made.folder, PASSPHRASE, "another one", now=NOW)

    assert (made.folder / "vault.db").read_bytes() == database
    with pytest.raises(VaultLocked):
        unlock(made.folder, PASSPHRASE, now=NOW)
    with unlock(made.folder, "another one", now=LATER) as vault:
        assert _noted(vault) == "kept"
        assert vault.identity_key == made.keys.identity
    with unlock_with_recovery_code(made.folder, made.recovery_code, now=LATER) as vault:
        assert _noted(vault) == "kept"


def test_the_passphrase_can_be_changed_while_the_vault_is_open(made: Made) -> None:
    with made.open() as vault:
        change_passphrase(made.folder, PASSPHRASE, "another one", now=NOW)
        _note(vault, "kept")
    with unlock(made.folder, "another one", now=NOW) as vault:
        assert _noted(vault) == "kept"


def test_an_old_passphrase_opens_no_backup_any_more(made: Made) -> None:
    with made.open() as vault:
        kept = backup(vault, NOW)
    change_passphrase(made.folder, PASSPHRASE, "another one", now=NOW)
    with pytest.raises(VaultLocked):
        read_slots(kept.folder).open_with_passphrase(PASSPHRASE)
    assert read_slots(kept.folder).open_with_passphrase("another one") == made.keys


@pytest.mark.parametrize("new", ["", "\ud800"])
def test_a_passphrase_that_cannot_be_one_changes_nothing(made: Made, new: str) -> None:
    with pytest.raises(BadInput):
        change_passphrase(made.folder, PASSPHRASE, new, now=NOW)
    with unlock(made.folder, PASSPHRASE, now=NOW) as vault:
        vault.check()


def test_a_wrong_old_passphrase_changes_nothing(made: Made) -> None:
    with pytest.raises(VaultLocked):
        change_passphrase(made.folder, "wrong", "another one", now=NOW)
    with unlock(made.folder, PASSPHRASE, now=NOW) as vault:
        vault.check()


def test_a_forgotten_passphrase_is_reset_with_the_recovery_code(made: Made) -> None:
    for _ in range(3):
        with pytest.raises(VaultLocked):
            unlock(made.folder, "forgotten", now=NOW)
    reset_passphrase(made.folder, made.recovery_code, "a new one")
    with unlock(made.folder, "a new one", now=NOW) as vault:
        assert vault.identity_key == made.keys.identity


def test_a_renewed_recovery_code_replaces_the_earlier_one(made: Made) -> None:
    code = renew_recovery_code(made.folder, PASSPHRASE, now=NOW)
    with unlock_with_recovery_code(made.folder, code, now=NOW) as vault:
        assert vault.identity_key == made.keys.identity
    with pytest.raises(VaultLocked):
        unlock_with_recovery_code(made.folder, made.recovery_code, now=NOW)


def test_a_second_vault_is_not_made_over_the_first(made: Made) -> None:
    with pytest.raises(StoreError, match="already"):
        create_vault(made.folder, "other", kdf_parameters=CHEAP, now=NOW)
    with unlock(made.folder, PASSPHRASE, now=NOW) as vault:
        vault.check()


def test_no_vault_is_made_over_the_slots_of_one_whose_database_is_lost(made: Made) -> None:
    (made.folder / "vault.db").unlink()
    with pytest.raises(StoreError, match="already"):
        create_vault(made.folder, "other", kdf_parameters=CHEAP, now=NOW)
    assert read_slots(made.folder).open_with_passphrase(PASSPHRASE) == made.keys


def test_a_creation_that_was_cut_short_is_begun_again(made: Made) -> None:
    (made.folder / "vault.db").rename(made.folder / NEW_DATABASE)
    assert not has_vault(made.folder)
    vault, _code = create_vault(made.folder, "other", kdf_parameters=CHEAP, now=NOW)
    vault.close()
    with unlock(made.folder, "other", now=NOW) as vault:
        vault.check()


def test_a_new_vault_whose_set_up_failed_is_removed_and_can_be_made_again(tmp_path: Path) -> None:
    (tmp_path / "something-else").touch()
    vault, _code = create_vault(tmp_path, PASSPHRASE, kdf_parameters=CHEAP, now=NOW)
    _note(vault, "value")

    abandon_new(vault)

    assert vault.locked
    assert sorted(path.name for path in tmp_path.iterdir()) == ["something-else", "vault.lock"]
    again, _code = create_vault(tmp_path, PASSPHRASE, kdf_parameters=CHEAP, now=NOW)
    with again:
        assert _noted(again) is None


def test_removing_a_new_vault_that_is_cut_short_leaves_no_half_vault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, _code = create_vault(tmp_path, PASSPHRASE, kdf_parameters=CHEAP, now=NOW)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", stop)
        with pytest.raises(KeyboardInterrupt):
            abandon_new(vault)

    assert not has_vault(tmp_path)
    create_vault(tmp_path, PASSPHRASE, kdf_parameters=CHEAP, now=NOW)[0].close()


def test_a_vault_without_a_passphrase_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        create_vault(tmp_path, "", kdf_parameters=CHEAP, now=NOW)
    assert not has_vault(tmp_path)


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_without_a_vault_is_said_to_have_none_and_stays_empty(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError) as raised:
        unlock(tmp_path / name, PASSPHRASE, now=NOW)
    assert raised.value.user_text.startswith("There is no vault in this folder.")
    assert not list(tmp_path.iterdir())


def test_a_locked_vault_gives_nothing_and_is_locked_twice_without_harm(vault: Vault) -> None:
    unit = vault.open_unit()
    vault.lock()
    vault.close()
    assert vault.locked
    for attempt in (
        lambda: vault.identity_key,
        vault.check,
        lambda: backup(vault, NOW),
        lambda: vault.missing_changes,
        unit.__enter__,
        vault.open_unit().__enter__,
    ):
        with pytest.raises(VaultLocked) as raised:
            attempt()
        assert raised.value.user_text == "The vault is locked. Enter your passphrase to go on."


def test_keys_are_not_shown_in_a_traceback(vault: Vault, made: Made) -> None:
    shown = repr(vars(vault)) + repr(made.keys)
    assert made.keys.content.hex() not in shown
    assert repr(made.keys.content) not in shown
    assert repr(made.keys.identity) not in shown

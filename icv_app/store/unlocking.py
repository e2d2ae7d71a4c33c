"""Making, unlocking and re-locking a vault: passphrases, recovery codes and the folder they open."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from icv_app.domain.ids import uuid7
from icv_app.errors import StoreError, VaultLocked
from icv_app.seal.passphrases import KdfCost
from icv_app.seal.slots import SecretKind, SlotFile, VaultKeys
from icv_app.store.atomic_files import settle_names, sync_folder
from icv_app.store.backup import read_backup, refresh_slots
from icv_app.store.commit_counter import CommitCounter
from icv_app.store.engine import Key, close_whole, open_engine
from icv_app.store.failures import damaged, files_explained, missing
from icv_app.store.layout import (
    COMMITS,
    DATABASE,
    NEW_DATABASE,
    SLOTS,
    companions,
    has_vault,
    hold,
    make_folder,
)
from icv_app.store.locked_out import settle_new_device
from icv_app.store.migrations import migrate
from icv_app.store.restore import newest_sound, restore, slots_after
from icv_app.store.slots_file import changing_slots, read_slots, write_slots
from icv_app.store.unit_of_work import begin_counting
from icv_app.store.vault import Vault
from icv_app.store.wrong_tries import WrongTries
from icv_app.words import _

_log = structlog.get_logger(__name__)


def create_vault(
    folder: Path, passphrase: str, *, kdf_parameters: KdfCost, now: datetime
) -> tuple[Vault, str]:
    """Make a vault and return it unlocked, with its recovery code of 12 words to print once.

    The folder is made where it is not there. A creation that was cut short is begun again.

    Raises:
        BadInput: The passphrase is empty or not text.
        StoreError: There is a vault already, or the disk refuses.
    """
    make_folder(folder)
    held = hold(folder)
    try:
        if has_vault(folder):
            raise StoreError(
                "there is a vault already",
                user_text=_(
                    "There is a vault in this folder already. Nothing was changed. "
                    "Unlock it, or choose another folder."
                ),
            )
        keys = VaultKeys.generate()
        vault_id = uuid7(int(now.timestamp() * 1000), os.urandom(10))
        slots = SlotFile(vault_id=vault_id).with_passphrase(keys, passphrase, kdf_parameters)
        slots, recovery_code = slots.with_recovery_code(keys, kdf_parameters)
        _make_database(folder, keys)
        write_slots(folder, slots)
        with files_explained(folder):
            # With this name the vault is there; before it, nothing is.
            (folder / NEW_DATABASE).rename(folder / DATABASE)
        settle_names(folder)
        _log.info("vault made", vault=vault_id)
        return Vault(folder, vault_id, keys, held, now), recovery_code
    except BaseException:
        held.release()
        raise


def abandon_new(vault: Vault) -> None:
    """Close a vault that was made a moment ago and remove it: setting it up failed.

    Nothing else in the folder is touched, so setting up can be tried again.

    Raises:
        StoreError: The disk refuses.
    """
    vault.close()
    folder = vault.folder
    with files_explained(folder):
        # With this name it counts as never finished, should the rest be cut short.
        (folder / DATABASE).replace(folder / NEW_DATABASE)
        for path in (folder / SLOTS, folder / COMMITS, *companions(folder / NEW_DATABASE)[::-1]):
            path.unlink(missing_ok=True)
        sync_folder(folder)


def unlock(folder: Path, passphrase: str, *, now: datetime) -> Vault:
    """Unlock a vault with its passphrase; takes as long as the slot's cost says.

    Raises:
        VaultLocked: The passphrase is wrong, or the delay after wrong ones is not over.
        StoreError: The vault is missing, damaged, in use, or of a newer program.
    """

    def keys_of(slots: SlotFile) -> VaultKeys:
        return _tried(folder, slots, passphrase, now)

    return _unlocked(folder, keys_of, now)


def unlock_with_recovery_code(folder: Path, code: str, *, now: datetime) -> Vault:
    """Unlock a vault with its recovery code; no delay, since nobody guesses 128 bits.

    Raises:
        BadInput: The words are mistyped.
        VaultLocked: It is the code of another vault, or an older one.
        StoreError: The vault is missing, damaged, in use, or of a newer program.
    """
    return _unlocked(folder, lambda slots: slots.open_with_recovery_code(code), now)


def unlock_backup(folder: Path, backup_folder: Path, passphrase: str, *, now: datetime) -> Vault:
    """Put a backup in place of the vault in `folder` and unlock it; see `restore.restore`.

    Nothing is moved before the passphrase has been found to open what will be there.

    Raises:
        VaultLocked: The passphrase is wrong, or the delay after wrong ones is not over.
        BadInput: The backup is of another vault.
        StoreError: The backup is damaged, the vault is open, or the disk refuses.
    """
    chosen = read_backup(backup_folder)
    make_folder(folder)
    keys = _tried(folder, slots_after(folder, chosen), passphrase, now)
    restore(folder, backup_folder, now)
    return _unlocked(folder, lambda _slots: keys, now)


def change_passphrase(
    folder: Path, old: str, new: str, *, now: datetime, kdf_parameters: KdfCost | None = None
) -> None:
    """Wrap the keys under another passphrase; the data stays as it is. The vault may be open meanwhile.

    Without `kdf_parameters` the cost of a try stays what it was.

    Raises:
        VaultLocked: The old passphrase is wrong, or the delay after wrong ones is not over.
        BadInput: The new one is empty or not text.
        StoreError: The old one still opens the vault.
    """
    with changing_slots:
        slots = read_slots(folder)
        keys = _tried(folder, slots, old, now)
        write_slots(folder, slots.with_passphrase(keys, new, kdf_parameters or _cost(slots)))
        refresh_slots(folder)
    _log.info("passphrase changed", vault=slots.vault_id)


def reset_passphrase(
    folder: Path, recovery_code: str, new: str, *, kdf_parameters: KdfCost | None = None
) -> None:
    """Set a new passphrase with the recovery code, where the old one is forgotten.

    Raises:
        BadInput: The words are mistyped, or the new passphrase is empty or not text.
        VaultLocked: It is the code of another vault, or an older one.
        StoreError: The old passphrase still opens the vault.
    """
    slots = read_slots(folder)
    keys = slots.open_with_recovery_code(recovery_code)
    write_slots(folder, slots.with_passphrase(keys, new, kdf_parameters or _cost(slots)))
    refresh_slots(folder)
    WrongTries(folder).forget()
    _log.info("passphrase reset", vault=slots.vault_id)


def renew_recovery_code(folder: Path, passphrase: str, *, now: datetime) -> str:
    """Return a new recovery code; the earlier one opens the vault no longer.

    Raises:
        VaultLocked: The passphrase is wrong, or the delay after wrong ones is not over.
        StoreError: The earlier code is still the one.
    """
    with changing_slots:
        slots = read_slots(folder)
        keys = _tried(folder, slots, passphrase, now)
        slots, code = slots.with_recovery_code(keys, _cost(slots))
        write_slots(folder, slots)
        refresh_slots(folder)
    _log.info("recovery code renewed", vault=slots.vault_id)
    return code


def _unlocked(folder: Path, keys_of: Callable[[SlotFile], VaultKeys], now: datetime) -> Vault:
    if not has_vault(folder):
        if newest_sound(folder) is not None:
            raise missing(DATABASE)
        raise StoreError(
            "no vault in the folder",
            user_text=_("There is no vault in this folder. Choose another folder, or set ICV up first."),
        )
    held = hold(folder)
    try:
        slots = read_slots(folder)
        vault = Vault(folder, slots.vault_id, keys_of(slots), held, now)
    except BaseException:
        held.release()
        raise
    try:
        settle_new_device(vault, now)
    except BaseException:
        vault.close()
        raise
    _log.info("vault unlocked", vault=vault.vault_id)
    return vault


def _tried(folder: Path, slots: SlotFile, passphrase: str, now: datetime) -> VaultKeys:
    tries = WrongTries(folder)
    tries.refuse_too_soon(now)
    try:
        keys = slots.open_with_passphrase(passphrase)
    except VaultLocked:
        tries.count(now)
        raise
    tries.forget()
    return keys


def _cost(slots: SlotFile) -> KdfCost:
    for slot in slots.secrets:
        if slot.kind is SecretKind.PASSPHRASE:
            return slot.cost
    raise damaged("no passphrase slot")


def _make_database(folder: Path, keys: VaultKeys) -> None:
    new = folder / NEW_DATABASE
    with files_explained(new):
        for left_over in companions(new):
            left_over.unlink(missing_ok=True)
    engine = open_engine(new, Key(keys.content), create=True)
    try:
        with engine.begin() as connection:
            migrate(connection)
            begin_counting(connection)
    except BaseException:
        engine.dispose()
        raise
    close_whole(engine)
    CommitCounter(folder).reset(0)
    with files_explained(new):
        new.chmod(0o600)

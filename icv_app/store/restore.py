"""Putting a backup in place of a damaged, lost or absent vault."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import structlog

from icv_app.errors import BadInput, StoreError
from icv_app.seal.slots import SlotFile
from icv_app.store.atomic_files import settle_names, sync_file, sync_folder
from icv_app.store.backup import Backup, backups, read_backup
from icv_app.store.commit_counter import CommitCounter
from icv_app.store.failures import files_explained
from icv_app.store.layout import (
    COMMITS,
    DATABASE,
    RESTORED_DATABASE,
    SET_ASIDE,
    SLOTS,
    companions,
    free_name,
    hold,
    make_folder,
)
from icv_app.store.slots_file import read_slots, write_slots
from icv_app.words import _

_log = structlog.get_logger(__name__)


def restore(folder: Path, backup_folder: Path, now: datetime) -> None:
    """Put a backup in place of the vault in `folder`; what was there is set aside, not deleted.

    The passphrase of today goes on opening it, where the slots are still
    readable; else that of the backup does. The restored vault is marked and
    will start a new chain. If this is cut short, doing it again finishes it.

    Raises:
        StoreError: The backup is damaged, the vault is open, or the disk refuses.
        BadInput: The backup is of another vault.
    """
    chosen = read_backup(backup_folder)
    make_folder(folder)
    with hold(folder):
        current = _readable_slots(folder)
        if current is not None and current.vault_id != chosen.manifest.vault_id:
            raise BadInput(
                f"backup of vault {chosen.manifest.vault_id} for vault {current.vault_id}",
                user_text=_(
                    "That is a backup of another vault. Nothing was changed. "
                    "Choose a backup of this vault, or an empty folder."
                ),
            )
        _copy(chosen.database, folder / RESTORED_DATABASE)
        _set_aside(folder, now, slots_too=current is None)
        if current is None:
            write_slots(folder, read_slots(chosen.folder))
        CommitCounter(folder).reset(chosen.manifest.commits)
        with files_explained(folder):
            (folder / RESTORED_DATABASE).replace(folder / DATABASE)
        settle_names(folder)
    _log.info("vault restored", backup=chosen.folder.name, commits=chosen.manifest.commits)


def newest_sound(folder: Path) -> Backup | None:
    """The newest backup of a vault that is whole to the last byte; damaged and foreign ones are passed over.

    Raises:
        StoreError: The folder cannot be read.
    """
    current = _readable_slots(folder)
    for one in backups(folder):
        if current is not None and one.manifest.vault_id != current.vault_id:
            continue
        try:
            return read_backup(one.folder)
        except StoreError as error:
            _log.warning("backup passed over", backup=one.folder.name, because=str(error))
    return None


def slots_after(folder: Path, chosen: Backup) -> SlotFile:
    """The slots that will open the vault once a backup is restored: those of today, else the backup's.

    Raises:
        StoreError: Neither can be read.
    """
    return _readable_slots(folder) or read_slots(chosen.folder)


def changes_after(folder: Path, chosen: Backup) -> int | None:
    """How many changes the vault had seen since a backup; `None` where the count beside it tells nothing."""
    try:
        counted = CommitCounter(folder).read()
    except StoreError as error:
        _log.info("commit counter unreadable", because=str(error))
        return None
    return None if counted is None else max(counted - chosen.manifest.commits, 0)


def _copy(database: Path, new: Path) -> None:
    with files_explained(new):
        shutil.copyfile(database, new)
        new.chmod(0o600)
        sync_file(new)


def _set_aside(folder: Path, now: datetime, *, slots_too: bool) -> None:
    # The old write-ahead log must be gone before the new database has its name:
    # it is of the same key, and SQLite would take it for the new one's own.
    names = [*companions(folder / DATABASE), folder / COMMITS]
    if slots_too:
        names.append(folder / SLOTS)
    with files_explained(folder):
        old = [path for path in names if path.exists()]
        if old:
            aside = free_name(folder / SET_ASIDE, now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))
            aside.mkdir(mode=0o700, parents=True)
            for path in old:
                path.replace(aside / path.name)
            sync_folder(aside)
        sync_folder(folder)


def _readable_slots(folder: Path) -> SlotFile | None:
    try:
        return read_slots(folder)
    except StoreError as error:
        _log.info("slots of the backup are used", because=str(error))
        return None

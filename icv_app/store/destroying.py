"""Destroying the slots of a vault: the device was removed from its scheme, and nobody opens it again."""

from __future__ import annotations

import os
from pathlib import Path

import structlog

from icv_app.store.atomic_files import sync_file, sync_folder
from icv_app.store.failures import files_explained
from icv_app.store.layout import (
    COMMITS,
    DATABASE,
    HELP_REQUEST,
    NEW_DATABASE,
    NEW_DEVICE,
    RESTORED_DATABASE,
    SLOTS,
    WRONG_TRIES,
    companions,
)

_log = structlog.get_logger(__name__)


def destroy_slots(folder: Path) -> None:
    """Overwrite and remove every slot file in a vault's folder, its backups' too, then the databases.

    Without its slots a database is noise. A solid state disk may keep old blocks: what guards
    those is the passphrase, as before. A copy of the folder made elsewhere is not reached.

    Raises:
        StoreError: The disk refuses; what is left is found and destroyed at the next call.
    """
    slots = sorted(path for name in (SLOTS, HELP_REQUEST, NEW_DEVICE) for path in folder.rglob(name))
    for path in slots:
        _overwrite(path)
    for path in sorted(folder.rglob(DATABASE)):
        _remove(*companions(path)[::-1])
    for name in (NEW_DATABASE, RESTORED_DATABASE):
        _remove(*companions(folder / name)[::-1])
    _remove(folder / COMMITS, folder / WRONG_TRIES)
    with files_explained(folder):
        sync_folder(folder)
    _log.info("slots destroyed", slots=len(slots))


def _overwrite(path: Path) -> None:
    with files_explained(path):
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(os.urandom(size))
            file.flush()
        sync_file(path)
        path.unlink()


def _remove(*paths: Path) -> None:
    for path in paths:
        with files_explained(path):
            path.unlink(missing_ok=True)

"""Removing traces of what was erased: from the database and its log, the backups, and what was set aside.

Erased content is overwritten as it is deleted (`secure_delete`), but pages that SQLite has tidied may
keep copies of rows that were moved, and the write-ahead log keeps whole pages as they were. So the
database is written anew and the log cut to nothing. A backup is written anew too; one that cannot be
(made before a migration, or damaged) goes. Blocks that a disk keeps behind the back of the operating
system are noise without the key of the vault.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from icv_app.errors import StoreError
from icv_app.services.ports import UnitOfWork
from icv_app.store import migrations
from icv_app.store.atomic_files import sync_folder
from icv_app.store.backup import Backup, clear_unfinished, read_backup, write_again
from icv_app.store.engine import READING, Key, connect, open_engine
from icv_app.store.failures import driver_explained, files_explained
from icv_app.store.layout import BACKUPS, SET_ASIDE
from icv_app.store.turns import Turns
from icv_app.store.unit_of_work import SqlUnitOfWork, commits_inside

_log = structlog.get_logger(__name__)


class _Uncounted:
    """A copy has no count beside it."""

    def note(self, commits: int) -> None:
        """Nothing to write."""


def write_anew(database: Path, key: Key) -> bool:
    """Write a database anew and cut its log to nothing; return whether nobody kept the log in use.

    Raises:
        StoreError: The disk refuses; the database is as it was.
    """
    with driver_explained():
        connection = connect(database, key)
        try:
            connection.execute("VACUUM")
            busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        finally:
            connection.close()


def clear_copies(folder: Path, key: Key, erase: Callable[[UnitOfWork], None]) -> None:
    """Erase in every backup of a vault what was erased in the vault, and remove what was set aside.

    A backup appears anew, whole, before the old one goes; cut short, calling again goes on.

    Raises:
        StoreError: The disk refuses.
    """
    place = folder / BACKUPS
    if place.is_dir():
        with files_explained(place):
            clear_unfinished(place)
            old = sorted(one for one in place.iterdir() if one.is_dir())
        done: set[datetime] = set()
        for one in old:
            _clear_copy(one, key, erase, done)
    aside = folder / SET_ASIDE
    if aside.is_dir():
        with files_explained(aside):
            shutil.rmtree(aside)
            sync_folder(folder)
        _log.info("what was set aside is removed")


def _clear_copy(old: Path, key: Key, erase: Callable[[UnitOfWork], None], done: set[datetime]) -> None:
    chosen = _whole(old)
    # Cut short the last time, there may be two of one moment: what was written anew, and what it was made of.
    kept = chosen is not None and chosen.manifest.taken_at not in done and _current(chosen.database, key)
    if chosen is not None and kept:
        write_again(chosen, lambda database: _erased_in(database, key, erase))
        done.add(chosen.manifest.taken_at)
    with files_explained(old):
        shutil.rmtree(old)
        sync_folder(old.parent)
    _log.info("backup written anew" if kept else "backup removed", backup=old.name)


def _whole(folder: Path) -> Backup | None:
    """Return a backup that can be restored; a damaged one serves nobody and cannot be written anew."""
    try:
        return read_backup(folder)
    except StoreError as error:
        _log.warning("backup cannot be used", backup=folder.name, why=str(error))
        return None


def _current(database: Path, key: Key) -> bool:
    engine = open_engine(database, key)
    try:
        with engine.connect().execution_options(**{READING: True}) as connection:
            return not migrations.needs_migration(connection)
    finally:
        engine.dispose()


def _erased_in(database: Path, key: Key, erase: Callable[[UnitOfWork], None]) -> int:
    engine = open_engine(database, key)
    try:
        with SqlUnitOfWork(engine, Turns(), _Uncounted()) as unit:
            erase(unit)
            unit.commit()
        with engine.connect().execution_options(**{READING: True}) as connection:
            commits = commits_inside(connection)
    finally:
        engine.dispose()
    write_anew(database, key)
    return commits

"""Backups: encrypted copies of the vault, each a folder that restores on a bare machine.

A copy says inside that it is one, so that a vault made of it starts a new
chain, by whatever way it came back.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import structlog
from pydantic import TypeAdapter, ValidationError

from icv_app.domain.times import in_utc, london_day
from icv_app.errors import StoreError
from icv_app.seal.slots import SlotFile
from icv_app.services.ports import RESTORED
from icv_app.store.atomic_files import read_whole, settle_names, sync_file, write_whole
from icv_app.store.engine import Key, close_whole, connect, open_engine
from icv_app.store.failures import damaged, driver_explained, files_explained
from icv_app.store.layout import BACKUPS, DATABASE, free_name, make_folder
from icv_app.store.meta import SqlMetaRepository
from icv_app.store.slots_file import read_slots, write_slots

if TYPE_CHECKING:
    from icv_app.store.vault import Vault

DAYS_KEPT: Final = 7
WEEKS_KEPT: Final = 4
MONTHS_KEPT: Final = 6
_MANIFEST = "backup.json"
_MANIFEST_LIMIT_BYTES = 4096
_UNFINISHED = ".new-"
_NOT_YET = ""

_log = structlog.get_logger(__name__)


class Occasion(StrEnum):
    """Why a backup was made."""

    ROUTINE = "routine"
    MIGRATION = "migration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself, outside the encryption.

    Attributes:
        taken_at: UTC.
        commits: How many changes the vault had then.
        sha256: Of the copied database, in hex.
    """

    format: Literal["icv-backup"] = "icv-backup"
    version: Literal[1] = 1
    vault_id: str
    taken_at: datetime
    occasion: Occasion
    commits: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup on the disk."""

    folder: Path
    manifest: Manifest

    @property
    def database(self) -> Path:
        """The copied database."""
        return self.folder / DATABASE


_MANIFESTS = TypeAdapter(Manifest)


def backup(vault: Vault, now: datetime) -> Backup:
    """Copy an unlocked vault into its folder of backups, and thin those that are there.

    Work goes on meanwhile. What is committed while the copy is made may or may not be in it.

    Raises:
        StoreError: No backup was made; the vault is as it was.
        VaultLocked: The vault is locked.
    """
    made = vault.copy_to_backup(now, Occasion.ROUTINE)
    _thin(vault.folder)
    return made


def backups(folder: Path) -> Sequence[Backup]:
    """The finished backups in a vault's folder, newest first; damaged ones are left out and logged.

    Raises:
        StoreError: The folder cannot be read.
    """
    place = folder / BACKUPS
    with files_explained(place):
        found = sorted(place.iterdir()) if place.is_dir() else []
    readable = []
    for candidate in found:
        manifest = None if candidate.name.startswith(_UNFINISHED) else _manifest(candidate)
        if manifest is not None:
            readable.append(Backup(candidate, manifest))
    return sorted(readable, key=lambda one: (one.manifest.taken_at, one.folder.name), reverse=True)


def read_backup(folder: Path) -> Backup:
    """Return a backup after checking that every byte of it is as it was written.

    Raises:
        StoreError: It is not a backup, or is damaged.
    """
    manifest = _manifest(folder)
    if manifest is None:
        raise damaged("backup without a readable manifest")
    found = Backup(folder, manifest)
    with files_explained(found.database):
        digest = _sha256(found.database)
    if digest != manifest.sha256:
        raise damaged("backup differs from its digest")
    if read_slots(folder).vault_id != manifest.vault_id:
        raise damaged("backup of one vault with the slots of another")
    return found


def to_keep(moments: Iterable[datetime]) -> set[datetime]:
    """Which backups to keep: the newest of each of the last days, weeks and months that have one."""
    newest_first = sorted(moments, reverse=True)
    keep: set[datetime] = set()
    for how_many, period in ((DAYS_KEPT, _day), (WEEKS_KEPT, _week), (MONTHS_KEPT, _month)):
        newest_of: dict[tuple[int, ...], datetime] = {}
        for moment in newest_first:
            newest_of.setdefault(period(london_day(moment)), moment)
        keep.update(list(newest_of.values())[:how_many])
    return keep


def write_backup(
    folder: Path, key: Key, *, vault_id: str, commits: int, now: datetime, occasion: Occasion
) -> Backup:
    """Copy the database and slots of a vault; the copy appears whole or not at all.

    Raises:
        StoreError: No backup was made.
    """
    place = folder / BACKUPS
    make_folder(place)

    def copy(database: Path) -> int:
        _copy_database(folder / DATABASE, database, key)
        return commits

    manifest = Manifest(
        vault_id=vault_id, taken_at=in_utc(now), occasion=occasion, commits=commits, sha256=_NOT_YET
    )
    made = _appearing(place, manifest, read_slots(folder), copy)
    _log.info("backup made", backup=made.folder.name, commits=commits, occasion=occasion.value)
    return made


def write_again(old: Backup, rewrite: Callable[[Path], int]) -> Backup:
    """Write a backup beside an old one of the same moment; it appears whole or not at all.

    Args:
        old: Stays as it is.
        rewrite: Changes a copy of its database, and returns how many commits that has.

    Raises:
        StoreError: The disk refuses; only the old one is there.
    """

    def copy(database: Path) -> int:
        with files_explained(database):
            shutil.copyfile(old.database, database)
            database.chmod(0o600)
        commits = rewrite(database)
        with files_explained(database):
            sync_file(database)
        return commits

    return _appearing(old.folder.parent, old.manifest, read_slots(old.folder), copy)


def _appearing(place: Path, manifest: Manifest, slots: SlotFile, fill: Callable[[Path], int]) -> Backup:
    final = free_name(place, manifest.taken_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))
    unfinished = place / f"{_UNFINISHED}{final.name}"
    with files_explained(unfinished):
        clear_unfinished(place)
        unfinished.mkdir(mode=0o700)
    try:
        commits = fill(unfinished / DATABASE)
        write_slots(unfinished, slots)
        with files_explained(unfinished):
            whole = replace(manifest, commits=commits, sha256=_sha256(unfinished / DATABASE))
        write_whole(unfinished / _MANIFEST, _MANIFESTS.dump_json(whole))
        with files_explained(final):
            unfinished.rename(final)
        settle_names(place)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return Backup(final, whole)


def refresh_slots(folder: Path) -> None:
    """Give every backup in a vault's folder the slots of today, so that an old passphrase opens none of them.

    The slots of the vault itself are set by then, so a disk that refuses here takes nothing
    back: it is logged, and tried again whenever the vault is unlocked.
    """
    try:
        slots = read_slots(folder)
        for one in backups(folder):
            if one.manifest.vault_id == slots.vault_id and not _has_slots(one.folder, slots):
                write_slots(one.folder, slots)
    except StoreError as error:
        _log.warning("backups keep their earlier slots", because=str(error))


def _has_slots(folder: Path, slots: SlotFile) -> bool:
    try:
        return read_slots(folder) == slots
    except StoreError as error:
        _log.warning("slots of a backup are written anew", backup=folder.name, because=str(error))
        return False


def _copy_database(source: Path, target: Path, key: Key) -> None:
    with driver_explained():
        reader = connect(source, key)
        try:
            writer = connect(target, key, create=True)
            try:
                reader.backup(writer)
            finally:
                writer.close()
        finally:
            reader.close()
    copy = open_engine(target, key)
    try:
        with copy.begin() as connection:
            SqlMetaRepository(connection).put(RESTORED, "yes")
    except BaseException:
        copy.dispose()
        raise
    close_whole(copy)
    with files_explained(target):
        sync_file(target)


def _thin(folder: Path) -> None:
    everything = backups(folder)
    for occasion in Occasion:
        group = [one for one in everything if one.manifest.occasion is occasion]
        keep = to_keep(one.manifest.taken_at for one in group)
        for one in group:
            if one.manifest.taken_at not in keep:
                with files_explained(one.folder):
                    shutil.rmtree(one.folder)
                _log.info("backup thinned", backup=one.folder.name)


def _manifest(folder: Path) -> Manifest | None:
    path = folder / _MANIFEST
    if not path.is_file():
        return None
    try:
        return _MANIFESTS.validate_json(read_whole(path, limit=_MANIFEST_LIMIT_BYTES))
    except ValidationError:
        _log.warning("backup without a readable manifest", backup=folder.name)
        return None


def clear_unfinished(place: Path) -> None:
    """Remove what is left of backups that were cut short."""
    for left_over in place.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left_over)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _day(day: date) -> tuple[int, ...]:
    return (day.toordinal(),)


def _week(day: date) -> tuple[int, ...]:
    return day.isocalendar()[:2]


def _month(day: date) -> tuple[int, ...]:
    return (day.year, day.month)

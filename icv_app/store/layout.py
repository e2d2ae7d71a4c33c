"""What lies in the folder of a vault."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from icv_app.errors import StoreError
from icv_app.store.failures import files_explained
from icv_app.words import _

DATABASE = "vault.db"
NEW_DATABASE = "vault.db.new"
RESTORED_DATABASE = "vault.db.restored"
SLOTS = "slots.json"
COMMITS = "commits"
HELP_REQUEST = "help-request.json"
NEW_DEVICE = "new-device.json"
WRONG_TRIES = "wrong-tries.json"
LOCK = "vault.lock"
BACKUPS = "backups"
SET_ASIDE = "set-aside"
DATABASE_TAILS = ("", "-wal", "-shm")
"""What SQLite adds to the name of a database for its companions."""


def has_vault(folder: Path) -> bool:
    """Whether a vault, whole or not, lies in a folder."""
    return (folder / DATABASE).exists() or (
        (folder / SLOTS).exists() and not (folder / NEW_DATABASE).exists()
    )


def companions(database: Path) -> tuple[Path, ...]:
    """The database and the files that SQLite keeps beside it."""
    return tuple(database.with_name(database.name + tail) for tail in DATABASE_TAILS)


def log_of(database: Path) -> Path:
    """The write-ahead log of a database."""
    return database.with_name(f"{database.name}-wal")


def free_name(place: Path, stem: str) -> Path:
    """A path in `place` that is not taken: `stem`, or `stem-2` and so on."""
    number = 1
    while (path := place / (stem if number == 1 else f"{stem}-{number}")).exists():
        number += 1
    return path


def make_folder(folder: Path) -> None:
    """Make a folder for this user alone, where it is not there yet.

    Raises:
        StoreError: It cannot be made.
    """
    with files_explained(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def hold(folder: Path) -> FileLock:
    """Keep every other process, and every other vault of this one, out of a folder until released.

    The operating system releases it too when the process ends, however it ends.

    Raises:
        StoreError: It is held, missing or may not be written to.
    """
    with files_explained(folder):
        lock = FileLock(folder / LOCK, timeout=0, mode=0o600, thread_local=False, fallback_to_soft=False)
        try:
            lock.acquire()
        except Timeout:
            raise StoreError(
                "the folder is held by another process",
                user_text=_(
                    "This vault is already open, perhaps in another window of ICV. "
                    "Nothing was changed. Close the other one and try again."
                ),
            ) from None
    return lock

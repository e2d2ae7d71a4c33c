"""Small files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import structlog

from icv_app.store.failures import files_explained

_log = structlog.get_logger(__name__)


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in place of whatever is at `path`; after a crash either the old or the new is there.

    Raises:
        StoreError: The old content is still there.
    """
    beside = path.with_name(f".{path.name}.new")
    with files_explained(path):
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    settle_names(path.parent)


def read_whole(path: Path, *, limit: int) -> bytes:
    """Return the content, or its first `limit` bytes and one more where it is larger.

    Raises:
        StoreError: The file is missing or cannot be read.
    """
    with files_explained(path), path.open("rb") as file:
        return file.read(limit + 1)


def sync_file(path: Path) -> None:
    """Wait until the content of a file is on the disk."""
    # Windows flushes only through a handle that may write.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def settle_names(folder: Path) -> None:
    """Wait for the names in a folder, after the one that made something be done.

    A disk that refuses this has done it all the same, and only a power cut could still take it
    back, to the whole of what was before: to say that it failed would be untrue.
    """
    try:
        sync_folder(folder)
    except OSError as error:
        _log.warning("names not settled", folder=folder.name, errno=error.errno)


def sync_folder(folder: Path) -> None:
    """Wait until new, renamed and removed names in a folder are on the disk."""
    if os.name == "nt":  # Windows cannot open a folder; NTFS journals names by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

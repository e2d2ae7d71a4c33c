"""The count of commits beside the database, which tells a vault whose last changes were lost.

SQLite drops a cut or damaged write-ahead log without a word. So every
transaction counts itself in the database, and after it is safe the same
number is written here. A crash in between leaves this file behind, never
ahead: ahead means that changes were on the disk and no longer are.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import BinaryIO

import structlog

from icv_app.store.atomic_files import write_whole
from icv_app.store.failures import files_explained
from icv_app.store.layout import COMMITS

_log = structlog.get_logger(__name__)


class CommitCounter:
    """The file, kept open while the vault is. Written by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / COMMITS
        self._file: BinaryIO | None = None

    def read(self) -> int | None:
        """The number in the file; `None` where it is missing or damaged and so tells nothing.

        Raises:
            StoreError: The file is there and cannot be read.
        """
        with files_explained(self._path):
            if not self._path.exists():
                return None
            return _parse(self._path.read_bytes()[: len(_line(0)) + 1])

    def start(self, commits: int) -> None:
        """Open the file and write the number the database has.

        Raises:
            StoreError: The file cannot be written.
        """
        with files_explained(self._path):
            # Overwritten in place: one short line, so no change needs a new file or a rename.
            self._file = self._path.open("r+b" if self._path.exists() else "w+b", buffering=0)
            self._file.truncate(len(_line(0)))
            self._write(commits)

    def reset(self, commits: int) -> None:
        """Write the number for a database that was put in place whole.

        Raises:
            StoreError: The file cannot be written.
        """
        write_whole(self._path, _line(commits))

    def note(self, commits: int) -> None:
        """Write the number of a transaction that is safe already, so failing here loses nothing."""
        try:
            self._write(commits)
        except OSError as error:
            _log.warning("commit counter not written", commits=commits, errno=error.errno)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, commits: int) -> None:
        if self._file is None:
            raise ValueError("the commit counter is closed")
        self._file.seek(0)
        self._file.write(_line(commits))


def _line(commits: int) -> bytes:
    number = f"{commits:020d}"
    return f"{number} {zlib.crc32(number.encode('ascii')):08x}\n".encode("ascii")


def _parse(line: bytes) -> int | None:
    number = line[:20]
    return int(number) if number.isdigit() and line == _line(int(number)) else None

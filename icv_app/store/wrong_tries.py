"""A delay that grows with every wrong passphrase; nothing is ever wiped.

It slows somebody at the keyboard. Somebody with a copy of the disk is slowed
by the cost of each try alone, so the file needs no protection.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from icv_app.errors import VaultLocked
from icv_app.store.atomic_files import read_whole, write_whole
from icv_app.store.failures import files_explained
from icv_app.store.layout import WRONG_TRIES
from icv_app.words import plural

FREE_TRIES: Final = 3
LONGEST_DELAY: Final = timedelta(minutes=5)
_LIMIT_BYTES = 1024


@dataclass(frozen=True, slots=True)
class _Tries:
    wrong: int = 0
    last_at: datetime | None = None


_TRIES = TypeAdapter(_Tries)


def delay_after(wrong: int) -> timedelta:
    """How long to wait after so many wrong passphrases in a row: none, then 2, 4, 8 … seconds."""
    if wrong < FREE_TRIES:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(wrong - FREE_TRIES + 1, 16)), LONGEST_DELAY)


class WrongTries:
    """The wrong tries in a row, kept in the folder of the vault."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / WRONG_TRIES

    def refuse_too_soon(self, now: datetime) -> None:
        """Let a try pass, or say how long to wait.

        Raises:
            VaultLocked: The delay is not over.
            StoreError: The file cannot be read or written.
        """
        tries = self._read()
        if tries.last_at is None:
            return
        if now < tries.last_at:
            # The clock was turned back; the delay counts from now, and is not waited for twice.
            tries = _Tries(tries.wrong, now)
            self._write(tries)
        left = delay_after(tries.wrong) - (now - (tries.last_at or now))
        if left > timedelta(0):
            seconds = math.ceil(left.total_seconds())
            raise VaultLocked(
                f"{tries.wrong} wrong passphrases, {seconds} s to wait",
                user_text=plural(
                    "That was wrong several times. Try again in {n} second.",
                    "That was wrong several times. Try again in {n} seconds.",
                    seconds,
                ),
            )

    def count(self, now: datetime) -> None:
        """Note one more wrong passphrase.

        Raises:
            StoreError: The file cannot be written.
        """
        self._write(_Tries(self._read().wrong + 1, now))

    def forget(self) -> None:
        """Begin anew after the right passphrase.

        Raises:
            StoreError: The file cannot be removed.
        """
        with files_explained(self._path):
            self._path.unlink(missing_ok=True)

    def _read(self) -> _Tries:
        with files_explained(self._path):
            if not self._path.exists():
                return _Tries()
        try:
            return _TRIES.validate_json(read_whole(self._path, limit=_LIMIT_BYTES))
        except ValidationError:
            # A damaged count must not keep the owner out.
            return _Tries()

    def _write(self, tries: _Tries) -> None:
        write_whole(self._path, _TRIES.dump_json(tries))

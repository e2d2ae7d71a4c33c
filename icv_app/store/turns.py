"""Who may use the vault now: one writer at a time, any number of readers, nobody once it is locked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, get_ident

from icv_app.errors import VaultLocked
from icv_app.store.failures import busy
from icv_app.words import _

_WAIT_SECONDS = 30.0


class Turns:
    """Hands out turns. May be used from any thread."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._writer: int | None = None
        self._users = 0
        self._closed = False

    def begin(self, *, reading: bool) -> None:
        """Take a turn; a writer waits for the one before.

        Raises:
            VaultLocked: The vault was locked.
            StoreError: The writer before did not end in time.
            RuntimeError: This thread is a writer already and would wait for itself (a defect).
        """
        with self._changed:
            if not reading:
                self._forbid_nesting()
                if not self._changed.wait_for(lambda: self._closed or self._writer is None, _WAIT_SECONDS):
                    raise busy("another unit of work is still open")
            if self._closed:
                raise VaultLocked(
                    "the vault is locked", user_text=_("The vault is locked. Enter your passphrase to go on.")
                )
            if not reading:
                self._writer = get_ident()
            self._users += 1

    def end(self, *, reading: bool) -> None:
        """Give the turn back."""
        with self._changed:
            if not reading:
                self._writer = None
            self._users -= 1
            self._changed.notify_all()

    @contextmanager
    def taken(self, *, reading: bool) -> Iterator[None]:
        """Hold a turn for the length of a `with` statement; raises as `begin` does."""
        self.begin(reading=reading)
        try:
            yield
        finally:
            self.end(reading=reading)

    def close(self) -> None:
        """Hand out no more turns and wait for those that are taken.

        Raises:
            StoreError: One did not end in time; turns are handed out again.
        """
        with self._changed:
            self._forbid_nesting()
            self._closed = True
            self._changed.notify_all()
            if not self._changed.wait_for(lambda: self._users == 0, _WAIT_SECONDS):
                self._closed = False
                raise busy("a unit of work is still open")

    def _forbid_nesting(self) -> None:
        if self._writer == get_ident():
            raise RuntimeError("a unit of work is already open on this thread")

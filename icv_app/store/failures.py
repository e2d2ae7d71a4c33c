"""The one place where failures of SQLite and of the disk become sentences."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2

from icv_app.errors import StoreError, VaultDamaged
from icv_app.words import _

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def disk_full(detail: str) -> StoreError:
    """The disk has no room for the change."""
    return StoreError(
        f"disk full: {detail}",
        user_text=_("The disk is full. Nothing was changed. Make room on it and try again."),
    )


def not_writable(detail: str) -> StoreError:
    """The folder or file may only be read."""
    return StoreError(
        f"not writable: {detail}",
        user_text=_(
            "ICV may not write to the folder of the vault. Nothing was changed. "
            "Ask whoever looks after this computer to allow it."
        ),
    )


def damaged(detail: str) -> VaultDamaged:
    """A file of the vault is not as it was written."""
    return VaultDamaged(
        f"damaged: {detail}",
        user_text=_(
            "A file of this vault is damaged or cut short. Nothing was changed. "
            "Open the last backup where you unlock ICV, or ask your coordinator for help."
        ),
    )


def missing(detail: str) -> VaultDamaged:
    """A file of the vault is gone."""
    return VaultDamaged(
        f"missing: {detail}",
        user_text=_(
            "A file of this vault is missing. Nothing was changed. "
            "Open the last backup where you unlock ICV, or ask your coordinator for help."
        ),
    )


def unreadable(detail: str) -> VaultDamaged:
    """The disk does not give back what was written to it, now or for good."""
    return VaultDamaged(
        f"unreadable: {detail}",
        user_text=_(
            "A file of this vault cannot be read from the disk. Nothing was changed. "
            "Try again; if it stays so, open the last backup where you unlock ICV."
        ),
    )


def busy(detail: str) -> StoreError:
    """Somebody else holds the vault."""
    return StoreError(
        f"busy: {detail}",
        user_text=_("The vault is busy with other work. Nothing was changed. Try again in a moment."),
    )


def unusable(detail: str) -> StoreError:
    """The disk or the driver gave up in the middle."""
    return StoreError(
        f"disk error: {detail}",
        user_text=_(
            "The disk could not be read or written. Nothing was changed. "
            "Check that the disk is connected, healthy and not full, then try again."
        ),
    )


_BY_RESULT = {
    sqlite3.SQLITE_FULL: disk_full,
    sqlite3.SQLITE_READONLY: not_writable,
    sqlite3.SQLITE_PERM: not_writable,
    sqlite3.SQLITE_CANTOPEN: missing,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_NOTADB: damaged,
    sqlite3.SQLITE_BUSY: busy,
    sqlite3.SQLITE_LOCKED: busy,
    sqlite3.SQLITE_IOERR: unusable,
}

_BY_EXTENDED_RESULT = {
    sqlite3.SQLITE_IOERR_READ: unreadable,
    sqlite3.SQLITE_IOERR_SHORT_READ: unreadable,
    sqlite3.SQLITE_IOERR_DATA: unreadable,
    sqlite3.SQLITE_IOERR_CORRUPTFS: unreadable,
}

# Copying a whole database gives no result code, only the words that SQLite has for it.
_BY_WORDS = {
    "disk I/O error": unusable,
    "database or disk is full": disk_full,
    "database disk image is malformed": damaged,
    "file is not a database": damaged,
    "unable to open database file": missing,
    "attempt to write a readonly database": not_writable,
    "database is locked": busy,
}


def explain(error: BaseException) -> StoreError | None:
    """Return the expected failure behind an exception of the driver, or `None` for a defect."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        make = _BY_WORDS.get(str(error)) if isinstance(error, dbapi2.OperationalError) else None
        return make(str(error)) if make else None
    name: str = getattr(error, "sqlite_errorname", str(code))
    # The low byte is the primary result; the rest says more about it.
    make = _BY_EXTENDED_RESULT.get(code) or _BY_RESULT.get(code & 0xFF)
    return make(name) if make else None


@contextmanager
def driver_explained() -> Iterator[None]:
    """Turn an expected failure of the driver into its sentence, where no engine stands in between.

    Raises:
        StoreError: Instead of what the driver raised.
    """
    try:
        yield
    except dbapi2.Error as error:
        expected = explain(error)
        if expected is None:
            raise
        raise expected from error


@contextmanager
def files_explained(path: Path) -> Iterator[None]:
    """Turn a failure of reading or writing files into its sentence.

    Raises:
        StoreError: Instead of any `OSError`.
    """
    try:
        yield
    except OSError as error:
        detail = f"{path.name}: {errno.errorcode.get(error.errno or 0, 'unknown')}"
        if error.errno in _FULL:
            raise disk_full(detail) from error
        if error.errno in _FORBIDDEN:
            raise not_writable(detail) from error
        if error.errno == errno.ENOENT:
            raise missing(detail) from error
        raise unusable(detail) from error

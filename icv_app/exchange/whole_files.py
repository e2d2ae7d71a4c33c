"""Writing a file whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from icv_app.errors import StoreError
from icv_app.words import _


def write_whole(file: Path, data: bytes) -> None:
    """Put `data` in place of `file` once all of it is safe on the disk.

    What a link points at is replaced, not the link; a device or pipe is written to as it is.

    Raises:
        StoreError: The file could not be written; what was there is untouched.
    """
    with written_whole(file) as opened:
        opened.write(data)


def digest_of_file(file: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal; empty for a device or pipe.

    Raises:
        StoreError: It cannot be read.
    """
    if not file.is_file():
        return ""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise _not_written(error) from None


@contextmanager
def written_whole(file: Path) -> Iterator[BinaryIO]:
    """Open `file` for writing; it is put in its place when the block ends well, as by `write_whole`.

    Raises:
        StoreError: As `write_whole`. What else fails in the block goes through, and nothing is replaced.
    """
    try:
        as_it_is = file.exists() and not file.is_file()
        file = file if as_it_is else file.resolve()
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError
        raise _not_written(error) from None
    if as_it_is:
        try:
            with file.open("wb") as opened:
                yield opened
        except OSError as error:
            raise _not_written(error) from None
        return
    beside = file.with_name(file.name + ".part")
    try:
        with beside.open("wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(file)
    except BaseException as error:
        with suppress(OSError):  # where nothing can be written, there may be nothing to take away
            beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _not_written(error) from None
        raise


@contextmanager
def work_folder(file: Path) -> Iterator[Path]:
    """Make a folder beside `file` for what is needed while it is made; it goes when the block ends.

    What an earlier one left there, cut short, goes first.

    Raises:
        StoreError: There is no writing there, or not enough space.
    """
    folder = file.with_name(file.name + ".making")
    try:
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise _not_written(error) from None
    try:
        yield folder
    except OSError as error:
        raise _not_written(error) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def put_back_on_failure(file: Path) -> Iterator[None]:
    """Where the block fails, `file` is again what it was before it, or is not there.

    What was there is kept under a second name meanwhile, so that a full disk cannot keep it from coming back.

    Raises:
        StoreError: What is there cannot be kept; the block was not begun.
    """
    try:
        as_it_is = file.exists() and not file.is_file()  # a device or pipe takes nothing back
        file = file if as_it_is else file.resolve()
        before = _second_name(file) if file.is_file() else None
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError
        raise _not_written(error) from None
    try:
        yield
    except BaseException:
        with suppress(OSError):  # the failure itself is what is told
            if before is not None:
                before.replace(file)
            elif not as_it_is:
                file.unlink(missing_ok=True)
        raise
    finally:
        if before is not None:
            with suppress(OSError):  # where nothing took the place of the file, it still has both names
                before.unlink(missing_ok=True)


@contextmanager
def noted_when_written(file: Path, note: Callable[[str], object]) -> Iterator[None]:
    """Have what the block writes noted with the SHA-256 of its bytes: nothing leaves the vault unnoticed.

    Raises:
        StoreError: What is there cannot be kept, or what was written cannot be read.
        IcvError: It could not be noted; then what was there before is there again.
    """
    with put_back_on_failure(file):
        yield
        note(digest_of_file(file))


def _second_name(file: Path) -> Path:
    beside = file.with_name(file.name + ".before")
    beside.unlink(missing_ok=True)
    try:
        os.link(file, beside)
    except OSError:  # a USB stick, say, knows one name for a file
        try:
            shutil.copy2(file, beside)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
    return beside


def _not_written(error: Exception) -> StoreError:
    return StoreError(
        f"writing a file: {type(error).__name__} {getattr(error, 'errno', '')}",
        user_text=_("The file could not be written. Check the folder and the space on the disk."),
    )

"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from icv_app.errors import StoreError
from icv_app.words import _


def write_whole(file: Path, data: bytes) -> None:
    """Put `data` in place of `file` once all of it is safe on the disk.

    What a link points at is replaced, not the link; a device or pipe is written to as it is.

    Raises:
        StoreError: The file could not be written; what was there is untouched.
    """
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(data)
            return
        file = file.resolve()
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError
        raise _not_written(error) from None
    beside = file.with_name(file.name + ".part")
    try:
        with beside.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(file)
    except OSError as error:
        with suppress(OSError):  # where nothing can be written, there may be nothing to take away
            beside.unlink(missing_ok=True)
        raise _not_written(error) from None


def _not_written(error: Exception) -> StoreError:
    return StoreError(
        f"writing a file: {type(error).__name__} {getattr(error, 'errno', '')}",
        user_text=_("The file could not be written. Check the folder and the space on the disk."),
    )

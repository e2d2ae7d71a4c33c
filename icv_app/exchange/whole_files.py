"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from icv_app.errors import StoreError
from icv_app.words import _


def write_whole(file: Path, data: bytes) -> None:
    """Put `data` in place of `file` once all of it is safe on the disk.

    Raises:
        StoreError: The file could not be written; what was there is untouched.
    """
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
        raise StoreError(
            f"writing a file: {type(error).__name__} {error.errno}",
            user_text=_("The file could not be written. Check the folder and the space on the disk."),
        ) from None

"""Writing a file whole or not at all."""

from __future__ import annotations

from pathlib import Path

from icv_app.errors import StoreError
from icv_app.words import _


def write_whole(file: Path, data: bytes) -> None:
    """Put `data` in place of `file` once all of it is written.

    Raises:
        StoreError: The file could not be written; what was there is untouched.
    """
    beside = file.with_name(file.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreError(
            f"writing a file: {type(error).__name__} {error.errno}",
            user_text=_("The file could not be written. Check the folder and the space on the disk."),
        ) from None

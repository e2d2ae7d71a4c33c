"""Files that are taken into the vault: read whole, never beyond what may be taken."""

from __future__ import annotations

from pathlib import Path

from icv_app.domain.attached import LARGEST_DOCUMENT
from icv_app.errors import BadInput
from icv_app.services.attached_documents import too_large
from icv_app.words import _


def read_document(file: Path) -> bytes:
    """Return the bytes of a document that may be attached; a larger file is not read.

    Raises:
        BadInput: It cannot be read, or is too large.
    """
    data = read_at_most(file, LARGEST_DOCUMENT)
    if data is None:
        raise too_large()
    return data


def read_at_most(file: Path, most: int) -> bytes | None:
    """Return a file's bytes; `None` where there are more than `most`, whatever its size is said to be.

    Raises:
        BadInput: It cannot be read.
    """
    try:
        if not file.is_file():
            raise FileNotFoundError(file.name)
        with file.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError as error:
        raise BadInput(
            f"reading a file: {type(error).__name__}",
            user_text=_("The file {file} cannot be opened; check that it is there and may be read.").format(
                file=file.name
            ),
        ) from None
    return None if len(data) > most else data

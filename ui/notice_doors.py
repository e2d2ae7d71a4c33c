"""What the windows ask of the layers below for notices; part of `ui.doors.Doors`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from icv_app.domain.notices import Notice
    from icv_app.services.desk import Desk
    from icv_app.services.notices import NoticeOnDesk


class NoticeDoors(Protocol):
    """Files of notices, in and out. Every method blocks."""

    def read_document(self, file: Path) -> bytes:
        """Return a document that may go with a notice.

        Raises:
            BadInput: It cannot be read, is too large or of a kind that is not taken.
        """
        ...

    def save_document(self, desk: Desk, notice: Notice, file: Path) -> None:
        """Write a notice's document to a file of its own, as it was chosen.

        Raises:
            NotFound: It is not here.
            StoreError: The file could not be written, or that it was not logged: then there is no file.
        """
        ...

    def save_readers(self, desk: Desk, seen: NoticeOnDesk, file: Path) -> None:
        """Write who has read a notice as CSV.

        Raises:
            StoreError: The file could not be written, or that it was not logged: then there is no file.
        """
        ...

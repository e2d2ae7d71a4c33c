"""What the windows ask of the layers below for the scheme's settings; part of `ui.doors.Doors`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from icv_app.services.checklists import BroughtChecklist
    from icv_app.services.desk import Desk


class SchemeDoors(Protocol):
    """Checklist files, in and out. Every method blocks."""

    def read_checklist(self, desk: Desk, file: Path) -> BroughtChecklist:
        """Read a checklist file and compare it with the checklist in use.

        Raises:
            BadInput: It cannot be used; the sentences name its lines.
            RuleBroken: Another checklist has its version.
        """
        ...

    def save_checklist(self, desk: Desk, file: Path) -> None:
        """Write the checklist in use to a file, to be changed there.

        Raises:
            NotFound: It is not on this laptop.
            StoreError: The file could not be written.
        """
        ...

"""What the windows ask of the layers below for past visits from a table; part of `ui.doors.Doors`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from icv_app.services.progress import Progress

if TYPE_CHECKING:
    from icv_app.services.desk import Desk
    from icv_app.services.past_visits import ColumnMapping, ImportChoices, PastTable, Trial


class BringInDoors(Protocol):
    """Past visits from a table into the vault. Every method blocks."""

    def read_past_table(
        self, file: Path, sheet: str, header_row: int | None, progress: Progress
    ) -> PastTable:
        """Read a table; the sheet and the row that names the columns are looked for where not given.

        Raises:
            BadInput: It is no CSV or XLSX file that can be used.
        """
        ...

    def guess_mapping(self, desk: Desk, table: PastTable) -> ColumnMapping:
        """Say what the columns stand for: by a kept mapping that fits, or else by their names.

        Raises:
            RuleBroken, NotFound: As `BringingInService.basis`.
        """
        ...

    def try_past_visits(
        self,
        desk: Desk,
        table: PastTable,
        mapping: ColumnMapping,
        choices: ImportChoices,
        progress: Progress,
    ) -> Trial:
        """Judge every row and keep nothing.

        Raises:
            RuleBroken, NotFound: As `BringingInService.basis`.
        """
        ...

    def bring_in_past_visits(
        self,
        desk: Desk,
        table: PastTable,
        mapping: ColumnMapping,
        choices: ImportChoices,
        progress: Progress,
    ) -> Trial:
        """Judge every row again and keep the visits, as the choices say; return what was found.

        Raises:
            BadInput: Rows are refused and it is to be everything or nothing, or no row is left.
            RuleBroken, NotFound, SealError, StoreError: Nothing was kept.
        """
        ...

    def save_refused_rows(self, table: PastTable, trial: Trial, file: Path) -> int:
        """Write the refused rows with their reasons to a .csv or .xlsx file; return how many.

        Raises:
            BadInput: There is none, or the ending is another.
            StoreError: The file could not be written.
        """
        ...

"""Past visits from a table into the vault: implements `ui.bring_in_doors.BringInDoors`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.services.progress import Progress, no_progress

if TYPE_CHECKING:
    from icv_app.services.desk import Desk
    from icv_app.services.past_visits import ColumnMapping, ImportChoices, PastTable, Trial


class PastVisitFiles:
    """`BringInDoors` over the disk."""

    def read_past_table(
        self, file: Path, sheet: str = "", header_row: int | None = None, progress: Progress = no_progress
    ) -> PastTable:
        """See `BringInDoors.read_past_table`."""
        from icv_app.exchange.tables_in import read_table

        return read_table(file, sheet=sheet, header_row=header_row, progress=progress)

    def guess_mapping(self, desk: Desk, table: PastTable) -> ColumnMapping:
        """See `BringInDoors.guess_mapping`."""
        from icv_app.exchange.column_guess import guess_mapping

        fitting = [one for one in desk.bringing_in.mappings() if one.fits(table.columns)]
        if fitting:
            return max(fitting, key=lambda one: len(one.columns))
        return guess_mapping(table, desk.bringing_in.checklist())

    def try_past_visits(
        self,
        desk: Desk,
        table: PastTable,
        mapping: ColumnMapping,
        choices: ImportChoices,
        progress: Progress = no_progress,
    ) -> Trial:
        """See `BringInDoors.try_past_visits`."""
        from icv_app.exchange.visits_in import try_table

        return try_table(table, mapping, desk.bringing_in.basis(), choices, progress)

    def bring_in_past_visits(
        self,
        desk: Desk,
        table: PastTable,
        mapping: ColumnMapping,
        choices: ImportChoices,
        progress: Progress = no_progress,
    ) -> Trial:
        """See `BringInDoors.bring_in_past_visits`."""
        from icv_app.exchange.visits_in import good_visits, require_importable, try_table

        basis = desk.bringing_in.basis()
        trial = try_table(table, mapping, basis, choices, lambda _done, _total: progress(0, 0))
        require_importable(trial, choices)
        visits = good_visits(table, mapping, basis, choices, desk.bringing_in.new_visit_id)
        desk.bringing_in.take_in(visits, total=trial.coming, digest=table.digest, progress=progress)
        return trial

    def save_refused_rows(self, table: PastTable, trial: Trial, file: Path) -> int:
        """See `BringInDoors.save_refused_rows`."""
        from icv_app.exchange.rejected_rows import save_rejected_rows

        return save_rejected_rows(table, trial, file)

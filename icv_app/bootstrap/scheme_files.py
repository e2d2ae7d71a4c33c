"""Checklist files, in and out of the vault: implements `ui.scheme_doors.SchemeDoors`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icv_app.services.checklists import BroughtChecklist
    from icv_app.services.desk import Desk


class SchemeFiles:
    """`SchemeDoors` over the disk."""

    def read_checklist(self, desk: Desk, file: Path) -> BroughtChecklist:
        """See `SchemeDoors.read_checklist`."""
        from icv_app.exchange.checklists import text_of

        return desk.checklists.bring(text_of(file))

    def save_checklist(self, desk: Desk, file: Path) -> None:
        """See `SchemeDoors.save_checklist`."""
        from icv_app.bootstrap.wiring import checklists
        from icv_app.exchange.whole_files import write_whole

        ref = desk.settings.current().checklist
        text = desk.checklists.text(ref)
        if text is None:
            text = checklists().text(ref.checklist_id, ref.version)
        write_whole(file, text.encode())

"""Files of the quality framework, in and out of the vault: implements `ui.quality_doors.QualityDoors`."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.domain.audit import AuditAct
from icv_app.domain.justified import Justified
from icv_app.domain.times import FinancialYear, london_day

if TYPE_CHECKING:
    from icv_app.domain.quality import Evidence, Framework
    from icv_app.services.desk import Desk


class QualityFiles:
    """`QualityDoors` over the disk."""

    def import_framework(self, desk: Desk, file: Path) -> Framework:
        """See `QualityDoors.import_framework`."""
        from icv_app.exchange.quality_files import load_framework

        return desk.quality.publish(load_framework(file)).framework

    def export_framework(self, desk: Desk, file: Path) -> None:
        """See `QualityDoors.export_framework`."""
        from icv_app.exchange.quality_files import save_framework

        save_framework(desk.quality.framework(), file)

    def attach_document(
        self, desk: Desk, criterion_id: str, title: str, file: Path, justified: Iterable[Justified] = ()
    ) -> None:
        """See `QualityDoors.attach_document`."""
        from icv_app.exchange.attached_files import read_document

        desk.quality.add_document(criterion_id, title, read_document(file), justified)

    def save_document(self, desk: Desk, evidence: Evidence, file: Path) -> None:
        """See `QualityDoors.save_document`."""
        from icv_app.exchange.whole_files import noted_when_written, write_whole

        def note(digest: str) -> None:
            desk.audit.note(AuditAct.EVIDENCE_WRITTEN, digest, evidence.criterion_id)

        with noted_when_written(file, note):
            write_whole(file, desk.quality.document(evidence.record_id))

    def write_evidence_pack(self, desk: Desk, year: FinancialYear, file: Path) -> None:
        """See `QualityDoors.write_evidence_pack`."""
        from icv_app.exchange.quality_pack import document_names, save_pack
        from icv_app.exchange.whole_files import noted_when_written, write_whole
        from icv_app.report.quality_report import write_quality_report

        standing = desk.quality.standing(year)
        names = document_names(standing)
        summary = io.BytesIO()
        write_quality_report(
            standing,
            summary,
            scheme=desk.scheme_name,
            documents=names,
            produced_on=london_day(desk.clock.now()),
        )

        def note(digest: str) -> None:
            desk.audit.note(AuditAct.EVIDENCE_WRITTEN, digest, year.label)

        with noted_when_written(file, note):
            if file.suffix.casefold() == ".pdf":
                write_whole(file, summary.getvalue())
            else:
                save_pack(standing, summary.getvalue(), names, desk.quality.document, file)

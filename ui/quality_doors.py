"""What the windows ask of the layers below for the quality framework; part of `ui.doors.Doors`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from icv_app.domain.justified import Justified
from icv_app.domain.times import FinancialYear

if TYPE_CHECKING:
    from icv_app.domain.quality import Evidence, Framework
    from icv_app.services.desk import Desk


class QualityDoors(Protocol):
    """Files of the quality framework, in and out. Every method blocks."""

    def import_framework(self, desk: Desk, file: Path) -> Framework:
        """Put the framework in a file in use.

        Raises:
            BadInput: The file cannot be used; the sentences name its lines.
            RuleBroken: Its version is not higher than the one in use.
            StoreError: The vault could not be written.
        """
        ...

    def export_framework(self, desk: Desk, file: Path) -> None:
        """Write the framework in use to a file.

        Raises:
            StoreError: The file could not be written.
        """
        ...

    def attach_document(
        self, desk: Desk, criterion_id: str, title: str, file: Path, justified: Iterable[Justified] = ()
    ) -> None:
        """Keep a file as evidence.

        Raises:
            BadInput: It cannot be read, is too large or of a kind that is not taken.
            RuleBroken, NotFound, StoreError: As `QualityService.add_document`.
        """
        ...

    def save_document(self, desk: Desk, evidence: Evidence, file: Path) -> None:
        """Write a document that was attached to a file of its own, as it was chosen.

        Raises:
            NotFound: It is not here.
            StoreError: The file could not be written, or that it was not logged: then there is no file.
        """
        ...

    def write_evidence_pack(self, desk: Desk, year: FinancialYear, file: Path) -> None:
        """Write the evidence of a year: everything as a ZIP, or with the ending `.pdf` the summary alone.

        Raises:
            RuleBroken, NotFound: As `QualityService.standing`.
            StoreError: The file could not be written, or that it was not logged: then there is no file.
        """
        ...

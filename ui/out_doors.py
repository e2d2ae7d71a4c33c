"""What the windows ask of the layers below to write a scheme to files; part of `ui.doors.Doors`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from icv_app.domain.periods import Period

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


class OutDoors(Protocol):
    """Files that go out. Every method blocks."""

    def export_everything(
        self, desk: Desk, file: Path, *, identifying: bool, progress: Callable[[int, int], None]
    ) -> int:
        """Write everything the scheme holds to a .xlsx, .zip (of CSV) or .json file; return how many visits.

        Args:
            desk: Of a coordinator.
            file: Replaced once the export is whole. Beside a .json file its schema is written.
            identifying: With what identifies people in custody.
            progress: Takes how much of how much is done; what it raises ends it, and nothing is left of it.

        Raises:
            RuleBroken: Not a coordinator.
            BadInput: Another ending.
            StoreError: The file could not be written, or that it was not logged: then there is no file.
        """
        ...

    def write_national_return(self, desk: Desk, period: Period, file: Path, *, with_suites: bool) -> None:
        """Write the national return of a year or a quarter to a .csv or .json file.

        Raises:
            RuleBroken: Not a coordinator; or the period is not over.
            NotFound: The scheme's settings have not arrived yet.
            BadInput: Another ending.
            StoreError: The file could not be written, or that it was not logged: then there is no file.
        """
        ...

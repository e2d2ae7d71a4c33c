"""What the windows ask of the layers below for publications; part of `ui.doors.Doors`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from icv_app.domain.periods import Period
from icv_app.domain.publication import PublicationKind

if TYPE_CHECKING:
    from icv_app.domain.preview import PreviewPage
    from icv_app.services.desk import Desk
    from icv_app.services.figure_traces import FigureTrace
    from icv_app.services.publications import PreparedPublication


class PublicationDoors(Protocol):
    """Publications, laid out and written. Every method blocks."""

    def prepare(
        self,
        desk: Desk,
        kind: PublicationKind,
        period: Period,
        cancelled: Callable[[], bool] = ...,
    ) -> PreparedPublication | None:
        """Compute a publication and lay it out; `None` where it was cancelled on the way.

        Raises:
            NotFound, RuleBroken, BadInput: It cannot be computed.
        """
        ...

    def save(self, desk: Desk, prepared: PreparedPublication, file: Path, *, publish: bool) -> None:
        """Write the report as PDF with its data files beside it; with `publish`, note that it went out.

        Raises:
            RuleBroken: Not a coordinator.
            StoreError: A file could not be written, or that not be logged: then none of them is left.
        """
        ...

    def write(
        self, desk: Desk, kind: PublicationKind, period: Period, file: Path, *, publish: bool = False
    ) -> None:
        """Prepare and save in one.

        Raises:
            IcvError: As `prepare` and `save`.
        """
        ...

    def read_logo(self, file: Path) -> bytes:
        """The bytes of a file that may be a logo.

        Raises:
            BadInput: It cannot be read, or is too large.
        """
        ...

    def pages(self, prepared: PreparedPublication) -> tuple[PreviewPage, ...]:
        """The pages of a publication as pictures with their numbers, for a look before it is written."""
        ...

    def trace(self, desk: Desk, file: Path, key: str) -> FigureTrace:
        """The visits behind a figure of a published PDF as they were known then, and what came since.

        Raises:
            BadInput: The file is no publication.
            NotFound: There is no figure with this key.
        """
        ...

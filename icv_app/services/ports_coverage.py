"""What the services need of the store about coverage: counting, and finding what was counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from icv_app.figures.cells import CoverageCells, VisitsBehind
from icv_app.services.ports_visits import VisitSummary


class CoverageRepository(Protocol):
    """Counts completed visits in person without reading them."""

    def first_day(self) -> date | None:
        """The London day of the first counted visit; `None` while there is none."""
        ...

    def cells(self, chosen: VisitsBehind) -> CoverageCells:
        """Count the visits chosen: period, suite and member are looked at, not what narrows further."""
        ...

    def spoken(self, first: date, last: date) -> Mapping[tuple[int, int], int]:
        """Count visits of a span of London days by people in custody and, of these, people spoken to."""
        ...

    def behind(self, number: VisitsBehind, *, limit: int) -> Sequence[VisitSummary]:
        """The visits a number was counted on, newest first, at most `limit`."""
        ...

    def count(self, number: VisitsBehind) -> int:
        """How many visits a number was counted on."""
        ...

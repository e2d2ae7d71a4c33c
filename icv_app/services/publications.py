"""The figures that are published, computed from the filed reports in this vault."""

from __future__ import annotations

from icv_app.domain.times import FinancialYear
from icv_app.figures.annual import AnnualFigures, annual_figures
from icv_app.services.concern_records import steps_by_concern
from icv_app.services.ports import Clock, OpenUnit


class PublicationService:
    """Gathers what a publication is made from. Holds no state of its own."""

    def __init__(self, open_unit: OpenUnit, clock: Clock) -> None:
        self._open_unit = open_unit
        self._clock = clock

    def annual(self, year: FinancialYear) -> AnnualFigures:
        """Every figure of one financial year's annual report, as the vault stands now.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        with self._open_unit() as unit:
            return annual_figures(
                unit.visits.facts(year.starts_at, year.ends_at),
                steps_by_concern(unit),
                unit.settings.current(),
                unit.members.all(),
                year,
                self._clock.now(),
            )

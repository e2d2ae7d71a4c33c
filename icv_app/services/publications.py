"""The figures that are published, computed from the filed reports in this vault."""

from __future__ import annotations

from itertools import chain

from icv_app.domain.checklist import Checklist
from icv_app.domain.times import FinancialYear, london_day
from icv_app.figures.annual import AnnualFigures, annual_figures
from icv_app.figures.names import CodeNames
from icv_app.services.kept_facts import all_facts, all_steps
from icv_app.services.ports import Checklists, Clock, OpenUnit


class PublicationService:
    """Gathers what a publication is made from. Holds no state of its own."""

    def __init__(self, open_reading: OpenUnit, clock: Clock, checklists: Checklists) -> None:
        self._open_reading = open_reading
        self._clock = clock
        self._checklists = checklists

    def annual(self, year: FinancialYear) -> AnnualFigures:
        """Every figure of one financial year's annual report, as the vault stands now.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
            RuleBroken: A completed visit does not reconcile, so no figure can be published.
        """
        with self._open_reading() as unit:
            settings = unit.settings.current()
            checklist = self._checklists(settings.checklist.checklist_id, settings.checklist.version)
            return annual_figures(
                all_facts(unit, year.starts_at, year.ends_at),
                chain.from_iterable(all_steps(unit).values()),
                settings,
                unit.members.all(),
                year=year,
                as_of=london_day(self._clock.now()),
                names=code_names(checklist),
            )


def code_names(checklist: Checklist) -> CodeNames:
    """The checklist's words for the codes a publication prints."""
    categories = {category.category_id: category.title for category in checklist.categories}
    groups = {category.group: category.group_title for category in checklist.categories}
    return CodeNames(
        categories={**groups, **categories},
        reasons={choice.choice_id: choice.label for choice in checklist.reasons["not_seen_reasons"]},
        abandoned={choice.choice_id: choice.label for choice in checklist.reasons["abandoned_reasons"]},
    )

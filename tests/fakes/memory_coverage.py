"""`CoverageRepository` over visits in memory, counted one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from icv_app.domain.times import london_day
from icv_app.figures.cells import CoverageCells, VisitsBehind, cells_of
from icv_app.services.ports_visits import VisitFilter, VisitRepository, VisitSummary


class MemoryCoverage:
    def __init__(self, visits: VisitRepository) -> None:
        self._visits = visits

    def first_day(self) -> date | None:
        return min((london_day(one.began_at) for one in self._visits.facts() if one.counts), default=None)

    def cells(self, chosen: VisitsBehind) -> CoverageCells:
        return cells_of(self._visits.facts(), chosen)

    def spoken(self, first: date, last: date) -> Mapping[tuple[int, int], int]:
        there = [one for one in self._visits.facts() if first <= london_day(one.began_at) <= last]
        return Counter((one.in_custody, one.spoken_to) for one in there if one.counts)

    def behind(self, number: VisitsBehind, *, limit: int) -> Sequence[VisitSummary]:
        taken = {one.visit_id for one in self._visits.facts() if number.takes(one)}
        return [one for one in self._visits.summaries(VisitFilter()) if one.visit_id in taken][:limit]

    def count(self, number: VisitsBehind) -> int:
        return sum(number.takes(one) for one in self._visits.facts())

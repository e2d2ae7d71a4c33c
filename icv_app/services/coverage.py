"""Coverage: how visits were spread over suites, weeks and hours, and the visits behind every number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.periods import Quarter
from icv_app.domain.scheme import Role, Suite
from icv_app.domain.times import FinancialYear, london_day
from icv_app.figures.cells import VisitsBehind, cells_of, together
from icv_app.figures.coverage_of_cells import Coverage, coverage_of
from icv_app.services.kept_facts import facts_of_erased
from icv_app.services.ports import Clock, OpenUnit
from icv_app.services.ports_visits import VisitSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageChoice:
    """Which visits the figures are about; `None` is all."""

    year: FinancialYear
    quarter: Quarter | None = None
    suite: SuiteId | None = None
    member: MemberId | None = None


@dataclass(frozen=True, slots=True)
class CoverageChoices:
    """What can be chosen.

    Attributes:
        years: Newest first, from the first counted visit to this year.
    """

    years: tuple[FinancialYear, ...]
    suites: tuple[Suite, ...]
    visitors: tuple[MemberId, ...]


@dataclass(frozen=True, slots=True)
class BehindNumber:
    """The visits a number was counted on.

    Attributes:
        visits: Newest first, perhaps not all; those that were erased since cannot be shown.
        count: How many there are.
    """

    visits: Sequence[VisitSummary]
    count: int


class CoverageService:
    """Reads figures of coverage; changes nothing. Holds no state of its own."""

    def __init__(self, open_reading: OpenUnit, clock: Clock) -> None:
        self._open_reading = open_reading
        self._clock = clock

    def choices(self) -> CoverageChoices:
        """What can be chosen now.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        with self._open_reading() as unit:
            days = [london_day(one.began_at) for one in facts_of_erased(unit) if one.counts]
            counted = unit.coverage.first_day()
            first = min(days if counted is None else [counted, *days], default=None)
            suites = unit.settings.current().suites
            members = unit.members.all()
        latest = FinancialYear.containing(self._today())
        earliest = min(latest, FinancialYear.containing(first)) if first is not None else latest
        numbers = range(latest.first_calendar_year, earliest.first_calendar_year - 1, -1)
        visitors = sorted(one.member_id for one in members if one.role is Role.VISITOR)
        return CoverageChoices(tuple(map(FinancialYear, numbers)), suites, tuple(visitors))

    def coverage(self, choice: CoverageChoice) -> Coverage:
        """Every figure of coverage of the visits chosen, up to today.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        year = choice.year
        first, last = (
            choice.quarter.days(year) if choice.quarter is not None else (year.first_day, year.last_day)
        )
        chosen = VisitsBehind(
            first=first, last=min(last, self._today()), suite=choice.suite, member=choice.member
        )
        with self._open_reading() as unit:
            cells, erased = unit.coverage.cells(chosen), facts_of_erased(unit)
            if erased:
                cells = together(cells, cells_of(erased, chosen))

            def count(number: VisitsBehind) -> int:
                return unit.coverage.count(number) + sum(map(number.takes, erased))

            return coverage_of(cells, unit.settings.current(), chosen, count)

    def behind(self, number: VisitsBehind, limit: int) -> BehindNumber:
        """The newest visits a number was counted on, at most `limit`, and how many there are."""
        with self._open_reading() as unit:
            erased = sum(map(number.takes, facts_of_erased(unit)))
            visits = unit.coverage.behind(number, limit=limit)
            return BehindNumber(visits, unit.coverage.count(number) + erased)

    def _today(self) -> date:
        return london_day(self._clock.now())

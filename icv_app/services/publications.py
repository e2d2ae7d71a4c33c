"""The figures that are published, computed from the filed reports in this vault."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

from icv_app.domain.audit import AuditAct
from icv_app.domain.checklist import Checklist
from icv_app.domain.periods import Period, period_from_label, year_of_period
from icv_app.domain.times import FinancialYear, day_in_words, london_day
from icv_app.errors import RuleBroken
from icv_app.figures.annual import AnnualFigures, annual_figures
from icv_app.figures.names import CodeNames
from icv_app.figures.national import NationalReturn, national_return
from icv_app.services.audit_log import lines_in
from icv_app.services.kept_facts import all_facts, all_steps
from icv_app.services.ports import Checklists, Clock, OpenUnit, UnitOfWork
from icv_app.words import _


class PublicationService:
    """Gathers what a publication is made from. Holds no state of its own."""

    def __init__(self, open_reading: OpenUnit, clock: Clock, checklists: Checklists) -> None:
        self._open_reading = open_reading
        self._clock = clock
        self._checklists = checklists

    def national(self, period: Period, *, with_suites: bool) -> NationalReturn:
        """The national return of a year or a quarter that is over, as the vault stands now.

        Args:
            period: What it is about.
            with_suites: Whether suites are named in it.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
            RuleBroken: The period is not over, or a completed visit does not reconcile.
        """
        now = self._clock.now()
        if now < period.ends_at:
            raise RuleBroken(
                f"national return of {period.label}: not over",
                user_text=_("{period} is over on {day}: its return can be written then.").format(
                    period=period.label, day=day_in_words(period.last_day + timedelta(days=1))
                ),
            )
        year = year_of_period(period)
        with self._open_reading() as unit:
            settings = unit.settings.current()
            checklist = self._checklists(settings.checklist.checklist_id, settings.checklist.version)
            return national_return(
                all_facts(unit, year.starts_at, year.ends_at),
                chain.from_iterable(all_steps(unit).values()),
                settings,
                unit.members.all(),
                period=period,
                as_of=london_day(now),
                names=code_names(checklist),
                with_suites=with_suites,
                published=published_before(unit, year),
            )

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
                published=published_before(unit, year),
            )


def published_before(unit: UnitOfWork, year: FinancialYear) -> tuple[Period, ...]:
    """What was published of a year once it was over, by the audit log, oldest first.

    What was written before its period was over was made from other visits, so nothing follows from it.
    """
    found: dict[Period, None] = {}
    for line in lines_in(unit):
        if line.entry.act in {AuditAct.ANNUAL_REPORT_WRITTEN, AuditAct.NATIONAL_RETURN_WRITTEN}:
            try:
                period = period_from_label(line.entry.reason)
            except ValueError:  # words of another ICV
                continue
            if year_of_period(period) == year and line.entry.at >= period.ends_at:
                found[period] = None
    return tuple(found)


def code_names(checklist: Checklist) -> CodeNames:
    """The checklist's words for the codes a publication prints."""
    categories = {category.category_id: category.title for category in checklist.categories}
    groups = {category.group: category.group_title for category in checklist.categories}
    return CodeNames(
        categories={**groups, **categories},
        reasons={choice.choice_id: choice.label for choice in checklist.reasons["not_seen_reasons"]},
        abandoned={choice.choice_id: choice.label for choice in checklist.reasons["abandoned_reasons"]},
    )

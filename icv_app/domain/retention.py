"""When what is due to be erased, and what a legal hold keeps.

All dates follow London: a financial year ends with the last moment of 31 March there.
Source: domain rule 18; the periods are settings of the scheme.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.scheme import FIRST_DAY, LAST_DAY, Retention
from icv_app.domain.times import LONDON, FinancialYear, in_london, in_utc, london_day


class Erased(StrEnum):
    """How much of a visit is due."""

    IDENTIFYING = "identifying"
    """What identifies people: custody numbers, cells, free text about them."""
    VISIT = "visit"
    """The whole report and what was said about it; the figures made from it stay."""
    PAPERS = "papers"
    """Papers of the office; they are about no visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStep:
    """A legal hold on one visit was set, or earlier ones were lifted.

    Attributes:
        lifts: The holds that end with this step; none where it sets one.
        at: UTC.
    """

    record_id: RecordId
    visit_id: VisitId
    lifts: tuple[RecordId, ...] = ()
    at: datetime
    by: MemberId


def year_of(began_at: datetime) -> FinancialYear:
    """Return the financial year a visit is counted in."""
    return FinancialYear.containing(london_day(began_at))


def identifying_due(began_at: datetime, retention: Retention) -> datetime:
    """Return the moment (UTC) from which nothing of a visit may identify a person any more."""
    return _years_after(year_of(began_at), retention.identifying_years)


def visit_due(began_at: datetime, retention: Retention) -> datetime:
    """Return the moment (UTC) from which a visit and its concerns are no longer kept."""
    return _years_after(year_of(began_at), max(retention.visits_years, retention.identifying_years))


def papers_year(done: date) -> FinancialYear:
    """Return the financial year in which a paper of the office was done with."""
    return FinancialYear.containing(max(done, FIRST_DAY))


def papers_due(done: date, retention: Retention) -> datetime | None:
    """Return the moment (UTC) from which a paper done with on a London day is no longer kept.

    A day that nobody can have meant, far ahead, has none.
    """
    if done > LAST_DAY:
        return None
    return _years_after(papers_year(done), retention.office_years)


def copy_due(received_at: datetime, retention: Retention) -> datetime:
    """Return the moment (UTC) from which a visitor's own copy no longer identifies anybody.

    It is the same time of day in London, whether or not the clocks change in between.

    Args:
        received_at: When the coordinator got the report, or what is copied was written, if later.
        retention: The scheme's.
    """
    wall = in_london(received_at).replace(tzinfo=None) + timedelta(days=retention.visitor_copy_days)
    return in_utc(wall.replace(tzinfo=LONDON))


def due(began_at: datetime, retention: Retention, now: datetime) -> Erased | None:
    """Return how much of a visit is due to be erased at a moment, if anything."""
    if now >= visit_due(began_at, retention):
        return Erased.VISIT
    return Erased.IDENTIFYING if now >= identifying_due(began_at, retention) else None


def holds_in_force(steps: Iterable[HoldStep]) -> tuple[HoldStep, ...]:
    """Return the holds that nobody has lifted, oldest first.

    A hold set while somebody else lifted an earlier one stays: only what a lift names ends with it.
    """
    known = sorted(steps, key=lambda step: (step.at, step.record_id))
    lifted = {(step.visit_id, record_id) for step in known for record_id in step.lifts}
    return tuple(step for step in known if not step.lifts and (step.visit_id, step.record_id) not in lifted)


def _years_after(year: FinancialYear, years: int) -> datetime:
    return FinancialYear(year.first_calendar_year + years).ends_at

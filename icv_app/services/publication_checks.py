"""What is looked at before a publication is made."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from icv_app.domain.ids import RecordId
from icv_app.domain.periods import Period, QuarterOfYear
from icv_app.domain.person import Contact
from icv_app.domain.publication import PublicationKind
from icv_app.domain.times import day_in_words
from icv_app.errors import BadInput, RuleBroken
from icv_app.figures.annual import Computed
from icv_app.figures.annual_people import contact_key
from icv_app.services.ports import UnitOfWork
from icv_app.services.publication_records import all_issued
from icv_app.words import _


def check_period(kind: PublicationKind, period: Period, today: date) -> None:
    """Refuse a period that a kind of publication is not about, or that has not begun.

    Raises:
        BadInput: It is refused.
    """
    if isinstance(period, QuarterOfYear) is (kind is PublicationKind.ANNUAL):
        raise BadInput(
            f"{kind} about {period.label}",
            user_text=_("The annual report is about a year; the other publications are about a quarter."),
        )
    if period.first_day > today:
        raise BadInput(
            f"{kind} about {period.label}, which has not begun",
            user_text=_("{period} begins on {day}: there is nothing to publish about it yet.").format(
                period=period.label, day=day_in_words(period.first_day)
            ),
        )


def check_force_figure(found: Computed) -> None:
    """Refuse the force's number of people detained where visitors spoke to more than that.

    Raises:
        RuleBroken: It is refused.
    """
    detained, spoken = found.figures.people_detained, found.counts[contact_key(Contact.SPOKEN_TO)].value
    if detained is not None and detained < spoken:
        raise RuleBroken(
            f"{detained} people detained in {found.label}, {spoken} spoken to",
            user_text=_(
                "{detained} people detained in {year} cannot be right: visitors spoke to {spoken}. "
                "Correct the force’s figure first."
            ).format(detained=detained, year=found.label, spoken=spoken),
        )


def check_current(unit: UnitOfWork, kind: PublicationKind, period: Period, after: Set[RecordId]) -> None:
    """Refuse a publication where another came out since it was gathered: together they could tell more.

    Raises:
        RuleBroken: It is refused.
    """
    if issued_so_far(unit) - after:
        raise RuleBroken(
            f"{kind} of {period.label}: others came out since it was gathered",
            user_text=_("Something else was published meanwhile. Make this again, so that it fits that."),
        )


def issued_so_far(unit: UnitOfWork) -> frozenset[RecordId]:
    """Every note of a publication."""
    return frozenset(one.record_id for one in all_issued(unit))

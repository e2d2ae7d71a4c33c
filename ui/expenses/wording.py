"""Claims for expenses in words."""

from __future__ import annotations

from collections.abc import Sequence

from icv_app.domain.expenses import ClaimStanding, ClaimState, ExpenseKind, QueryReason, YearOfClaims
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.entries.money import say_pounds
from ui.theme import Hue
from ui.widgets.table_model import Cell
from ui.widgets.tag import Tagged


def kind_words() -> dict[ExpenseKind, str]:
    """Return what may be paid for."""
    return {
        ExpenseKind.MILEAGE: _("Driving"),
        ExpenseKind.FARE: _("Bus, train or taxi"),
        ExpenseKind.PARKING: _("Parking"),
        ExpenseKind.TOLL: _("Toll"),
        ExpenseKind.CARE: _("Care of somebody at home"),
        ExpenseKind.OTHER: _("Something else"),
    }


def query_words() -> dict[QueryReason, str]:
    """Return what a coordinator may ask."""
    return {
        QueryReason.RECEIPT: _("Please send the receipt."),
        QueryReason.AMOUNT: _("Please check the amount or the miles."),
        QueryReason.DAY: _("Please check the day."),
        QueryReason.NOT_PAID: _("The scheme does not pay this."),
    }


def state_tag(state: ClaimState) -> Tagged:
    """Return where a claim stands."""
    return {
        ClaimState.WAITS: (_("Waits for approval"), Hue.BLUE),
        ClaimState.QUERIED: (_("Queried"), Hue.ORANGE),
        ClaimState.APPROVED: (_("Approved"), Hue.GREEN),
        ClaimState.REPLACED: (_("Replaced"), Hue.GREY),
        ClaimState.WITHDRAWN: (_("Withdrawn"), Hue.GREY),
    }[state]


def pounds(pence: int) -> str:
    """Return an amount as £12.40."""
    return f"£{say_pounds(pence)}"


def what_words(one: ClaimStanding) -> str:
    """Return what a claim is for."""
    claim, what = one.claim, kind_words()[one.claim.kind]
    if claim.kind is not ExpenseKind.MILEAGE:
        return what
    miles = plural("{n} mile", "{n} miles", claim.miles)
    return _("{what}, {miles} at {rate}p").format(what=what, miles=miles, rate=claim.pence_a_mile)


def what_cell(one: ClaimStanding) -> Cell:
    """Return day and purpose."""
    return Cell(what_words(one), say_date(one.claim.day))


def state_cell(one: ClaimStanding) -> Cell:
    """Return amount and state, with what is asked for."""
    asked = query_words()[one.query] if one.state is ClaimState.QUERIED and one.query is not None else ""
    return Cell(pounds(one.claim.total), asked, tags=(state_tag(one.state),))


def total_facts(years: Sequence[YearOfClaims], *, named: bool) -> list[tuple[str, str]]:
    """Return the totals of each year, with whose they are where there are several people."""
    facts = []
    for one in years:
        year = one.year.label.replace("-", "\u2013")
        name = f"{year}, {one.member_id}" if named else year
        said = [_("{sum} approved").format(sum=pounds(one.approved))]
        if one.miles:
            said.append(plural("{n} mile", "{n} miles", one.miles))
        if one.open:
            said.append(_("{sum} open").format(sum=pounds(one.open)))
        facts.append((name, ", ".join(said)))
    return facts

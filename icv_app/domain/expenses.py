"""What visitors spent on their visits: claimed by them, approved or queried by a coordinator.

Each claim and each answer is a record of its own and is never edited. A claim takes the place of an
earlier one that was not approved; of answers that were written at once, a query goes before an approval.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.scheme import FIRST_DAY
from icv_app.domain.times import FinancialYear, london_day

MOST_PENCE = 100_000
MOST_MILES = 1_000
MOST_A_MILE = 500
"""Pence."""


class ExpenseKind(StrEnum):
    """What was paid for."""

    MILEAGE = "mileage"
    FARE = "fare"
    PARKING = "parking"
    TOLL = "toll"
    CARE = "care"
    OTHER = "other"


class QueryReason(StrEnum):
    """What a coordinator asks for; words of their own could name somebody."""

    RECEIPT = "receipt"
    AMOUNT = "amount"
    DAY = "day"
    NOT_PAID = "not_paid"


class ClaimState(StrEnum):
    """Where a claim stands."""

    WAITS = "waits"
    QUERIED = "queried"
    APPROVED = "approved"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a visitor asks to be paid for one day.

    Attributes:
        day: London.
        pence: What was paid; 0 for mileage.
        miles: Driven; 0 for everything else.
        pence_a_mile: The scheme's rate when it was claimed.
        instead_of: An earlier claim of theirs that this one takes the place of.
        withdrawn: Nothing is asked for any more in place of the earlier one.
        at: UTC.
    """

    record_id: RecordId
    member_id: MemberId
    day: date
    kind: ExpenseKind
    at: datetime
    pence: int = 0
    miles: int = 0
    pence_a_mile: int = 0
    instead_of: RecordId | None = None
    withdrawn: bool = False

    @property
    def total(self) -> int:
        """Pence."""
        return self.pence + self.miles * self.pence_a_mile

    @property
    def sound(self) -> bool:
        """Whether it asks for something that can be, for a day that has come."""
        if self.instead_of == self.record_id or not FIRST_DAY <= self.day <= london_day(self.at):
            return False
        if self.withdrawn:
            return self.instead_of is not None and not self.pence and not self.miles
        if self.kind is ExpenseKind.MILEAGE:
            return not self.pence and 0 < self.miles <= MOST_MILES and 0 <= self.pence_a_mile <= MOST_A_MILE
        return not self.miles and not self.pence_a_mile and 0 < self.pence <= MOST_PENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswer:
    """A coordinator's word on a claim.

    Attributes:
        member_id: Whose claim it is.
        query: What is asked for; `None` approves it.
        after: The words on this claim that their author had before them.
        at: UTC.
        by: The coordinator.
    """

    record_id: RecordId
    claim: RecordId
    member_id: MemberId
    at: datetime
    by: MemberId
    query: QueryReason | None = None
    after: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStanding:
    """A claim as it stands.

    Attributes:
        answers: What stands of the coordinators' words, latest first; more than one where they were
            written at once.
    """

    claim: Claim
    state: ClaimState
    answers: tuple[ClaimAnswer, ...] = ()

    @property
    def query(self) -> QueryReason | None:
        """What is asked for, where it is queried."""
        return next((one.query for one in self.answers if one.query is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfClaims:
    """What a visitor claimed for the days of a financial year; pence and miles of what stands.

    Attributes:
        open: Pence that wait or are queried.
        miles: Of approved claims.
    """

    member_id: MemberId
    year: FinancialYear
    approved: int
    open: int
    miles: int


def claim_standings(claims: Iterable[Claim], answers: Iterable[ClaimAnswer]) -> tuple[ClaimStanding, ...]:
    """Return every claim as it stands, latest day first, in whatever order the words came."""
    found = {one.record_id: one for one in claims}
    words = [one for one in answers if _about_own(one, found)]
    replaced = {one.instead_of: one for one in found.values() if one.instead_of is not None}
    standings = [
        _standing(one, [word for word in words if word.claim == one.record_id], replaced)
        for one in found.values()
        if not one.withdrawn
    ]
    return tuple(sorted(standings, key=lambda one: (one.claim.day, one.claim.record_id), reverse=True))


def years_of(standings: Iterable[ClaimStanding]) -> tuple[YearOfClaims, ...]:
    """Return the totals of each visitor and financial year, latest year first."""
    counted = [one for one in standings if one.state not in {ClaimState.REPLACED, ClaimState.WITHDRAWN}]
    keys = {(one.claim.member_id, FinancialYear.containing(one.claim.day)) for one in counted}
    ordered = sorted(keys, key=lambda key: (-key[1].first_calendar_year, key[0]))
    return tuple(_year(member, year, counted) for member, year in ordered)


def _year(member: MemberId, year: FinancialYear, counted: Iterable[ClaimStanding]) -> YearOfClaims:
    own = [
        one
        for one in counted
        if one.claim.member_id == member and year.first_day <= one.claim.day <= year.last_day
    ]
    approved = [one.claim for one in own if one.state is ClaimState.APPROVED]
    return YearOfClaims(
        member_id=member,
        year=year,
        approved=sum(one.total for one in approved),
        open=sum(one.claim.total for one in own if one.state is not ClaimState.APPROVED),
        miles=sum(one.miles for one in approved),
    )


def _about_own(answer: ClaimAnswer, claims: dict[RecordId, Claim]) -> bool:
    claim = claims.get(answer.claim)
    return claim is not None and claim.member_id == answer.member_id


def _standing(claim: Claim, words: list[ClaimAnswer], replaced: dict[RecordId, Claim]) -> ClaimStanding:
    overtaken = {before for word in words for before in word.after}
    standing = [word for word in words if word.record_id not in overtaken] or words
    standing.sort(key=lambda word: (word.at, word.record_id), reverse=True)
    other = replaced.get(claim.record_id)
    if standing and all(word.query is None for word in standing):
        state = ClaimState.APPROVED
    elif other is not None and other.member_id == claim.member_id:
        state = ClaimState.WITHDRAWN if other.withdrawn else ClaimState.REPLACED
    else:
        state = ClaimState.QUERIED if standing else ClaimState.WAITS
    return ClaimStanding(claim=claim, state=state, answers=tuple(standing))

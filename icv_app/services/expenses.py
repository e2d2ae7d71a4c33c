"""Expenses and mileage: claimed by visitors, approved or queried by a coordinator."""

from __future__ import annotations

from datetime import date

from icv_app.domain.expenses import (
    MOST_MILES,
    MOST_PENCE,
    Claim,
    ClaimAnswer,
    ClaimStanding,
    ClaimState,
    ExpenseKind,
    QueryReason,
)
from icv_app.domain.ids import RecordId
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.services.expense_records import ANSWER, CLAIM, claims_in, expense_parts
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.words import _

_SETTLED = frozenset({ClaimState.APPROVED, ClaimState.REPLACED, ClaimState.WITHDRAWN})


class ExpenseService:
    """Both sides of expenses. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records

    def all(self) -> tuple[ClaimStanding, ...]:
        """Return every claim in this vault, latest day first: a visitor's own, everybody's in the office."""
        with self._open_reading() as unit:
            return claims_in(unit)

    def pence_a_mile(self) -> int:
        """Return the scheme's rate today.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
        """
        with self._open_reading() as unit:
            return unit.settings.current().pence_a_mile

    def claim(
        self, day: date, kind: ExpenseKind, amount: int, *, instead_of: RecordId | None = None
    ) -> Claim:
        """Claim what was spent on a day.

        Args:
            day: London.
            kind: What was paid for.
            amount: Pence; miles where it is mileage.
            instead_of: An earlier claim that waits or is queried.

        Raises:
            BadInput: A day to come, or an amount that cannot be.
            NotFound: No such claim of theirs to replace, or no settings yet.
            RuleBroken: A coordinator claims nothing, or the earlier claim is settled.
            StoreError: Nothing was changed on disk.
        """
        self._check(visitor=True)
        mileage = kind is ExpenseKind.MILEAGE
        with self._open_unit() as unit:
            rate = unit.settings.current().pence_a_mile if mileage else 0
            claim = Claim(
                record_id=self._records.new_id(),
                member_id=self._identity.member_id,
                day=day,
                kind=kind,
                at=self._clock.now(),
                pence=0 if mileage else amount,
                miles=amount if mileage else 0,
                pence_a_mile=rate,
                instead_of=instead_of,
            )
            if instead_of is not None:
                _still_open(unit, instead_of)
            self._write_claim(unit, claim)
            unit.commit()
        return claim

    def withdraw(self, claim: Claim) -> None:
        """Ask for nothing any more.

        Raises:
            NotFound, RuleBroken, StoreError: As `claim`.
        """
        self._check(visitor=True)
        with self._open_unit() as unit:
            _still_open(unit, claim.record_id)
            nothing = Claim(
                record_id=self._records.new_id(),
                member_id=self._identity.member_id,
                day=claim.day,
                kind=claim.kind,
                at=self._clock.now(),
                instead_of=claim.record_id,
                withdrawn=True,
            )
            self._write_claim(unit, nothing)
            unit.commit()

    def answer(self, seen: ClaimStanding, query: QueryReason | None = None) -> None:
        """Approve a claim, or ask for something.

        Args:
            seen: The claim as the coordinator had it before them.
            query: What is asked for; `None` approves it.

        Raises:
            NotFound: The claim is not here.
            RuleBroken: Not a coordinator, or the claim was replaced or withdrawn.
            StoreError: Nothing was changed on disk.
        """
        self._check(visitor=False)
        with self._open_unit() as unit:
            now = _find(unit, seen.claim.record_id)
            if now.state in {ClaimState.REPLACED, ClaimState.WITHDRAWN}:
                raise _settled(now)
            answer = ClaimAnswer(
                record_id=self._records.new_id(),
                claim=now.claim.record_id,
                member_id=now.claim.member_id,
                at=self._clock.now(),
                by=self._identity.member_id,
                query=query,
                after=tuple(sorted(one.record_id for one in seen.answers)),
            )
            self._records.write(
                unit,
                kind=ANSWER,
                subject=answer.member_id,
                parts=expense_parts(answer),
                addressees=Addressees(office=True, members=(answer.member_id,)),
                record_id=answer.record_id,
            )
            unit.commit()

    def _write_claim(self, unit: UnitOfWork, claim: Claim) -> None:
        if not claim.sound:
            raise BadInput(
                f"claim of {claim.member_id}: {claim.kind} not sound",
                user_text=_(
                    "Check the day and the amount: a claim is for a day that has come, up to {miles} miles "
                    "or {pounds} pounds."
                ).format(miles=f"{MOST_MILES:,}", pounds=f"{MOST_PENCE // 100:,}"),
            )
        self._records.write(
            unit,
            kind=CLAIM,
            subject=claim.member_id,
            parts=expense_parts(claim),
            addressees=Addressees(office=True),
            record_id=claim.record_id,
        )

    def _check(self, *, visitor: bool) -> None:
        if self._identity.coordinator is visitor:
            raise RuleBroken(
                f"member {self._identity.member_id}: expenses of the other side",
                user_text=_("Visitors claim expenses; coordinators approve or query them."),
            )


def _find(unit: UnitOfWork, claim: RecordId) -> ClaimStanding:
    found = next((one for one in claims_in(unit) if one.claim.record_id == claim), None)
    if found is None:
        raise NotFound(
            f"claim {claim} unknown", user_text=_("This claim is not here. Look at the list again.")
        )
    return found


def _still_open(unit: UnitOfWork, claim: RecordId) -> None:
    found = _find(unit, claim)
    if found.state in _SETTLED:
        raise _settled(found)


def _settled(found: ClaimStanding) -> RuleBroken:
    return RuleBroken(
        f"claim {found.claim.record_id}: {found.state}",
        user_text=_("This claim is settled already. Look at the list again."),
    )

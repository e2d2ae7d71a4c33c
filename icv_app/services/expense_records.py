"""How claims for expenses and the answers to them become records, and back."""

from __future__ import annotations

from typing import TypeVar

from icv_app.domain.expenses import Claim, ClaimAnswer, ClaimStanding, claim_standings
from icv_app.domain.records import RecordKind
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, says, unfit

CLAIM = RecordKind.MEMBER_EXPENSES.value
ANSWER = RecordKind.MEMBER_EXPENSES_ANSWER.value

Said = TypeVar("Said", Claim, ClaimAnswer)


def expense_parts(said: Claim | ClaimAnswer) -> dict[str, bytes]:
    """Return the one part of a claim or an answer."""
    return {REPORT: to_json(said)}


def claim_in(record: StoredRecord) -> Claim:
    """Return the claim a record holds.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    claim = _inside(record, Claim)
    if claim.member_id != record.author or not claim.sound:
        raise unfit(record, "claim does not fit its record")
    return claim


def answer_in(record: StoredRecord) -> ClaimAnswer:
    """Return the answer to a claim that a record holds.

    Raises:
        SealError, BadInput: As `claim_in`.
    """
    answer = _inside(record, ClaimAnswer)
    if answer.by != record.author or answer.record_id in answer.after:
        raise unfit(record, "answer to a claim does not fit its record")
    return answer


def claims_in(unit: UnitOfWork) -> tuple[ClaimStanding, ...]:
    """Every claim in this vault as it stands, latest day first; on a visitor's laptop their own alone."""
    records = [one for one in unit.records.of_kinds((CLAIM, ANSWER)) if says(one)]
    return claim_standings(
        [claim_in(one) for one in records if one.kind == CLAIM],
        [answer_in(one) for one in records if one.kind == ANSWER],
    )


def _inside(record: StoredRecord, kind: type[Said]) -> Said:
    body = record.parts.get(REPORT)
    said = from_json(kind, body) if body is not None else None
    if said is None or (said.record_id, said.member_id) != (record.record_id, record.subject):
        raise unfit(record, f"{kind.__name__} does not fit its record")
    return said

"""How duties, availability and swaps become records, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from icv_app.domain.duties import MemberDuties, SaidAvailability, SwapAsked
from icv_app.domain.records import RecordKind
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, says, unfit

DUTIES = RecordKind.ROTA_DUTIES.value
AVAILABILITY = RecordKind.MEMBER_AVAILABILITY.value
SWAP = RecordKind.ROTA_SWAP.value

Said = TypeVar("Said", MemberDuties, SaidAvailability, SwapAsked)


def rota_parts(said: MemberDuties | SaidAvailability | SwapAsked) -> dict[str, bytes]:
    """Return the one part of what is said about the rota."""
    return {REPORT: to_json(said)}


def duties_in(record: StoredRecord) -> MemberDuties:
    """Return the duties a record holds.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    said = _inside(record, MemberDuties)
    if said.by != record.author or not said.sound:
        raise unfit(record, "duties do not fit their record")
    return said


def availability_in(record: StoredRecord) -> SaidAvailability:
    """Return what a visitor says of their time.

    Raises:
        SealError, BadInput: As `duties_in`.
    """
    said = _inside(record, SaidAvailability)
    if said.member_id != record.author or not said.sound:
        raise unfit(record, "availability does not fit its record")
    return said


def swap_in(record: StoredRecord) -> SwapAsked:
    """Return the swap a visitor asks for.

    Raises:
        SealError, BadInput: As `duties_in`.
    """
    said = _inside(record, SwapAsked)
    if said.member_id != record.author or not said.sound:
        raise unfit(record, "swap does not fit its record")
    return said


def published_duties(unit: UnitOfWork) -> list[MemberDuties]:
    """Every version of everybody's duties in this vault; on a visitor's laptop their own alone."""
    return [duties_in(record) for record in _counting(unit, DUTIES)]


def said_availability(unit: UnitOfWork) -> list[SaidAvailability]:
    """Everything visitors said of their time; on a visitor's laptop their own words alone."""
    return [availability_in(record) for record in _counting(unit, AVAILABILITY)]


def swaps_asked(unit: UnitOfWork) -> list[SwapAsked]:
    """Every swap that was asked for; on a visitor's laptop their own alone."""
    return [swap_in(record) for record in _counting(unit, SWAP)]


def _counting(unit: UnitOfWork, kind: str) -> Sequence[StoredRecord]:
    return [one for one in unit.records.of_kinds((kind,)) if says(one)]


def _inside(record: StoredRecord, kind: type[Said]) -> Said:
    body = record.parts.get(REPORT)
    said = from_json(kind, body) if body is not None else None
    if said is None or (said.record_id, said.member_id) != (record.record_id, record.subject):
        raise unfit(record, f"{kind.__name__} does not fit its record")
    return said

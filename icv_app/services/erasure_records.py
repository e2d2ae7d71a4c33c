"""How erasure runs and legal holds become records, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from icv_app.domain.ids import RecordId, VisitId
from icv_app.domain.records import RecordKind
from icv_app.domain.retention import HoldStep, holds_in_force
from icv_app.domain.times import in_london, in_utc
from icv_app.errors import BadInput, NotFound, SealError
from icv_app.seal.erasures import ERASED_PART, PERSON_PART, REPORT_PART, Erasure, decode_erasure
from icv_app.services.concern_records import STEP, step_of
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import COUNTS, Addressees, StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, REPORTS, unfit
from icv_app.words import _

RUN = RecordKind.ERASURE_RUN.value
HOLD = RecordKind.ERASURE_HOLD.value
OPEN = Addressees(everybody=True)
"""A run is sealed to nobody: the server and every device must know what to erase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedRun:
    """A run with the number people call it by: its place among all that are in this vault.

    Attributes:
        number: From 1, by the time of the runs.
    """

    number: int
    record: StoredRecord
    erasure: Erasure


def hold_parts(step: HoldStep) -> dict[str, bytes]:
    """Return the one part of a hold; its reason goes into the audit log, for the office alone."""
    return {REPORT: to_json(step)}


def hold_of(record: StoredRecord) -> HoldStep:
    """Return the hold a record sets or lifts.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    step = from_json(HoldStep, body) if body is not None else None
    if step is None or (step.record_id, step.visit_id, step.by) != (
        record.record_id,
        record.subject,
        record.author,
    ):
        raise unfit(record, "hold does not fit its record")
    return replace(step, at=in_utc(step.at))


def erasure_of(record: StoredRecord) -> Erasure:
    """Return what a run erases.

    Raises:
        UpdateNeeded: A newer ICV wrote it.
        SealError: It is malformed.
    """
    body = record.parts.get(ERASED_PART)
    if body is None:
        raise unfit(record, "run that names nothing")
    return decode_erasure(body, record.record_id)


def hold_steps(unit: UnitOfWork) -> tuple[HoldStep, ...]:
    """Every step of every legal hold in this vault that counts, oldest first."""
    found = [
        hold_of(record)
        for record in unit.records.of_kinds((HOLD,))
        if record.parts and record.state in COUNTS
    ]
    return tuple(sorted(found, key=lambda step: (step.at, step.record_id)))


def held_visits(unit: UnitOfWork) -> frozenset[VisitId]:
    """The visits of which nothing is erased for now."""
    return frozenset(step.visit_id for step in holds_in_force(hold_steps(unit)))


def runs_in(unit: UnitOfWork) -> Sequence[NumberedRun]:
    """Every run in this vault that counts, oldest first."""
    found = [
        (record, erasure_of(record))
        for record in unit.records.of_kinds((RUN,))
        if record.parts and record.state in COUNTS
    ]
    found.sort(key=lambda one: (one[1].at, one[0].record_id))
    return [
        NumberedRun(number=number, record=record, erasure=erasure)
        for number, (record, erasure) in enumerate(found, 1)
    ]


def run_numbers(unit: UnitOfWork) -> dict[RecordId, int]:
    """The number of each run, by its record."""
    return {run.record.record_id: run.number for run in runs_in(unit)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedOn:
    """When what identified people in a report was erased.

    Attributes:
        at: UTC.
        own_copy: A visitor's own copy came to its end; else a run erased it.
        run: Its number; `None` where its record is not here.
    """

    at: datetime
    own_copy: bool
    run: int | None


def erased_on(unit: UnitOfWork, record: StoredRecord) -> ErasedOn | None:
    """Return when the part about people was erased from a record; `None` while it is there."""
    one = unit.erasures.of(record.record_id).get(PERSON_PART)
    if one is None or record.parts.get(PERSON_PART) is not None:
        return None
    number = run_numbers(unit).get(one.run) if one.run else None
    return ErasedOn(at=one.at, own_copy=one.run is None, run=number)


def not_here(unit: UnitOfWork, visit_id: VisitId) -> NotFound:
    """Return why a visit is not in this vault: it never was, or a run has erased it whole."""
    for record in unit.records.about(visit_id, REPORTS):
        one = unit.erasures.of(record.record_id).get(REPORT_PART)
        if one is not None:
            number = run_numbers(unit).get(one.run) if one.run else None
            day = in_london(one.at).date()
            return NotFound(
                f"visit {visit_id}: erased on {day}",
                user_text=_("This report was erased on {day} under run {n}.").format(
                    day=f"{day.day} {day:%B %Y}", n=number or "?"
                ),
            )
    return NotFound(f"visit {visit_id}", user_text=_("That visit is not on this computer."))


class ErasedUnder:
    """Says in words why parts of a record are erased: `services.verification` asks record by record."""

    def __init__(self) -> None:
        self._known: tuple[UnitOfWork, Mapping[RecordId, Mapping[str, str]]] | None = None

    def __call__(self, unit: UnitOfWork, record_id: RecordId) -> Mapping[str, str]:
        """Return part name → the run that erased it, for the parts of one record that may be missing."""
        known = self._known
        if known is None or known[0] is not unit:
            known = (unit, _in_words(unit))
            self._known = known
        return known[1].get(record_id, {})


def _in_words(unit: UnitOfWork) -> Mapping[RecordId, Mapping[str, str]]:
    words: dict[RecordId, dict[str, str]] = {}
    for one in unit.erasures.all():
        if one.run is None:  # a coordinator's device has none of these
            words.setdefault(one.record_id, {})[one.part] = _("the end of a visitor’s own copy")
    for run in reversed(runs_in(unit)):  # of several the earliest stands
        name = _("run {n}").format(n=run.number)
        for record_id, parts in run.erasure.parts_of().items():
            words.setdefault(RecordId(record_id), {}).update(dict.fromkeys(parts, name))
    return words


def visit_about(record: StoredRecord) -> VisitId | None:
    """Return the visit a record belongs to, `None` where it does not say."""
    if record.kind != STEP:
        return VisitId(record.subject) if record.subject else None
    try:
        return VisitId(step_of(record).visit_id)
    except (SealError, BadInput):
        return None

"""How the steps of a concern become records, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from icv_app.domain.concern import ConcernStep
from icv_app.domain.concern_list import ListedConcern
from icv_app.domain.ids import ConcernId, RaisedOnId, SuiteId
from icv_app.domain.times import in_utc
from icv_app.figures.repeats import repeats_since
from icv_app.services.documents import from_json
from icv_app.services.ports import StoredRecord, UnitOfWork
from icv_app.services.report_records import REPORT, said_parts, says, unfit, with_words

STEP = "concern.step"


def step_parts(step: ConcernStep) -> dict[str, bytes]:
    """Split one step: its text may speak of a person, so it is a part of its own."""
    return said_parts(step)


def step_of(record: StoredRecord) -> ConcernStep:
    """Return the step a record holds; its text is empty where it was erased.

    Raises:
        SealError: What is inside does not fit the record around it.
        BadInput: It is not written as this version writes it.
    """
    body = record.parts.get(REPORT)
    step = from_json(ConcernStep, body) if body is not None else None
    if step is None or (step.record_id, step.concern_id, step.by) != (
        record.record_id,
        record.subject,
        record.author,
    ):
        raise unfit(record, "step does not fit its record")
    due = in_utc(step.due) if step.due is not None else None
    return with_words(replace(step, at=in_utc(step.at), due=due), record)


def steps_by_concern(unit: UnitOfWork) -> Mapping[ConcernId, tuple[ConcernStep, ...]]:
    """Every step in this vault, by concern, oldest first."""
    return _by_concern(unit.records.of_kinds((STEP,)))


def steps_of_each(
    unit: UnitOfWork, concerns: Iterable[ConcernId]
) -> Mapping[ConcernId, tuple[ConcernStep, ...]]:
    """The steps of these concerns, oldest first; a concern without any is left out."""
    return _by_concern(unit.records.about_each(concerns, (STEP,)))


def earlier_alike(
    unit: UnitOfWork, suite: SuiteId, category: str, began_at: datetime, months: int
) -> tuple[ListedConcern, ...]:
    """The concerns of a category on earlier visits to a suite within so many months, oldest first."""
    return tuple(unit.concerns.alike(suite, category, repeats_since(began_at, months), began_at))


def steps_of(unit: UnitOfWork, visit_id: RaisedOnId, concern_id: ConcernId) -> tuple[ConcernStep, ...]:
    """The steps of one concern of one visit or custody record, oldest first."""
    found = (step_of(record) for record in unit.records.about(concern_id, (STEP,)) if says(record))
    return _ordered(step for step in found if step.visit_id == visit_id)


def _by_concern(records: Iterable[StoredRecord]) -> Mapping[ConcernId, tuple[ConcernStep, ...]]:
    steps: dict[ConcernId, list[ConcernStep]] = defaultdict(list)
    for record in records:
        if says(record):
            step = step_of(record)
            steps[step.concern_id].append(step)
    return {concern: _ordered(found) for concern, found in steps.items()}


def _ordered(steps: Iterable[ConcernStep]) -> tuple[ConcernStep, ...]:
    return tuple(sorted(steps, key=lambda step: (step.at, step.record_id)))

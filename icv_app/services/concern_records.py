"""How the steps of a concern become records, and back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from icv_app.domain.concern import ConcernStep
from icv_app.domain.ids import ConcernId
from icv_app.domain.times import in_utc
from icv_app.errors import SealError
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import StoredRecord, UnitOfWork
from icv_app.services.report_records import PERSON, REPORT
from icv_app.words import _

STEP = "concern.step"


def step_parts(step: ConcernStep) -> dict[str, bytes]:
    """Split one step: its text may speak of a person, so it is a part of its own."""
    return {REPORT: to_json(replace(step, text="")), PERSON: json.dumps({"text": step.text}).encode()}


def step_of(record: StoredRecord) -> ConcernStep:
    """Return the step a record holds; its text is empty where it was erased.

    Raises:
        SealError: What is inside does not fit the record around it.
    """
    body = record.parts.get(REPORT)
    step = from_json(ConcernStep, body) if body is not None else None
    if step is None or (step.record_id, step.concern_id, step.by) != (
        record.record_id,
        record.subject,
        record.author,
    ):
        raise SealError(
            f"record {record.record_id}: step does not fit its record",
            user_text=_(
                "A record from another device could not be used. It is kept and shown in the sync centre."
            ),
        )
    person = record.parts.get(PERSON)
    text = str(json.loads(person).get("text", "")) if person else ""
    return replace(step, text=text, at=in_utc(step.at))


def check_step(_unit: UnitOfWork, record: StoredRecord) -> None:
    """Refuse a step that does not fit its record; states are folded when read.

    Raises:
        SealError: It does not fit.
    """
    step_of(record)


def steps_by_concern(unit: UnitOfWork) -> Mapping[ConcernId, tuple[ConcernStep, ...]]:
    """Every step in this vault, by concern, oldest first."""
    steps: dict[ConcernId, list[ConcernStep]] = defaultdict(list)
    for record in unit.records.of_kinds((STEP,)):
        if record.parts:
            step = step_of(record)
            steps[step.concern_id].append(step)
    return {
        concern: tuple(sorted(found, key=lambda step: (step.at, step.record_id)))
        for concern, found in steps.items()
    }


def steps_of(unit: UnitOfWork, concern_id: ConcernId) -> tuple[ConcernStep, ...]:
    """The steps of one concern, oldest first."""
    found = [step_of(record) for record in unit.records.about(concern_id, (STEP,)) if record.parts]
    return tuple(sorted(found, key=lambda step: (step.at, step.record_id)))

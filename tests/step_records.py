"""Steps on concerns as the records they travel in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from icv_app.domain.concern import ConcernStep, ConcernStepKind
from icv_app.domain.ids import ConcernId, MemberId, RecordId, VisitId
from icv_app.services.concern_records import STEP, step_parts
from icv_app.services.ports import RecordState, StoredRecord


def a_step_record(
    visit: str,
    concern: str,
    kind: ConcernStepKind,
    at: datetime,
    state: RecordState = RecordState.ACCEPTED,
    **more: object,
) -> StoredRecord:
    """The record of a coordinator's step on a concern of a visit."""
    step = ConcernStep(
        record_id=f"{concern}-{kind}-{at:%d%H%M}",
        concern_id=ConcernId(concern),
        visit_id=VisitId(visit),
        kind=kind,
        at=at,
        by=MemberId("C-001"),
    )
    step = replace(step, **more)  # type: ignore[arg-type]
    return StoredRecord(
        record_id=RecordId(step.record_id),
        kind=STEP,
        subject=concern,
        author=step.by,
        device=None,
        written_at=at,
        state=state,
        parts=step_parts(step),
    )

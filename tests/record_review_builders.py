"""Custody records that were read, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId
from icv_app.domain.person import LegalStatus
from icv_app.domain.record_review import Finding, RecordRead, Said, Step, StepRead
from icv_app.domain.record_review_sample import Group, ListedRecord

ARRESTED = datetime(2024, 3, 4, 9, 40, tzinfo=UTC)
"""A Monday of winter time."""
LISTED = (
    ListedRecord(reference="R-01"),
    ListedRecord(reference="R-02", group=Group.CHILD),
    ListedRecord(reference="R-03", group=Group.WOMAN),
    ListedRecord(reference="R-04"),
)
MINUTES = {
    Step.ARRESTED: 0,
    Step.ARRIVED: 20,
    Step.AUTHORISED: 50,
    Step.RIGHTS: 55,
    Step.AA_ASKED: 70,
    Step.AA_CAME: 190,
    Step.HEALTHCARE_ASKED: 75,
    Step.HEALTHCARE_SEEN: 135,
    Step.SOLICITOR_ASKED: 56,
    Step.SOLICITOR_CAME: 200,
    Step.FIRST_MEAL: 240,
    Step.RELEASED: 600,
}
NOT_APPLICABLE = (Step.INTERPRETER_ASKED, Step.INTERPRETER_CAME, Step.EXTENDED, Step.CHARGED)


def a_read(begun: datetime = ARRESTED, **changes: Any) -> RecordRead:
    """A finished questionnaire: ten hours, one review in time.

    Args:
        begun: The arrest.
        changes: Fields; `steps` as a mapping of what differs: minutes after the arrest, a time, or a `Said`.
    """
    differs = changes.pop("steps", {})
    said: dict[Step, Any] = {**MINUTES, **dict.fromkeys(NOT_APPLICABLE, Said.NOT_APPLICABLE), **differs}
    said.setdefault(Step.REVIEWS, Said.YES)
    values: dict[str, Any] = {
        "group": Group.CHILD,
        "held_as": LegalStatus.PRE_CHARGE,
        "steps": tuple(_step(step, said[step], begun) for step in Step),
        "reviews": (begun + timedelta(minutes=350),),
        "quality": 4,
    }
    return RecordRead(**{**values, **changes})


def a_finding(name: str = "f-1", **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "finding_id": ConcernId(name),
        "category": "C1",
        "severity": Severity.RED,
        "text": "The appropriate adult came two hours after being asked.",
    }
    return Finding(**{**values, **changes})


def _step(step: Step, given: Any, begun: datetime) -> StepRead:
    if isinstance(given, Said):
        return StepRead(step=step, said=given)
    at = given if isinstance(given, datetime) else begun + timedelta(minutes=given)
    return StepRead(step=step, said=Said.YES, at=at)

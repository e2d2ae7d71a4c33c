"""Custody records that were read, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId, MemberId, ReadingId, RecordId, SuiteId
from icv_app.domain.person import LegalStatus
from icv_app.domain.record_review import Finding, Reading, RecordRead, Said, Step, StepRead
from icv_app.domain.record_review_sample import Group, ListedRecord, Sample, counted
from icv_app.domain.record_review_standing import Assignment
from tests.builders import NOON

V1, V2, C1 = (MemberId(name) for name in ("V-001", "V-002", "C-001"))
LEEDS = SuiteId("leeds")
DAYS = (date(2024, 3, 1), date(2024, 3, 7))
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


def an_assignment(name: str, to: MemberId | None, *after: str, minutes: int = 0) -> Assignment:
    return Assignment(
        record_id=RecordId(name),
        sample_id=RecordId("s"),
        reference="R-01",
        suite_name="Leeds",
        member_id=to,
        at=NOON + timedelta(minutes=minutes),
        by=C1,
        after=tuple(RecordId(one) for one in after),
    )


def a_reading(name: str, assignment: str, by: MemberId = V1, **changes: Any) -> Reading:
    reading = Reading(
        record_id=ReadingId(name),
        sample_id=RecordId("s"),
        assignment=RecordId(assignment),
        reference="R-01",
        member_id=by,
        read=a_read(),
        at=NOON,
    )
    return replace(reading, **changes)


def a_sample(**changes: Any) -> Sample:
    sample = Sample(
        record_id=RecordId("s"),
        suite=LEEDS,
        first_day=DAYS[0],
        last_day=DAYS[1],
        size=1,
        listed=counted(1),
        groups_first=(),
        seed="0123456789abcdef",
        drawn=("R-01",),
        at=NOON,
        by=C1,
    )
    return replace(sample, **changes)

"""Concerns raised on custody records are listed in whatever order the records come, in every store."""

from __future__ import annotations

from itertools import permutations

import pytest

from icv_app.domain.concern import Concern, ConcernState, ConcernStepKind, Severity
from icv_app.domain.ids import ConcernId, MemberId, ReadingId, RecordId
from icv_app.domain.record_review import Reading
from icv_app.domain.record_review_standing import Assignment, ReviewConcern
from icv_app.services.folding import apply_record
from icv_app.services.ports import RecordState, StoredRecord
from icv_app.services.ports_concerns import ConcernFilter
from icv_app.services.record_review_records import Body, review_concerns, review_parts, samples_in
from tests.builders import NOON, settings
from tests.record_review_builders import a_finding, a_read, a_sample
from tests.step_records import a_step_record
from tests.store.conftest import Store

V1, C1, SAMPLE = MemberId("V-001"), MemberId("C-001"), RecordId("sample")
ORDERS = [order for order in permutations(range(5)) if order[0] in {2, 3, 4}][::3]
"""Every third of those in which something comes before what it speaks of."""


def a_record(kind: str, subject: str, author: MemberId, body: Body) -> StoredRecord:
    return StoredRecord(
        record_id=RecordId(body.record_id),
        kind=f"record_review.{kind}",
        subject=subject,
        author=author,
        device=None,
        written_at=NOON,
        state=RecordState.RECEIVED,
        parts=review_parts(body),
    )


def the_records() -> tuple[StoredRecord, ...]:
    sample = a_sample(record_id=SAMPLE)
    assignment = Assignment(
        record_id=RecordId("assignment"),
        sample_id=SAMPLE,
        reference="R-01",
        suite_name="Leeds",
        member_id=V1,
        at=NOON,
        by=C1,
    )
    reading = Reading(
        record_id=ReadingId("reading"),
        sample_id=SAMPLE,
        assignment=assignment.record_id,
        reference="R-01",
        member_id=V1,
        read=a_read(findings=(a_finding(),)),
        at=NOON,
    )
    raised = ReviewConcern(
        record_id=RecordId("raised"),
        sample_id=SAMPLE,
        reading_id=reading.record_id,
        suite=sample.suite,
        read_at=NOON,
        read_by=V1,
        concern=Concern(concern_id=ConcernId("f-1"), category="C1", severity=Severity.RED),
        settings_version=1,
        at=NOON,
        by=C1,
    )
    return (
        a_record("sample", SAMPLE, C1, sample),
        a_record("assignment", SAMPLE, C1, assignment),
        a_record("reading", SAMPLE, V1, reading),
        a_record("concern", reading.record_id, C1, raised),
        a_step_record("reading", "f-1", ConcernStepKind.SENT, NOON),
    )


@pytest.mark.parametrize("order", ORDERS)
def test_a_raised_finding_is_listed_in_whatever_order_the_records_come(
    store: Store, order: tuple[int, ...]
) -> None:
    records = the_records()
    with store.open_unit() as unit:
        unit.settings.put(settings())
        for at in order:
            unit.records.put(records[at])
            apply_record(unit, records[at])
        [standing] = samples_in(unit)
        assert len(standing.readings) == 1
        assert set(review_concerns(unit)) == {"f-1"}
        [listed] = unit.concerns.listed(ConcernFilter(), NOON)
        assert (listed.concern_id, listed.state, listed.from_record, listed.suite) == (
            "f-1",
            ConcernState.SENT,
            True,
            "leeds",
        )
        unit.commit()

"""Findings in custody records that cross with a decision, and readings under names that are taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icv_app.domain.ids import ConcernId, MemberId, ReadingId, RecordId, SuiteId
from icv_app.domain.record_review import Reading
from icv_app.domain.record_review_sample import Group
from icv_app.domain.record_review_standing import SampleStanding
from icv_app.errors import NotFound, RuleBroken
from icv_app.services.record_review_records import review_parts
from tests.builders import a_concern
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.record_review_builders import DAYS, LISTED, a_finding, a_read

V1, V2 = MemberId("V-001"), MemberId("V-002")


@pytest.fixture
def scheme() -> MemoryScheme:
    """One record, given to V-001."""
    made = a_scheme()
    made["C-001"].desk.record_reviews.draw(SuiteId("leeds"), DAYS, 1, LISTED, (Group.CHILD,))
    gives(made, V1)
    made.exchange()
    return made


def gives(scheme: MemoryScheme, to: MemberId) -> None:
    scheme["C-001"].desk.record_reviews.assign(standing(scheme), ["R-02"], to)


def standing(scheme: MemoryScheme, name: str = "C-001") -> SampleStanding:
    [one] = scheme[name].desk.record_reviews.all().samples
    return one


def sends(scheme: MemoryScheme, name: str, finding: str) -> Reading:
    readings = scheme[name].desk.record_readings
    [one] = readings.given()
    return readings.send(one.assignment.record_id, a_read(findings=(a_finding(finding),)))


def waiting(scheme: MemoryScheme) -> list[int]:
    return [len(scheme[name].desk.today.office().findings) for name in ("C-001", "C-002")]


def test_a_finding_that_crossed_with_the_closing_of_its_sample_waits_until_it_is_closed_again(
    scheme: MemoryScheme,
) -> None:
    sends(scheme, "V-001", "f-1")
    scheme["C-001"].desk.record_reviews.close(standing(scheme))
    scheme.exchange()
    assert waiting(scheme) == [1, 1]
    scheme["C-002"].desk.record_reviews.close(standing(scheme, "C-002"))
    scheme.exchange()
    assert waiting(scheme) == [0, 0]
    with pytest.raises(RuleBroken):
        scheme["C-001"].desk.record_reviews.close(standing(scheme))


def test_a_finding_that_came_while_the_sample_was_looked_at_waits(scheme: MemoryScheme) -> None:
    sends(scheme, "V-001", "f-1")
    seen = standing(scheme)
    scheme.exchange()
    scheme["C-001"].desk.record_reviews.close(seen)
    assert waiting(scheme)[0] == 1


def test_what_both_visitors_found_waits_where_a_record_was_read_twice(scheme: MemoryScheme) -> None:
    first = sends(scheme, "V-001", "f-1")
    scheme.clock.forward(minutes=1)
    gives(scheme, V2)
    scheme.exchange()
    sends(scheme, "V-002", "f-2")
    scheme.exchange()
    [record] = standing(scheme).records
    assert [one.member_id for one in record.others] == [V1]
    assert waiting(scheme) == [2, 2]
    scheme["C-001"].desk.record_reviews.raise_concern(first.record_id, ConcernId("f-1"))
    assert waiting(scheme)[0] == 1


def test_a_reading_under_the_name_of_a_visit_takes_nothing_from_the_visit(scheme: MemoryScheme) -> None:
    concern_id = ConcernId("c-1")
    visit = scheme.filed_by("V-002", concerns=(a_concern(concern_id=concern_id),))
    scheme.exchange()
    [one] = scheme["V-001"].desk.record_readings.given()
    reading = Reading(
        record_id=ReadingId(visit.visit_id),
        sample_id=one.assignment.sample_id,
        assignment=one.assignment.record_id,
        reference="R-02",
        member_id=V1,
        read=a_read(findings=(replace(a_finding("f-1"), finding_id=concern_id),)),
        at=scheme.clock.now(),
    )
    data = scheme.forged(
        "V-001",
        "record_review.reading",
        one.assignment.sample_id,
        review_parts(reading),
        record_id=RecordId(reading.record_id),
    )
    scheme["C-001"].take(data)
    office = scheme["C-001"].desk
    with pytest.raises(NotFound):
        office.record_reviews.raise_concern(reading.record_id, concern_id)
    filed = office.concerns.read(visit.visit_id, concern_id)
    assert filed.concern == visit.concerns[0]

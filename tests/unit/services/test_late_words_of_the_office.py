"""What a laptop that was removed published too late: nobody goes by it, whoever had it already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icv_app.domain.ids import ConcernId, DeviceId, MemberId, SuiteId
from icv_app.domain.record_review_sample import Group
from icv_app.domain.scheme import Member
from icv_app.services.devices import WhyRemoved
from icv_app.services.ports import RecordState
from tests.builders import a_member
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.record_review_builders import LISTED, a_finding, a_read

V1 = MemberId("V-001")


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def removed(scheme: MemoryScheme, name: str) -> None:
    """C-001 removes a laptop, without what others have got from it, and everybody hears of that."""
    scheme["C-001"].desk.devices.remove(DeviceId(scheme[name].keys.key_id), WhyRemoved.STOLEN)
    scheme.exchange()


def fetched_by(scheme: MemoryScheme, author: str, *names: str) -> None:
    """What an author has to send reaches these and nobody else."""
    scheme.courier.send(scheme[author])
    for name in names:
        scheme.courier.fetch(scheme[name])


def profile(scheme: MemoryScheme, name: str, member: MemberId = V1) -> Member | None:
    with scheme[name].store.open_reading() as unit:
        return unit.members.find(member)


@pytest.mark.parametrize("take", [True, False])
def test_settings_that_came_late_are_gone_by_where_a_coordinator_takes_them(
    scheme: MemoryScheme, take: bool
) -> None:
    office = scheme["C-001"].desk
    before = office.settings.current()
    late = scheme["C-002"].desk.settings.change(lambda one: replace(one, pence_a_mile=1))
    fetched_by(scheme, "C-002", "V-002")
    assert scheme["V-002"].desk.settings.current() == late
    removed(scheme, "C-002")

    assert [scheme[name].desk.settings.current() for name in ("C-001", "V-002")] == [before, before]
    office.devices.decide([one.record_id for one in office.devices.late_records()], take=take)
    scheme.exchange()
    stands = late if take else before
    assert [scheme[name].desk.settings.current() for name in ("C-001", "V-002")] == [stands, stands]


def test_of_settings_published_at_once_the_others_stand_where_one_came_late(scheme: MemoryScheme) -> None:
    own = scheme["C-001"].desk.settings.change(lambda one: replace(one, pence_a_mile=50))
    fetched_by(scheme, "C-001", "V-002")
    scheme.clock.forward(minutes=1)
    late = scheme["C-002"].desk.settings.change(lambda one: replace(one, pence_a_mile=1))
    fetched_by(scheme, "C-002", "V-002")
    assert scheme["V-002"].desk.settings.current() == late
    removed(scheme, "C-002")

    assert [scheme[name].desk.settings.current() for name in ("C-001", "V-002")] == [own, own]


@pytest.mark.parametrize("take", [True, False])
def test_a_profile_that_came_late_stands_where_a_coordinator_takes_it(
    scheme: MemoryScheme, take: bool
) -> None:
    before = profile(scheme, "C-001")
    assert before is not None
    scheme.clock.forward(minutes=1)
    late = replace(before, vetting_expires=None)
    scheme["C-002"].desk.scheme.put_member(late)
    fetched_by(scheme, "C-002", "V-002")
    removed(scheme, "C-002")

    everybody = ("C-001", "V-002")
    assert [profile(scheme, name) for name in everybody] == [before, before]
    office = scheme["C-001"].desk.devices
    office.decide([one.record_id for one in office.late_records()], take=take)
    scheme.exchange()
    assert [profile(scheme, name) for name in everybody] == [late if take else before] * 2


def test_a_member_whom_a_removed_coordinator_added_too_late_is_in_no_register(scheme: MemoryScheme) -> None:
    new = MemberId("V-009")
    scheme["C-002"].desk.scheme.put_member(a_member(9))
    fetched_by(scheme, "C-002", "V-002")
    assert profile(scheme, "V-002", new) is not None
    removed(scheme, "C-002")

    assert [profile(scheme, name, new) for name in ("C-001", "V-002")] == [None, None]


@pytest.mark.parametrize("take", [True, False])
def test_a_report_begun_under_settings_that_came_late_is_read_by_the_office(
    scheme: MemoryScheme, take: bool
) -> None:
    late = scheme["C-002"].desk.settings.change(lambda one: replace(one, pence_a_mile=1))
    fetched_by(scheme, "C-002", "V-002")
    filed = scheme.filed_by("V-002")
    draft = scheme.draft_by("V-002")
    assert (filed.settings_version, draft.settings_version) == (late.version, late.version)
    removed(scheme, "C-002")

    office = scheme["C-001"].desk
    before = office.settings.current()
    for name in ("C-001", "V-002"):
        assert scheme[name].desk.reviews.read(filed.visit_id).settings == before
    office.devices.decide([one.record_id for one in office.devices.late_records()], take=take)
    scheme.exchange()
    for name in ("C-001", "V-002"):
        assert scheme[name].desk.reviews.read(filed.visit_id).settings == (late if take else before)
    sent = scheme["V-002"].desk.visits.submit(draft.visit_id)
    stands = late if take else before
    assert (sent.settings_version, sent.settings_record) == (stands.version, stands.record_id)


def test_a_concern_on_a_custody_record_goes_with_the_reading_that_came_late(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk.record_reviews
    day = scheme.clock.now().date()
    office.draw(SuiteId("leeds"), (day, day), 1, LISTED, (Group.CHILD,))
    office.assign(office.all().samples[0], ["R-02"], V1)
    scheme.exchange()
    [given] = scheme["V-001"].desk.record_readings.given()
    reading = scheme["V-001"].desk.record_readings.send(
        given.assignment.record_id, a_read(findings=(a_finding(),))
    )
    fetched_by(scheme, "V-001", "C-002")
    finding = ConcernId(a_finding().finding_id)
    scheme["C-002"].desk.record_reviews.raise_concern(reading.record_id, finding)
    assert scheme["C-002"].desk.concerns.line(finding) is not None
    removed(scheme, "V-001")

    everybody = ("C-001", "C-002")
    assert {scheme[name].state(reading.record_id) for name in everybody} == {RecordState.QUARANTINED}
    assert [scheme[name].desk.concerns.line(finding) for name in everybody] == [None, None]
    office_desk = scheme["C-001"].desk.devices
    office_desk.decide([one.record_id for one in office_desk.late_records()], take=True)
    scheme.exchange()
    assert all(scheme[name].desk.concerns.line(finding) is not None for name in everybody)

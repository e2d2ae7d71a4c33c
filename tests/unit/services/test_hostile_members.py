"""What members may not say, and what nobody can do to others by saying it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from icv_app.domain.census import Census
from icv_app.domain.concern import ConcernStep, ConcernStepKind
from icv_app.domain.ids import ConcernId, MemberId, RecordId, SchemeId, VisitId
from icv_app.domain.review import ReviewEvent, ReviewEventKind, ReviewState
from icv_app.domain.scheme import Role
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Outcome, Stage, Visit
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import DeviceRemoved, MemberAdded, kind_of, statement_parts
from icv_app.services.concern_records import step_parts
from icv_app.services.documents import to_json
from icv_app.services.ports import RecordState
from icv_app.services.report_records import event_parts, report_parts
from tests.builders import a_checklist, a_concern, a_member, settings
from tests.memory_scheme import SCHEME_ID, MemoryScheme, SeededIds, a_scheme
from tests.seal.builders import with_header
from tests.unit.services.by_own_hand import SIGNED_LATER, a_report_in_the_name_of, said, taken

REFUSED, QUARANTINED = RecordState.REFUSED, RecordState.QUARANTINED


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def report(scheme: MemoryScheme) -> Visit:
    filed = scheme.filed_by("V-001", sign_off=SIGNED_LATER, concerns=(a_concern(),))
    scheme.exchange()
    return filed


@pytest.mark.parametrize("kind", [ReviewEventKind.RETURNED, ReviewEventKind.APPROVED])
def test_a_visitor_decides_on_no_report(scheme: MemoryScheme, report: Visit, kind: ReviewEventKind) -> None:
    data = said(scheme, "V-002", report, kind, "review.decision")

    for name in ("C-001", "V-001"):
        state, reason = taken(scheme, data, name)
        assert (state, bool(reason)) == (REFUSED, True)
        review = scheme[name].desk.reviews.read(report.visit_id).review
        assert kind not in {event.kind for event in review.events}


def test_a_decision_does_not_come_disguised_as_an_answer(scheme: MemoryScheme, report: Visit) -> None:
    data = said(scheme, "V-002", report, ReviewEventKind.APPROVED, "visit.answer")
    assert taken(scheme, data)[0] is REFUSED
    assert scheme["V-001"].desk.reviews.read(report.visit_id).review.state is ReviewState.FILED


@pytest.mark.parametrize("kind", [ReviewEventKind.ANSWERED, ReviewEventKind.ADDENDUM, ReviewEventKind.AGREED])
def test_somebody_who_was_not_there_says_nothing_about_a_visit(
    scheme: MemoryScheme, report: Visit, kind: ReviewEventKind
) -> None:
    kinds = {"answered": "visit.answer", "addendum": "visit.addendum", "agreed": "visit.agreement"}
    data = said(scheme, "V-003", report, kind, kinds[kind])

    state, reason = taken(scheme, data)

    assert (state, "may not say it" in reason) == (REFUSED, True)
    assert scheme["C-001"].desk.reviews.read(report.visit_id).review.state is ReviewState.RECEIVED
    assert kind not in {e.kind for e in scheme["C-001"].desk.reviews.read(report.visit_id).review.events}


def test_the_author_does_not_agree_with_themselves(scheme: MemoryScheme, report: Visit) -> None:
    data = said(scheme, "V-001", report, ReviewEventKind.AGREED, "visit.agreement")
    assert taken(scheme, data)[0] is REFUSED


def test_nobody_speaks_in_anothers_name(scheme: MemoryScheme, report: Visit) -> None:
    event = ReviewEvent(
        record_id=RecordId(SeededIds(scheme.clock, "other").new()),
        visit_id=report.visit_id,
        kind=ReviewEventKind.AGREED,
        at=scheme.clock.now(),
        by=MemberId("V-002"),
    )
    data = scheme.forged(
        "V-001", "visit.agreement", report.visit_id, event_parts(event), record_id=event.record_id
    )
    assert taken(scheme, data)[0] is REFUSED


@pytest.mark.parametrize(
    "visit",
    [
        a_report_in_the_name_of("V-001"),
        a_report_in_the_name_of("V-003", visitors=(MemberId("V-001"), MemberId("V-002"))),
        a_report_in_the_name_of("V-003", visitors=(MemberId("V-003"), MemberId("V-003"))),
        a_report_in_the_name_of("V-003", visitors=(MemberId("V-003"), MemberId("V-001\nV-002"))),
        a_report_in_the_name_of("V-003", stage=Stage.DRAFT),
        a_report_in_the_name_of("V-003", submitted_at=None),
        a_report_in_the_name_of("V-003", suite=None),
        a_report_in_the_name_of("V-003", outcome=None),
        a_report_in_the_name_of("V-003", arrived_at=None, entered_at=None),
        a_report_in_the_name_of("V-003", census=Census(total=99)),
        a_report_in_the_name_of("V-003", outcome=Outcome.PART, census=Census(total=-1)),
    ],
    ids=[
        "of others",
        "not there",
        "twice",
        "line break",
        "draft",
        "no date",
        "no suite",
        "no outcome",
        "no time",
        "does not add up",
        "fewer than none",
    ],
)
def test_a_report_that_cannot_be_a_members_own_is_refused(scheme: MemoryScheme, visit: Visit) -> None:
    data = scheme.forged("V-003", "visit.report", visit.visit_id, report_parts(visit, a_checklist()))

    state, reason = taken(scheme, data)

    assert (state, bool(reason)) == (REFUSED, True)
    assert scheme["C-001"].desk.reviews.list() == []


def test_the_parts_of_a_report_belong_together(scheme: MemoryScheme) -> None:
    mine, other = (
        a_report_in_the_name_of("V-003"),
        a_report_in_the_name_of("V-003", visit_id=VisitId("other")),
    )
    parts = report_parts(mine, a_checklist())
    mixed = {**parts, "person": report_parts(other, a_checklist())["person"]}

    assert taken(scheme, scheme.forged("V-003", "visit.report", mine.visit_id, mixed))[0] is REFUSED
    about_another = scheme.forged("V-003", "visit.report", other.visit_id, parts)
    assert taken(scheme, about_another)[0] is REFUSED


def test_a_second_report_of_a_visit_replaces_nothing(scheme: MemoryScheme, report: Visit) -> None:
    """Not even one that is dated before the first."""
    fake = replace(a_report_in_the_name_of("V-002", visit_id=report.visit_id), suite=report.suite)
    scheme.clock.forward(days=-3)
    data = scheme.forged(
        "V-002", "visit.report", fake.visit_id, report_parts(fake, a_checklist()), to=("V-001", "V-002")
    )

    for name in ("C-001", "V-001", "V-002"):
        state, reason = taken(scheme, data, name)
        assert (state, "first one stands" in reason) == (REFUSED, True)
        assert scheme[name].desk.visits.get(report.visit_id) == report
        assert scheme[name].desk.reviews.read(report.visit_id).visit == report


def test_settings_and_profiles_are_the_coordinators(scheme: MemoryScheme) -> None:
    mine = settings(scheme_id=SCHEME_ID, version=2, name="Mine")
    for kind, subject, thing in (
        ("scheme.settings", SCHEME_ID, mine),
        ("member.profile", "V-002", a_member(2, surname="Changed")),
    ):
        data = scheme.forged("V-001", kind, subject, {"report": to_json(thing)}, to=("V-002",))
        assert taken(scheme, data, "V-002")[0] is REFUSED
    assert scheme["V-002"].desk.scheme.settings().version == 1
    assert all(member.surname != "Changed" for member in scheme["V-002"].desk.scheme.members())


@pytest.mark.parametrize(
    ("kind", "subject", "body"),
    [
        ("scheme.settings", SCHEME_ID, settings(scheme_id=SchemeId("another"), version=2)),
        ("scheme.settings", "another", settings(scheme_id=SCHEME_ID, version=2)),
        ("member.profile", "V-001", a_member(2)),
        ("concern.step", "concern-1", None),
    ],
)
def test_contents_that_contradict_what_is_around_them_are_refused(
    scheme: MemoryScheme, kind: str, subject: str, body: object
) -> None:
    step = ConcernStep(
        record_id="other",
        concern_id=ConcernId("concern-1"),
        visit_id=VisitId("v"),
        kind=ConcernStepKind.SENT,
        at=scheme.clock.now(),
        by=MemberId("C-002"),
    )
    parts = step_parts(step) if body is None else {"report": to_json(body)}
    assert taken(scheme, scheme.forged("C-002", kind, subject, parts))[0] is REFUSED


def test_a_step_that_was_refused_stops_neither_the_report_nor_the_figures(
    scheme: MemoryScheme, report: Visit
) -> None:
    bad = scheme.forged("C-002", "concern.step", "concern-1", {"report": b"{}", "person": b"{}"})
    assert taken(scheme, bad)[0] in {REFUSED, RecordState.UPDATE_NEEDED}

    desk = scheme["C-001"].desk
    assert desk.reviews.read(report.visit_id).concerns[0].steps == ()
    assert desk.publications.annual(FinancialYear(2023))


def test_a_visitor_changes_nothing_about_who_belongs(scheme: MemoryScheme) -> None:
    victim = scheme["V-001"].keys.key_id
    tips = scheme["C-001"].roster.tips
    for statement in (
        DeviceRemoved(after=tips, device=victim, accepted=()),
        MemberAdded(after=tips, member="V-009", role=Role.COORDINATOR),
    ):
        ids = SeededIds(scheme.clock, str(statement))
        draft = Outgoing(
            record_id=ids.new(),
            kind=kind_of(statement),
            scheme_id=SCHEME_ID,
            chain_id=ids.new(),
            sequence=1,
            previous=None,
            sealed_at=scheme.clock.now(),
            open_parts=statement_parts(statement),
        )
        data = seal_envelope(draft, scheme["V-003"].keys, ())
        for name in ("C-001", "V-001"):
            state, reason = taken(scheme, data, name)
            assert (state, reason) == (REFUSED, "its author is not a coordinator")
    for name in ("C-001", "V-001"):
        assert victim in {device.key_id for device in scheme[name].roster.active_devices()}
        assert "V-009" not in scheme[name].roster.members


def test_a_grant_by_a_visitor_opens_nothing(scheme: MemoryScheme) -> None:
    device, _request = scheme.joining("V-003", scheme.invite("V-003"), "new laptop")
    grant = {"grant": json.dumps({"office": {}, "content_keys": {}}).encode()}
    data = scheme.forged("V-003", "office.key_grant", device.desk.identity.device_id, grant, to=("V-001",))

    assert taken(scheme, data, "V-001")[0] is REFUSED


def test_a_coordinators_grant_for_somebody_else_is_no_fault(scheme: MemoryScheme) -> None:
    """Every coordinator can open it; only the device it is for has a use for it."""
    scheme.invite("C-002")
    scheme.join("C-002", "second computer")
    scheme.exchange()

    assert scheme["C-002"].desk.sync.standing().apart == 0
    assert scheme["second computer"].desk.sync.standing().apart == 0
    assert {record.state for record in scheme["C-002"].records("office.key_grant")} == {RecordState.RECEIVED}


def test_an_unusable_record_of_a_visitor_keeps_no_new_device_out(scheme: MemoryScheme) -> None:
    bad = scheme.forged("V-001", "scheme.notice", SCHEME_ID, {"report": b"{}"})
    assert taken(scheme, bad)[0] is REFUSED
    name = read_envelope(bad).record_id
    with scheme["C-001"].store.open_unit() as unit:  # as if its keys could not be unwrapped
        unit.records.put(replace(unit.records.get(RecordId(name)), envelope=b"damaged"))
        unit.commit()

    assert scheme.join("V-002", "spare laptop").desk.scheme.enrolled()


def test_the_numbers_this_device_signs_under_are_moved_by_nobody(scheme: MemoryScheme, report: Visit) -> None:
    mine = scheme["V-001"]
    [sent] = mine.records("visit.report")
    stranger = DeviceKeys.generate()
    signers: tuple[str | DeviceKeys, ...] = ("V-002", stranger)
    place: dict[str, Any] = {"chain_id": sent.chain_id, "sequence": 900, "previous": "0" * 64}
    by_member, by_stranger = (
        scheme.forged(by, "visit.addendum", report.visit_id, {"report": b"{}"}, to=("V-001",), **place)
        for by in signers
    )
    in_my_name = with_header(by_stranger, stranger, author_device=mine.keys.key_id, record_id=SCHEME_ID)
    hijacks = [by_member, by_stranger, in_my_name]
    mine.take(*hijacks)

    mine.desk.reviews.add_addendum(report.visit_id, "More.")
    scheme.exchange()

    [added] = mine.records("visit.addendum")[-1:]
    assert (added.chain_id, added.sequence) == (sent.chain_id, (sent.sequence or 0) + 1)
    assert {mine.state(read_envelope(data).record_id) for data in hijacks} <= {REFUSED, QUARANTINED}
    assert scheme["C-001"].desk.verification.verify().first_break is None


def test_nobody_keeps_a_record_out_by_using_its_identifier_first(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001")
    scheme.courier.send(scheme["V-001"])
    real = scheme.courier.filed[-1]
    name = read_envelope(real).record_id
    stranger = DeviceKeys.generate()
    fakes = [
        with_header(real, stranger, author_device=stranger.key_id),
        with_header(real, stranger),
        real[:-7],
    ]
    office = scheme["C-001"]
    for fake in fakes[:2]:
        office.take(fake, positions=[900])
    assert office.state(name) in {REFUSED, QUARANTINED}

    scheme.courier.fetch(office)

    assert office.state(name) is RecordState.RECEIVED
    assert office.desk.visits.get(filed.visit_id) == filed
    office.take(fakes[0])
    assert office.record(name).envelope == real
    assert office.record(name).position == len(scheme.courier.filed)


def test_nobody_pushes_out_what_waits_to_be_sent(scheme: MemoryScheme) -> None:
    """A restored vault writes again what the server has had already; it may get back only its own."""
    filed = scheme.filed_by("V-001")
    [waiting] = scheme["V-001"].records("visit.report")
    fake = scheme.forged(
        "V-002", "visit.report", filed.visit_id, {"report": b"{}"}, to=("V-001",), record_id=waiting.record_id
    )

    scheme["V-001"].take(fake)

    assert scheme["V-001"].record(waiting.record_id) == waiting
    assert scheme["V-001"].desk.sync.pending() == [waiting.record_id]

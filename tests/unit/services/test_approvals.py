"""Many reports are approved at once, each by a decision of its own."""

from __future__ import annotations

import pytest

from icv_app.domain.ids import VisitId
from icv_app.domain.review import ReviewEventKind, ReviewState
from icv_app.domain.visit import Visit
from icv_app.errors import RuleBroken
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.unit.services.by_own_hand import SIGNED_LATER


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def reports(scheme: MemoryScheme) -> list[Visit]:
    filed = [scheme.filed_by("V-001", sign_off=SIGNED_LATER) for _number in range(3)]
    scheme.exchange()
    return filed


def states(scheme: MemoryScheme, name: str, reports: list[Visit]) -> list[ReviewState]:
    return [scheme[name].desk.reviews.read(one.visit_id).review.state for one in reports]


def test_marked_reports_are_approved_and_each_decision_names_what_it_saw(
    scheme: MemoryScheme, reports: list[Visit]
) -> None:
    office = scheme["C-001"].desk
    scheme["V-002"].desk.reviews.add_addendum(reports[1].visit_id, "It was 12:05.")
    scheme.exchange()
    looked = office.approvals.look([one.visit_id for one in reports])

    assert office.approvals.approve(looked) == ()

    scheme.exchange()
    assert states(scheme, "V-001", reports) == [ReviewState.APPROVED] * 3
    for report, before in zip(reports, looked, strict=True):
        events = office.reviews.read(report.visit_id).review.events
        [approval] = [event for event in events if event.kind is ReviewEventKind.APPROVED]
        assert approval.sees == before.seen
    assert [len(one.seen) for one in looked] == [0, 1, 0]


def test_a_question_that_comes_between_asking_and_deciding_is_not_lifted(
    scheme: MemoryScheme, reports: list[Visit]
) -> None:
    office = scheme["C-001"].desk
    looked = office.approvals.look([one.visit_id for one in reports])
    scheme["C-002"].desk.reviews.return_with_question(reports[1].visit_id, "Why?")
    scheme.exchange()

    [failed] = office.approvals.approve(looked)

    assert (failed.visit_id, "question" in failed.why) == (reports[1].visit_id, True)
    assert states(scheme, "C-001", reports) == [
        ReviewState.APPROVED,
        ReviewState.RETURNED,
        ReviewState.APPROVED,
    ]


def test_an_answer_that_comes_meanwhile_is_to_be_read_first(
    scheme: MemoryScheme, reports: list[Visit]
) -> None:
    office = scheme["C-001"].desk
    one = reports[0].visit_id
    office.reviews.return_with_question(one, "Why?")
    scheme.exchange()
    scheme["V-001"].desk.reviews.answer(one, "So.")
    scheme.exchange("V-001", "C-001")
    looked = office.approvals.look([one])
    scheme["C-002"].desk.reviews.return_with_question(one, "And then?")
    scheme.exchange()
    scheme["V-002"].desk.reviews.answer(one, "Nothing.")
    scheme.exchange()

    [failed] = office.approvals.approve(looked)
    assert "answered" in failed.why
    assert states(scheme, "C-001", reports[:1]) == [ReviewState.ANSWERED]


def test_one_that_fails_leaves_the_others_decided(scheme: MemoryScheme, reports: list[Visit]) -> None:
    office = scheme["C-001"]
    looked = office.desk.approvals.look([one.visit_id for one in reports])
    office.store.fail_next_commit = True

    [failed] = office.desk.approvals.approve(looked)

    assert failed.visit_id == reports[0].visit_id
    assert failed.why
    assert [line.review for line in office.desk.reviews.list(ReviewState.APPROVED)] == [
        ReviewState.APPROVED
    ] * 2


def test_what_does_not_wait_is_not_approved_with_others(scheme: MemoryScheme, reports: list[Visit]) -> None:
    office = scheme["C-001"].desk
    office.reviews.return_with_question(reports[0].visit_id, "Why?")
    office.reviews.approve(reports[1].visit_id)
    looked = office.approvals.look([*(one.visit_id for one in reports), VisitId("nowhere")])

    assert [one.waits for one in looked] == [False, False, True]
    failed = office.approvals.approve(looked)
    assert [one.visit_id for one in failed] == [one.visit_id for one in reports[:2]]
    assert states(scheme, "C-001", reports) == [
        ReviewState.RETURNED,
        ReviewState.APPROVED,
        ReviewState.APPROVED,
    ]


def test_a_visitor_approves_nothing(scheme: MemoryScheme, reports: list[Visit]) -> None:
    visitor = scheme["V-001"].desk
    failed = visitor.approvals.approve(visitor.approvals.look([reports[0].visit_id]))
    assert [one.why for one in failed] == ["Only a coordinator can decide on a report."]
    with pytest.raises(RuleBroken):
        visitor.reviews.approve(reports[0].visit_id, seen=())

"""Chasing a concern."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from icv_app.domain.concern import ConcernState
from icv_app.domain.ids import ConcernId, VisitId
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound, RuleBroken, StoreError
from icv_app.services.concerns import ConcernService
from tests.builders import a_concern
from tests.memory_scheme import MemoryScheme, a_scheme

ONE = ConcernId("concern-1")


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def report(scheme: MemoryScheme) -> Visit:
    filed = scheme.filed_by("V-001", concerns=(a_concern(concern_id=ONE),))
    scheme.exchange()
    return filed


@pytest.fixture
def office(scheme: MemoryScheme) -> ConcernService:
    return scheme["C-001"].desk.concerns


def standing(scheme: MemoryScheme, name: str, report: Visit) -> tuple[ConcernState, list[str]]:
    [concern] = scheme[name].desk.reviews.read(report.visit_id).concerns
    return concern.state, [step.kind.value for step in concern.steps]


def test_a_concern_goes_its_way_and_the_visitors_hear_the_outcome(
    scheme: MemoryScheme, report: Visit, office: ConcernService
) -> None:
    visit, at = report.visit_id, scheme.clock.now
    assert office.send(visit, ONE, to_role="inspector") is ConcernState.SENT
    assert office.note_reply(visit, ONE, words=" Word for word. ", replied_at=at()) is ConcernState.REPLIED
    assert office.dispute(visit, ONE, note="Not so") is ConcernState.DISPUTED
    assert office.escalate(visit, ONE, to_role="chief inspector") is ConcernState.ESCALATED
    assert office.note_reply(visit, ONE, words="Agreed.") is ConcernState.REPLIED
    assert office.accept(visit, ONE) is ConcernState.ACCEPTED
    assert office.close(visit, ONE, outcome="practice_changed") is ConcernState.CLOSED
    scheme.exchange()

    every = ["sent", "replied", "disputed", "escalated", "replied", "accepted", "closed"]
    for name in ("C-001", "C-002"):
        assert standing(scheme, name, report) == (ConcernState.CLOSED, every)
    [told] = scheme["V-001"].desk.reviews.read(report.visit_id).concerns
    assert [(step.kind.value, step.outcome) for step in told.steps] == [("closed", "practice_changed")]
    [read] = scheme["C-002"].desk.reviews.read(report.visit_id).concerns
    assert read.steps[1].text == " Word for word. "


def test_a_step_that_cannot_follow_is_refused(office: ConcernService, report: Visit) -> None:
    with pytest.raises(RuleBroken, match="cannot follow"):
        office.accept(report.visit_id, ONE)
    office.close(report.visit_id, ONE, outcome="put_right")
    with pytest.raises(RuleBroken, match="cannot follow"):
        office.send(report.visit_id, ONE, to_role="inspector")


def test_only_coordinators_follow_up(scheme: MemoryScheme, report: Visit) -> None:
    visitor = scheme["V-001"].desk.concerns
    attempts: tuple[Callable[[], object], ...] = (
        lambda: visitor.send(report.visit_id, ONE, to_role="inspector"),
        lambda: visitor.note_reply(report.visit_id, ONE, words="So."),
        lambda: visitor.accept(report.visit_id, ONE),
        lambda: visitor.dispute(report.visit_id, ONE, note="No"),
        lambda: visitor.escalate(report.visit_id, ONE, to_role="chief"),
        lambda: visitor.close(report.visit_id, ONE, outcome="put_right"),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken, match="not a coordinator"):
            attempt()


def test_an_unknown_visit_or_concern_is_said(office: ConcernService, report: Visit) -> None:
    with pytest.raises(NotFound):
        office.send(VisitId("nowhere"), ONE, to_role="inspector")
    with pytest.raises(NotFound):
        office.send(report.visit_id, ConcernId("none"), to_role="inspector")


def test_an_empty_reply_is_no_reply(office: ConcernService, report: Visit) -> None:
    office.send(report.visit_id, ONE, to_role="inspector")
    with pytest.raises(RuleBroken, match="empty reply"):
        office.note_reply(report.visit_id, ONE, words="  ")


def test_a_reply_dated_before_the_concern_was_sent_is_refused_and_not_lost_silently(
    scheme: MemoryScheme, office: ConcernService, report: Visit
) -> None:
    office.send(report.visit_id, ONE, to_role="inspector")
    yesterday = scheme.clock.now() - timedelta(days=1)

    with pytest.raises(RuleBroken) as refused:
        office.note_reply(report.visit_id, ONE, words="Done.", replied_at=yesterday)

    assert "Check the date" in refused.value.user_text
    assert standing(scheme, "C-001", report) == (ConcernState.SENT, ["sent"])


def test_a_step_counts_although_the_clock_of_its_author_is_an_hour_behind(
    scheme: MemoryScheme, office: ConcernService, report: Visit
) -> None:
    office.send(report.visit_id, ONE, to_role="inspector")
    scheme.exchange()
    scheme.clock.forward(hours=-1)

    assert scheme["C-002"].desk.concerns.note_reply(report.visit_id, ONE, words="So.") is ConcernState.REPLIED
    scheme.exchange()
    assert standing(scheme, "C-001", report) == (ConcernState.REPLIED, ["sent", "replied"])


def test_two_coordinators_at_once_come_to_the_same_state(
    scheme: MemoryScheme, office: ConcernService, report: Visit
) -> None:
    office.close(report.visit_id, ONE, outcome="put_right")
    scheme.clock.forward(minutes=1)
    scheme["C-002"].desk.concerns.send(report.visit_id, ONE, to_role="inspector")
    scheme.exchange()

    assert standing(scheme, "C-001", report) == standing(scheme, "C-002", report)
    assert standing(scheme, "C-001", report)[0] is ConcernState.CLOSED


def test_a_full_disk_leaves_no_half_step(scheme: MemoryScheme, office: ConcernService, report: Visit) -> None:
    scheme["C-001"].store.fail_next_commit = True
    with pytest.raises(StoreError):
        office.send(report.visit_id, ONE, to_role="inspector")
    assert standing(scheme, "C-001", report) == (ConcernState.RAISED, [])

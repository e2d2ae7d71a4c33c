"""Chasing a concern."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from icv_app.domain.concern import ConcernState, EscalationLevel, Severity
from icv_app.domain.ids import ConcernId, VisitId
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound, RuleBroken, StoreError
from icv_app.services.concerns import ConcernService
from tests.builders import NOON, a_concern
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
    assert office.escalate(visit, ONE, to_role="chief_inspector") is ConcernState.ESCALATED
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


def level(scheme: MemoryScheme, name: str, report: Visit) -> EscalationLevel | None:
    return scheme[name].desk.concerns.read(report.visit_id, ONE).progress.level


def test_a_concern_is_escalated_level_by_level_and_never_down(
    scheme: MemoryScheme, report: Visit, office: ConcernService
) -> None:
    visit = report.visit_id
    office.send(visit, ONE, to_role="custody_inspector")
    office.escalate(visit, ONE, to_role="chief_inspector")
    for lower in ("inspector", "chief_inspector"):
        with pytest.raises(RuleBroken, match="is not above"):
            office.escalate(visit, ONE, to_role=lower)
    with pytest.raises(RuleBroken) as refused:
        office.escalate(visit, ONE, to_role="superintendent")
    assert "Choose the level" in refused.value.user_text
    office.note_reply(visit, ONE, words="No.")
    office.dispute(visit, ONE, note="Still so")
    assert level(scheme, "C-001", report) is EscalationLevel.CHIEF_INSPECTOR
    office.escalate(visit, ONE, to_role="governance_meeting")
    with pytest.raises(RuleBroken, match="cannot follow"):
        office.escalate(visit, ONE, to_role="governance_meeting")
    assert level(scheme, "C-001", report) is EscalationLevel.GOVERNANCE_MEETING


def test_a_concern_is_closed_with_an_outcome(report: Visit, office: ConcernService) -> None:
    with pytest.raises(RuleBroken, match="without an outcome"):
        office.close(report.visit_id, ONE, outcome="")


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_two_coordinators_escalating_at_once_come_to_one_level_in_any_order_of_arrival(
    scheme: MemoryScheme, report: Visit, office: ConcernService, order: tuple[int, ...]
) -> None:
    visit, other = report.visit_id, scheme["C-002"].desk.concerns
    office.send(visit, ONE, to_role="custody_inspector")
    third = scheme.join("C-002", "C-002 at home")
    scheme.exchange()
    filed = len(scheme.courier.filed)
    scheme.clock.forward(hours=1)
    office.escalate(visit, ONE, to_role="chief_inspector")
    scheme.clock.forward(minutes=1)
    other.escalate(visit, ONE, to_role="inspector")
    scheme.clock.forward(minutes=1)
    office.note_reply(visit, ONE, words="We are looking into it.")
    scheme.clock.forward(minutes=1)
    other.escalate(visit, ONE, to_role="governance_meeting")
    for name in ("C-001", "C-002"):
        scheme.courier.send(scheme[name])
    steps = scheme.courier.filed[filed:]
    third.take(*(steps[at] for at in order))
    scheme.exchange("C-001", "C-002")

    for name in ("C-001", "C-002", "C-002 at home"):
        progress = scheme[name].desk.concerns.read(visit, ONE).progress
        assert progress.state is ConcernState.REPLIED
        assert progress.level is EscalationLevel.CHIEF_INSPECTOR
        assert [step.to_role for step in progress.passed_over] == ["inspector", "governance_meeting"]


@pytest.fixture
def on_the_eve() -> MemoryScheme:
    """Maundy Thursday 2024; the clocks go forward on Easter Sunday."""
    scheme = a_scheme()
    scheme.clock.moment = datetime(2024, 3, 28, 14, 30, tzinfo=UTC)
    return scheme


@pytest.mark.parametrize(
    ("severity", "due"),
    [
        (Severity.RED, datetime(2024, 3, 29, 15, 0, tzinfo=UTC)),
        (Severity.AMBER, datetime(2024, 4, 8, 23, 0, tzinfo=UTC)),
        (Severity.GREEN, datetime(2024, 4, 29, 23, 0, tzinfo=UTC)),
    ],
)
def test_until_when_a_reply_is_asked_for_is_kept_with_the_sending(
    on_the_eve: MemoryScheme, severity: Severity, due: datetime
) -> None:
    scheme = on_the_eve
    told = NOON + timedelta(minutes=20)
    concern = a_concern(concern_id=ONE, severity=severity, officer_told_at=told)
    filed = scheme.filed_by("V-001", concerns=(concern,))
    scheme.exchange()
    scheme.clock.moment = datetime(2024, 3, 28, 15, 0, tzinfo=UTC)
    office = scheme["C-001"].desk.concerns
    office.send(filed.visit_id, ONE, to_role="custody_inspector")
    scheme.exchange()
    for name in ("C-001", "C-002"):
        [line] = scheme[name].desk.concerns.lines()
        assert line.listed.due == due
        assert not line.listed.overdue(due)
        assert line.listed.overdue(due + timedelta(microseconds=1))
    office.note_reply(filed.visit_id, ONE, words="Done.")
    [line] = office.lines()
    assert line.listed.due is None


def test_good_practice_is_sent_as_thanks_and_nothing_is_asked_or_disputed(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001", concerns=(a_concern(concern_id=ONE, category="P"),))
    scheme.exchange()
    office, visit = scheme["C-001"].desk.concerns, filed.visit_id
    assert office.send(visit, ONE, to_role="custody_inspector") is ConcernState.SENT
    [line] = office.lines()
    assert (line.listed.good_practice, line.listed.due) == (True, None)
    with pytest.raises(RuleBroken, match="cannot follow"):
        office.escalate(visit, ONE, to_role="chief_inspector")
    office.note_reply(visit, ONE, words="Thank you.")
    with pytest.raises(RuleBroken, match="cannot follow"):
        office.dispute(visit, ONE, note="No")
    assert office.close(visit, ONE, outcome=None) is ConcernState.CLOSED

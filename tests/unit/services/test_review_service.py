"""Reading filed reports and what is said about them, on every device."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest

from icv_app.domain.ids import VisitId
from icv_app.domain.review import ReviewEventKind, ReviewState
from icv_app.domain.visit import SecondVisitor, SignOff, Visit
from icv_app.errors import NotFound, RuleBroken, StoreError
from icv_app.services.ports import RecordState
from icv_app.services.ports_sync import Refusal
from icv_app.services.reviews import ReviewService
from tests.builders import NOON
from tests.memory_scheme import MemoryScheme, a_scheme

SIGNED_LATER = SignOff(no_names_used=True, nobody_known=True, both_agree=True, second=SecondVisitor.LATER)


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def report(scheme: MemoryScheme) -> Visit:
    """A report everybody it is for has."""
    filed = scheme.filed_by("V-001", sign_off=SIGNED_LATER)
    scheme.exchange()
    return filed


def reviews(scheme: MemoryScheme, name: str) -> ReviewService:
    return scheme[name].desk.reviews


def kinds(scheme: MemoryScheme, name: str, report: Visit) -> list[str]:
    return [event.kind.value for event in reviews(scheme, name).read(report.visit_id).review.events]


def state(scheme: MemoryScheme, name: str, report: Visit) -> ReviewState:
    """Where it stands, in the report and in the list alike."""
    read = reviews(scheme, name).read(report.visit_id).review.state
    assert [line.visit_id for line in reviews(scheme, name).list(read)] == [report.visit_id]
    return read


def test_the_first_reading_by_a_coordinator_is_told_once(scheme: MemoryScheme, report: Visit) -> None:
    assert state(scheme, "V-001", report) is ReviewState.FILED
    assert scheme["V-001"].records("review.receipt") == []

    reviews(scheme, "C-001").read(report.visit_id)
    reviews(scheme, "C-001").read(report.visit_id)
    scheme.exchange()
    reviews(scheme, "C-002").read(report.visit_id)
    scheme.exchange()

    for name in ("C-001", "C-002", "V-001", "V-002"):
        assert state(scheme, name, report) is ReviewState.RECEIVED
        assert kinds(scheme, name, report) == ["received"]


def test_a_report_is_given_with_all_that_belongs_to_it(scheme: MemoryScheme, report: Visit) -> None:
    scheme.clock.forward(days=1)
    later = scheme.filed_by(
        "V-002",
        arrived_at=NOON + timedelta(days=1),
        entered_at=NOON + timedelta(days=1),
        left_suite_at=NOON + timedelta(days=1, hours=1),
        left_station_at=NOON + timedelta(days=1, hours=1),
    )
    scheme.exchange()

    read = reviews(scheme, "C-001").read(later.visit_id)

    assert read.visit == later
    assert read.last_time == report
    assert read.settings.version == 1
    assert read.record.subject == later.visit_id


def test_returned_answered_and_approved_on_every_device(scheme: MemoryScheme, report: Visit) -> None:
    office, visitor = reviews(scheme, "C-001"), reviews(scheme, "V-001")
    scheme.clock.forward(hours=1)
    asked = office.return_with_question(report.visit_id, "  Which cell?  ")
    assert (asked.state, asked.question and asked.question.text) == (ReviewState.RETURNED, "Which cell?")
    scheme.exchange()
    assert state(scheme, "V-002", report) is ReviewState.RETURNED

    scheme.clock.forward(hours=1)
    assert visitor.answer(report.visit_id, "M7.").state is ReviewState.ANSWERED
    scheme.exchange()
    assert state(scheme, "C-002", report) is ReviewState.ANSWERED

    scheme.clock.forward(hours=1)
    assert office.approve(report.visit_id, " Thank you. ").state is ReviewState.APPROVED
    scheme.exchange()
    for name in ("C-001", "C-002", "V-001", "V-002"):
        assert state(scheme, name, report) is ReviewState.APPROVED
        texts = [e.text for e in reviews(scheme, name).read(report.visit_id).review.events if e.text]
        assert texts == ["Which cell?", "M7.", "Thank you."]


@pytest.mark.parametrize("order", list(permutations(("C-001", "C-002", "V-001", "V-002"))))
def test_returned_wins_over_approved_at_the_same_time_whoever_hears_of_it_first(
    scheme: MemoryScheme, report: Visit, order: tuple[str, ...]
) -> None:
    reviews(scheme, "C-001").approve(report.visit_id)
    scheme.clock.forward(hours=-1)
    reviews(scheme, "C-002").return_with_question(report.visit_id, "Why so late?")
    for name in order:
        scheme.courier.send(scheme[name])
        scheme.courier.fetch(scheme[name])
    scheme.exchange()

    for name in order:
        assert state(scheme, name, report) is ReviewState.RETURNED
        assert {"approved", "returned"} <= set(kinds(scheme, name, report))


def test_an_approval_that_has_seen_the_question_settles_it(scheme: MemoryScheme, report: Visit) -> None:
    reviews(scheme, "C-001").return_with_question(report.visit_id, "Why?")
    scheme.exchange()
    reviews(scheme, "C-002").approve(report.visit_id)
    scheme.exchange()

    assert {state(scheme, name, report) for name in ("C-001", "V-001")} == {ReviewState.APPROVED}


def test_an_addendum_changes_no_state(scheme: MemoryScheme, report: Visit) -> None:
    reviews(scheme, "V-002").add_addendum(report.visit_id, "The time was 12:05.")
    scheme.exchange()

    assert state(scheme, "V-001", report) is ReviewState.FILED
    assert kinds(scheme, "V-001", report) == ["addendum"]


@pytest.mark.parametrize(
    ("dissent", "kind"), [("", ReviewEventKind.AGREED), ("Not so.", ReviewEventKind.DISSENTED)]
)
def test_the_second_visitor_speaks_for_themselves(
    scheme: MemoryScheme, report: Visit, dissent: str, kind: ReviewEventKind
) -> None:
    reviews(scheme, "V-002").agree(report.visit_id, dissent=dissent)
    scheme.exchange()

    [event] = reviews(scheme, "V-001").read(report.visit_id).review.events
    assert (event.kind, event.by, event.text) == (kind, "V-002", dissent)


def test_an_agreement_given_on_the_authors_laptop_is_shown_as_such(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001")
    scheme.exchange()

    [event] = reviews(scheme, "V-002").read(filed.visit_id).review.events
    assert (event.kind, event.by, event.at) == (ReviewEventKind.AGREED, "V-002", filed.submitted_at)


def test_nobody_says_what_is_not_theirs_to_say(scheme: MemoryScheme, report: Visit) -> None:
    one = report.visit_id
    reviews(scheme, "C-001").return_with_question(one, "Why?")
    scheme.exchange()
    before = {device.name: len(device.store.saved_records) for device in scheme}

    attempts: tuple[Callable[[], object], ...] = (
        lambda: reviews(scheme, "V-001").approve(one),
        lambda: reviews(scheme, "V-001").return_with_question(one, "Why?"),
        lambda: reviews(scheme, "C-001").answer(one, "So."),
        lambda: reviews(scheme, "C-001").add_addendum(one, "So."),
        lambda: reviews(scheme, "C-001").agree(one),
        lambda: reviews(scheme, "V-001").agree(one),
        lambda: reviews(scheme, "C-001").return_with_question(one, " "),
        lambda: reviews(scheme, "V-001").answer(one, "\n"),
        lambda: reviews(scheme, "V-001").add_addendum(one, ""),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.user_text
    assert {device.name: len(device.store.saved_records) for device in scheme} == before


def test_without_an_open_question_there_is_nothing_to_answer(scheme: MemoryScheme, report: Visit) -> None:
    with pytest.raises(RuleBroken, match="no open question"):
        reviews(scheme, "V-001").answer(report.visit_id, "So.")


def test_drafts_and_strangers_are_not_reviewed(scheme: MemoryScheme) -> None:
    draft = scheme["V-001"].desk.visits.start()
    with pytest.raises(RuleBroken, match="draft"):
        reviews(scheme, "V-001").read(draft.visit_id)
    for attempt in (reviews(scheme, "C-001").read, reviews(scheme, "C-001").approve):
        with pytest.raises(NotFound):
            attempt(VisitId("nowhere"))


def test_a_full_disk_leaves_no_half_decision(scheme: MemoryScheme, report: Visit) -> None:
    office = scheme["C-001"]
    for attempt in (
        lambda: office.desk.reviews.read(report.visit_id),
        lambda: office.desk.reviews.approve(report.visit_id),
    ):
        office.store.fail_next_commit = True
        with pytest.raises(StoreError):
            attempt()
        assert office.records("review.decision") == office.records("review.receipt") == []
        assert [line.review for line in office.desk.reviews.list()] == [ReviewState.FILED]


def test_lists_hold_the_states_asked_for(scheme: MemoryScheme, report: Visit) -> None:
    other = scheme.filed_by("V-002")
    scheme["V-001"].desk.visits.start()
    scheme.exchange()
    office = reviews(scheme, "C-001")
    office.approve(other.visit_id)

    assert {line.visit_id for line in office.list()} == {report.visit_id, other.visit_id}
    assert [line.visit_id for line in office.list(ReviewState.FILED)] == [report.visit_id]
    assert len(office.list(ReviewState.FILED, ReviewState.APPROVED)) == 2


def test_a_past_visit_was_decided_on_and_reading_it_tells_nobody(scheme: MemoryScheme, report: Visit) -> None:
    other = a_scheme()
    other["C-001"].desk.archive.take_in([report])
    other.exchange()

    for name in ("C-001", "C-002"):
        assert state(other, name, report) is ReviewState.APPROVED
    assert other["C-001"].records("review.receipt") == []
    reviews(other, "C-001").return_with_question(report.visit_id, "Is the date right?")
    other.exchange()
    assert state(other, "C-002", report) is ReviewState.RETURNED
    reviews(other, "C-002").approve(report.visit_id)
    assert state(other, "C-002", report) is ReviewState.APPROVED


def test_a_decision_the_server_will_never_take_counts_no_longer(scheme: MemoryScheme, report: Visit) -> None:
    office = scheme["C-001"]
    office.desk.reviews.approve(report.visit_id)
    [record] = office.records("review.decision")
    office.desk.sync.mark_refused(
        Refusal(record_id=record.record_id, code="too_large", message="Too large.", retryable=False)
    )

    assert office.state(record.record_id) is RecordState.REFUSED
    assert [line.review for line in office.desk.reviews.list()] == [ReviewState.FILED]

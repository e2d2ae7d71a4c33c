"""What coordinators say beside a report, on every device, and what nobody can do by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest

from icv_app.domain.comment import WHOLE, CommentKind, ReportComment
from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound, RuleBroken, StoreError
from icv_app.services.comment_records import COMMENT, comment_parts
from icv_app.services.folding import apply_record
from icv_app.services.ports import RecordState, StoredRecord
from icv_app.services.report_records import PERSON, REPORT
from tests.builders import NOON, a_concern, a_person
from tests.fakes.desk import a_desk, file_report
from tests.fakes.memory_store import MemoryStore
from tests.memory_scheme import Device, MemoryScheme, a_scheme
from tests.unit.services.by_own_hand import SIGNED_LATER, a_report_in_the_name_of, taken

EVERYBODY = ("C-001", "C-002", "V-001", "V-002")


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def report(scheme: MemoryScheme) -> Visit:
    """A report everybody it is for has."""
    filed = scheme.filed_by("V-001", sign_off=SIGNED_LATER, concerns=(a_concern(),))
    scheme.exchange()
    return filed


def texts(device: Device, report: Visit) -> list[tuple[str, str, str]]:
    comments = device.desk.reviews.read(report.visit_id).comments
    return [(one.by, one.path, one.text) for one in comments]


def by_hand(by: str, visit_id: str, path: str, number: int = 1, **changes: object) -> ReportComment:
    made = ReportComment(
        record_id=RecordId(f"00000000-0000-7000-8000-{number:012d}"),
        visit_id=VisitId(visit_id),
        kind=CommentKind.COMMENT,
        path=path,
        at=NOON,
        by=MemberId(by),
        text="So it was.",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def forged(scheme: MemoryScheme, comment: ReportComment) -> bytes:
    return scheme.forged(
        comment.by,
        COMMENT,
        comment.visit_id,
        comment_parts(comment),
        to=("V-001", "V-002"),
        record_id=comment.record_id,
    )


def test_a_comment_stands_at_its_place_for_visitors_and_office(scheme: MemoryScheme, report: Visit) -> None:
    person = f"people.{report.people[0].person_id}"
    scheme["C-001"].desk.comments.comment(report.visit_id, person, "  Well put.  ")
    scheme.clock.forward(minutes=1)
    scheme["C-001"].desk.comments.thank(report.visit_id, "Thank you both.")
    scheme.exchange()

    for name in EVERYBODY:
        assert texts(scheme[name], report) == [
            ("C-001", person, "Well put."),
            ("C-001", WHOLE, "Thank you both."),
        ]
        assert scheme[name].desk.comments.of(report.visit_id)[1].kind is CommentKind.THANKS


def test_a_comment_changes_no_word_of_the_report_and_no_state(scheme: MemoryScheme, report: Visit) -> None:
    before = {name: scheme[name].records("visit.report") for name in EVERYBODY}
    listed = scheme["V-001"].desk.visits.list()

    scheme["C-001"].desk.comments.comment(report.visit_id, "census", "Twelve, not ten.")
    scheme["C-002"].desk.comments.thank(report.visit_id, "Thank you.")
    scheme.exchange()

    assert {name: scheme[name].records("visit.report") for name in EVERYBODY} == before
    assert scheme["V-001"].desk.visits.list() == listed
    for name in EVERYBODY:
        assert scheme[name].desk.reviews.read(report.visit_id).visit == report


def test_nobody_says_what_is_not_theirs_to_say(scheme: MemoryScheme, report: Visit) -> None:
    one = report.visit_id
    office, visitor = scheme["C-001"].desk.comments, scheme["V-001"].desk.comments
    draft = scheme["V-002"].desk.visits.start()
    attempts: tuple[Callable[[], object], ...] = (
        lambda: visitor.comment(one, WHOLE, "So."),
        lambda: visitor.thank(one, "So."),
        lambda: scheme["V-002"].desk.comments.comment(draft.visit_id, WHOLE, "So."),
        lambda: office.comment(one, WHOLE, " \n"),
        lambda: office.thank(one, ""),
        lambda: office.comment(one, "people.nobody", "So."),
        lambda: office.comment(one, "", "So."),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.user_text
    with pytest.raises(NotFound):
        office.comment(VisitId("nowhere"), WHOLE, "So.")
    assert all(device.records(COMMENT) == [] for device in scheme)


def test_words_that_seem_to_identify_somebody_are_refused(scheme: MemoryScheme, report: Visit) -> None:
    with pytest.raises(RuleBroken, match="unjustified"):
        scheme["C-001"].desk.comments.comment(report.visit_id, WHOLE, "Ring 07700 900123 about it.")
    assert scheme["C-001"].records(COMMENT) == []


def test_the_words_travel_in_the_part_that_is_erased(scheme: MemoryScheme, report: Visit) -> None:
    scheme["C-001"].desk.comments.comment(report.visit_id, "census", "Was it the girl?")
    [record] = scheme["C-001"].records(COMMENT)
    assert b"girl" in (record.parts[PERSON] or b"")
    assert b"girl" not in (record.parts[REPORT] or b"")


def test_a_full_disk_leaves_nothing_said(scheme: MemoryScheme, report: Visit) -> None:
    office = scheme["C-001"]
    office.store.fail_next_commit = True
    with pytest.raises(StoreError):
        office.desk.comments.thank(report.visit_id, "Thank you.")
    assert office.records(COMMENT) == []


def test_a_visitor_comments_on_no_report_by_their_own_hand(scheme: MemoryScheme, report: Visit) -> None:
    for name in ("C-001", "V-001"):
        state, reason = taken(scheme, forged(scheme, by_hand("V-002", report.visit_id, WHOLE)), name)
        assert (state, bool(reason)) == (RecordState.REFUSED, True)
        assert texts(scheme[name], report) == []


@pytest.mark.parametrize("path", ["people.nobody", "", "areas.roof", "concerns.", "x" * 5_000])
@pytest.mark.parametrize("comment_first", [False, True])
def test_a_comment_on_a_place_that_is_not_there_is_refused_in_any_order(
    scheme: MemoryScheme, path: str, comment_first: bool
) -> None:
    filed = scheme.filed_by("V-001", sign_off=SIGNED_LATER)
    if not comment_first:
        scheme.exchange()
    comment = by_hand("C-002", filed.visit_id, path)
    scheme["C-001"].take(forged(scheme, comment))
    scheme.exchange()

    record = scheme["C-001"].record(comment.record_id)
    assert (record.state, "does not have" in record.reason) == (RecordState.REFUSED, True)
    assert texts(scheme["C-001"], filed) == []


def test_a_comment_that_came_before_its_report_counts_once_that_is_there(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001", sign_off=SIGNED_LATER)
    scheme["C-001"].take(forged(scheme, by_hand("C-002", filed.visit_id, "census")))
    scheme.exchange()
    assert texts(scheme["C-001"], filed) == [("C-002", "census", "So it was.")]


@pytest.mark.parametrize(
    "changes",
    [
        {"by": MemberId("C-001")},
        {"visit_id": VisitId("elsewhere")},
        {"record_id": RecordId("00000000-0000-7000-8000-000000000099")},
    ],
)
def test_a_comment_that_does_not_fit_its_record_is_refused(
    scheme: MemoryScheme, report: Visit, changes: dict[str, object]
) -> None:
    comment = by_hand("C-002", report.visit_id, WHOLE)
    data = scheme.forged(
        "C-002",
        COMMENT,
        report.visit_id,
        comment_parts(replace(comment, **changes)),  # type: ignore[arg-type]
        record_id=comment.record_id,
    )
    assert taken(scheme, data)[0] is RecordState.REFUSED
    assert texts(scheme["C-001"], report) == []


def test_ten_thousand_comments_are_taken_and_weigh_on_no_decision() -> None:
    store = MemoryStore()
    office = a_desk(store)
    report = file_report(store, a_report_in_the_name_of("V-001", people=(a_person(),)))
    with store() as unit:
        for number in range(10_000):
            comment = by_hand("C-001", report.visit_id, "census", 100_000 + number)
            record = StoredRecord(
                record_id=comment.record_id,
                kind=COMMENT,
                subject=report.visit_id,
                author=comment.by,
                device=office.identity.device_id,
                written_at=NOON,
                state=RecordState.RECEIVED,
                parts=comment_parts(comment),
            )
            unit.records.put(record)
            apply_record(unit, record)
        unit.commit()

    assert len(office.reviews.read(report.visit_id).comments) == 10_000
    review = office.reviews.approve(report.visit_id)
    assert review.state is ReviewState.APPROVED
    assert len(review.events[-1].sees) < 10


Act = tuple[str, Callable[[MemoryScheme, Visit], object]]
ACTS: tuple[Act, ...] = (
    ("C-001", lambda scheme, report: scheme["C-001"].desk.reviews.approve(report.visit_id)),
    (
        "C-001",
        lambda scheme, report: scheme["C-001"].desk.comments.comment(report.visit_id, "census", "One."),
    ),
    (
        "C-002",
        lambda scheme, report: scheme["C-002"].desk.reviews.return_with_question(report.visit_id, "Why?"),
    ),
    ("C-002", lambda scheme, report: scheme["C-002"].desk.comments.thank(report.visit_id, "Two.")),
)


@pytest.mark.parametrize("order", list(permutations(range(len(ACTS)))))
def test_two_coordinators_at_once_end_with_the_same_in_any_order(
    scheme: MemoryScheme, report: Visit, order: tuple[int, ...]
) -> None:
    """Neither has heard of the other: the question wins, and all four words are shown to everybody."""
    for at in order:
        name, act = ACTS[at]
        act(scheme, report)
        scheme.courier.send(scheme[name])
        scheme.clock.forward(seconds=(-1) ** at * 30)
    pages = {name: scheme.courier.for_device(scheme[name]) for name in EVERYBODY}
    for turn, name in enumerate(EVERYBODY):
        page = list(pages[name])
        scheme[name].desk.sync.save_pull(page[::-1] if turn % 2 else page, "99")

    shown = []
    for name in EVERYBODY:
        read = scheme[name].desk.reviews.read(report.visit_id)
        said = [event for event in read.review.events if event.kind.value in {"approved", "returned"}]
        [line] = scheme[name].desk.reviews.list(read.review.state)
        shown.append((line.review, said, read.comments))
    assert all(one == shown[0] for one in shown)
    state, said, comments = shown[0]
    assert state is ReviewState.RETURNED
    assert {event.kind.value for event in said} == {"approved", "returned"}
    assert {one.text for one in comments} == {"One.", "Two."}


@pytest.mark.parametrize("order", list(permutations(range(len(ACTS)))))
def test_whoever_has_heard_of_the_question_settles_it_by_approving(
    scheme: MemoryScheme, report: Visit, order: tuple[int, ...]
) -> None:
    """Each hears of what the other did before doing anything: an approval after the question settles it."""
    for at in order:
        name, act = ACTS[at]
        act(scheme, report)
        scheme.clock.forward(minutes=1)
        scheme.exchange()

    approved_last = order.index(0) > order.index(2)
    expected = ReviewState.APPROVED if approved_last else ReviewState.RETURNED
    for name in EVERYBODY:
        read = scheme[name].desk.reviews.read(report.visit_id)
        assert read.review.state is expected
        assert len(read.comments) == 2


def test_a_decision_on_what_was_on_screen_lifts_no_question_that_came_since(
    scheme: MemoryScheme, report: Visit
) -> None:
    office = scheme["C-001"].desk
    on_screen = [event.record_id for event in office.reviews.read(report.visit_id).review.events]
    scheme["C-002"].desk.reviews.return_with_question(report.visit_id, "Why?")
    scheme.exchange()

    review = office.reviews.approve(report.visit_id, seen=on_screen)

    assert review.state is ReviewState.RETURNED
    assert {event.kind.value for event in review.events} >= {"approved", "returned"}

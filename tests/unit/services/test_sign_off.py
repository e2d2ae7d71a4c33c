"""Rule 13 on every device: who agreed, on whose laptop, whose word is missing; and what can be changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from icv_app.domain.agreement import Agreement
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.visit import SecondVisitor, SignOff, Visit, VisitKind
from icv_app.errors import NotFound, RuleBroken
from icv_app.services.agreements import AWAITED
from icv_app.services.ports import RecordState
from icv_app.services.report_records import event_parts
from tests.builders import a_filed_visit, a_member
from tests.memory_scheme import MemoryScheme, SeededIds, a_scheme
from tests.unit.services.by_own_hand import SIGNED_LATER, said, taken

V1, V2, V3 = (MemberId(f"V-00{number}") for number in (1, 2, 3))


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def report(scheme: MemoryScheme) -> Visit:
    filed = scheme.filed_by("V-001", sign_off=SIGNED_LATER)
    scheme.exchange()
    return filed


def states(scheme: MemoryScheme, report: Visit) -> set[Agreement]:
    """Where the report stands on every device that has it."""
    names = [name for name in ("C-001", "C-002", "V-001", "V-002") if name in scheme.devices]
    return {scheme[name].desk.reviews.read(report.visit_id).agreements.state for name in names}


def test_a_report_waits_then_is_agreed_on_every_device_in_any_order_of_news(
    scheme: MemoryScheme, report: Visit
) -> None:
    assert states(scheme, report) == {Agreement.AWAITING}
    for name in ("C-001", "V-001", "V-002"):
        assert scheme[name].desk.reviews.awaiting()[report.visit_id].missing == (V2,)

    scheme["V-002"].desk.reviews.agree(report.visit_id)
    scheme.exchange()

    assert states(scheme, report) == {Agreement.AGREED}
    assert all(device.desk.reviews.awaiting() == {} for device in scheme)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_words_that_come_before_their_report_count_once_it_is_there(
    scheme: MemoryScheme, report: Visit, order: tuple[int, ...]
) -> None:
    scheme["V-002"].desk.reviews.agree(report.visit_id, dissent="Not so.")
    scheme["V-001"].desk.reviews.add_addendum(report.visit_id, "More.")
    scheme.exchange()
    kinds = {"visit.report", "visit.agreement", "visit.addendum"}
    sent = [
        record.envelope
        for record in scheme["C-001"].store.saved_records.values()
        if record.kind in kinds and record.envelope is not None
    ]
    fresh = a_scheme_of_the_office_before(scheme)
    for at in order:
        fresh["C-002"].take(sent[at])
    read = fresh["C-002"].desk.reviews.read(report.visit_id)
    assert read.agreements.state is Agreement.DISSENTED
    assert fresh["C-002"].desk.reviews.awaiting() == {}


def a_scheme_of_the_office_before(scheme: MemoryScheme) -> MemoryScheme:
    """The same members, of whom nobody has heard of any visit."""
    made = a_scheme()
    made.clock.moment = scheme.clock.moment
    return made


def test_after_the_days_of_the_scheme_it_is_unsigned_and_nothing_is_blocked(
    scheme: MemoryScheme, report: Visit
) -> None:
    scheme.clock.forward(days=7, hours=1)
    assert states(scheme, report) == {Agreement.UNSIGNED}

    assert scheme["C-001"].desk.reviews.approve(report.visit_id).state.value == "approved"
    scheme.exchange()
    scheme["V-002"].desk.reviews.agree(report.visit_id)
    scheme.exchange()
    assert states(scheme, report) == {Agreement.AGREED}


def test_how_long_the_scheme_waits_is_a_setting() -> None:
    scheme = a_scheme(unsigned_after=timedelta(days=2))
    report = scheme.filed_by("V-001", sign_off=SIGNED_LATER)
    scheme.exchange()
    scheme.clock.forward(days=2, hours=1)
    assert states(scheme, report) == {Agreement.UNSIGNED}


def test_what_was_declared_on_the_authors_laptop_says_on_whose(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001")
    scheme.exchange()
    [word] = scheme["C-001"].desk.reviews.read(filed.visit_id).agreements.words
    assert word.said is not None
    assert (word.state, word.said.declared_on) == (Agreement.AGREED, V1)

    scheme["V-002"].desk.reviews.agree(filed.visit_id, dissent="I never saw this report.")
    scheme.exchange()
    [word] = scheme["C-001"].desk.reviews.read(filed.visit_id).agreements.words
    assert word.said is not None
    assert (word.state, word.said.declared_on) == (Agreement.DISSENTED, None)


def test_a_second_word_is_refused_and_an_addendum_is_the_way(scheme: MemoryScheme, report: Visit) -> None:
    scheme["V-002"].desk.reviews.agree(report.visit_id)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: scheme["V-002"].desk.reviews.agree(report.visit_id),
        lambda: scheme["V-002"].desk.reviews.agree(report.visit_id, dissent="After all not."),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert "addendum" in refused.value.user_text


def test_a_third_visitor_has_a_say_of_their_own(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001", visitors=(V1, V2, V3))
    scheme.exchange()
    assert scheme["V-003"].desk.reviews.awaiting()[filed.visit_id].missing == (V3,)
    scheme["V-003"].desk.reviews.agree(filed.visit_id, dissent="The delay was longer.")
    scheme.exchange()
    words = scheme["C-001"].desk.reviews.read(filed.visit_id).agreements.words
    assert [(word.member_id, word.state) for word in words] == [
        (V2, Agreement.AGREED),
        (V3, Agreement.DISSENTED),
    ]


@pytest.mark.parametrize("author", ["V-001", "V-003", "C-002"])
def test_neither_the_author_nor_a_stranger_nor_a_coordinator_agrees_for_the_second_visitor(
    scheme: MemoryScheme, report: Visit, author: str
) -> None:
    data = said(scheme, author, report, ReviewEventKind.AGREED, "visit.agreement")
    for name in ("C-001", "V-002"):
        assert taken(scheme, data, name)[0] is RecordState.REFUSED
    assert states(scheme, report) == {Agreement.AWAITING}


def test_no_record_passes_itself_off_as_declared_on_somebodys_laptop(
    scheme: MemoryScheme, report: Visit
) -> None:
    event = ReviewEvent(
        record_id=RecordId(SeededIds(scheme.clock, "declared").new()),
        visit_id=report.visit_id,
        kind=ReviewEventKind.AGREED,
        at=scheme.clock.now(),
        by=V2,
        declared_on=V1,
    )
    data = scheme.forged(
        "V-002", "visit.agreement", report.visit_id, event_parts(event), record_id=event.record_id
    )
    assert taken(scheme, data)[0] is RecordState.RECEIVED
    [word] = scheme["C-001"].desk.reviews.read(report.visit_id).agreements.words
    assert word.said is not None
    assert word.said.declared_on is None


@pytest.mark.parametrize("name", ["V-001", "V-002", "C-001"])
def test_nobody_rewrites_a_filed_report(scheme: MemoryScheme, report: Visit, name: str) -> None:
    visits = scheme[name].desk.visits
    with pytest.raises(RuleBroken) as refused:
        visits.change(report.visit_id, lambda visit: replace(visit, positive_practice="Changed."))
    assert "addendum" in refused.value.user_text
    with pytest.raises(RuleBroken):
        visits.submit(report.visit_id)
    assert visits.get(report.visit_id) == report


@pytest.mark.parametrize("name", ["V-001", "V-002"])
def test_any_visitor_of_the_visit_adds_to_it_with_date_and_name(
    scheme: MemoryScheme, report: Visit, name: str
) -> None:
    scheme.clock.forward(hours=2)
    scheme[name].desk.reviews.add_addendum(report.visit_id, "The bell was mended at ten.")
    scheme.exchange()
    for reader in ("C-001", "V-001", "V-002"):
        read = scheme[reader].desk.reviews.read(report.visit_id)
        [event] = [one for one in read.review.events if one.kind is ReviewEventKind.ADDENDUM]
        assert (event.by, event.at, event.text) == (name, scheme.clock.now(), "The bell was mended at ten.")
        assert read.visit == report


def test_a_vault_of_an_older_version_finds_out_whose_words_are_missing(
    scheme: MemoryScheme, report: Visit
) -> None:
    store = scheme["V-002"].store
    before = scheme["V-002"].desk.reviews.awaiting()
    del store._contents.meta[AWAITED]
    assert scheme["V-002"].desk.reviews.awaiting() == before
    with store.open_reading() as unit:
        assert unit.meta.get(AWAITED) == report.visit_id


def test_a_past_visit_that_was_imported_waits_for_nobody() -> None:
    scheme = a_scheme()
    past = a_filed_visit(visitors=(V1, V2, V3), sign_off=SignOff(second=SecondVisitor.LATER))
    scheme["C-001"].desk.archive.take_in([past])
    assert scheme["C-001"].desk.reviews.awaiting() == {}
    assert scheme["C-001"].desk.reviews.read(past.visit_id).agreements.words == ()


def test_the_draft_of_a_terrorism_visit_cannot_be_thrown_away(scheme: MemoryScheme) -> None:
    scheme["C-001"].desk.scheme.put_member(a_member(1, tact_trained=True))
    visits = scheme["V-001"].desk.visits
    draft = visits.start(kind=VisitKind.TACT)
    with pytest.raises(RuleBroken) as refused:
        visits.discard(draft.visit_id)
    assert "always has a report" in refused.value.user_text
    assert visits.get(draft.visit_id) == draft

    visits.change(draft.visit_id, lambda visit: replace(visit, kind=VisitKind.IN_PERSON))
    visits.discard(draft.visit_id)
    with pytest.raises(NotFound):
        visits.get(draft.visit_id)

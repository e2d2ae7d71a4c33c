"""Custody record reviews: drawn and given out by coordinators, read by visitors, raised as concerns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from icv_app.domain.concern import Concern, ConcernState
from icv_app.domain.ids import ConcernId, MemberId, ReadingId, RecordId, SuiteId
from icv_app.domain.justified import Justified
from icv_app.domain.record_review import Reading, RecordRead, Said, Step
from icv_app.domain.record_review_sample import Group, ListedRecord, Sample, draw
from icv_app.domain.record_review_standing import (
    ReviewConcern,
    SampleStanding,
)
from icv_app.domain.times import FinancialYear
from icv_app.errors import BadInput, IcvError, NotFound, RuleBroken
from icv_app.services.ports import RecordState
from icv_app.services.record_readings import RecordReadingService, RecordToRead
from icv_app.services.record_review_records import review_parts
from icv_app.services.record_reviews import RecordReviewService
from tests.builders import NOON
from tests.memory_scheme import MemoryScheme, SeededIds, a_scheme
from tests.record_review_builders import (
    C1,
    DAYS,
    LEEDS,
    LISTED,
    V1,
    V2,
    a_finding,
    a_read,
    a_reading,
    a_sample,
    an_assignment,
)
from tests.unit.services.by_own_hand import taken


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def office(scheme: MemoryScheme, name: str = "C-001") -> RecordReviewService:
    return scheme[name].desk.record_reviews


def visitor(scheme: MemoryScheme, name: str = "V-001") -> RecordReadingService:
    return scheme[name].desk.record_readings


def drawn(scheme: MemoryScheme, size: int = 2) -> Sample:
    return office(scheme).draw(LEEDS, DAYS, size, LISTED, (Group.CHILD,))


def standing(scheme: MemoryScheme, name: str = "C-001") -> SampleStanding:
    [one] = office(scheme, name).all().samples
    return one


def given(scheme: MemoryScheme, to: str = "V-001") -> RecordToRead:
    """One record, given to a visitor and arrived."""
    drawn(scheme, 1)
    office(scheme).assign(standing(scheme), ["R-02"], MemberId(to))
    scheme.exchange()
    [one] = visitor(scheme, to).given()
    return one


def gives(scheme: MemoryScheme, reference: str, to: MemberId) -> None:
    drawn(scheme, 1)
    office(scheme).assign(standing(scheme), [reference], to)


def read_and_sent(scheme: MemoryScheme, **changes: Any) -> Reading:
    one = given(scheme)
    reading = visitor(scheme).send(one.assignment.record_id, a_read(**changes))
    scheme.exchange()
    return reading


def test_a_record_is_drawn_given_read_and_counted(scheme: MemoryScheme) -> None:
    sample = drawn(scheme)
    assert sample.drawn[0] == "R-02"
    office(scheme).assign(standing(scheme), sample.drawn, V1)
    scheme.exchange()
    waits = visitor(scheme).given()
    assert [(one.assignment.reference, one.assignment.suite_name) for one in waits] == [
        (reference, "Leeds") for reference in sample.drawn
    ]
    visitor(scheme).send(waits[0].assignment.record_id, a_read())
    scheme.exchange()
    assert visitor(scheme).waiting() == 1
    for name in ("C-001", "C-002"):
        records = {one.reference: one for one in standing(scheme, name).records}
        reading = records[waits[0].assignment.reference].reading
        assert reading is not None
        assert reading.read == a_read()
        assert office(scheme, name).figures().everywhere.n == 1


def test_nobody_else_is_sent_what_a_visitor_reads(scheme: MemoryScheme) -> None:
    read_and_sent(scheme)
    assert scheme["V-002"].records("record_review.reading") == []
    assert scheme["V-002"].records("record_review.assignment") == []
    for name in ("V-001", "V-002"):
        assert scheme[name].records("record_review.sample") == []


def test_a_questionnaire_is_laid_aside_and_gone_on_with(scheme: MemoryScheme) -> None:
    one = given(scheme)
    begun = a_read(quality=None, remark="Half of it.")
    visitor(scheme).keep(one.assignment.record_id, begun)
    device = scheme["V-001"].opened_again()
    [again] = device.desk.record_readings.given()
    assert (again.read, again.sent_at) == (begun, None)
    assert device.records("record_review.reading") == []


def test_what_is_not_finished_is_not_sent(scheme: MemoryScheme) -> None:
    one = given(scheme)
    with pytest.raises(BadInput):
        visitor(scheme).send(one.assignment.record_id, a_read(quality=None))
    assert scheme["V-001"].records("record_review.reading") == []


def test_what_looks_like_the_schemes_custody_numbers_is_no_reference() -> None:
    scheme = a_scheme(custody_number_pattern="[A-Z]{2}-[0-9]{4}")
    with pytest.raises(BadInput) as refused:
        office(scheme).draw(LEEDS, DAYS, 1, (ListedRecord(reference="WK-4402"),))
    assert "custody numbers" in refused.value.user_text
    assert scheme["C-001"].records("record_review.sample") == []
    assert office(scheme).draw(LEEDS, DAYS, 1, LISTED).size == 1


def test_what_was_sent_is_not_changed_any_more(scheme: MemoryScheme) -> None:
    reading = read_and_sent(scheme)
    for act in (visitor(scheme).send, visitor(scheme).keep):
        with pytest.raises(RuleBroken):
            act(reading.assignment, a_read(quality=1))
    [one] = visitor(scheme).given()
    assert (one.read.quality, one.sent_at) == (4, reading.at)


@pytest.mark.parametrize(
    "changes", [{"remark": "Mark said so."}, {"findings": (a_finding(text="Mark came late."),)}]
)
def test_a_name_in_any_text_stops_it_until_it_is_justified(
    scheme: MemoryScheme, changes: dict[str, Any]
) -> None:
    one = given(scheme)
    with pytest.raises(RuleBroken) as refused:
        visitor(scheme).send(one.assignment.record_id, a_read(**changes))
    assert "Mark" in refused.value.user_text
    path = "remark" if "remark" in changes else "findings.f-1"
    stays = Justified(path=path, found="Mark", hint="name", reason="public_place")
    visitor(scheme).send(one.assignment.record_id, a_read(**changes, justified=(stays,)))
    scheme.exchange()
    [kept] = standing(scheme).readings
    assert kept.read.justified == (replace(stays, found=""),)


def test_a_record_taken_from_a_visitor_leaves_their_laptop(scheme: MemoryScheme) -> None:
    one = given(scheme)
    scheme.clock.forward(minutes=1)
    office(scheme).assign(standing(scheme), ["R-02"], V2)
    scheme.exchange()
    assert visitor(scheme).given() == ()
    assert visitor(scheme, "V-002").waiting() == 1
    with pytest.raises(NotFound):
        visitor(scheme).send(one.assignment.record_id, a_read())


def test_closing_takes_back_what_nobody_read_and_keeps_what_was_read(scheme: MemoryScheme) -> None:
    sample = drawn(scheme)
    office(scheme).assign(standing(scheme), sample.drawn, V1)
    scheme.exchange()
    first = visitor(scheme).given()[0]
    visitor(scheme).send(first.assignment.record_id, a_read())
    scheme.exchange()
    scheme.clock.forward(minutes=1)
    office(scheme).close(standing(scheme))
    scheme.exchange()
    assert visitor(scheme).waiting() == 0
    assert len(standing(scheme, "C-002").readings) == 1
    with pytest.raises(RuleBroken):
        office(scheme, "C-002").assign(standing(scheme, "C-002"), sample.drawn, V2)
    with pytest.raises(RuleBroken):
        office(scheme).close(standing(scheme))


@pytest.mark.parametrize("first", ["C-001", "C-002"])
def test_of_two_who_give_it_out_at_once_the_later_stands_everywhere_and_both_are_shown(
    scheme: MemoryScheme, first: str
) -> None:
    drawn(scheme, 1)
    scheme.exchange()
    other = "C-002" if first == "C-001" else "C-001"
    seen = standing(scheme, first), standing(scheme, other)
    office(scheme, first).assign(seen[0], ["R-02"], V1)
    scheme.clock.forward(minutes=1)
    office(scheme, other).assign(seen[1], ["R-02"], V2)
    scheme.exchange()
    for name in ("C-001", "C-002"):
        [record] = standing(scheme, name).records
        assert record.assignment is not None
        assert record.assignment.member_id == V2
        assert [one.member_id for one in record.assignments] == [V2, V1]


def test_a_finding_becomes_a_concern_on_the_desk_and_is_chased_like_any_other(scheme: MemoryScheme) -> None:
    reading = read_and_sent(scheme, findings=(a_finding(),))
    office(scheme).raise_concern(reading.record_id, ConcernId("f-1"))
    scheme.exchange()
    for name in ("C-001", "C-002"):
        concerns = scheme[name].desk.concerns
        [line] = concerns.lines()
        listed = line.listed
        assert (listed.from_record, listed.suite, listed.state) == (True, LEEDS, ConcernState.RAISED)
        assert concerns.read(listed.visit_id, listed.concern_id).concern.text == a_finding().text
    concerns = scheme["C-001"].desk.concerns
    assert concerns.send(reading.record_id, ConcernId("f-1"), to_role="inspector") is ConcernState.SENT
    scheme.clock.forward(hours=1)
    concerns.note_reply(reading.record_id, ConcernId("f-1"), words="It is looked into.")
    concerns.accept(reading.record_id, ConcernId("f-1"))
    concerns.close(reading.record_id, ConcernId("f-1"), outcome="practice_changed")
    scheme.exchange()
    [line] = scheme["C-002"].desk.concerns.lines()
    assert line.listed.state is ConcernState.CLOSED
    assert office(scheme, "C-002").all().raised == {"f-1"}


def test_a_finding_waits_today_until_it_is_raised_or_its_sample_is_closed(scheme: MemoryScheme) -> None:
    def waiting(name: str = "C-001") -> int:
        return len(scheme[name].desk.today.office().findings)

    reading = read_and_sent(scheme, findings=(a_finding(), a_finding("f-2")))
    assert (waiting(), waiting("C-002")) == (2, 2)
    office(scheme).raise_concern(reading.record_id, ConcernId("f-1"))
    assert waiting() == 1
    office(scheme).close(standing(scheme))
    scheme.exchange()
    assert (waiting(), waiting("C-002")) == (0, 0)


def test_a_red_finding_raised_is_to_be_done_today_until_it_is_closed(scheme: MemoryScheme) -> None:
    reading = read_and_sent(scheme, findings=(a_finding(),))
    office(scheme).raise_concern(reading.record_id, ConcernId("f-1"))
    agenda, concerns = scheme["C-001"].desk.agenda, scheme["C-001"].desk.concerns
    [one] = agenda.waiting().red_concerns
    assert (one.concern_id, one.from_record, one.suite) == ("f-1", True, LEEDS)
    concerns.close(reading.record_id, ConcernId("f-1"), outcome="practice_changed")
    assert agenda.waiting().red_concerns == ()


def test_a_concern_of_a_record_stands_among_those_of_visits_newest_first(scheme: MemoryScheme) -> None:
    scheme.filed_by("V-002")
    reading = read_and_sent(scheme, findings=(a_finding(),))
    office(scheme).raise_concern(reading.record_id, ConcernId("f-1"))
    lines = scheme["C-001"].desk.concerns.lines()
    assert [line.listed.from_record for line in lines][:1] == [True]
    began = [line.listed.began_at for line in lines]
    assert began == sorted(began, reverse=True)


def test_a_finding_raised_by_two_at_once_is_one_concern(scheme: MemoryScheme) -> None:
    reading = read_and_sent(scheme, findings=(a_finding(),))
    for name in ("C-001", "C-002"):
        office(scheme, name).raise_concern(reading.record_id, ConcernId("f-1"))
    scheme.exchange()
    for name in ("C-001", "C-002"):
        assert len(scheme[name].desk.concerns.lines()) == 1
    with pytest.raises(RuleBroken):
        office(scheme).raise_concern(reading.record_id, ConcernId("f-1"))


def test_figures_stay_by_financial_year(scheme: MemoryScheme) -> None:
    read_and_sent(scheme, steps={Step.AA_CAME: Said.NOT_RECORDED})
    assert office(scheme).figures(FinancialYear(2023)).everywhere.n == 1
    assert office(scheme).figures(FinancialYear(2024)).everywhere.n == 0


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda s: office(s, "C-001").draw(SuiteId("nowhere"), DAYS, 1, LISTED), BadInput),
        (lambda s: office(s).draw(LEEDS, DAYS, 9, LISTED), BadInput),
        (lambda s: office(s).draw(LEEDS, DAYS[::-1], 1, LISTED), BadInput),
        (lambda s: office(s).draw(LEEDS, (DAYS[0], date(2030, 1, 1)), 1, LISTED), BadInput),
        (
            lambda s: RecordReviewService.draw(s["V-001"].desk.record_reviews, LEEDS, DAYS, 1, LISTED),
            RuleBroken,
        ),
        (lambda s: gives(s, "R-02", C1), RuleBroken),
        (lambda s: gives(s, "R-99", V1), NotFound),
        (lambda s: office(s).raise_concern(ReadingId("none"), ConcernId("f-1")), NotFound),
        (lambda s: visitor(s).keep(RecordId("none"), RecordRead()), NotFound),
    ],
)
def test_what_is_not_theirs_to_do_is_refused_in_a_sentence(
    scheme: MemoryScheme, act: Callable[[MemoryScheme], object], kind: type[IcvError]
) -> None:
    with pytest.raises(kind) as refused:
        act(scheme)
    assert refused.value.user_text.endswith(".")


def forged(scheme: MemoryScheme, author: str, kind: str, subject: str, body: Any) -> RecordState:
    data = scheme.forged(author, kind, subject, review_parts(body), record_id=body.record_id)
    return taken(scheme, data)[0]


def an_id(scheme: MemoryScheme) -> RecordId:
    return RecordId(SeededIds(scheme.clock, "forged").new())


@pytest.mark.parametrize("author", ["V-001", "C-002"])
def test_a_sample_by_a_visitor_or_in_anothers_name_is_refused(scheme: MemoryScheme, author: str) -> None:
    name = an_id(scheme)
    sample = a_sample(record_id=name)
    assert forged(scheme, author, "record_review.sample", name, sample) is RecordState.REFUSED
    assert office(scheme).all().samples == ()


def test_a_sample_that_was_not_drawn_by_its_seed_is_refused(scheme: MemoryScheme) -> None:
    name = an_id(scheme)
    fair = draw(LISTED, 2, (), "0123456789abcdef")
    picked = tuple(one.reference for one in LISTED if one.reference not in fair)
    sample = a_sample(record_id=name, listed=LISTED, size=2, drawn=picked)
    assert forged(scheme, "C-001", "record_review.sample", name, sample) is RecordState.REFUSED


@pytest.mark.parametrize("author", ["V-001", "C-002"])
def test_an_assignment_by_a_visitor_or_in_anothers_name_is_refused(scheme: MemoryScheme, author: str) -> None:
    body = replace(an_assignment("a", V1), record_id=an_id(scheme))
    assert forged(scheme, author, "record_review.assignment", "s", body) is RecordState.REFUSED


@pytest.mark.parametrize(
    ("author", "changes"),
    [
        ("V-002", {}),
        ("C-001", {}),
        ("V-001", {"read": RecordRead()}),
        ("V-001", {"at": a_read().reviews[0]}),
    ],
)
def test_a_reading_in_anothers_name_or_one_that_cannot_be_is_refused(
    scheme: MemoryScheme, author: str, changes: dict[str, Any]
) -> None:
    body = a_reading(an_id(scheme), "a", **changes)
    assert forged(scheme, author, "record_review.reading", "s", body) is RecordState.REFUSED


@pytest.mark.parametrize(
    ("author", "state"),
    [
        ("C-002", RecordState.REFUSED),
        ("V-001", RecordState.REFUSED),
        ("C-001", RecordState.RECEIVED),
    ],
)
def test_a_concern_of_what_nobody_found_is_on_no_desk(
    scheme: MemoryScheme, author: str, state: RecordState
) -> None:
    reading = read_and_sent(scheme)
    body = ReviewConcern(
        record_id=an_id(scheme),
        sample_id=reading.sample_id,
        reading_id=reading.record_id,
        suite=LEEDS,
        read_at=reading.at,
        read_by=V1,
        concern=Concern(concern_id=ConcernId("f-1"), category="C1"),
        settings_version=1,
        at=NOON,
        by=C1,
    )
    assert forged(scheme, author, "record_review.concern", reading.record_id, body) is state
    assert list(scheme["C-001"].desk.concerns.lines()) == []

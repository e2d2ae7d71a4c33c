"""Figures of the quality framework that come from what the office notes, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icv_app.domain.concern import ConcernStepKind
from icv_app.domain.ids import MemberId, RecordId, SuiteId
from icv_app.domain.member_file import FileGroup, FileWord, OneToOne
from icv_app.domain.notices import Notice, NoticeRead
from icv_app.domain.rota import Conflict
from icv_app.domain.times import FinancialYear
from icv_app.domain.training import Trained, TrainingKind
from icv_app.figures.quality_office import (
    OfficeYear,
    concerns_escalated,
    conflicts_declared,
    notices_read,
    records_reviewed,
    training_up_to_date,
    visitors_talked_with,
)
from icv_app.figures.selection import filed
from tests.facts_builders import a_concern_facts, a_concern_step, a_member, a_visit_facts

YEAR = FinancialYear(2023)
SPRING = datetime(2023, 5, 2, 9, tzinfo=UTC)
NEXT_YEAR = datetime(2024, 5, 2, 9, tzinfo=UTC)
V1, V2, V3, C1 = (MemberId(name) for name in ("V-001", "V-002", "V-003", "C-001"))
AT_LEEDS = Conflict(member_id=V1, suite_id=SuiteId("leeds"))


def an_office(**changes: Any) -> OfficeYear:
    members = tuple(a_member(number) for number in (1, 2, 3))
    return replace(OfficeYear(year=YEAR, as_of=YEAR.last_day, members=members), **changes)


def noted(member: MemberId, group: FileGroup, at: datetime = SPRING, **said: Any) -> FileWord:
    name = RecordId(f"{member} {group} {at}")
    return FileWord(record_id=name, member_id=member, group=group, at=at, by=C1, **said)


def a_notice(name: str = "n", **changes: Any) -> Notice:
    made = Notice(
        record_id=RecordId(name),
        notice_id=RecordId(name),
        edition=1,
        at=SPRING,
        by=C1,
        title="New form",
        text="Use it.",
        first_day=SPRING.date(),
        must_read=True,
    )
    return replace(made, **changes)


def read(member: MemberId, edition: str = "n", at: datetime = SPRING) -> NoticeRead:
    return NoticeRead(
        record_id=RecordId(f"{member} {edition}"),
        member_id=member,
        notice_id=RecordId("n"),
        edition_id=RecordId(edition),
        at=at,
    )


def parts(share: Any) -> tuple[int, int]:
    return share.part, share.of


def test_training_is_up_to_date_where_every_kind_is_at_the_end_of_the_year() -> None:
    kinds = (
        TrainingKind(kind="initial", title="Initial"),
        TrainingKind(kind="tact", title="TACT", months=36),
    )
    initial = Trained(kind="initial", day=date(2020, 1, 1))
    in_date = Trained(kind="tact", day=date(2021, 5, 1), expires=YEAR.last_day)
    lapsed = replace(in_date, expires=date(2024, 3, 30))
    later = replace(in_date, day=date(2024, 4, 1), expires=None)
    training = FileGroup.TRAINING
    words = (
        noted(V1, training, training=(initial, in_date)),
        noted(V2, training, training=(initial, lapsed, later)),
        noted(V3, training, training=(initial,)),
    )
    assert parts(training_up_to_date(an_office(training=kinds, words=words))) == (1, 3)
    assert training_up_to_date(an_office(words=words)) is None


def test_words_noted_after_the_year_change_nothing_of_it() -> None:
    conflicts = FileGroup.CONFLICTS
    words = (
        noted(V1, conflicts, conflicts=(AT_LEEDS,)),
        noted(V2, conflicts),
        noted(V3, conflicts, at=NEXT_YEAR),
        noted(V1, conflicts, at=NEXT_YEAR, after=(noted(V1, conflicts).record_id,)),
    )
    assert parts(conflicts_declared(an_office(words=words))) == (1, 2)


def test_a_talk_counts_for_the_year_it_was_in() -> None:
    def talked(member: MemberId, day: date) -> FileWord:
        return noted(member, FileGroup.ONE_TO_ONES, one_to_ones=(OneToOne(day=day, by=C1),))

    words = (talked(V1, date(2023, 4, 1)), talked(V2, date(2023, 3, 31)))
    assert parts(visitors_talked_with(an_office(words=words))) == (1, 3)


def test_a_notice_is_read_by_those_in_the_scheme_when_it_was_told() -> None:
    later = replace(a_member(3), joined=date(2023, 8, 1))
    members = (a_member(1), a_member(2), later)
    reads = (read(V1), read(V2, at=NEXT_YEAR), read(V3))
    office = an_office(members=members, notices=(a_notice(),), reads=reads)
    assert parts(notices_read(office)) == (1, 2)


def test_notices_of_other_years_or_withdrawn_or_free_to_read_ask_for_nothing() -> None:
    gone = a_notice(
        "w", record_id=RecordId("x"), edition=2, withdrawn=True, title="", text="", must_read=False
    )
    notices = (
        a_notice("a", must_read=False),
        a_notice("b", at=NEXT_YEAR, first_day=NEXT_YEAR.date()),
        a_notice("w"),
        gone,
    )
    assert parts(notices_read(an_office(notices=notices))) == (0, 0)


def test_a_concern_is_taken_further_up_once_and_by_the_end_of_the_year() -> None:
    first, second, third, fourth = (a_concern_facts() for _number in range(4))
    visits = filed((a_visit_facts(concerns=(first, second, third, fourth)),), YEAR)
    sent, up, closed = ConcernStepKind.SENT, ConcernStepKind.ESCALATED, ConcernStepKind.CLOSED
    later = SPRING + timedelta(hours=1)
    steps = {
        first.concern_id: [a_concern_step(first, kind, SPRING) for kind in (sent, up, up)],
        second.concern_id: [a_concern_step(second, sent, SPRING), a_concern_step(second, up, NEXT_YEAR)],
        third.concern_id: [a_concern_step(third, sent, SPRING)],
        # Closed by another coordinator before: the step up could not follow.
        fourth.concern_id: [a_concern_step(fourth, closed, SPRING), a_concern_step(fourth, up, later)],
    }
    found = concerns_escalated(an_office(steps=steps), visits)
    assert parts(found) == (1, 4)
    assert found.visits == (visits[0].visit_id,)


def test_what_may_be_erased_already_gives_no_figure() -> None:
    office = an_office(papers_kept=False, reviews_kept=False, training=(TrainingKind(kind="a", title="A"),))
    for figure in (
        training_up_to_date,
        conflicts_declared,
        visitors_talked_with,
        notices_read,
        records_reviewed,
    ):
        assert figure(office) is None

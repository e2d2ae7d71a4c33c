from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from icv_app.domain.concern import ConcernStep, ConcernStepKind, EscalationLevel, Severity
from icv_app.domain.ids import SuiteId
from icv_app.domain.scheme import ReplyTarget
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit_facts import ConcernFacts
from icv_app.figures import concerns
from icv_app.figures.chasing import chasing
from icv_app.figures.working_days import is_working_day, working_days_after, working_days_between
from tests.facts_builders import a_concern_facts, a_concern_step, a_visit_facts, contacts

TARGETS = {
    Severity.RED: ReplyTarget(hours=24),
    Severity.AMBER: ReplyTarget(working_days=5),
    Severity.GREEN: ReplyTarget(working_days=20),
}
SENT, REPLIED = ConcernStepKind.SENT, ConcernStepKind.REPLIED
ACCEPTED, CLOSED = ConcernStepKind.ACCEPTED, ConcernStepKind.CLOSED
ESCALATED = ConcernStepKind.ESCALATED


def on(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2023, month, day, hour, tzinfo=UTC)


def replies(
    *found: ConcernFacts,
    steps: list[ConcernStep],
    until: date = date(2024, 3, 31),
    year_end: date | None = None,
) -> concerns.Replies:
    raised = concerns.raised([a_visit_facts(concerns=found)])
    return concerns.replies(raised, steps, TARGETS, known_until=until, year_end=year_end or until)


def test_good_practice_is_never_a_concern() -> None:
    praise, concern = a_concern_facts(category="P"), a_concern_facts()
    visit = a_visit_facts(concerns=(praise, concern))
    assert [one.concern for one in concerns.raised([visit])] == [concern]
    assert [one.concern for one in concerns.good_practice([visit])] == [praise]


def test_put_right_is_of_all_raised_as_in_scotland() -> None:
    done = [a_visit_facts(concerns=(a_concern_facts(put_right=True),)) for _ in range(1185)]
    not_done = a_visit_facts(concerns=tuple(a_concern_facts() for _ in range(1336 - 1185)))
    share = concerns.put_right_at_visit(concerns.raised([*done, not_done]))
    assert share.value == Fraction(1185, 1336)  # published as 89 %
    assert len(share.visits) == 1186


def test_concern_rate_is_for_the_people_spoken_to_on_the_same_visits() -> None:
    visits = [
        a_visit_facts(by_contact=contacts(20), concerns=(a_concern_facts(), a_concern_facts(category="P"))),
        a_visit_facts(by_contact=contacts(30), concerns=(a_concern_facts(),)),
    ]
    assert concerns.concern_rate(visits).value == Fraction(2, 50)
    assert concerns.concern_rate([a_visit_facts(by_contact=contacts())]).value is None


def test_concerns_are_counted_by_category_and_suite() -> None:
    red = a_concern_facts(category="I3", severity=Severity.RED)
    visits = [
        a_visit_facts(concerns=(red, a_concern_facts())),
        a_visit_facts(suite=SuiteId("halifax"), concerns=(a_concern_facts(),)),
    ]
    raised = concerns.raised(visits)
    assert concerns.by_category_and_suite(raised) == {
        ("I3", "leeds"): 1,
        ("A2", "leeds"): 1,
        ("A2", "halifax"): 1,
    }


def test_working_days_leave_out_weekends_and_bank_holidays() -> None:
    assert not is_working_day(date(2023, 5, 8))  # the coronation
    assert not is_working_day(date(2023, 12, 26))
    assert is_working_day(date(2024, 3, 28))
    assert working_days_between(date(2023, 5, 5), date(2023, 5, 9)) == 1  # Friday to Tuesday
    assert working_days_between(date(2024, 3, 28), date(2024, 4, 2)) == 1  # over Easter
    assert working_days_between(date(2023, 5, 5), date(2023, 5, 5)) == 0
    assert working_days_between(date(2023, 5, 9), date(2023, 5, 5)) == 0


def test_the_median_is_over_the_concerns_with_a_reply() -> None:
    quick, slow, silent, unsent = (a_concern_facts() for _ in range(4))
    found = replies(
        quick,
        slow,
        silent,
        unsent,
        steps=[
            a_concern_step(quick, SENT, on(6, 5)),
            a_concern_step(quick, REPLIED, on(6, 7)),
            a_concern_step(quick, ACCEPTED, on(6, 8)),
            a_concern_step(quick, CLOSED, on(6, 8)),
            a_concern_step(slow, SENT, on(6, 5)),
            a_concern_step(slow, REPLIED, on(6, 20)),
            a_concern_step(silent, SENT, on(6, 5)),
        ],
    )
    assert (found.sent, found.replied) == (3, 2)
    assert found.median_working_days == Fraction(2 + 11, 2)
    assert found.open_at_end == 3
    # An overdue silence counts against the force; a concern never sent counts neither way.
    assert (found.in_target.part, found.in_target.of) == (1, 3)


@pytest.mark.parametrize(
    ("severity", "reply", "kept"),
    [
        (Severity.RED, on(6, 6, 12), True),
        (Severity.RED, on(6, 6, 13), False),
        (Severity.AMBER, on(6, 12, 22), True),
        (Severity.AMBER, on(6, 13, 0), False),
        (Severity.GREEN, on(7, 3), True),
        (Severity.GREEN, on(7, 4), False),
    ],
)
def test_each_severity_has_its_own_target(severity: Severity, reply: datetime, kept: bool) -> None:
    concern = a_concern_facts(severity=severity)
    steps = [a_concern_step(concern, SENT, on(6, 5, 12)), a_concern_step(concern, REPLIED, reply)]
    assert replies(concern, steps=steps).in_target.value == int(kept)


@pytest.mark.parametrize(("due", "kept"), [(on(6, 5, 20), False), (on(6, 20), True), (on(6, 6, 12), True)])
def test_what_was_asked_for_at_the_time_goes_before_the_target_of_today(due: datetime, kept: bool) -> None:
    concern = a_concern_facts(severity=Severity.RED)
    sent = replace(a_concern_step(concern, SENT, on(6, 5, 12)), due=due)
    steps = [sent, a_concern_step(concern, REPLIED, on(6, 6, 12))]
    assert replies(concern, steps=steps).in_target.value == int(kept)


def test_a_target_in_working_days_ends_with_the_last_of_them_and_not_with_the_weekend_after() -> None:
    concern = a_concern_facts()
    sent = a_concern_step(concern, SENT, on(6, 2))  # a Friday
    for reply, kept in ((on(6, 9, 22), 1), (on(6, 10), 0)):
        found = replies(concern, steps=[sent, a_concern_step(concern, REPLIED, reply)])
        assert (found.in_target.part, found.in_target.of) == (kept, 1)
        assert found.median_working_days == 5


def test_a_step_that_could_not_follow_counts_for_nothing() -> None:
    ended, sent = a_concern_facts(), a_concern_facts()
    found = replies(
        ended,
        sent,
        steps=[
            a_concern_step(ended, CLOSED, on(6, 5)),
            a_concern_step(ended, SENT, on(6, 6)),  # by somebody who did not know yet
            a_concern_step(sent, SENT, on(6, 5)),
            a_concern_step(sent, CLOSED, on(6, 6)),
            a_concern_step(sent, REPLIED, on(6, 7)),
        ],
    )
    assert (found.sent, found.replied, found.open_at_end) == (1, 0, 0)


def test_a_step_up_by_two_at_once_is_one_and_is_of_a_concern_of_a_visit() -> None:
    concern, elsewhere = a_concern_facts(), a_concern_facts()
    up = {"to_role": EscalationLevel.INSPECTOR}
    steps = [
        a_concern_step(concern, SENT, on(6, 5)),
        a_concern_step(concern, ESCALATED, on(6, 6), **up),
        a_concern_step(concern, ESCALATED, on(6, 7), **up),
        a_concern_step(elsewhere, SENT, on(6, 5)),  # raised on a custody record
        a_concern_step(elsewhere, ESCALATED, on(6, 6), **up),
    ]
    visit = a_visit_facts(began_at=on(6, 4), concerns=(concern,))
    found = chasing([visit], steps, TARGETS, FinancialYear(2023), date(2024, 3, 31))
    assert found.escalations == {EscalationLevel.INSPECTOR: 1}
    assert (found.open, found.overdue) == (1, 1)


def test_a_concern_that_is_not_yet_due_counts_neither_way() -> None:
    concern = a_concern_facts()
    steps = [a_concern_step(concern, SENT, on(6, 5))]
    assert replies(concern, steps=steps, until=date(2023, 6, 12)).in_target.of == 0
    assert replies(concern, steps=steps, until=date(2023, 6, 13)).in_target.of == 1


def test_what_was_recorded_after_the_cut_off_is_not_known() -> None:
    concern = a_concern_facts()
    steps = [
        a_concern_step(concern, SENT, on(6, 5)),
        a_concern_step(concern, REPLIED, on(6, 6)),
        a_concern_step(concern, ACCEPTED, on(6, 7)),
        a_concern_step(concern, CLOSED, on(6, 7)),
    ]
    early = replies(concern, steps=steps, until=date(2023, 6, 5))
    assert (early.sent, early.replied, early.open_at_end) == (1, 0, 1)
    late = replies(concern, steps=steps, until=date(2023, 6, 7))
    assert (late.replied, late.open_at_end) == (1, 0)


def test_what_was_closed_after_the_year_was_open_at_its_end() -> None:
    concern = a_concern_facts()
    steps = [
        a_concern_step(concern, SENT, on(6, 5)),
        a_concern_step(concern, REPLIED, on(6, 6)),
        a_concern_step(concern, ACCEPTED, on(6, 7)),
        a_concern_step(concern, CLOSED, on(6, 8)),
    ]
    found = replies(concern, steps=steps, until=date(2023, 6, 30), year_end=date(2023, 6, 7))
    assert (found.replied, found.open_at_end) == (1, 1)


def test_put_right_at_the_visit_is_settled_unless_it_was_sent_on() -> None:
    done, sent_on = a_concern_facts(put_right=True), a_concern_facts(put_right=True)
    found = replies(done, sent_on, steps=[a_concern_step(sent_on, SENT, on(6, 5))])
    assert found.open_at_end == 1


def test_a_reply_is_due_after_hours_or_at_the_end_of_the_last_working_day() -> None:
    sent = datetime(2024, 3, 28, 15, 0, tzinfo=UTC)  # Maundy Thursday; the clocks change on Sunday
    assert concerns.reply_due(sent, ReplyTarget(hours=24)) == datetime(2024, 3, 29, 15, 0, tzinfo=UTC)
    due = concerns.reply_due(sent, ReplyTarget(working_days=5))
    assert due == datetime(2024, 4, 8, 23, 0, tzinfo=UTC)  # the last moment of Monday 8 April in London
    assert concerns.reply_due(sent, ReplyTarget()) is None


@pytest.mark.parametrize("days", [0, 1, 5, 20])
def test_working_days_counted_forward_are_those_counted_between(days: int) -> None:
    start = date(2023, 12, 20)
    assert working_days_between(start, working_days_after(start, days)) == days

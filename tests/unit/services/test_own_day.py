"""What a visitor has before them: duties, answers, messages, what runs out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from icv_app.domain.ids import MemberId
from icv_app.domain.reminders import RunsOut
from icv_app.domain.rota import WEEK, Duty, Window, monday_of
from icv_app.domain.times import london_day
from icv_app.services.messages import MessageKind
from icv_app.services.notices import NoticeWords
from icv_app.services.own_day import OwnDay
from tests.gui.rotas import a_published_rota
from tests.memory_scheme import MemoryScheme, a_scheme


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def day_of(scheme: MemoryScheme, name: str = "V-001") -> OwnDay:
    return scheme[name].desk.own_day.today()


def in_a_duty_week(scheme: MemoryScheme) -> Duty:
    """The first duty of V-001, on the Wednesday of its week."""
    duty = scheme["V-001"].desk.duties.own()[0].duty
    days = (duty.week + timedelta(days=2) - london_day(scheme.clock.now())).days
    scheme.clock.forward(days=days)
    return duty


def test_the_duties_of_this_week_are_told_until_the_visit_is_begun() -> None:
    scheme = a_published_rota()
    assert day_of(scheme).duties == ()
    duty = in_a_duty_week(scheme)
    assert duty in day_of(scheme).duties
    visits = scheme["V-001"].desk.visits
    visits.start(duty.suite_id)
    assert duty not in day_of(scheme).duties


def test_a_swap_that_was_granted_is_told_for_a_fortnight_or_until_its_week_is_over() -> None:
    scheme = a_published_rota()
    office = scheme["C-001"].desk.rota
    [swap] = office.swaps()
    going = next(duty for duty in office.published() if duty.place == swap.place)
    other = next(name for name in ("V-002", "V-003") if name not in going.pair)
    scheme.clock.forward(minutes=1)
    office.settle_swap(swap, MemberId(other))
    scheme.exchange()
    [settled] = day_of(scheme).settled
    assert settled.swap.place == swap.place
    scheme.clock.forward(days=(swap.week + WEEK - london_day(scheme.clock.now())).days)
    assert day_of(scheme).settled == ()


def test_a_swap_still_open_or_taken_back_is_not_told_as_settled() -> None:
    scheme = a_published_rota()
    assert day_of(scheme).settled == ()
    scheme.clock.forward(minutes=1)
    desk = scheme["V-001"].desk.duties
    desk.withdraw_swap(desk.own()[0].duty)
    assert day_of(scheme).settled == ()


def test_a_visitor_is_asked_when_they_can_go_while_less_than_four_weeks_are_said(
    scheme: MemoryScheme,
) -> None:
    this_week = monday_of(london_day(scheme.clock.now()))
    assert day_of(scheme).say_from == this_week + WEEK
    duties = scheme["V-001"].desk.duties
    duties.say({this_week + 3 * WEEK: frozenset({Window.DAY})}, [])
    assert day_of(scheme).say_from == this_week + 4 * WEEK
    scheme.clock.forward(minutes=1)
    duties.say({this_week + 4 * WEEK: frozenset()}, [])
    assert day_of(scheme).say_from is None
    scheme.clock.forward(days=7)
    assert day_of(scheme).say_from == this_week + 5 * WEEK


def test_unread_messages_wait_until_they_are_opened(scheme: MemoryScheme) -> None:
    report = scheme.filed_by("V-001")
    scheme.exchange()
    office = scheme["C-001"].desk
    office.comments.thank(report.visit_id, "A careful report.")
    told = office.notices.tell(
        NoticeWords(
            title="New form", text="Use it.", first_day=london_day(scheme.clock.now()), must_read=True
        )
    )
    scheme.exchange()
    assert {one.kind for one in day_of(scheme).messages} == {MessageKind.NOTICE, MessageKind.THANKS}
    desk = scheme["V-001"].desk
    desk.messages.note_opened([one.key for one in day_of(scheme).messages])
    desk.notices.say_read(told)
    assert day_of(scheme).messages == ()


def test_what_runs_out_for_oneself_is_told_and_nothing_of_others(scheme: MemoryScheme) -> None:
    office, today = scheme["C-001"].desk, london_day(scheme.clock.now())
    far = today + timedelta(days=900)
    for member in office.scheme.members():
        ends = today + timedelta(days=20)
        office.scheme.put_member(
            replace(member, vetting_expires=ends, term_ends=far, id_card_expires=far, probation_until=None)
        )
    scheme.exchange()
    assert [(one.member_id, one.what) for one in day_of(scheme).reminders] == [("V-001", RunsOut.VETTING)]

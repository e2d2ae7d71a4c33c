"""Drawing a rota."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.rota import (
    Availability,
    Conflict,
    Duty,
    Leave,
    RotaRule,
    RotaTask,
    WhyEmpty,
    Window,
    breaches,
)
from icv_app.services.rota_planner import DrawnRota, draw
from tests.rota_builders import HALIFAX, LEEDS, WEEKS, a_duty, a_rota_task, a_visitor, everybody_can

MONTH = WEEKS[:4]


def a_month(**changes: object) -> RotaTask:
    return a_rota_task(**{"weeks": MONTH, "nights": 0.0, "weekends": 0.0, **changes})


def kept(drawn: DrawnRota, task: RotaTask) -> bool:
    """Whether every duty that is filled keeps every rule; locked ones are not the planner's."""
    by_hand = {duty.place for duty in task.locked}
    found = breaches([duty for duty in drawn.duties if duty.filled], task)
    return not [one for one in found if one.place not in by_hand]


def loads(drawn: DrawnRota) -> Counter[MemberId]:
    return Counter(name for duty in drawn.duties for name in duty.pair)


visitors = st.lists(
    st.builds(
        lambda probation, lapses: {"probation_until": probation, "vetting_expires": lapses},
        st.sampled_from([None, None, WEEKS[1], WEEKS[9]]),
        st.sampled_from([WEEKS[-1] + timedelta(days=60)] * 3 + [WEEKS[2] + timedelta(days=2)]),
    ),
    min_size=2,
    max_size=8,
)


@st.composite
def tasks(draw_one: st.DrawFn) -> RotaTask:
    members = tuple(a_visitor(number, **changes) for number, changes in enumerate(draw_one(visitors), 1))
    names = [member.member_id for member in members]
    weeks = WEEKS[: draw_one(st.integers(1, 5))]
    free = st.frozensets(st.sampled_from(list(Window)))
    said = [
        Availability(member_id=name, week=week, windows=draw_one(free)) for name in names for week in weeks
    ]
    name = st.sampled_from(names)
    suites = st.sampled_from([SuiteId(LEEDS), SuiteId(HALIFAX)])
    conflicts = st.lists(
        st.one_of(
            st.builds(Conflict, member_id=name, suite_id=suites),
            st.builds(Conflict, member_id=name, other=name),
        ),
        max_size=2,
    )
    away = st.builds(
        lambda who, first, days: Leave(member_id=who, first=first, last=first + timedelta(days=days)),
        name,
        st.sampled_from(weeks),
        st.integers(0, 9),
    )
    pairs = st.lists(name, min_size=2, max_size=2, unique=True).map(lambda pair: tuple(sorted(pair)))
    before = st.lists(
        st.builds(Duty, suite_id=suites, week=st.just(WEEKS[0] - timedelta(days=7)), pair=pairs), max_size=1
    )
    return a_rota_task(
        members=members,
        weeks=weeks,
        availability=tuple(said),
        conflicts=tuple(draw_one(conflicts)),
        leave=tuple(draw_one(st.lists(away, max_size=2))),
        before=tuple(draw_one(before)),
        visits_a_week=draw_one(st.sampled_from([0.5, 1.0, 2.0])),
        nights=draw_one(st.sampled_from([0.0, 0.3])),
        weekends=draw_one(st.sampled_from([0.0, 0.3])),
    )


@settings(max_examples=25, deadline=None)
@given(task=tasks(), seed=st.integers(0, 2**40))
def test_whatever_the_scheme_every_duty_that_is_filled_keeps_every_rule(task: RotaTask, seed: int) -> None:
    drawn = draw(task, seed)

    assert kept(drawn, task)
    assert [duty.place for duty in drawn.duties] == sorted(task.places())
    assert {len(duty.pair) for duty in drawn.duties} <= {0, 2}
    assert [one.place for one in drawn.empty] == [duty.place for duty in drawn.duties if not duty.pair]


@settings(max_examples=5, deadline=None)
@given(task=tasks())
def test_the_same_seed_draws_the_same_rota(task: RotaTask) -> None:
    assert draw(task, 7) == draw(task, 7)


def test_another_seed_draws_other_pairs() -> None:
    task = a_month()
    assert len({tuple(duty.pair for duty in draw(task, seed).duties) for seed in range(4)}) > 1


def test_everybody_who_can_go_gets_a_like_share() -> None:
    drawn = draw(a_month(), 1)
    assert drawn.empty == ()
    assert sorted(loads(drawn).values()) == [2, 2, 3, 3, 3, 3]


def test_the_quotas_of_nights_and_weekends_are_kept_where_they_can_be() -> None:
    drawn = draw(a_month(nights=0.25, weekends=0.25), 1)
    windows = Counter(duty.window for duty in drawn.duties)
    assert (drawn.nights_missing, drawn.weekends_missing) == (0, 0)
    assert min(windows[Window.NIGHT], windows[Window.WEEKEND]) >= 2

    by_day = a_month(nights=0.25, weekends=0.25, availability=everybody_can({Window.DAY}))
    drawn = draw(by_day, 1)
    assert drawn.empty == ()
    assert (drawn.nights_missing, drawn.weekends_missing) == (2, 2)


def test_duties_made_by_hand_stand_and_the_others_go_round_them() -> None:
    by_hand = a_duty(week=1, pair=("V-003", "V-004"), window=Window.NIGHT, locked=True)
    task = a_month(locked=(by_hand,))
    drawn = draw(task, 1)
    assert by_hand in drawn.duties
    assert kept(drawn, task)
    assert max(loads(drawn).values()) <= 3


def test_a_duty_made_by_hand_for_a_reserve_suite_is_kept_too() -> None:
    by_hand = a_duty(suite="dewsbury", week=2, pair=("V-003", "V-004"), locked=True)
    assert by_hand in draw(a_month(locked=(by_hand,)), 1).duties


def why(task: RotaTask) -> list[tuple[int, str, WhyEmpty]]:
    return [(one.week_number, one.place[1], one.why) for one in draw(task, 1).empty]


def test_a_week_in_which_nobody_can_go_is_named() -> None:
    task = a_month(suites=a_rota_task().suites[1:])
    said = tuple(one for one in task.availability if one.week != WEEKS[2])
    assert why(replace(task, availability=said)) == [(3, HALIFAX, WhyEmpty.NOBODY_AVAILABLE)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"availability": everybody_can(count=1)}, WhyEmpty.ONE_AVAILABLE),
        (
            {
                "availability": (
                    *everybody_can({Window.DAY}, count=1),
                    *everybody_can({Window.NIGHT}, count=2)[13:],
                )
            },
            WhyEmpty.NO_COMMON_TIME,
        ),
        (
            {"members": tuple(a_visitor(number, probation_until=WEEKS[-1]) for number in (1, 2))},
            WhyEmpty.ONLY_PROBATIONERS,
        ),
        (
            {
                "members": (a_visitor(1), a_visitor(2)),
                "conflicts": (Conflict(member_id=MemberId("V-001"), other=MemberId("V-002")),),
            },
            WhyEmpty.CONFLICTS,
        ),
    ],
)
def test_why_nobody_could_be_found_is_said(changes: dict[str, object], reason: WhyEmpty) -> None:
    task = a_month(**{"weeks": MONTH[:1], "suites": a_rota_task().suites[:1], **changes})
    assert why(task) == [(1, LEEDS, reason)]


def test_a_pair_that_has_just_been_out_together_is_not_sent_again() -> None:
    last = a_duty(suite=HALIFAX, week=-1)
    task = a_month(weeks=MONTH[:1], suites=a_rota_task().suites[:1], members=(a_visitor(1), a_visitor(2)))
    assert why(task) == []
    assert why(replace(task, before=(last,))) == [(1, LEEDS, WhyEmpty.NEEDED_ELSEWHERE)]


def test_a_scheme_without_visitors_gets_an_empty_rota_that_says_why() -> None:
    drawn = draw(a_month(members=()), 1)
    assert {one.why for one in drawn.empty} == {WhyEmpty.NOBODY_AVAILABLE}
    assert len(drawn.empty) == 8


def test_a_lapsed_visitor_is_left_out_by_hand_made_rules_too() -> None:
    """The planner and `breaches` judge alike."""
    lapsed = a_visitor(1, vetting_expires=WEEKS[0])
    task = a_month(members=(lapsed, *a_rota_task().members[1:]))
    assert "V-001" not in loads(draw(task, 1))
    assert RotaRule.STATUS in {one.rule for one in breaches([a_duty()], task)}

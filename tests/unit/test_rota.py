"""What a rota keeps, told of duties made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from icv_app.domain.fitness import Override, PairRule
from icv_app.domain.ids import MemberId, RecordId, SuiteId
from icv_app.domain.rota import (
    Conflict,
    Duty,
    Leave,
    RotaRule,
    RotaTask,
    Window,
    breaches,
    monday_of,
    weeks_from,
)
from icv_app.domain.scheme import Role
from tests.builders import NOON
from tests.rota_builders import HALIFAX, LEEDS, WEEKS, a_duty, a_rota_task, a_visitor, everybody_can


def rules(*duties: Duty, task: RotaTask | None = None) -> list[RotaRule]:
    return [breach.rule for breach in breaches(duties, task or a_rota_task())]


def test_a_week_begins_on_monday_and_a_quarter_has_thirteen() -> None:
    assert monday_of(date(2024, 3, 31)) == date(2024, 3, 25)
    assert weeks_from(date(2024, 4, 3))[0] == date(2024, 4, 1)
    assert weeks_from(date(2024, 4, 3))[-1] == date(2024, 6, 24)
    assert len(weeks_from(date(2024, 4, 3))) == 13


def test_weeks_go_on_over_a_clock_change() -> None:
    weeks = weeks_from(date(2024, 10, 21), 3)
    assert [week.weekday() for week in weeks] == [0, 0, 0]


def test_a_pair_in_good_standing_keeps_every_rule() -> None:
    assert rules(a_duty()) == []


@pytest.mark.parametrize("pair", [(), ("V-001",), ("V-001", "V-001")])
def test_two_different_visitors_go(pair: tuple[str, ...]) -> None:
    assert RotaRule.PAIR in rules(a_duty(pair=pair))


@pytest.mark.parametrize("name", ["vetting_expires", "id_card_expires", "term_ends", "left"])
def test_nobody_goes_whose_status_ends_within_the_week(name: str) -> None:
    task = a_rota_task(members=(a_visitor(1, **{name: WEEKS[0] + timedelta(days=5)}), a_visitor(2)))
    assert rules(a_duty(), task=task) == [RotaRule.STATUS]


def test_what_a_coordinator_allowed_for_the_whole_week_stands() -> None:
    lapsed = a_visitor(1, vetting_expires=WEEKS[0] - timedelta(days=1))
    allowed = Override(
        record_id=RecordId("0190a1f0-0000-7000-8000-0000000000f1"),
        member_id=lapsed.member_id,
        rules=(PairRule.VETTING,),
        first=WEEKS[0],
        last=WEEKS[0] + timedelta(days=6),
        at=NOON,
        by=MemberId("C-001"),
    )
    task = a_rota_task(members=(lapsed, a_visitor(2)), overrides=(allowed,))
    short = replace(allowed, last=allowed.last - timedelta(days=1))
    assert rules(a_duty(), task=task) == []
    assert rules(a_duty(), task=replace(task, overrides=(short,))) == [RotaRule.STATUS]


def test_a_coordinator_or_a_stranger_is_not_sent() -> None:
    task = a_rota_task(members=(a_visitor(1), a_visitor(2, role=Role.COORDINATOR)))
    assert RotaRule.STATUS in rules(a_duty(), task=task)
    assert RotaRule.STATUS in rules(a_duty(pair=("V-001", "V-077")))


def test_nobody_is_sent_when_they_cannot_go() -> None:
    by_day = everybody_can({Window.DAY})
    assert rules(a_duty(window=Window.NIGHT), task=a_rota_task(availability=by_day)) == [
        RotaRule.AVAILABLE,
        RotaRule.AVAILABLE,
    ]
    assert rules(a_duty(), task=a_rota_task(availability=())) == [RotaRule.AVAILABLE, RotaRule.AVAILABLE]


def test_leave_takes_the_days_it_covers() -> None:
    monday = WEEKS[0]
    weekdays = Leave(member_id=MemberId("V-001"), first=monday, last=monday + timedelta(days=4))
    task = a_rota_task(leave=(weekdays,))
    assert rules(a_duty(window=Window.DAY), task=task) == [RotaRule.AVAILABLE]
    assert rules(a_duty(window=Window.WEEKEND), task=task) == []
    almost = replace(weekdays, last=monday + timedelta(days=3))
    assert rules(a_duty(window=Window.DAY), task=replace(task, leave=(almost,))) == []


def test_a_declared_conflict_keeps_a_visitor_from_a_suite_or_from_another_visitor() -> None:
    to_suite = Conflict(member_id=MemberId("V-001"), suite_id=SuiteId(LEEDS))
    to_other = Conflict(member_id=MemberId("V-002"), other=MemberId("V-001"))
    assert rules(a_duty(), task=a_rota_task(conflicts=(to_suite,))) == [RotaRule.CONFLICT]
    assert rules(a_duty(suite=HALIFAX), task=a_rota_task(conflicts=(to_suite,))) == []
    assert rules(a_duty(), task=a_rota_task(conflicts=(to_other,))) == [RotaRule.CONFLICT]


def test_a_probationer_goes_with_an_experienced_visitor() -> None:
    one, two = (a_visitor(number, probation_until=WEEKS[0]) for number in (1, 2))
    assert rules(a_duty(), task=a_rota_task(members=(one, two))) == [RotaRule.PROBATION]
    assert rules(a_duty(), task=a_rota_task(members=(one, a_visitor(2)))) == []
    assert rules(a_duty(week=1), task=a_rota_task(members=(one, two))) == []


def test_one_visit_a_week_is_enough() -> None:
    assert RotaRule.ONE_A_WEEK in rules(a_duty(), a_duty(suite=HALIFAX, pair=("V-001", "V-003")))


def test_no_pair_goes_twice_running() -> None:
    first, again = a_duty(), a_duty(suite=HALIFAX, week=3)
    assert rules(first, again) == [RotaRule.PAIR_TWICE]
    one_went_elsewhere = a_duty(suite=HALIFAX, week=1, pair=("V-001", "V-003"))
    assert RotaRule.PAIR_TWICE in rules(first, one_went_elsewhere, a_duty(week=3))
    both_did = a_duty(suite=HALIFAX, week=2, pair=("V-002", "V-004"))
    assert rules(first, one_went_elsewhere, both_did, a_duty(week=3)) == []


def test_suites_rotate() -> None:
    assert rules(a_duty(), a_duty(week=2, pair=("V-001", "V-003"))) == [RotaRule.SUITE_TWICE]


def test_the_weeks_before_count_but_are_not_judged() -> None:
    last = a_duty(week=-1)
    assert rules(a_duty(suite=HALIFAX), task=a_rota_task(before=(last,))) == [RotaRule.PAIR_TWICE]
    assert rules(task=a_rota_task(before=(last, a_duty(week=-2)))) == []


@pytest.mark.parametrize(("target", "due"), [(1.0, 13), (2.0, 26), (0.5, 6), (0.25, 3), (1.08, 14)])
def test_the_target_is_spread_over_the_weeks(target: float, due: int) -> None:
    places = list(a_rota_task(visits_a_week=target).places())
    assert len([one for one in places if one[1] == LEEDS]) == due


def test_a_suite_may_have_a_target_of_its_own() -> None:
    places = list(a_rota_task(suite_targets={LEEDS: 2.0}).places())
    assert len([one for one in places if one[1] == LEEDS]) == 26
    assert len([one for one in places if one[1] == HALIFAX]) == 13


def test_a_suite_is_visited_in_the_weeks_it_is_open_throughout() -> None:
    task = a_rota_task()
    closing = replace(task.suites[0], closed=WEEKS[4] + timedelta(days=3))
    reserve = replace(task.suites[1], contingency=True)
    places = [(week, suite) for week, suite, _n in replace(task, suites=(closing, reserve)).places()]
    assert places == [(week, closing.suite_id) for week in WEEKS[:4]]
    opened = replace(task, suites=(reserve,), opened=frozenset({reserve.suite_id}))
    assert len(list(opened.places())) == 13

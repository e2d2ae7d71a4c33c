"""Rules 2, 4 and 19: who visited, and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from icv_app.domain.completeness import Step, problems
from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.scheme import Member, Role
from icv_app.domain.visit import DelayExplanation, VisitKind
from tests.builders import (
    NOON,
    a_context,
    a_member,
    a_suite,
    a_visit,
    an_abandoned_visit,
    an_empty_draft,
    settings,
    to_do,
)

DAY = date(2024, 3, 14)
DAY_BEFORE = date(2024, 3, 13)
MINUTE = timedelta(minutes=1)
V1, V2, V3 = MemberId("V-001"), MemberId("V-002"), MemberId("V-003")


def test_a_complete_visit_has_nothing_to_do() -> None:
    assert to_do(a_visit()) == []


def test_an_empty_draft_is_told_everything_it_needs_in_the_order_of_the_steps() -> None:
    found = problems(an_empty_draft(), a_context())
    assert [problem.field for problem in found] == [
        "suite",
        "visitors",
        "arrived_at",
        "entered_at",
        "census.total",
        "left_suite_at",
        "left_station_at",
        "outcome",
        "sign_off.no_names_used",
        "sign_off.nobody_known",
        "sign_off.second",
    ]
    steps = [problem.step for problem in found]
    assert steps == sorted(steps, key=list(Step).index)
    assert not any(problem.wrong for problem in found)


def test_a_visit_needs_a_suite_of_the_scheme() -> None:
    assert to_do(a_visit(suite=None)) == [("suite", "Choose the suite you visited.")]
    assert to_do(a_visit(suite=SuiteId("gone"))) == [
        ("suite", "Choose a suite of the scheme; the one chosen is no longer listed.")
    ]


def test_a_visit_to_a_suite_that_was_closed_is_questioned() -> None:
    closed = a_context(settings=settings(suites=(a_suite("Wakefield", closed=DAY_BEFORE),)))
    assert to_do(a_visit(), closed) == [
        ("suite", "Check the suite and the day: Wakefield was not open on 14 March 2024.")
    ]


@pytest.mark.parametrize("visitors", [(), (V1,), (V1, V1)])
def test_a_visit_needs_two_different_visitors(visitors: tuple[MemberId, ...]) -> None:
    assert to_do(a_visit(visitors=visitors)) == [
        ("visitors", "Name two different visitors: visits are made in pairs.")
    ]


def test_three_visitors_may_come_and_each_is_named_once() -> None:
    assert to_do(a_visit(visitors=(V1, V2, V3))) == []
    assert to_do(a_visit(visitors=(V1, V2, V2))) == [("visitors", "Name every visitor once.")]


def test_whoever_records_a_visit_is_one_of_its_visitors() -> None:
    assert to_do(a_visit(visitors=(V2, V3))) == [
        ("visitors", "Put V-001 among the visitors: whoever records a visit has made it.")
    ]


@pytest.mark.parametrize("stranger", ["V-099", "C-001"])
def test_a_visitor_is_somebody_the_scheme_knows_as_a_visitor(stranger: str) -> None:
    assert to_do(a_visit(visitors=(V1, MemberId(stranger)))) == [
        ("visitors", f"{stranger} is not a visitor of the scheme: name somebody else.")
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"left": DAY_BEFORE},
            "V-002 was not in the scheme on 14 March 2024: name somebody else, or ask the coordinator.",
        ),
        (
            {"joined": date(2024, 3, 15)},
            "V-002 was not in the scheme on 14 March 2024: name somebody else, or ask the coordinator.",
        ),
        ({"term_ends": DAY_BEFORE}, "The term of V-002 had ended by 14 March 2024: ask the coordinator."),
        (
            {"vetting_expires": DAY_BEFORE},
            "The vetting of V-002 was out of date on 14 March 2024: ask the coordinator.",
        ),
        (
            {"id_card_expires": DAY_BEFORE},
            "The identity card of V-002 was out of date on 14 March 2024: ask the coordinator.",
        ),
    ],
)
def test_each_visitor_is_active_and_in_date_on_the_day(changes: dict[str, Any], sentence: str) -> None:
    assert to_do(a_visit(), a_context(a_member(2, **changes))) == [("visitors", sentence)]


@pytest.mark.parametrize("field", ["left", "term_ends", "vetting_expires", "id_card_expires"])
def test_the_last_day_still_counts(field: str) -> None:
    assert to_do(a_visit(), a_context(a_member(2, **{field: DAY}))) == []


def test_the_day_is_the_one_in_london_on_which_the_visit_began() -> None:
    # 23:10 UTC on 13 June is already 14 June in London.
    began = NOON.replace(month=6, day=13, hour=23, minute=10)
    visit = a_visit(
        arrived_at=began,
        entered_at=began + MINUTE,
        left_suite_at=began + 60 * MINUTE,
        left_station_at=began + 70 * MINUTE,
        people=(),
    )
    late = began + timedelta(hours=3)
    assert to_do(visit, a_context(a_member(2, term_ends=date(2024, 6, 14)), now=late)) == []
    assert to_do(visit, a_context(a_member(2, term_ends=date(2024, 6, 13)), now=late)) == [
        ("visitors", "The term of V-002 had ended by 14 June 2024: ask the coordinator.")
    ]


def test_two_visitors_on_probation_may_not_visit_together() -> None:
    new = [a_member(number, probation_until=DAY) for number in (1, 2)]
    assert to_do(a_visit(), a_context(*new)) == [
        ("visitors", "V-001, V-002 were on probation: they may not visit together. Ask the coordinator.")
    ]
    assert to_do(a_visit(), a_context(new[0])) == []
    assert to_do(a_visit(), a_context(new[0], a_member(2, probation_until=DAY_BEFORE))) == []


def test_a_terrorism_visit_needs_visitors_trained_for_it() -> None:
    trained = a_member(1, tact_trained=True)
    visit = a_visit(kind=VisitKind.TACT)
    assert to_do(visit, a_context(trained)) == [
        ("visitors", "V-002 is not trained for terrorism visits: name somebody who is.")
    ]
    assert to_do(visit, a_context(trained, a_member(2, tact_trained=True))) == []
    lapsed = a_member(2, tact_trained=True, tact_expires=DAY_BEFORE)
    assert to_do(visit, a_context(trained, lapsed)) == to_do(visit, a_context(trained))
    to_the_day = a_member(2, tact_trained=True, tact_expires=DAY_BEFORE + timedelta(days=1))
    assert to_do(visit, a_context(trained, to_the_day)) == []


def test_a_trainee_comes_along_and_is_none_of_the_pair() -> None:
    assert to_do(a_visit(trainee=V3)) == []
    assert to_do(a_visit(trainee=V2)) == [
        ("trainee", "V-002 is named as a visitor and as the trainee: take one out.")
    ]
    assert to_do(a_visit(trainee=MemberId("V-099"))) == [
        ("trainee", "V-099 is not a member of the scheme: name the trainee again.")
    ]


def test_a_trainee_need_not_be_vetted_yet() -> None:
    trainee = Member(member_id=V3, role=Role.VISITOR, vetting_expires=DAY_BEFORE)
    assert to_do(a_visit(trainee=V3), a_context(trainee)) == []


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("arrived_at", "Say when you arrived at the counter."),
        ("entered_at", "Say when you entered the suite."),
        ("left_suite_at", "Say when you left the suite."),
        ("left_station_at", "Say when you left the station."),
    ],
)
def test_a_visit_has_all_four_times(field: str, sentence: str) -> None:
    assert to_do(a_visit(**{field: None})) == [(field, sentence)]


def test_an_abandoned_visit_needs_arrival_and_leaving_only() -> None:
    assert to_do(an_abandoned_visit()) == []
    assert to_do(an_abandoned_visit(arrived_at=None, left_station_at=None)) == [
        ("arrived_at", "Say when you arrived at the counter."),
        ("left_station_at", "Say when you left the station."),
    ]


def test_an_abandoned_visit_that_got_into_the_suite_says_when_it_left() -> None:
    assert to_do(an_abandoned_visit(entered_at=NOON + 4 * MINUTE)) == [
        ("left_suite_at", "Say when you left the suite.")
    ]


def test_a_call_has_a_beginning_and_an_end_only() -> None:
    call = {"kind": VisitKind.TELEPHONE, "arrived_at": None, "left_station_at": None}
    assert to_do(a_visit(**call)) == []
    assert to_do(a_visit(**call, entered_at=None, left_suite_at=None)) == [
        ("entered_at", "Say when the call began."),
        ("left_suite_at", "Say when the call ended."),
    ]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"arrived_at": NOON + 5 * MINUTE},
            "entered_at",
            "Check the time you entered the suite: it is before the time you arrived at the counter.",
        ),
        (
            {"left_suite_at": NOON + 3 * MINUTE},
            "left_suite_at",
            "Check the time you left the suite: it is before the time you entered the suite.",
        ),
        (
            {"left_station_at": NOON + 63 * MINUTE},
            "left_station_at",
            "Check the time you left the station: it is before the time you left the suite.",
        ),
    ],
)
def test_times_come_in_order(changes: dict[str, Any], field: str, sentence: str) -> None:
    found = problems(a_visit(**changes), a_context())
    assert [(problem.field, problem.text, problem.wrong) for problem in found] == [(field, sentence, True)]


def test_times_may_be_equal_to_the_minute() -> None:
    visit = a_visit(entered_at=NOON, left_suite_at=NOON, left_station_at=NOON)
    assert to_do(visit) == []


def test_order_is_judged_across_a_missing_time() -> None:
    visit = a_visit(entered_at=None, left_suite_at=NOON - MINUTE)
    assert to_do(visit)[1] == (
        "left_suite_at",
        "Check the time you left the suite: it is before the time you arrived at the counter.",
    )


def test_no_time_lies_in_the_future() -> None:
    now = NOON + 66 * MINUTE
    assert to_do(a_visit(), a_context(now=now)) == [
        ("left_station_at", "Check the time you left the station: it lies in the future.")
    ]
    assert to_do(a_visit(), a_context(now=NOON + 70 * MINUTE)) == []


def test_a_visit_lasts_24_hours_at_most() -> None:
    later = a_context(now=NOON + timedelta(days=3))
    assert to_do(a_visit(left_station_at=NOON + timedelta(hours=24)), later) == []
    assert to_do(a_visit(left_station_at=NOON + timedelta(hours=24, seconds=1)), later) == [
        ("left_station_at", "Check the times: together they make a visit of more than 24 hours.")
    ]


def test_a_wait_above_the_threshold_says_why_and_who_explained_it() -> None:
    assert to_do(a_visit(entered_at=NOON + 10 * MINUTE)) == []
    assert to_do(a_visit(entered_at=NOON + 11 * MINUTE)) == [
        ("delay.reason", "Say why you waited 11 minutes."),
        ("delay.explained_by", "Say who explained the wait (their role, not their name)."),
    ]


def test_the_threshold_is_the_schemes() -> None:
    context = a_context(settings=settings(delay_threshold=timedelta(minutes=3)))
    assert [field for field, _ in to_do(a_visit(), context)] == ["delay.reason", "delay.explained_by"]


def delayed(reason: str = "busy", by: str = "custody_sergeant", note: str = "") -> list[tuple[str, str]]:
    delay = DelayExplanation(reason=reason, explained_by=by, note=note)
    return to_do(a_visit(entered_at=NOON + 30 * MINUTE, delay=delay))


def test_an_explained_wait_is_complete() -> None:
    assert delayed() == []
    assert delayed("other", note="Fire alarm.") == []


def test_another_reason_for_a_wait_is_put_in_words() -> None:
    assert delayed("other", note=" ") == [("delay.note", "Say in a few words why you waited.")]


def test_the_reason_and_the_role_come_from_the_checklist() -> None:
    assert delayed("boredom", "a named sergeant") == [
        ("delay.reason", "Choose the reason for the wait from the list again."),
        ("delay.explained_by", "Choose who explained the wait from the list again."),
    ]


def test_a_call_has_no_wait_to_explain() -> None:
    assert to_do(a_visit(kind=VisitKind.TELEPHONE, entered_at=NOON + 30 * MINUTE)) == []

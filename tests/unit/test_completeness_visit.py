"""Rules 9, 10, 11 and 13: the suite, the concerns, signing off; and how far each step has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from icv_app.domain.census import Census, Tally
from icv_app.domain.completeness import Step, StepStatus, problems, step_status
from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId, PersonId, SuiteId
from icv_app.domain.person import Contact, Value
from icv_app.domain.problem import STEP_OF_FIELD
from icv_app.domain.visit import (
    AreaFinding,
    AreaState,
    Outcome,
    SecondVisitor,
    SignOff,
    Staffing,
    StockFinding,
    Visit,
)
from tests.builders import (
    NOON,
    a_concern,
    a_context,
    a_person,
    a_visit,
    an_abandoned_visit,
    an_empty_draft,
    answered,
    somebody_asleep,
    to_do,
)

FUTURE = NOON + timedelta(hours=3, seconds=1)


def area(**changes: Any) -> list[tuple[str, str]]:
    return to_do(a_visit(areas=(AreaFinding(**{"area": "cells", **changes}),), concerns=(a_concern(),)))


def stock(**changes: Any) -> list[tuple[str, str]]:
    return to_do(a_visit(stocks=(StockFinding(**{"stock": "blankets", **changes}),), concerns=(a_concern(),)))


@pytest.mark.parametrize("state", [AreaState.MINOR, AreaState.POOR])
def test_a_poor_area_is_explained_or_raised(state: AreaState) -> None:
    assert area(state=state) == [("areas.cells", "Cells: say what is wrong, or raise a concern.")]
    assert area(state=state, note="Paint is peeling.") == []
    assert area(state=state, concern_id=ConcernId("concern-1")) == []
    assert area(state=state, note="Paint.", concern_id=ConcernId("gone")) == [
        ("areas.cells", "Cells: its concern has been taken out; raise it again or write a note.")
    ]


@pytest.mark.parametrize("state", [AreaState.GOOD, AreaState.NOT_CHECKED])
def test_a_good_or_unchecked_area_needs_no_note(state: AreaState) -> None:
    assert area(state=state) == []


def test_a_missing_stock_is_explained_or_raised() -> None:
    assert stock(value=Value.NO) == [("stocks.blankets", "Blankets: say what is wrong, or raise a concern.")]
    assert stock(value=Value.NO, note="Delivery due tomorrow.") == []
    assert stock(value=Value.NO, concern_id=ConcernId("concern-1")) == []


@pytest.mark.parametrize("value", [Value.YES, Value.NOT_APPLICABLE, Value.NOT_KNOWN])
def test_other_answers_about_stock_need_no_note(value: Value) -> None:
    assert stock(value=value) == []


def concern(**changes: Any) -> list[tuple[str, str]]:
    return to_do(a_visit(concerns=(a_concern(**changes),)))


def test_a_complete_concern_has_nothing_to_do() -> None:
    assert concern() == []
    assert concern(raised_at=None, raised_with=None, source=None) == []
    now = a_context().now
    assert concern(raised_at=now, officer_told_at=now) == []


def test_a_problem_of_a_concern_says_which_one() -> None:
    own = a_concern(category="", person_id=PersonId("person-1"))
    (problem,) = problems(a_visit(concerns=(own,)), a_context())
    assert (problem.step, problem.concern_id, problem.person_id, problem.field) == (
        Step.CONCERNS,
        "concern-1",
        "person-1",
        "category",
    )


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"category": ""}, "category", "Choose what kind of concern this is."),
        ({"category": "Z9"}, "category", "Choose the kind of concern from the list again."),
        ({"text": " "}, "text", "Say in a sentence what the concern is."),
        (
            {"person_id": PersonId("gone")},
            "person_id",
            "The person this concern is about is no longer recorded: choose again.",
        ),
        (
            {"raised_with": "Sergeant Example"},
            "raised_with",
            "Choose the role you raised it with from the list again.",
        ),
        ({"raised_at": FUTURE}, "raised_at", "Check this time: it lies in the future."),
        ({"officer_told_at": FUTURE}, "officer_told_at", "Check this time: it lies in the future."),
        (
            {"severity": Severity.RED},
            "officer_told_at",
            "Say when you told the custody officer: the concern is red.",
        ),
    ],
)
def test_a_concern_is_complete(changes: dict[str, Any], field: str, sentence: str) -> None:
    assert concern(**changes) == [(field, sentence)]


def test_a_red_concern_told_to_the_custody_officer_is_complete() -> None:
    assert concern(severity=Severity.RED, officer_told_at=NOON) == []


@pytest.mark.parametrize("severity", [Severity.AMBER, Severity.GREEN])
def test_other_concerns_need_not_be_told_at_once(severity: Severity) -> None:
    assert concern(severity=severity) == []


def test_good_practice_is_never_red() -> None:
    assert concern(category="P", severity=Severity.RED) == []


def test_an_abandoned_visit_says_why() -> None:
    assert to_do(an_abandoned_visit(abandoned_reason=None)) == [
        ("abandoned_reason", "Say why the visit was abandoned.")
    ]
    assert to_do(an_abandoned_visit(abandoned_reason="in own words")) == [
        ("abandoned_reason", "Choose why the visit was abandoned from the list again.")
    ]
    assert to_do(an_abandoned_visit(abandoned_reason="other")) == [
        ("abandoned_note", "Say in a few words why the visit was abandoned.")
    ]
    assert to_do(an_abandoned_visit(abandoned_reason="other", abandoned_note="Flooded street.")) == []


def signed(**changes: Any) -> list[tuple[str, str]]:
    return to_do(a_visit(sign_off=replace(a_visit().sign_off, **changes)))


def test_both_declare_that_no_names_are_used_and_nobody_is_known() -> None:
    assert signed(no_names_used=False, nobody_known=False) == [
        ("sign_off.no_names_used", "Declare that no names are used in this report."),
        ("sign_off.nobody_known", "Declare that nobody you spoke to is known to you."),
    ]


def test_the_second_visitor_has_a_word() -> None:
    assert signed(second=None) == [
        ("sign_off.second", "Say whether the second visitor agrees here or will do so later.")
    ]


def test_agreeing_here_is_declared() -> None:
    assert signed(both_agree=False) == [
        ("sign_off.both_agree", "Declare that both of you agree with this report.")
    ]


def test_the_second_visitor_may_agree_later() -> None:
    assert signed(second=SecondVisitor.LATER, both_agree=False) == []


def test_dissent_says_what_it_is_about() -> None:
    dissents = {"second": SecondVisitor.DISSENTS_HERE, "both_agree": False}
    assert signed(**dissents) == [
        ("sign_off.dissent_note", "Say what the second visitor does not agree with.")
    ]
    assert signed(**dissents, dissent_note="The cells were clean.") == []
    assert signed(second=SecondVisitor.DISSENTS_HERE, dissent_note="The cells were clean.") == [
        ("sign_off.both_agree", "The second visitor dissents: take back that both of you agree.")
    ]


def test_travel_and_expenses_are_not_below_zero() -> None:
    assert to_do(a_visit(travel_minutes=-1, expenses_pence=-1)) == [
        ("travel_minutes", "Enter a number that is not below zero."),
        ("expenses_pence", "Enter a number that is not below zero."),
    ]
    assert to_do(a_visit(travel_minutes=None, expenses_pence=None)) == []
    assert to_do(a_visit(travel_minutes=0, expenses_pence=0)) == []


def statuses(visit: Visit) -> dict[Step, StepStatus]:
    return dict(step_status(visit, a_context()))


def test_nothing_is_started_in_an_empty_draft() -> None:
    assert statuses(an_empty_draft()) == dict.fromkeys(Step, StepStatus.NOT_STARTED)


def test_every_step_of_a_complete_visit_is_done() -> None:
    assert statuses(a_visit()) == dict.fromkeys(Step, StepStatus.DONE)


def in_the_suite(**changes: Any) -> Visit:
    """Half way: arrival done, the rest open."""
    still_open = {"left_suite_at": None, "left_station_at": None, "outcome": None, "sign_off": SignOff()}
    return a_visit(**{**still_open, "areas": (), "stocks": (), **changes})


def test_the_steps_before_leaving_can_be_done_during_the_visit() -> None:
    assert statuses(in_the_suite()) == {
        Step.ARRIVAL: StepStatus.DONE,
        Step.CUSTODY: StepStatus.DONE,
        Step.PEOPLE: StepStatus.DONE,
        Step.SUITE: StepStatus.NOT_STARTED,
        Step.CONCERNS: StepStatus.NOT_STARTED,
        Step.SIGN_OFF: StepStatus.NOT_STARTED,
    }


def test_a_step_with_something_still_open_is_in_progress() -> None:
    open_answer = in_the_suite(people=(answered(a_person()).without_answer("drink_given"),))
    assert statuses(open_answer)[Step.PEOPLE] is StepStatus.IN_PROGRESS


def test_a_step_with_something_that_cannot_stand_needs_attention() -> None:
    backwards = in_the_suite(arrived_at=NOON + timedelta(minutes=5))
    assert statuses(backwards)[Step.ARRIVAL] is StepStatus.NEEDS_ATTENTION
    poor = in_the_suite(
        areas=(AreaFinding(area="cells", state=AreaState.POOR, concern_id=ConcernId("gone")),)
    )
    assert statuses(poor)[Step.SUITE] is StepStatus.NEEDS_ATTENTION


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"suite": SuiteId("wakefield")}, Step.ARRIVAL),
        ({"arrived_at": NOON}, Step.ARRIVAL),
        ({"entered_at": NOON}, Step.ARRIVAL),
        ({"census": Census(women=1)}, Step.CUSTODY),
        ({"staffing": Staffing(sergeants=1)}, Step.CUSTODY),
        ({"people": (somebody_asleep(),)}, Step.PEOPLE),
        ({"tallies": (Tally(contact=Contact.DECLINED, reason="", count=1),)}, Step.PEOPLE),
        ({"areas": (AreaFinding(area="cells", state=AreaState.GOOD),)}, Step.SUITE),
        ({"stocks": (StockFinding(stock="blankets", value=Value.YES),)}, Step.SUITE),
        ({"observed": ("release",)}, Step.SUITE),
        ({"concerns": (a_concern(),)}, Step.CONCERNS),
        ({"positive_practice": "Kind staff."}, Step.CONCERNS),
        ({"raised_with_officer": "The cold."}, Step.CONCERNS),
        ({"sign_off": SignOff(no_names_used=True)}, Step.SIGN_OFF),
        ({"left_suite_at": NOON}, Step.SIGN_OFF),
    ],
)
def test_the_first_thing_entered_begins_a_step_and_no_other(changes: dict[str, Any], step: Step) -> None:
    found = statuses(an_empty_draft(**changes))
    assert [one for one, status in found.items() if status is not StepStatus.NOT_STARTED] == [step]


def test_saying_how_a_visit_ended_finishes_steps_that_ask_for_nothing() -> None:
    found = statuses(an_empty_draft(outcome=Outcome.COMPLETED))
    assert found[Step.SUITE] is StepStatus.DONE
    assert found[Step.CONCERNS] is StepStatus.DONE
    assert found[Step.SIGN_OFF] is StepStatus.IN_PROGRESS
    assert found[Step.ARRIVAL] is StepStatus.NOT_STARTED


def test_problems_at_hand_need_not_be_found_again() -> None:
    visit, context = in_the_suite(), a_context()
    assert step_status(visit, context, problems(visit, context)) == step_status(visit, context)


def test_every_field_has_its_step() -> None:
    assert set(STEP_OF_FIELD.values()) == set(Step)
    fields = {problem.field.partition(".")[0] for problem in problems(an_empty_draft(), a_context())}
    assert fields <= set(STEP_OF_FIELD)

"""Rule 11: the count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from icv_app.domain.census import Census, Tally
from icv_app.domain.completeness import problems
from icv_app.domain.ids import PersonId
from icv_app.domain.person import Contact, Gender
from icv_app.domain.visit import Outcome, Staffing, Visit, VisitKind
from tests.builders import (
    a_census,
    a_context,
    a_girl_of_15,
    a_visit,
    an_abandoned_visit,
    answered,
    somebody_asleep,
    somebody_who_declined,
    to_do,
)

BELOW_ZERO = "Enter a number that is not below zero."


def with_census(**changes: Any) -> Visit:
    visit = a_visit()
    return replace(visit, census=replace(visit.census, **changes))


def with_tally(**changes: Any) -> Visit:
    tally = Tally(**{"contact": Contact.NOT_AVAILABLE, "reason": "asleep", "count": 4, **changes})
    visit = a_visit(tallies=(tally,))
    return replace(visit, census=replace(visit.census, children_14_17=9, vulnerable=9, women=9, total=12))


def test_rows_and_tallies_that_add_up_are_complete() -> None:
    interview = Tally(contact=Contact.NOT_AVAILABLE, reason="interview", count=2, women=1)
    assert to_do(a_visit(tallies=(interview,))) == []


def test_a_completed_visit_says_how_many_were_in_custody() -> None:
    assert to_do(with_census(total=None)) == [
        ("census.total", "Say how many people were in custody when you entered.")
    ]
    assert [field for field, _ in to_do(a_visit(people=(), census=Census()))] == ["census.total"]


def test_an_empty_suite_is_complete() -> None:
    assert to_do(a_visit(people=())) == []


def test_everybody_in_custody_is_accounted_for() -> None:
    assert to_do(with_census(total=5)) == [
        ("people", "3 more people were in custody than you have recorded: add them, or count them by reason.")
    ]


def test_nobody_is_recorded_who_was_not_in_custody() -> None:
    (problem,) = problems(with_census(total=1), a_context())
    assert problem.text == (
        "You have recorded 1 more person than was in custody: check the count and the rows."
    )
    assert problem.wrong


def test_a_row_without_an_outcome_is_named_instead_of_the_count() -> None:
    people = (*a_visit().people, somebody_asleep(contact=None, contact_reason=None))
    assert to_do(a_visit(people=people)) == [
        ("contact", "13WK/4395: say whether you spoke to them, or why not.")
    ]


def test_whoever_arrived_during_the_visit_is_counted_apart() -> None:
    assert to_do(with_census(arrived_during=3)) == []


def test_a_visit_whose_end_is_not_said_yet_is_counted_like_a_completed_one() -> None:
    visit = replace(with_census(total=5), outcome=None)
    assert [field for field, _ in to_do(visit)] == ["people", "outcome"]


@pytest.mark.parametrize("kind", [VisitKind.IN_PERSON, VisitKind.CONTINGENCY])
def test_a_part_visit_explains_its_difference(kind: VisitKind) -> None:
    part = replace(with_census(total=5), outcome=Outcome.PART, kind=kind)
    assert to_do(part) == [("part_reason", "Say why not everybody in custody is accounted for.")]
    assert to_do(replace(part, part_reason="We were asked to leave.")) == []


def test_a_part_visit_that_reconciles_has_nothing_to_explain() -> None:
    assert to_do(a_visit(outcome=Outcome.PART)) == []


def test_a_part_visit_that_saw_anybody_says_how_many_were_in_custody() -> None:
    part = replace(with_census(total=None), outcome=Outcome.PART, part_reason="Emergency.")
    assert to_do(part) == [("census.total", "Say how many people were in custody when you entered.")]
    assert to_do(replace(part, people=(), tallies=())) == []
    tally = Tally(contact=Contact.DECLINED, reason="", count=1)
    assert [field for field, _ in to_do(replace(part, people=(), tallies=(tally,)))] == ["census.total"]


def test_a_call_needs_no_reconciliation() -> None:
    assert to_do(replace(with_census(total=9), kind=VisitKind.TELEPHONE)) == []
    assert to_do(a_visit(kind=VisitKind.TELEPHONE, census=Census())) == []
    assert to_do(replace(with_census(total=9), kind=VisitKind.TELEPHONE, outcome=Outcome.PART)) == []


def test_an_abandoned_visit_has_no_count_and_nobody_in_it() -> None:
    assert to_do(an_abandoned_visit(census=Census(total=3))) == [
        ("census.total", "An abandoned visit has no count: take the numbers out, or record a part visit.")
    ]
    seen = [("people", "An abandoned visit has seen nobody: take the people out, or record a part visit.")]
    assert to_do(an_abandoned_visit(people=(somebody_asleep(),))) == seen
    asleep = Tally(contact=Contact.NOT_AVAILABLE, reason="asleep", count=1)
    assert to_do(an_abandoned_visit(tallies=(asleep,), census=Census())) == seen


@pytest.mark.parametrize(
    "part",
    [
        "men",
        "women",
        "other",
        "children_10_13",
        "children_14_17",
        "vulnerable",
        "non_english",
        "immigration",
        "s136",
        "tact",
        "over_24h",
        "high_observation",
    ],
)
def test_no_part_of_the_count_is_above_the_whole(part: str) -> None:
    found = dict(to_do(with_census(**{part: 3})))
    assert found[f"census.{part}"] == "Check this number: only 2 people were in custody altogether."
    assert f"census.{part}" not in dict(to_do(with_census(**{part: 2})))


def test_children_of_both_bands_together_are_not_above_the_whole() -> None:
    assert to_do(with_census(children_10_13=1, children_14_17=1)) == []
    assert to_do(with_census(children_10_13=1, children_14_17=2)) == [
        ("census.children_14_17", "Check the children: only 2 people were in custody altogether.")
    ]


@pytest.mark.parametrize(
    ("men", "women", "other", "total"),
    [(1, 0, 0, 1), (2, 1, 0, 3), (2, 1, None, 3)],
)
def test_men_women_and_others_make_the_whole(men: int, women: int, other: int | None, total: int) -> None:
    assert to_do(with_census(men=men, women=women, other=other)) == [
        (
            "census.total",
            f"Check the numbers: men, women and others make {total}, but 2 people were in custody.",
        )
    ]
    assert to_do(with_census(men=1, women=1, other=0)) == []
    assert to_do(with_census(men=1, women=0, other=None)) == []


@pytest.mark.parametrize("field", ["cells_in_use", "cells_out_of_use", "arrived_during", "men"])
def test_no_number_is_below_zero(field: str) -> None:
    assert to_do(with_census(**{field: -1})) == [(f"census.{field}", BELOW_ZERO)]


def test_no_number_of_staff_is_below_zero() -> None:
    assert to_do(a_visit(staffing=Staffing(sergeants=-1, detention_officers=-1))) == [
        ("staffing.sergeants", BELOW_ZERO),
        ("staffing.detention_officers", BELOW_ZERO),
    ]


def test_whoever_briefed_or_escorted_is_a_role_of_the_checklist() -> None:
    assert to_do(a_visit(staffing=Staffing(briefed_by="custody_sergeant"))) == []
    named = Staffing(briefed_by="Sergeant Example", escorted_by="somebody")
    assert to_do(a_visit(staffing=named)) == [
        ("staffing.briefed_by", "Choose the role from the list again."),
        ("staffing.escorted_by", "Choose the role from the list again."),
    ]


@pytest.mark.parametrize(
    ("census", "field", "sentence"),
    [
        ({"women": 0}, "women", "Women and girls: 2 recorded but 0 counted; check the count."),
        (
            {"vulnerable": 1},
            "vulnerable",
            "Vulnerable people: 2 recorded but 1 counted; check the count.",
        ),
        (
            {"children_14_17": None},
            "children_14_17",
            "Children: 1 recorded but 0 counted; check the count.",
        ),
    ],
)
def test_no_group_has_more_people_recorded_than_counted(
    census: dict[str, Any], field: str, sentence: str
) -> None:
    woman = somebody_who_declined(person_id=PersonId("woman"), gender=Gender.WOMAN, neurodivergent=True)
    people = (answered(a_girl_of_15(vulnerable=True)), replace(woman, custody_number="13WK/4411"))
    assert to_do(a_visit(people=people)) == []
    assert to_do(a_visit(people=people, census=a_census(people, **census))) == [(f"census.{field}", sentence)]


@pytest.mark.parametrize(("counted", "is_wrong"), [(None, False), (1, True)])
def test_a_group_not_counted_yet_is_open_and_one_counted_too_low_is_wrong(
    counted: int | None, is_wrong: bool
) -> None:
    tally = Tally(contact=Contact.DECLINED, reason="", count=2, women=2)
    visit = a_visit(tallies=(tally,))
    (problem,) = problems(replace(visit, census=replace(visit.census, women=counted)), a_context())
    assert problem.wrong is is_wrong


def test_tallied_groups_are_counted_too() -> None:
    tally = Tally(contact=Contact.NOT_AVAILABLE, reason="asleep", count=2, women=2)
    visit = a_visit(tallies=(tally,))
    assert to_do(visit) == []
    assert to_do(replace(visit, census=replace(visit.census, women=1))) == [
        ("census.women", "Women and girls: 2 recorded but 1 counted; check the count.")
    ]


def only_tally_problems(visit: Visit) -> list[tuple[str, str]]:
    return [found for found in to_do(visit) if found[0].startswith("tallies.")]


def test_people_who_were_spoken_to_are_not_tallied() -> None:
    assert only_tally_problems(with_tally(contact=Contact.SPOKEN_TO, reason="")) == [
        ("tallies.0.contact", "Give everybody you spoke to a row of their own.")
    ]


@pytest.mark.parametrize(
    ("contact", "reason"),
    [
        (Contact.NOT_AVAILABLE, "safety_advice"),
        (Contact.NOT_OFFERED, "asleep"),
        (Contact.DECLINED, "asleep"),
        (Contact.NOT_AVAILABLE, "no such reason"),
    ],
)
def test_the_reason_of_a_tally_goes_with_its_outcome(contact: Contact, reason: str) -> None:
    assert only_tally_problems(with_tally(contact=contact, reason=reason)) == [
        ("tallies.0.reason", "Choose again why these people were not seen.")
    ]


@pytest.mark.parametrize("contact", [Contact.NOT_AVAILABLE, Contact.NOT_OFFERED])
def test_people_not_seen_are_tallied_by_reason(contact: Contact) -> None:
    assert only_tally_problems(with_tally(contact=contact, reason="")) == [
        ("tallies.0.reason", "Choose why these people were not seen.")
    ]


@pytest.mark.parametrize(
    ("contact", "reason"),
    [
        (Contact.NOT_AVAILABLE, "asleep"),
        (Contact.OBSERVED_ONLY, "asleep"),
        (Contact.OBSERVED_ONLY, ""),
        (Contact.DECLINED, ""),
        (Contact.NOT_OFFERED, "intoxicated"),
    ],
)
def test_a_tally_with_a_fitting_reason_is_complete(contact: Contact, reason: str) -> None:
    assert only_tally_problems(with_tally(contact=contact, reason=reason)) == []


def test_a_tally_of_one_is_complete() -> None:
    assert only_tally_problems(with_tally(count=1)) == []


@pytest.mark.parametrize("count", [0, -2])
def test_a_tally_counts_somebody(count: int) -> None:
    assert only_tally_problems(with_tally(count=count)) == [
        ("tallies.0.count", "Enter how many people this is, at least one.")
    ]


@pytest.mark.parametrize("group", ["children", "vulnerable", "women"])
@pytest.mark.parametrize(("number", "stands"), [(-1, False), (0, True), (4, True), (5, False)])
def test_a_group_is_a_part_of_its_tally(group: str, number: int, stands: bool) -> None:
    found = only_tally_problems(with_tally(**{group: number}))
    sentence = "Check this number: it is a part of the 4 people counted here."
    assert found == ([] if stands else [(f"tallies.0.{group}", sentence)])


@pytest.mark.parametrize("reason", ["inspector_refusal", "visitors_judgement"])
def test_whoever_more_is_asked_about_is_not_tallied(reason: str) -> None:
    """Rule 5: rank and ground of a refusal are recorded for each person."""
    [(field, sentence)] = only_tally_problems(with_tally(contact=Contact.NOT_OFFERED, reason=reason))
    assert field == "tallies.0.reason"
    assert sentence.startswith("Give each of these people a row of their own:")


@pytest.mark.parametrize("group", ["children", "vulnerable", "women"])
def test_nobody_of_a_priority_group_is_left_out_by_a_tally(group: str) -> None:
    """Rule 12: a tally cannot say why."""
    found = only_tally_problems(
        with_tally(contact=Contact.NOT_OFFERED, reason="time_or_resources", **{group: 1})
    )
    assert found == [
        (
            f"tallies.0.{group}",
            "Give people of a priority group a row of their own: say why they were left out.",
        )
    ]
    known = with_tally(contact=Contact.NOT_OFFERED, reason="known_to_visitor", **{group: 1})
    assert only_tally_problems(known) == []

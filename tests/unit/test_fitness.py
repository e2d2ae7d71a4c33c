"""Rule 2: who may visit on a day, and what a coordinator has allowed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from icv_app.domain.fitness import LONGEST_PERIOD, Override, PairRule, stands_against
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.visit import VisitKind
from tests.builders import NOON, a_context, a_member, a_visit, to_do

DAY = date(2024, 3, 14)
DAY_BEFORE = DAY - timedelta(days=1)
V2 = MemberId("V-002")


def an_override(*rules: PairRule, **changes: Any) -> Override:
    made: dict[str, Any] = {
        "record_id": RecordId("override-1"),
        "member_id": V2,
        "rules": rules,
        "first": DAY,
        "last": DAY,
        "at": NOON,
        "by": MemberId("C-001"),
        **changes,
    }
    return Override(**made)


LAPSED: list[tuple[PairRule, dict[str, Any]]] = [
    (PairRule.SCHEME, {"left": DAY_BEFORE}),
    (PairRule.TERM, {"term_ends": DAY_BEFORE}),
    (PairRule.VETTING, {"vetting_expires": DAY_BEFORE}),
    (PairRule.ID_CARD, {"id_card_expires": DAY_BEFORE}),
    (PairRule.TERM, {"term_ends": None}),
    (PairRule.VETTING, {"vetting_expires": None}),
    (PairRule.ID_CARD, {"id_card_expires": None}),
]


@pytest.mark.parametrize(("rule", "changes"), LAPSED)
def test_what_a_coordinator_allows_for_the_day_stands_no_longer_in_the_way(
    rule: PairRule, changes: dict[str, Any]
) -> None:
    member = a_member(2, **changes)
    [(field, sentence)] = to_do(a_visit(), a_context(member))
    assert (field, "V-002" in sentence, "coordinator" in sentence) == ("visitors", True, True)
    assert to_do(a_visit(), a_context(member, overrides=(an_override(rule),))) == []


@pytest.mark.parametrize(("rule", "changes"), LAPSED)
@pytest.mark.parametrize(
    "other",
    [
        {"member_id": MemberId("V-001")},
        {"first": DAY_BEFORE, "last": DAY_BEFORE},
        {"first": DAY + timedelta(days=1), "last": DAY + timedelta(days=9)},
    ],
    ids=["somebody else", "before", "after"],
)
def test_an_override_of_another_member_or_day_helps_nobody(
    rule: PairRule, changes: dict[str, Any], other: dict[str, Any]
) -> None:
    context = a_context(a_member(2, **changes), overrides=(an_override(rule, **other),))
    assert len(to_do(a_visit(), context)) == 1


def test_an_override_of_one_rule_leaves_the_others() -> None:
    member = a_member(2, term_ends=DAY_BEFORE, vetting_expires=DAY_BEFORE)
    context = a_context(member, overrides=(an_override(PairRule.TERM),))
    assert to_do(a_visit(), context) == [
        ("visitors", "The vetting of V-002 was out of date on 14 March 2024: ask the coordinator.")
    ]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("term_ends", "V-002 has no end of term on record: ask your coordinator."),
        ("vetting_expires", "V-002 has no vetting date on record: ask your coordinator."),
        ("id_card_expires", "V-002 has no identity card date on record: ask your coordinator."),
    ],
)
def test_what_has_no_date_cannot_be_said_to_be_in_date(field: str, sentence: str) -> None:
    assert to_do(a_visit(), a_context(a_member(2, **{field: None}))) == [("visitors", sentence)]


def test_everything_that_stands_against_a_visitor_is_told_in_one_order() -> None:
    member = a_member(2, left=DAY_BEFORE, term_ends=None, vetting_expires=DAY_BEFORE, id_card_expires=None)
    assert stands_against(member, DAY) == (
        PairRule.SCHEME,
        PairRule.TERM,
        PairRule.VETTING,
        PairRule.ID_CARD,
    )


def test_two_on_probation_may_go_once_one_of_them_is_allowed() -> None:
    pair = [a_member(number, probation_until=DAY) for number in (1, 2)]
    assert len(to_do(a_visit(), a_context(*pair))) == 1
    assert to_do(a_visit(), a_context(*pair, overrides=(an_override(PairRule.PROBATION),))) == []


def test_of_three_on_probation_two_must_be_allowed() -> None:
    three = [a_member(number, probation_until=DAY) for number in (1, 2, 3)]
    visit = a_visit(visitors=tuple(MemberId(f"V-00{number}") for number in (1, 2, 3)))
    one = an_override(PairRule.PROBATION)
    assert to_do(visit, a_context(*three, overrides=(one,))) == [
        ("visitors", "V-001, V-003 were on probation: they may not visit together. Ask the coordinator.")
    ]
    two = an_override(PairRule.PROBATION, member_id=MemberId("V-003"))
    assert to_do(visit, a_context(*three, overrides=(one, two))) == []


def test_neither_a_trainee_nor_an_override_makes_up_for_a_second_visitor() -> None:
    alone = a_visit(visitors=(MemberId("V-001"),), trainee=V2)
    context = a_context(overrides=(an_override(*PairRule),))
    assert to_do(alone, context) == [("visitors", "Name two different visitors: visits are made in pairs.")]


def test_no_override_makes_up_for_the_training_for_terrorism_visits() -> None:
    context = a_context(a_member(1, tact_trained=True), overrides=(an_override(*PairRule),))
    assert to_do(a_visit(kind=VisitKind.TACT), context) == [
        ("visitors", "V-002 is not trained for terrorism visits: name somebody who is.")
    ]


@pytest.mark.parametrize(
    ("changes", "sound"),
    [
        ({}, True),
        ({"last": DAY + LONGEST_PERIOD - timedelta(days=1)}, True),
        ({"last": DAY + LONGEST_PERIOD}, False),
        ({"last": DAY_BEFORE}, False),
        ({"rules": ()}, False),
    ],
)
def test_an_override_is_for_something_and_for_a_while(changes: dict[str, Any], sound: bool) -> None:
    assert an_override(PairRule.TERM, **changes).sound is sound

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.ids import PersonId
from icv_app.domain.person import AgeBand, Contact, DetainedPerson, Gender
from icv_app.domain.priority import (
    Placed,
    PriorityReason,
    comes_before,
    in_priority_order,
    needs_reason_if_passed_over,
    priority_reasons,
)
from tests.builders import NOON, a_person

R = PriorityReason


def somebody(name: str, held_hours: float | None = 1, **changes: object) -> DetainedPerson:
    start = None if held_hours is None else NOON - timedelta(hours=held_hours)
    return a_person(person_id=PersonId(name), relevant_time=start, authorised_at=None, **changes)


people = st.builds(
    somebody,
    st.uuids().map(str),
    st.none() | st.integers(0, 60),
    gender=st.none() | st.sampled_from(Gender),
    age_band=st.none() | st.sampled_from(AgeBand),
    vulnerable=st.booleans(),
    neurodivergent=st.booleans(),
)


def order(*rows: DetainedPerson) -> list[str]:
    return [placed.person.person_id for placed in in_priority_order(rows, NOON)]


def test_children_come_first_then_vulnerable_people_then_women_then_whoever_was_held_longest() -> None:
    rows = (
        somebody("man", 5),
        somebody("man held longest", 20),
        somebody("woman", 1, gender=Gender.WOMAN),
        somebody("vulnerable", 1, vulnerable=True),
        somebody("neurodivergent", 2, neurodivergent=True),
        somebody("child", 1, age_band=AgeBand.A10_13),
        somebody("over a day", 25),
    )
    assert order(*rows) == [
        "child",
        "neurodivergent",
        "vulnerable",
        "woman",
        "over a day",
        "man held longest",
        "man",
    ]


def test_everybody_is_told_why_they_stand_where_they_do() -> None:
    girl = somebody("girl", 30, gender=Gender.WOMAN, age_band=AgeBand.A14_17, vulnerable=True)
    rows = (somebody("longest", 9), somebody("other", 8), girl)
    placed = in_priority_order(rows, NOON)
    assert [(one.place, one.person.person_id, one.reasons) for one in placed] == [
        (1, "girl", (R.CHILD, R.VULNERABLE, R.OVER_24H)),
        (2, "longest", (R.HELD_LONGEST,)),
        (3, "other", ()),
    ]
    assert placed[1].held == timedelta(hours=9)


def test_equal_rows_keep_the_order_they_were_entered_in() -> None:
    assert order(somebody("first"), somebody("second"), somebody("third")) == ["first", "second", "third"]


def test_nobody_is_held_longest_where_no_time_is_known() -> None:
    (placed,) = in_priority_order([somebody("unknown", None)], NOON)
    assert placed == Placed(somebody("unknown", None), 1, (), None)


@pytest.mark.parametrize(("over", "belongs"), [(timedelta(0), False), (timedelta(seconds=1), True)])
def test_over_24_hours_begins_a_second_after_24_hours(over: timedelta, belongs: bool) -> None:
    person = somebody("held", 24)
    assert (R.OVER_24H in priority_reasons(person, NOON + over)) is belongs


def test_passing_over_somebody_of_a_group_asks_for_a_reason() -> None:
    half_a_day = somebody("man", 13)
    assert needs_reason_if_passed_over(half_a_day, NOON, timedelta(hours=12))
    assert not needs_reason_if_passed_over(half_a_day, NOON)
    assert needs_reason_if_passed_over(somebody("woman", gender=Gender.WOMAN), NOON)
    assert not needs_reason_if_passed_over(somebody("man"), NOON)


@given(st.lists(people, max_size=8))
def test_everybody_has_one_place_and_more_pressing_groups_stand_before_others(
    rows: list[DetainedPerson],
) -> None:
    placed = in_priority_order(rows, NOON)
    assert [one.place for one in placed] == list(range(1, len(rows) + 1))
    assert {one.person.person_id for one in placed} == {row.person_id for row in rows}
    groups = [list(R).index(one.reasons[0]) if one.reasons else len(R) for one in placed]
    assert groups == sorted(groups)


def passed_over(person: str, *rows: DetainedPerson) -> list[str]:
    found = comes_before(in_priority_order(rows, NOON), PersonId(person))
    return [placed.person.person_id for placed in found]


def test_a_talk_passes_over_whoever_is_of_a_more_pressing_group_and_not_decided() -> None:
    child = somebody("child", age_band=AgeBand.A14_17, contact=None)
    seen = somebody("seen child", age_band=AgeBand.A14_17)
    explained = somebody("explained", age_band=AgeBand.A10_13, contact=None, passed_over_reason="no_time")
    woman = somebody("woman", gender=Gender.WOMAN, contact=None)
    man, other_man = somebody("man", contact=None), somebody("other man", 30, contact=None)
    everybody = (child, seen, explained, woman, man, other_man)

    assert passed_over("man", *everybody) == ["child", "woman", "other man"]
    assert passed_over("woman", *everybody) == ["child"]
    assert passed_over("child", *everybody) == []


def test_nobody_is_passed_over_by_somebody_whose_outcome_is_known_or_within_a_group() -> None:
    children = [
        somebody(name, held, age_band=AgeBand.A14_17, contact=None) for name, held in (("a", 9), ("b", 1))
    ]
    assert passed_over("b", *children) == []
    assert passed_over("man", children[0], somebody("man", contact=Contact.DECLINED)) == []

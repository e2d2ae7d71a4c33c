from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from icv_app.domain.ids import SuiteId
from icv_app.domain.times import months_before
from icv_app.figures.repeats import earlier_alike, which_time
from tests.facts_builders import a_concern_facts, a_visit_facts


def on(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2024, month, day, hour, tzinfo=UTC)


def test_what_came_up_at_the_suite_within_the_months_is_linked_oldest_first() -> None:
    heating, before, long_ago, elsewhere, other = (a_concern_facts(category="F3") for _ in range(5))
    other = a_concern_facts(category="F4")
    visits = [
        a_visit_facts(began_at=on(7, 10), concerns=(heating, other)),
        a_visit_facts(began_at=on(3, 1), concerns=(before,)),
        a_visit_facts(began_at=on(1, 9), concerns=(long_ago,)),
        a_visit_facts(began_at=on(6, 1), suite=SuiteId("halifax"), concerns=(elsewhere,)),
    ]
    found = earlier_alike(visits, 6)
    assert [one.concern_id for one in found[heating.concern_id]] == [before.concern_id]
    assert found[other.concern_id] == ()
    assert [one.concern_id for one in earlier_alike(visits, 7)[heating.concern_id]] == [
        long_ago.concern_id,
        before.concern_id,
    ]


def test_the_same_day_six_months_earlier_counts_whatever_the_clocks_did() -> None:
    # 00:30 on 10 July is still 9 July in UTC; 10 January began at midnight UTC.
    now = a_concern_facts(category="F3")
    visits = [a_visit_facts(began_at=datetime(2024, 7, 9, 23, 30, tzinfo=UTC), concerns=(now,))]
    on_the_day, the_day_before = a_concern_facts(category="F3"), a_concern_facts(category="F3")
    visits.append(a_visit_facts(began_at=on(1, 10, 0), concerns=(on_the_day,)))
    visits.append(a_visit_facts(began_at=on(1, 9, 23), concerns=(the_day_before,)))
    assert [one.concern_id for one in earlier_alike(visits, 6)[now.concern_id]] == [on_the_day.concern_id]


def test_two_alike_of_one_visit_are_one_time() -> None:
    first, second, later = (a_concern_facts(category="A2") for _ in range(3))
    visits = [
        a_visit_facts(began_at=on(5, 1), concerns=(first, second)),
        a_visit_facts(began_at=on(5, 2), concerns=(later,)),
    ]
    found = earlier_alike(visits, 6)
    assert found[first.concern_id] == found[second.concern_id] == ()
    assert len(found[later.concern_id]) == 2
    assert which_time(found[later.concern_id]) == 2
    assert which_time(()) == 1


def test_good_practice_repeats_nothing() -> None:
    praise = [a_concern_facts(category="P") for _ in range(2)]
    visits = [a_visit_facts(began_at=on(5, day), concerns=(one,)) for day, one in enumerate(praise, 1)]
    assert earlier_alike(visits, 6) == {}


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 8, 31), 6, date(2023, 2, 28)),
        (date(2024, 3, 10), 6, date(2023, 9, 10)),
        (date(2024, 1, 15), 1, date(2023, 12, 15)),
        (date(2024, 12, 1), 12, date(2023, 12, 1)),
    ],
)
def test_months_are_counted_back_by_the_calendar(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before

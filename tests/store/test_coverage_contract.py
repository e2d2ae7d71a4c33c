"""What every store promises of coverage: what it counts, in the file and in memory alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Outcome, Stage, Visit, VisitKind
from icv_app.domain.visit_facts import visit_facts
from icv_app.figures.cells import VisitsBehind, cells_of
from icv_app.figures.people import spoken_to, spoken_to_of_counts
from icv_app.services.ports import UnitOfWork
from icv_app.services.ports_visits import FiledVisit
from tests.builders import NOON, a_filed_visit, a_girl_of_15, a_visit, answered
from tests.store.conftest import Store

DAY = timedelta(days=1)
ALL = VisitsBehind(first=date(2023, 4, 1), last=date(2025, 3, 31))
NUMBERS = (
    ALL,
    replace(ALL, first=date(2024, 3, 15), last=date(2024, 3, 17)),
    replace(ALL, suite=SuiteId("leeds")),
    replace(ALL, member=MemberId("V-002")),
    replace(ALL, days=(date(2024, 3, 14), date(2024, 3, 20))),
    replace(ALL, weekdays=(5, 6)),
    replace(ALL, hours=(0, 1, 2, 12)),
    replace(ALL, weekdays=(3,), hours=(12,), suite=SuiteId("wakefield")),
    replace(ALL, waited=True),
    replace(ALL, waited_over=5.0),
    replace(
        ALL,
        waited_over=5.0,
        waited_over_before=((date(2024, 3, 17), 1.0), (date(2024, 3, 21), 20.0)),
    ),
    replace(ALL, group="children"),
    replace(ALL, group="women", member=MemberId("V-009")),
)


def some_visits() -> list[Visit]:
    """A visit a day, at another hour each, to two suites; and three that do not count."""
    visits = [
        a_filed_visit(
            visit_id=VisitId(f"visit-{number}"),
            suite=SuiteId(("wakefield", "leeds")[number % 2]),
            visitors=(MemberId("V-001"), MemberId(("V-002", "V-003")[number % 3 == 0])),
            arrived_at=(began := NOON + number * (DAY + timedelta(hours=3))) - timedelta(minutes=number),
            entered_at=began,
            left_suite_at=began + timedelta(hours=1),
            left_station_at=began + timedelta(hours=1),
            submitted_at=began + timedelta(hours=2),
            people=(answered(a_girl_of_15()),) if number % 2 else (),
        )
        for number in range(12)
    ]
    telephone = replace(visits[0], visit_id=VisitId("telephone"), kind=VisitKind.TELEPHONE)
    part = replace(visits[1], visit_id=VisitId("part"), outcome=Outcome.PART)
    return [*visits, telephone, part, replace(visits[2], visit_id=VisitId("left"), outcome=Outcome.ABANDONED)]


def filled(store: Store, *, together: bool) -> None:
    with store.open_unit() as unit:
        if together:
            filed = [
                FiledVisit(visit=one, late=False, review=ReviewState.FILED, review_changed_at=NOON)
                for one in some_visits()
            ]
            unit.visits.add_filed(filed)
        else:
            for visit in some_visits():
                unit.visits.put(visit)
        unit.visits.put(a_visit(visit_id=VisitId("draft")))
        unit.commit()


def behind(unit: UnitOfWork, number: VisitsBehind) -> set[str]:
    return {one.visit_id for one in unit.coverage.behind(number, limit=99)}


@pytest.mark.parametrize("together", [False, True])
def test_what_was_filed_is_counted_as_one_by_one(store: Store, together: bool) -> None:
    filled(store, together=together)
    facts = [visit_facts(one) for one in some_visits()]
    with store.open_reading() as unit:
        assert unit.coverage.first_day() == NOON.date()
        for number in NUMBERS[:4]:
            assert unit.coverage.cells(number) == cells_of(facts, number)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_visits_behind_a_number_are_those_it_was_counted_on(store: Store, number: VisitsBehind) -> None:
    filled(store, together=True)
    expected = {one.visit_id for one in map(visit_facts, some_visits()) if number.takes(one)}
    with store.open_reading() as unit:
        assert behind(unit, number) == expected
        assert unit.coverage.count(number) == len(expected)


def test_they_come_newest_first_and_not_more_than_asked_for(store: Store) -> None:
    filled(store, together=True)
    with store.open_reading() as unit:
        found = unit.coverage.behind(ALL, limit=2)
    assert [one.visit_id for one in found] == ["visit-11", "visit-10"]


def test_the_oldest_filed_visit_is_known_whatever_came_of_it(store: Store) -> None:
    with store.open_reading() as unit:
        assert unit.visits.first_filed() is None
    filled(store, together=True)
    with store.open_unit() as unit:
        oldest = replace(some_visits()[0], visit_id=VisitId("oldest"), outcome=Outcome.PART)
        oldest = replace(oldest, arrived_at=NOON - 9 * DAY, entered_at=NOON - 9 * DAY)
        unit.visits.put(oldest)
        assert unit.visits.first_filed() == NOON - 9 * DAY


def test_nothing_is_counted_where_nothing_was_filed(store: Store) -> None:
    with store.open_reading() as unit:
        assert unit.coverage.first_day() is None
        assert unit.coverage.cells(ALL) == cells_of([], ALL)
        assert unit.coverage.behind(ALL, limit=9) == []


def test_a_visit_put_again_is_counted_as_it_is_now(store: Store) -> None:
    visit = a_filed_visit()
    with store.open_unit() as unit:
        unit.visits.put(visit)
        unit.visits.put(replace(visit, suite=SuiteId("leeds")))
        assert list(unit.coverage.cells(ALL).days) == ["leeds"]
        unit.visits.put(replace(visit, outcome=Outcome.PART))
        assert unit.coverage.count(ALL) == 0
        unit.visits.put(visit)
        unit.visits.put(replace(visit, stage=Stage.DRAFT))
        assert unit.coverage.count(ALL) == 0


@pytest.mark.parametrize("together", [False, True], ids=["one by one", "together"])
def test_who_was_spoken_to_is_counted_as_from_the_facts(store: Store, together: bool) -> None:
    filled(store, together=together)
    with store.open_reading() as unit:
        counts = unit.coverage.spoken(ALL.first, ALL.last)
        counted = [one for one in unit.visits.facts() if one.counts]
        none = unit.coverage.spoken(date(1999, 1, 1), date(1999, 12, 31))
    both, whole = spoken_to_of_counts(counts), spoken_to(counted)
    assert (both.pooled.part, both.pooled.of, both.mean) == (
        whole.pooled.part,
        whole.pooled.of,
        whole.mean,
    )
    assert none == {}


def test_those_who_made_a_filed_visit_in_a_span_are_known(store: Store) -> None:
    filled(store, together=True)
    with store.open_unit() as unit:
        unit.visits.put(a_visit(visit_id=VisitId("draft"), visitors=(MemberId("V-077"),)))
        assert unit.visits.visitors(NOON, NOON + DAY) == {MemberId("V-001"), MemberId("V-003")}
        assert unit.visits.visitors(NOON - DAY, NOON) == set()
        assert MemberId("V-077") not in unit.visits.visitors(NOON - 9 * DAY, NOON + 99 * DAY)

"""What coverage can be asked for, and up to when it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.periods import Quarter
from icv_app.domain.times import FinancialYear
from icv_app.errors import NotFound
from icv_app.services.coverage import CoverageChoice, CoverageService
from tests.builders import NOON, a_coordinator, a_filed_visit, a_member, settings
from tests.fakes.memory_store import MemoryStore
from tests.fakes.office import SettableClock

YEAR = FinancialYear(2023)


def a_service(store: MemoryStore) -> CoverageService:
    return CoverageService(store.open_reading, SettableClock(NOON + timedelta(days=2)))


@pytest.fixture
def store() -> MemoryStore:
    before = {
        name: NOON - timedelta(days=700)
        for name in ("arrived_at", "entered_at", "left_suite_at", "left_station_at", "submitted_at")
    }
    visits = (a_filed_visit(), a_filed_visit(visit_id=VisitId("long ago"), **before))
    made = MemoryStore(*visits)
    with made() as unit:
        unit.settings.put(settings())
        for member in (a_member(2), a_member(1), a_coordinator()):
            unit.members.put(member)
        unit.commit()
    return made


def test_years_are_offered_from_the_first_visit_on_and_visitors_alone(store: MemoryStore) -> None:
    choices = a_service(store).choices()
    assert [one.label for one in choices.years] == ["2023-24", "2022-23", "2021-22"][: len(choices.years)]
    assert choices.years[-1].contains(NOON - timedelta(days=700))
    assert choices.visitors == ("V-001", "V-002")


def test_it_counts_up_to_today_and_no_day_of_the_future_is_due(store: MemoryStore) -> None:
    found = a_service(store).coverage(CoverageChoice(year=YEAR))
    assert (found.chosen.first, found.chosen.last) == (date(2023, 4, 1), date(2024, 3, 16))
    assert found.visits == 1


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (Quarter.APRIL, date(2023, 4, 1), date(2023, 6, 30)),
        (Quarter.JULY, date(2023, 7, 1), date(2023, 9, 30)),
        (Quarter.OCTOBER, date(2023, 10, 1), date(2023, 12, 31)),
        (Quarter.JANUARY, date(2024, 1, 1), date(2024, 3, 31)),
    ],
)
def test_a_quarter_is_one_of_the_financial_year(quarter: Quarter, first: date, last: date) -> None:
    assert quarter.days(YEAR) == (first, last)


def test_a_quarter_that_has_not_begun_holds_nothing(store: MemoryStore) -> None:
    service = CoverageService(store.open_reading, SettableClock(NOON - timedelta(days=120)))
    found = service.coverage(CoverageChoice(year=YEAR, quarter=Quarter.JANUARY))
    assert found.visits == 0
    assert all(one.weeks == () for one in found.suites)
    assert found.total.share.of == 0


def test_suite_and_visitor_narrow_it_down(store: MemoryStore) -> None:
    service, year = a_service(store), CoverageChoice(year=YEAR)
    assert service.coverage(replace(year, suite=SuiteId("wakefield"))).visits == 1
    assert service.coverage(replace(year, suite=SuiteId("leeds"))).visits == 0
    assert service.coverage(replace(year, member=MemberId("V-009"))).visits == 0


def test_the_visits_behind_a_number_are_read_in_part_but_counted_whole(store: MemoryStore) -> None:
    service = a_service(store)
    number = replace(service.coverage(CoverageChoice(year=YEAR)).chosen, first=date(2020, 1, 1))
    found = service.behind(number, 1)
    assert [one.visit_id for one in found.visits] == ["visit-1"]
    assert found.count == 2


def test_without_settings_nothing_can_be_counted() -> None:
    with pytest.raises(NotFound):
        a_service(MemoryStore()).choices()

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.ids import SuiteId, VisitId
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Outcome, VisitKind
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures import coverage, selection
from icv_app.figures.delay import delay, median, percentile
from tests.facts_builders import a_scheme, a_suite, a_visit_facts

YEAR = FinancialYear(2023)
MOMENTS = st.datetimes(
    datetime(2023, 3, 25),
    datetime(2024, 4, 5),
    timezones=st.just(UTC),  # a little over the year
)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]


def ids(visits: Iterable[VisitFacts]) -> set[VisitId]:
    return {visit.visit_id for visit in visits}


def test_only_completed_visits_in_person_count() -> None:
    counting = [a_visit_facts(kind=kind) for kind in VisitKind if kind is not VisitKind.TELEPHONE]
    telephone = a_visit_facts(kind=VisitKind.TELEPHONE)
    part, abandoned = (a_visit_facts(outcome=outcome) for outcome in (Outcome.PART, Outcome.ABANDONED))
    everything = [*counting, telephone, part, abandoned]
    assert ids(selection.counted(everything, YEAR)) == ids(counting)
    assert ids(selection.attempted(everything, YEAR)) == ids([*counting, part, abandoned])
    assert ids(selection.filed(everything, YEAR)) == ids(everything)
    rate = coverage.valid_rate(selection.attempted(everything, YEAR))
    assert (rate.part, rate.of) == (3, 5)


def test_the_year_turns_at_midnight_in_london_not_in_utc() -> None:
    last_of_the_year_before = a_visit_facts(began_at=at(2023, 3, 31, 22, 59))
    first = a_visit_facts(began_at=at(2023, 3, 31, 23, 0))  # 00:00 British Summer Time on 1 April
    last = a_visit_facts(began_at=at(2024, 3, 31, 22, 59))
    next_year = a_visit_facts(began_at=at(2024, 3, 31, 23, 0))
    assert selection.counted([next_year, last, first, last_of_the_year_before], YEAR) == (first, last)


def test_target_follows_the_days_a_suite_was_open() -> None:
    opened_late = a_suite("Halifax", opened=date(2024, 2, 1), closed=date(2024, 2, 29))
    settings = a_scheme(suites=(a_suite("Leeds"), opened_late, a_suite("Pudsey", contingency=True)))
    visits = [
        a_visit_facts(suite=SuiteId("halifax"), began_at=at(2024, 2, 5)),
        a_visit_facts(suite=SuiteId("pudsey"), began_at=at(2024, 2, 5)),
        a_visit_facts(suite=SuiteId("long gone"), began_at=at(2024, 2, 5)),
    ]
    leeds, halifax, pudsey, unlisted = coverage.visits_against_target(visits, settings, YEAR, YEAR.last_day)
    assert leeds.against_target.of == Fraction(366, 7)  # a leap year
    assert (halifax.against_target.part, halifax.against_target.of) == (1, Fraction(29, 7))
    assert [month.against_target.of for month in halifax.months][9:] == [0, Fraction(29, 7), 0]
    assert not pudsey.has_target
    assert not unlisted.has_target
    assert unlisted.against_target.value is None
    total = coverage.total_against_target([leeds, halifax, pudsey, unlisted])
    assert (total.part, total.of) == (1, Fraction(366 + 29, 7))


def test_the_target_of_an_unfinished_year_stops_at_the_cut_off() -> None:
    leeds = coverage.visits_against_target([], a_scheme(), YEAR, date(2023, 5, 15))[0]
    assert leeds.against_target.of == Fraction(30 + 15, 7)
    assert [month.against_target.of for month in leeds.months][:3] == [Fraction(30, 7), Fraction(15, 7), 0]


@given(st.lists(MOMENTS, max_size=20))
def test_every_counted_visit_stands_in_exactly_one_month_hour_and_quarter(moments: list[datetime]) -> None:
    visits = selection.counted([a_visit_facts(began_at=moment) for moment in moments], YEAR)
    grid = coverage.weekday_hour_grid(visits)
    leeds = coverage.visits_against_target(visits, a_scheme(), YEAR, YEAR.last_day)[0]
    spread = coverage.spread(visits)
    assert sum(map(sum, grid)) == len(visits)
    assert sum(month.against_target.part for month in leeds.months) == len(visits)
    assert sum((Fraction(month.against_target.of) for month in leeds.months), Fraction(0)) == Fraction(366, 7)
    assert sum(quarter.part for quarter in spread.quarters) == len(visits)
    assert spread.weekend.part == sum(sum(day) for day in grid[5:])
    for place, quarter in enumerate(spread.quarters):
        assert quarter.part == sum(sum(day[place * 6 : place * 6 + 6]) for day in grid)


def test_a_visit_counts_on_the_london_clock_through_both_clock_changes() -> None:
    # 29 October 2023: 00:30 and 01:30 UTC are both half past one in London.
    autumn = [a_visit_facts(began_at=at(2023, 10, 29, hour, 30)) for hour in (0, 1)]
    assert coverage.weekday_hour_grid(autumn)[6][1] == 2
    # 31 March 2024: 01:30 UTC is half past two in London.
    spring = a_visit_facts(began_at=at(2024, 3, 31, 1, 30))
    assert coverage.weekday_hour_grid([spring])[6][2] == 1
    # 23:30 UTC on a Friday in June is a Saturday in London.
    saturday = a_visit_facts(began_at=at(2023, 6, 16, 23, 30))
    assert coverage.spread([saturday]).weekend.value == 1
    assert coverage.spread([saturday]).quarters[0].value == 1


def test_longest_gap_is_in_days_between_visits_to_the_same_suite() -> None:
    days = [at(2023, 5, 1, 23, 30), at(2023, 5, 4, 1), at(2023, 5, 20), at(2023, 5, 21)]
    visits = [a_visit_facts(began_at=day) for day in reversed(days)]
    lonely = a_visit_facts(suite=SuiteId("halifax"))
    gaps = coverage.longest_gaps([*visits, lonely])
    leeds = gaps[SuiteId("leeds")]
    assert (leeds.days, leeds.first, leeds.second) == (16, date(2023, 5, 4), date(2023, 5, 20))
    assert leeds.visits == (visits[2].visit_id, visits[1].visit_id)
    assert gaps[SuiteId("halifax")].days is None


def test_delay_median_ninetieth_percentile_and_share_over_the_threshold() -> None:
    waits = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 10.0, 12.5, 40.0]
    visits = [a_visit_facts(wait_minutes=wait) for wait in reversed(waits)]
    found = delay([*visits, a_visit_facts(wait_minutes=None)], timedelta(minutes=10))
    assert (found.n, found.median) == (10, Fraction(11, 2))
    assert (found.ninetieth, found.longest) == (Fraction(25, 2), Fraction(40))
    assert found.longer.value == Fraction(2, 10)  # a wait of exactly ten minutes is not over ten
    assert found.longer.visits == (visits[0].visit_id, visits[1].visit_id)


def test_no_known_wait_leaves_no_delay_figures() -> None:
    found = delay([a_visit_facts(wait_minutes=None)], timedelta(minutes=10))
    assert (found.n, found.median, found.ninetieth, found.longer.value) == (0, None, None, None)


@given(st.lists(st.fractions(0, 100), min_size=1, max_size=30), st.integers(1, 100))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values: list[Fraction], per_cent: int) -> None:
    values.sort()
    found = percentile(values, per_cent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= per_cent * len(values)
    assert sum(value < found for value in values) * 100 < per_cent * len(values)
    middle = median(values)
    assert middle is not None
    assert values[0] <= middle <= values[-1]


@pytest.mark.parametrize("reason", ["busy", None])
def test_abandoned_visits_are_counted_by_reason(reason: str | None) -> None:
    abandoned = a_visit_facts(outcome=Outcome.ABANDONED, abandoned_reason=reason)
    twice = [a_visit_facts(outcome=Outcome.ABANDONED, abandoned_reason="closed") for _ in range(2)]
    found = coverage.abandoned_by_reason([abandoned, *twice, a_visit_facts()])
    assert [(code, len(trace)) for code, trace in found.items()] == [("closed", 2), (reason or "", 1)]

"""Coverage counted in cells says the same as coverage counted visit by visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Outcome, VisitKind
from icv_app.domain.visit_facts import GROUPS, VisitFacts
from icv_app.figures import coverage, delay, people, selection
from icv_app.figures.cells import VisitsBehind, cells_of
from icv_app.figures.coverage_of_cells import Counted, Coverage, coverage_of
from tests.facts_builders import a_scheme, a_suite, a_visit_facts

YEAR = FinancialYear(2023)
ALL = VisitsBehind(first=YEAR.first_day, last=YEAR.last_day)

_visits = st.lists(
    st.builds(
        a_visit_facts,
        suite=st.sampled_from([SuiteId("leeds"), SuiteId("halifax"), SuiteId("pudsey"), SuiteId("unlisted")]),
        began_at=st.datetimes(datetime(2023, 3, 30), datetime(2024, 4, 3), timezones=st.just(UTC)),
        wait_minutes=st.one_of(st.none(), st.integers(0, 40).map(float)),
        outcome=st.sampled_from([Outcome.COMPLETED, Outcome.COMPLETED, Outcome.ABANDONED]),
        kind=st.sampled_from([VisitKind.IN_PERSON, VisitKind.TELEPHONE, VisitKind.TACT]),
        visitors=st.sampled_from([(MemberId("V-001"), MemberId("V-002")), (MemberId("V-003"),)]),
        group_in_custody=st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 3)),
        group_spoken=st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 2)),
    ),
    max_size=25,
)


def covered(visits: list[VisitFacts], chosen: VisitsBehind = ALL) -> Coverage:
    return coverage_of(cells_of(visits, chosen), a_scheme(), chosen)


@given(_visits)
def test_each_figure_is_the_one_that_is_published(visits: list[VisitFacts]) -> None:
    counted = selection.counted(visits, YEAR)
    found = covered(visits)

    assert found.visits == len(counted)
    assert found.grid == coverage.weekday_hour_grid(counted)
    spread = coverage.spread(counted)
    shares = [(one.visits.share.part, one.visits.share.of) for one in found.spread]
    assert shares == [(one.part, one.of) for one in (*spread.quarters, spread.weekend)]
    waits = delay.delay(counted, a_scheme().delay_threshold)
    cells = found.waits
    assert (cells.median, cells.ninetieth, cells.longest) == (waits.median, waits.ninetieth, waits.longest)
    assert (cells.longer.share.part, cells.longer.share.of) == (waits.longer.part, waits.longer.of)
    priority = people.priority_coverage(counted)
    for group, share in priority.items():
        assert (found.groups[group].share.part, found.groups[group].share.of) == (share.part, share.of)


@given(_visits)
def test_each_suite_has_the_target_and_the_gap_that_are_published(visits: list[VisitFacts]) -> None:
    counted = selection.counted(visits, YEAR)
    rows = coverage.visits_against_target(counted, a_scheme(), YEAR, YEAR.last_day)
    published = {row.suite: row.against_target for row in rows}
    gaps = coverage.longest_gaps(counted)
    found = covered(visits)
    for one in found.suites:
        share = one.visits.share
        assert (share.part, share.of) == (published[one.suite].part, published[one.suite].of)
        assert sum(week.visits.share.part for week in one.weeks) == share.part
        assert sum((Fraction(week.visits.share.of) for week in one.weeks), Fraction()) == share.of
        assert one.gap.days == (gaps[one.suite].days if one.suite in gaps else None)
    total = coverage.total_against_target(rows)
    assert (found.total.share.part, found.total.share.of) == (total.part, total.of)


@given(_visits)
def test_each_number_leads_to_as_many_visits_as_it_says(visits: list[VisitFacts]) -> None:
    def behind(one: Counted) -> int:
        return sum(map(one.behind.takes, visits))

    found = covered(visits)
    for part in found.spread:
        assert behind(part.visits) == part.visits.share.part
    for suite in found.suites:
        assert behind(suite.visits) == suite.visits.share.part
        assert all(behind(week.visits) == week.visits.share.part for week in suite.weeks)
    assert behind(found.waits.longer) == found.waits.longer.share.part
    assert behind(found.waits.known) == found.waits.known.share.part


def test_a_visit_across_the_clock_change_counts_at_its_hour_in_london() -> None:
    began = datetime(2023, 6, 16, 23, 30, tzinfo=UTC)  # Saturday 00:30 by the clock in London
    found = covered([a_visit_facts(began_at=began)])
    assert found.grid[5][0] == 1
    assert found.spread[-1].visits.share.part == 1
    winter = began.replace(month=12, day=15)  # Friday 23:30
    assert covered([a_visit_facts(began_at=winter)]).grid[4][23] == 1


def test_only_the_visitor_chosen_is_counted_but_a_suite_is_overdue_for_all() -> None:
    first = datetime(2023, 6, 5, 12, tzinfo=UTC)
    visits = [
        a_visit_facts(began_at=first, visitors=(MemberId("V-001"), MemberId("V-002"))),
        a_visit_facts(began_at=first + timedelta(days=8), visitors=(MemberId("V-003"), MemberId("V-004"))),
    ]
    chosen = replace(ALL, last=date(2023, 6, 15), member=MemberId("V-001"))
    leeds = covered(visits, chosen).suites[0]
    assert leeds.visits.share.part == 1
    assert (leeds.last_visit, leeds.days_since, leeds.overdue) == (date(2023, 6, 13), 2, False)


@pytest.mark.parametrize(("days", "due"), [(7, False), (8, True)])
def test_a_suite_is_overdue_once_more_than_its_week_has_passed(days: int, due: bool) -> None:
    visit = a_visit_facts(began_at=datetime(2023, 6, 5, 12, tzinfo=UTC))
    chosen = replace(ALL, last=date(2023, 6, 5) + timedelta(days=days))
    leeds, halifax = covered([visit], chosen).suites
    assert leeds.overdue is due
    assert halifax.overdue
    assert halifax.last_visit is None


def test_a_closed_or_a_contingency_suite_is_never_overdue() -> None:
    closed = a_suite("Leeds", closed=date(2023, 5, 1))
    settings = a_scheme(suites=(closed, a_suite("Pudsey", contingency=True)))
    chosen = replace(ALL, last=date(2023, 6, 15))
    (leeds,) = coverage_of(cells_of([], chosen), settings, chosen).suites
    assert not leeds.overdue

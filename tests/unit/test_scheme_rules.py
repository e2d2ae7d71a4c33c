"""Targets and limits that were changed: the figures of the days before keep those they had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.ids import SuiteId, VisitId
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import LONDON, FinancialYear
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.annual import annual_figures
from icv_app.figures.cells import VisitsBehind, cells_of
from icv_app.figures.coverage_of_cells import coverage_of
from icv_app.figures.limits import delay_limit
from icv_app.services.documents import settings_from_json, to_json
from tests.builders import a_suite, settings
from tests.facts_builders import a_scheme, a_visit_facts

YEAR = FinancialYear(2023)
DAYS = st.dates(date(2023, 3, 1), date(2024, 4, 30))


def changed_on(day: date, before: SchemeSettings, **changed: object) -> SchemeSettings:
    return replace(before, **changed).since(day, before)  # type: ignore[arg-type]


def test_a_changed_target_counts_from_its_day_on() -> None:
    suite = a_suite()
    scheme = changed_on(date(2023, 5, 1), settings(), visits_per_suite_and_week=2.0)
    assert scheme.target_between(suite, date(2023, 4, 1), date(2023, 4, 30)) == Fraction(30, 7)
    assert scheme.target_between(suite, date(2023, 5, 1), date(2023, 5, 7)) == 2
    assert scheme.target_between(suite, date(2023, 4, 24), date(2023, 5, 7)) == 3
    assert scheme.rules_on(date(2023, 4, 30)).visits_per_suite_and_week == 1
    assert settings_from_json(to_json(scheme)) == scheme


def test_a_suite_may_have_a_target_of_its_own() -> None:
    suite, other = a_suite(), a_suite(suite_id=SuiteId("elsewhere"))
    scheme = replace(settings(), suite_targets={suite.suite_id: 0.5})
    week = date(2023, 5, 1), date(2023, 5, 7)
    assert scheme.target_between(suite, *week) == Fraction(1, 2)
    assert scheme.target_between(other, *week) == 1
    assert scheme.target_between(replace(suite, contingency=True), *week) == 0


def test_several_changes_each_keep_what_was_before_them() -> None:
    scheme = settings()
    for day, target in ((date(2023, 5, 1), 2.0), (date(2023, 8, 1), 3.0), (date(2023, 6, 1), 4.0)):
        scheme = changed_on(day, scheme, visits_per_suite_and_week=target)
    # The last one was dated back: what was to hold from August on has never held.
    held = [scheme.rules_on(date(2023, month, 15)).visits_per_suite_and_week for month in range(4, 10)]
    assert held == [1, 2, 4, 4, 4, 4]


def test_a_change_dated_back_leaves_what_was_changed_of_other_rules_as_it_was() -> None:
    """A limit that was changed in June is not changed in April by a target that is dated back."""
    ten, fifteen = timedelta(minutes=10), timedelta(minutes=15)
    scheme = changed_on(date(2023, 6, 1), settings(), delay_threshold=fifteen)
    scheme = changed_on(date(2023, 4, 1), scheme, visits_per_suite_and_week=2.0)
    held = [scheme.rules_on(date(2023, month, 15)) for month in (3, 4, 5, 6)]
    assert [one.delay_threshold for one in held] == [ten, ten, ten, fifteen]
    assert [one.visits_per_suite_and_week for one in held] == [1, 2, 2, 2]


def test_a_change_of_today_does_not_bring_forward_one_that_is_to_come() -> None:
    """The target of next April stays that of next April when a limit is changed before."""
    north, south = SuiteId("north"), SuiteId("south")
    scheme = changed_on(
        date(2024, 4, 1), settings(), visits_per_suite_and_week=2.0, suite_targets={north: 3.0}
    )
    scheme = changed_on(
        date(2024, 2, 1),
        scheme,
        delay_threshold=timedelta(minutes=15),
        suite_targets={**scheme.suite_targets, south: 0.5},
    )
    held = [scheme.rules_on(day) for day in (date(2024, 1, 31), date(2024, 3, 31), date(2024, 4, 1))]
    assert [one.visits_per_suite_and_week for one in held] == [1, 1, 2]
    assert [one.suite_targets for one in held] == [{}, {south: 0.5}, {north: 3.0, south: 0.5}]
    assert [one.delay_threshold.total_seconds() / 60 for one in held] == [10, 15, 15]


def test_what_was_changed_and_changed_back_from_the_same_day_was_never_changed() -> None:
    scheme = changed_on(date(2024, 4, 1), settings(), visits_per_suite_and_week=2.0)
    assert changed_on(date(2024, 4, 1), scheme, visits_per_suite_and_week=1.0) == settings()
    assert changed_on(date(2024, 2, 1), scheme, visits_per_suite_and_week=1.0) == settings()


DATED = st.one_of(
    st.tuples(st.just("visits_per_suite_and_week"), st.sampled_from((0.5, 1.0, 2.0))),
    st.tuples(st.just("delay_threshold"), st.sampled_from((timedelta(minutes=10), timedelta(minutes=15)))),
    st.tuples(st.just("suite_targets"), st.sampled_from(({}, {"north": 1.0}, {"north": 2.0}))),
)


@given(st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2024, 1, 12)), DATED), max_size=6))
def test_whatever_is_changed_and_dated_each_day_keeps_its_own_rules(
    made: list[tuple[date, tuple[str, object]]],
) -> None:
    """As a table of days would have it: a changed value stands in every day from its own on, nowhere else."""
    scheme = settings()
    days = [date(2023, 12, 31) + timedelta(days=at) for at in range(16)]
    table = dict.fromkeys(days, scheme.rules)
    for since, (field, value) in made:
        if getattr(scheme, field) != value:
            held = ((day, rules) for day, rules in table.items() if day >= since)
            table |= {day: replace(rules, **{field: value}) for day, rules in held}  # type: ignore[arg-type]
        scheme = changed_on(since, scheme, **{field: value})
        assert {day: replace(scheme.rules_on(day), until=None) for day in days} == table
        assert len(scheme.earlier) < len(days)


def test_a_change_of_something_else_dates_nothing() -> None:
    assert changed_on(date(2023, 5, 1), settings(), name="Other").earlier == ()


def test_settings_of_an_older_version_are_read() -> None:
    old = settings()
    written = to_json(old)
    for name in ("panels", "suite_targets", "earlier", "record_id", "made_over"):
        written = written.replace(f',"{name}":'.encode(), f',"not_{name}":'.encode())
    assert settings_from_json(written) == old


@pytest.mark.parametrize("until", [date(1, 1, 1), date(9999, 12, 31)])
def test_rules_on_an_impossible_day_are_not_sound(until: date) -> None:
    assert not replace(settings(), earlier=(replace(settings().rules, until=until),)).sound


@pytest.mark.parametrize("months", [-1, 30_000])
def test_months_that_lead_out_of_the_calendar_are_not_sound(months: int) -> None:
    """Such a record would stop every screen that looks for what came up before."""
    assert settings().sound
    assert not replace(settings(), repeat_months=months).sound


@given(DAYS, DAYS, DAYS, st.floats(0, 9).map(lambda number: round(number, 2)))
def test_a_period_is_the_sum_of_its_parts(first: date, middle: date, last: date, target: float) -> None:
    first, middle, last = sorted((first, middle, last))
    scheme = changed_on(date(2023, 9, 1), settings(), visits_per_suite_and_week=target)
    suite = a_suite(closed=date(2024, 2, 1))
    parts = scheme.target_between(suite, first, middle) + scheme.target_between(
        suite, middle + timedelta(days=1), last
    )
    assert scheme.target_between(suite, first, last) == parts


def visits() -> list[VisitFacts]:
    """A visit a fortnight that waited 12 minutes and was filed after 20 hours."""
    found = []
    for number in range(24):
        began = datetime.combine(YEAR.first_day + timedelta(days=14 * number), time(12), tzinfo=LONDON)
        found.append(
            a_visit_facts(
                visit_id=VisitId(f"visit-{number}"),
                began_at=began,
                wait_minutes=12.0,
                left_station_at=began + timedelta(hours=1),
                submitted_at=began + timedelta(hours=21),
            )
        )
    return found


def test_the_published_figures_of_visits_made_before_stay_as_they_were() -> None:
    before = a_scheme()
    change = date(2023, 10, 2)
    after = changed_on(
        change, before, delay_threshold=timedelta(minutes=15), filed_late_after=timedelta(hours=10)
    )
    early = [one for one in visits() if one.began_at.date() < change]
    last = change - timedelta(days=1)

    def figures(scheme: SchemeSettings, of: list[VisitFacts], as_of: date) -> tuple[object, ...]:
        found = annual_figures(of, (), scheme, (), year=YEAR, as_of=as_of).visits
        return found.delay.longer, found.in_time, found.filing_limit, found.suites

    assert figures(after, early, last) == figures(before, early, last)
    whole = annual_figures(visits(), (), after, (), year=YEAR, as_of=YEAR.last_day).visits
    assert whole.delay.longer.part == len(early)
    assert whole.delay.before == ((change, timedelta(minutes=10)),)
    assert whole.in_time.part == len(early)
    assert (whole.filing_limit, whole.filing_limit_before) == (
        timedelta(hours=10),
        ((change, timedelta(hours=24)),),
    )


@given(DAYS)
def test_coverage_comes_to_the_same_as_what_is_published(change: date) -> None:
    scheme = changed_on(change, a_scheme(), delay_threshold=timedelta(minutes=15))
    made = visits()
    chosen = VisitsBehind(first=YEAR.first_day, last=YEAR.last_day)

    def count(number: VisitsBehind) -> int:
        return sum(map(number.takes, made))

    found = coverage_of(cells_of(made, chosen), scheme, chosen, count).waits.longer.share
    published = annual_figures(made, (), scheme, (), year=YEAR, as_of=YEAR.last_day).visits.delay
    assert (found.part, found.of) == (published.longer.part, published.longer.of)


def test_limits_that_were_changed_back_are_one() -> None:
    ten, fifteen = timedelta(minutes=10), timedelta(minutes=15)
    scheme = changed_on(date(2023, 6, 1), settings(), visits_per_suite_and_week=2.0)
    assert delay_limit(scheme, YEAR.first_day, YEAR.last_day).before == ()
    scheme = changed_on(date(2023, 9, 1), scheme, delay_threshold=fifteen)
    limit = delay_limit(scheme, YEAR.first_day, YEAR.last_day)
    assert (limit.now, limit.before) == (fifteen, ((date(2023, 9, 1), ten),))
    assert delay_limit(scheme, date(2023, 9, 1), YEAR.last_day).before == ()

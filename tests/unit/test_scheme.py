from __future__ import annotations

from datetime import date

import pytest

from icv_app.domain.ids import SuiteId
from icv_app.domain.times import FinancialYear
from tests.builders import a_member, a_suite, settings

DAY = date(2024, 3, 14)


def test_a_suite_is_open_from_its_first_to_its_last_day() -> None:
    suite = a_suite(opened=DAY, closed=DAY)
    assert suite.open_on(DAY)
    assert not suite.open_on(date(2024, 3, 13))
    assert not suite.open_on(date(2024, 3, 15))
    assert a_suite().open_on(DAY)


@pytest.mark.parametrize(
    ("opened", "closed", "days"),
    [
        (None, None, 366),
        (date(2024, 3, 31), None, 1),
        (None, date(2023, 4, 1), 1),
        (date(2023, 5, 1), date(2023, 5, 31), 31),
        (date(2024, 4, 1), None, 0),
        (None, date(2022, 12, 31), 0),
    ],
)
def test_only_days_a_suite_was_open_count(opened: date | None, closed: date | None, days: int) -> None:
    year = FinancialYear(2023)
    assert a_suite(opened=opened, closed=closed).days_open(year.first_day, year.last_day) == days


def test_the_target_is_visits_a_week_for_the_weeks_a_suite_was_open() -> None:
    scheme = settings(visits_per_suite_and_week=2.0)
    assert scheme.target(a_suite(), FinancialYear(2022)) == pytest.approx(2 * 365 / 7)
    assert scheme.target(a_suite(opened=date(2024, 3, 18)), FinancialYear(2023)) == pytest.approx(4.0)


def test_a_contingency_suite_has_no_target() -> None:
    assert settings().target(a_suite(contingency=True), FinancialYear(2023)) == 0.0


def test_a_suite_is_found_by_its_short_name() -> None:
    scheme = settings()
    assert scheme.suite_name(SuiteId("leeds")) == "Leeds"
    assert scheme.suite(SuiteId("elsewhere")) is None
    assert scheme.suite_name(SuiteId("elsewhere")) == "elsewhere"
    assert scheme.suite_name(None) == ""


def test_a_member_belongs_from_the_first_to_the_last_day() -> None:
    member = a_member(joined=DAY, left=DAY)
    assert member.in_scheme_on(DAY)
    assert not member.in_scheme_on(date(2024, 3, 13))
    assert not member.in_scheme_on(date(2024, 3, 15))


def test_probation_includes_its_last_day() -> None:
    member = a_member(probation_until=DAY)
    assert member.on_probation(DAY)
    assert not member.on_probation(date(2024, 3, 15))
    assert not a_member(probation_until=None).on_probation(DAY)


def test_term_vetting_and_card_lapse_on_the_day_after_their_last() -> None:
    member = a_member(term_ends=DAY, vetting_expires=DAY, id_card_expires=DAY)
    assert member.lapsed_on(DAY) == ()
    assert member.lapsed_on(date(2024, 3, 15)) == ("term", "vetting", "id_card")
    assert a_member(term_ends=None, vetting_expires=DAY).lapsed_on(date(2024, 3, 15)) == ("vetting",)
    assert a_member(term_ends=None, vetting_expires=DAY).undated() == ("term",)

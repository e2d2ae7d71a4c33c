from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Role
from icv_app.domain.times import FinancialYear
from icv_app.figures.volunteers import hours, visitors_active, volunteers
from tests.facts_builders import a_member, a_visit_facts

YEAR = FinancialYear(2023)
DAYS = st.none() | st.dates(date(2022, 12, 1), date(2024, 7, 1))


def test_a_year_of_joining_and_leaving() -> None:
    members = [
        a_member(1),
        a_member(2, joined=None),
        a_member(3, left=date(2023, 3, 31)),  # gone before the year
        a_member(4, left=date(2023, 4, 1)),
        a_member(5, joined=date(2023, 4, 1)),
        a_member(6, joined=date(2023, 9, 1), left=date(2024, 3, 31)),
        a_member(7, joined=date(2024, 4, 1)),  # not yet there
        a_member(8, role=Role.COORDINATOR),
    ]
    found = volunteers(members, YEAR, YEAR.last_day)
    assert (found.start, found.joined, found.left, found.end) == (3, 2, 2, 3)
    assert found.retention.value == Fraction(2, 3)


@given(st.lists(st.tuples(DAYS, DAYS), max_size=10))
def test_the_end_is_whoever_is_in_the_scheme_when_the_year_is_over(
    stays: list[tuple[date | None, date | None]],
) -> None:
    members = [
        a_member(joined=joined, left=left)
        for joined, left in stays
        if joined is None or left is None or joined <= left
    ]
    found = volunteers(members, YEAR, YEAR.last_day)
    assert found.end == sum(member.in_scheme_on(date(2024, 4, 1)) for member in members) - sum(
        member.joined == date(2024, 4, 1) for member in members
    )
    assert found.retention.of == found.start


def test_hours_are_the_visitors_times_visit_and_travel() -> None:
    visits = [
        a_visit_facts(visit_minutes=60.0, travel_minutes=30),
        a_visit_facts(
            visitors=(MemberId("V-001"), MemberId("V-003"), MemberId("V-004")),
            visit_minutes=None,
            travel_minutes=20,
        ),
        a_visit_facts(visit_minutes=45.0, travel_minutes=None),
    ]
    assert hours(visits) == Fraction(2 * 90 + 3 * 20 + 2 * 45, 60)
    assert visitors_active(visits) == 4

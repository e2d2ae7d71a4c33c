"""Rule 14: reports filed in time, of those filed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from icv_app.domain.visit import Outcome
from icv_app.figures.filing import filed_in_time
from tests.facts_builders import a_visit_facts

LEFT = datetime(2023, 6, 14, 13, 10, tzinfo=UTC)
DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("after", "in_time"),
    [(timedelta(0), 1), (DAY, 1), (DAY + timedelta(seconds=1), 0), (timedelta(days=9), 0)],
)
def test_a_report_is_in_time_up_to_the_hours_the_scheme_allows(after: timedelta, in_time: int) -> None:
    share = filed_in_time([a_visit_facts(left_station_at=LEFT, submitted_at=LEFT + after)], DAY)
    assert (share.part, share.of) == (in_time, 1)


def test_where_leaving_the_station_is_not_known_leaving_the_suite_counts() -> None:
    began = LEFT - timedelta(hours=1)
    visit = a_visit_facts(began_at=began, left_station_at=None, submitted_at=LEFT + DAY)
    assert filed_in_time([visit], DAY).part == 1
    outside = a_visit_facts(began_at=began, left_station_at=None, visit_minutes=None, submitted_at=LEFT + DAY)
    assert filed_in_time([outside], DAY).part == 0


def test_abandoned_visits_have_reports_too_and_every_report_can_be_traced() -> None:
    visits = [a_visit_facts(), a_visit_facts(outcome=Outcome.ABANDONED)]
    share = filed_in_time(visits, DAY)
    assert (share.part, share.of) == (2, 2)
    assert share.visits == tuple(visit.visit_id for visit in visits)
    assert filed_in_time([], DAY).value is None

"""What Today says of concerns with the force."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from icv_app.domain.concern import ConcernState, Severity
from icv_app.domain.concern_list import ListedConcern
from icv_app.domain.ids import ConcernId, SuiteId, VisitId
from icv_app.services.today import ConcernsWaiting
from tests.visit_builders import settings
from ui.today.concern_rows import concern_rows

MIDNIGHT = datetime(2024, 4, 9, 23, 0, tzinfo=UTC)
"""The end of 9 April in summer time."""


@pytest.mark.parametrize(
    ("due", "said"), [(MIDNIGHT, "due 9 Apr 2024"), (MIDNIGHT - timedelta(hours=8), "due 9 Apr 2024, 16:00")]
)
def test_a_reply_due_at_midnight_was_due_on_the_day_before_it(due: datetime, said: str) -> None:
    late = ListedConcern(
        concern_id=ConcernId("c-1"),
        visit_id=VisitId("v-1"),
        suite=SuiteId("leeds"),
        began_at=MIDNIGHT - timedelta(days=20),
        category="C2",
        severity=Severity.AMBER,
        state=ConcernState.SENT,
        due=due,
    )
    [row] = concern_rows(ConcernsWaiting(overdue=(late,)), settings(), MIDNIGHT + timedelta(days=1))
    assert row.about.endswith(said)

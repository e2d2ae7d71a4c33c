"""Beside a report stands what came before it at its suite."""

from __future__ import annotations

from datetime import timedelta

from icv_app.domain.concern import Severity
from icv_app.domain.follow_up import FollowUp, Looked
from icv_app.domain.ids import ConcernId, SuiteId, VisitId
from icv_app.domain.visit import Visit
from icv_app.services.suite_history import LAST_VISITS, SuiteHistory
from tests.builders import NOON, a_concern, a_filed_visit
from tests.fakes.desk import HandClock, a_desk, file_report
from tests.fakes.memory_store import MemoryStore


def filed(store: MemoryStore, day: int, **changes: object) -> Visit:
    """A visit so many days after the first, filed the same day."""
    began = NOON + timedelta(days=day)
    fields = {
        "visit_id": VisitId(f"day-{day}"),
        "arrived_at": began,
        "entered_at": began,
        "left_suite_at": began + timedelta(hours=1),
        "left_station_at": began + timedelta(hours=1),
        "submitted_at": began + timedelta(hours=2),
    }
    return file_report(store, a_filed_visit(**{**fields, **changes}))


def before(store: MemoryStore, visit: Visit, member: str = "C-001") -> SuiteHistory | None:
    clock = HandClock(NOON + timedelta(days=60))
    return a_desk(store, member, clock=clock).reviews.read(visit.visit_id).before


def test_the_last_visits_to_the_suite_stand_newest_first() -> None:
    store = MemoryStore()
    for day in range(LAST_VISITS + 2):
        filed(store, day)
    filed(store, 3, visit_id=VisitId("elsewhere"), suite=SuiteId("halifax"))
    filed(store, 9)

    history = before(store, filed(store, 8))

    assert history is not None
    assert [line.visit_id for line in history.visits] == ["day-6", "day-5", "day-4", "day-3", "day-2"]


def test_what_was_left_open_is_told_until_somebody_found_it_put_right() -> None:
    store = MemoryStore()
    cold, dark = ConcernId("cold"), ConcernId("dark")
    first = filed(
        store,
        0,
        concerns=(
            a_concern(concern_id=cold, severity=Severity.AMBER),
            a_concern(concern_id=dark, severity=Severity.RED),
        ),
    )
    found = FollowUp(
        concern_id=cold,
        visit_id=first.visit_id,
        category=first.concerns[0].category,
        finding=Looked.PUT_RIGHT,
    )
    second = filed(store, 1, follow_ups=(found,))
    third = filed(store, 2)

    at_second, at_third = before(store, second), before(store, third)
    assert at_second is not None
    assert at_third is not None
    assert {one.concern_id for one in at_second.left_open} == {cold, dark}
    assert [one.concern_id for one in at_third.left_open] == [dark]


def test_visitors_are_not_told_what_the_office_follows_up() -> None:
    store = MemoryStore()
    filed(store, 0, concerns=(a_concern(),))
    assert before(store, filed(store, 1), "V-001") is None

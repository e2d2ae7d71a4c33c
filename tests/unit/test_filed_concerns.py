"""What the office reads of concerns across reports."""

from __future__ import annotations

from datetime import timedelta

from icv_app.domain.concern import ConcernState, ConcernStepKind
from icv_app.domain.ids import ConcernId
from tests.builders import a_concern
from tests.fakes.desk import a_desk, file_report
from tests.fakes.memory_store import MemoryStore
from tests.gui.offices import THURSDAY, a_step, a_visit_at, fill_settings, the_clock, the_report

WEEK = timedelta(weeks=1)


def test_every_concern_of_a_filed_report_is_listed_with_its_steps_and_praise_beside_them() -> None:
    store = MemoryStore()
    desk = a_desk(store, clock=the_clock())
    fill_settings(store)
    visit = the_report()
    later = THURSDAY + timedelta(hours=1)
    file_report(store, visit, steps=[a_step(visit, "c-adult", ConcernStepKind.SENT, later, to_role="other")])
    states = {one.listed.concern_id: one.listed.state for one in desk.concerns.lines()}
    assert states == {
        "c-adult": ConcernState.SENT,
        "c-woman": ConcernState.PUT_RIGHT,
        "c-praise": ConcernState.RAISED,
    }


def test_repeats_are_counted_at_the_suite_over_the_months_of_the_scheme_up_to_the_visit() -> None:
    store = MemoryStore()
    desk = a_desk(store, clock=the_clock())
    fill_settings(store)
    for number, (suite, back) in enumerate(
        [("wakefield", 1 * WEEK), ("wakefield", 25 * WEEK), ("wakefield", 27 * WEEK), ("leeds", 2 * WEEK)]
    ):
        concern = a_concern(concern_id=ConcernId(f"old-{number}"), category="C1")
        began = THURSDAY - back + timedelta(hours=number)
        file_report(store, a_visit_at(suite, began, "V-001", "V-002", concerns=(concern,)))
    after = a_concern(concern_id=ConcernId("after"), category="C1")
    file_report(store, a_visit_at("wakefield", THURSDAY + WEEK, "V-001", "V-002", concerns=(after,)))
    file_report(store, the_report())
    assert desk.reviews.read(the_report().visit_id).repeats == {"C1": 3, "D2": 1}
    read = desk.concerns.read(the_report().visit_id, ConcernId("c-adult"))
    assert [one.concern_id for one in read.earlier] == ["old-1", "old-0"]


def test_the_last_visit_comes_with_where_its_concerns_stand() -> None:
    store = MemoryStore()
    desk = a_desk(store, clock=the_clock())
    fill_settings(store)
    before = a_visit_at("wakefield", THURSDAY - WEEK, "V-001", "V-002", concerns=(a_concern(),))
    closed = a_step(before, "concern-1", ConcernStepKind.CLOSED, THURSDAY, outcome="put_right")
    file_report(store, before, steps=[closed])
    file_report(store, the_report())
    report = desk.reviews.read(the_report().visit_id)
    assert report.last_time == before
    assert [one.state for one in report.last_concerns] == [ConcernState.CLOSED]

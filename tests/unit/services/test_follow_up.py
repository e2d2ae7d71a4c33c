"""What the last visits to a suite left to look at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from icv_app.domain.concern import Concern, ConcernState, ConcernStep, ConcernStepKind
from icv_app.domain.follow_up import FollowUp, Looked
from icv_app.domain.ids import ConcernId, MemberId, SuiteId, VisitId
from icv_app.domain.visit import Visit
from icv_app.services.follow_up import EarlierConcern, looked_at, to_look_at
from tests.builders import NOON, a_concern, a_filed_visit
from tests.fakes.desk import file_report
from tests.fakes.memory_store import MemoryStore

WEEK = timedelta(weeks=1)
WAKEFIELD = SuiteId("wakefield")


def weeks_ago(number: int, *concerns: Concern, **changes: object) -> Visit:
    began = NOON - number * WEEK
    return a_filed_visit(
        visit_id=VisitId(f"weeks-{number}"),
        arrived_at=began,
        entered_at=began,
        left_suite_at=began + timedelta(hours=1),
        left_station_at=began + timedelta(hours=1),
        submitted_at=began + timedelta(hours=2),
        concerns=concerns,
        **changes,
    )


def broken_shower(name: str = "shower", **changes: object) -> Concern:
    return a_concern(concern_id=ConcernId(name), category="F2", text="Shower 2 is broken.", **changes)


def a_step(kind: ConcernStepKind, weeks: int, visit: str = "weeks-1", **changes: object) -> ConcernStep:
    """A step on the shower, so many weeks ago."""
    step = ConcernStep(
        record_id=f"{kind}-{weeks}",
        concern_id=ConcernId("shower"),
        visit_id=VisitId(visit),
        kind=kind,
        at=NOON - weeks * WEEK,
        by=MemberId("C-001"),
    )
    return replace(step, **changes)  # type: ignore[arg-type]


def left(store: MemoryStore) -> list[EarlierConcern]:
    with store.open_reading() as unit:
        return list(to_look_at(unit, WAKEFIELD, NOON))


def names(store: MemoryStore) -> list[str]:
    return [found.concern_id for found in left(store)]


def looked(finding: Looked, visit: str = "weeks-2") -> FollowUp:
    return FollowUp(
        concern_id=ConcernId("shower"), visit_id=VisitId(visit), category="F2", finding=finding, note="Seen."
    )


def test_open_concerns_of_the_last_visits_to_the_suite_are_listed_newest_first() -> None:
    store = MemoryStore(
        weeks_ago(3, broken_shower("older")),
        weeks_ago(1, broken_shower("newer")),
        replace(weeks_ago(2, broken_shower("elsewhere")), suite=SuiteId("leeds")),
    )
    assert names(store) == ["newer", "older"]
    assert left(store)[0].answer is None


def test_praise_and_what_was_put_right_on_the_spot_need_no_second_look() -> None:
    store = MemoryStore(weeks_ago(1, a_concern(category="P"), broken_shower(put_right=True)))
    assert names(store) == []


def test_what_the_force_said_stands_beside_the_concern() -> None:
    store = MemoryStore()
    steps = (
        a_step(ConcernStepKind.SENT, 1, at=NOON - timedelta(days=6)),
        a_step(ConcernStepKind.REPLIED, 1, at=NOON - timedelta(days=5), text="Repaired."),
    )
    file_report(store, weeks_ago(1, broken_shower()), steps=steps)
    (found,) = left(store)
    assert found.state is ConcernState.REPLIED
    assert found.answer is not None
    assert found.answer.text == "Repaired."


def test_a_concern_closed_lately_is_looked_at_and_one_closed_long_ago_is_not() -> None:
    for weeks, expected in ((3, ["shower"]), (9, [])):
        store = MemoryStore()
        closed = a_step(ConcernStepKind.CLOSED, weeks, visit="weeks-12", outcome="put_right")
        file_report(store, weeks_ago(12, broken_shower()), steps=(closed,))
        assert names(store) == expected


def test_what_a_later_visit_found_put_right_or_raised_again_is_listed_no_longer() -> None:
    before = weeks_ago(2, broken_shower())
    again = broken_shower("again", repeats=ConcernId("shower"))
    put_right = weeks_ago(1, follow_ups=(looked(Looked.PUT_RIGHT),))
    raised = weeks_ago(1, again, follow_ups=(looked(Looked.STILL_SO),))
    not_looked = weeks_ago(1, follow_ups=(looked(Looked.NOT_LOOKED),))
    assert names(MemoryStore(before, put_right)) == []
    assert names(MemoryStore(before, raised)) == ["again"]
    assert names(MemoryStore(before, not_looked)) == ["shower"]


def test_a_report_knows_the_concerns_its_visitors_looked_at_where_their_visits_are_at_hand() -> None:
    before = weeks_ago(2, broken_shower(), a_concern())
    here = weeks_ago(1, follow_ups=(looked(Looked.STILL_SO), looked(Looked.STILL_SO, visit="elsewhere")))
    with MemoryStore(before, here).open_reading() as unit:
        (found,) = looked_at(unit, here)
    assert found.concern.text == "Shower 2 is broken."

"""What every store promises of concerns: where they stand, in the file and in memory alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from icv_app.domain.concern import ConcernState, ConcernStepKind, EscalationLevel, Severity
from icv_app.domain.concern_list import ConcernPart, ConcernStage, ListedConcern
from icv_app.domain.ids import ConcernId, MemberId, SuiteId, VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import ReplyTarget
from icv_app.domain.visit import Stage, Visit
from icv_app.figures.repeats import which_time
from icv_app.services.concern_records import earlier_alike
from icv_app.services.ports import RecordState, UnitOfWork
from icv_app.services.ports_concerns import ConcernFilter, RaisedConcern
from icv_app.services.ports_visits import FiledVisit
from tests.builders import NOON, a_concern, a_filed_visit, settings
from tests.facts_builders import a_concern_facts
from tests.step_records import a_step_record
from tests.store.conftest import Store

DAY = timedelta(days=1)
NOW = NOON + 30 * DAY
SENT, REPLIED, CLOSED = ConcernStepKind.SENT, ConcernStepKind.REPLIED, ConcernStepKind.CLOSED
ESCALATED = ConcernStepKind.ESCALATED


def a_visit_with(number: int, *concerns: str, suite: str = "wakefield", at: datetime | None = None) -> Visit:
    """A filed visit, a day later each, with concerns "name:category:severity" and "!" where put right."""
    began = at or NOON + number * DAY
    made = []
    for words in concerns:
        name, category, severity = words.rstrip("!").split(":")
        made.append(
            a_concern(
                concern_id=ConcernId(name),
                category=category,
                severity=Severity(severity),
                put_right=words.endswith("!"),
            )
        )
    return a_filed_visit(
        visit_id=VisitId(f"visit-{number}"),
        suite=SuiteId(suite),
        arrived_at=began - timedelta(minutes=5),
        entered_at=began,
        left_suite_at=began + timedelta(hours=1),
        left_station_at=began + timedelta(hours=1),
        submitted_at=began + timedelta(hours=2),
        concerns=tuple(made),
    )


VISITS = (
    a_visit_with(1, "old-red:C1:red", "right:D2:amber!", "praise:P:green"),
    a_visit_with(2, "amber:A2:amber", "green:F3:green", suite="leeds"),
    a_visit_with(3, "new-red:C1:red", "thanked:P:green"),
)
STEPS = (
    a_step_record("visit-1", "old-red", SENT, NOON + 4 * DAY, due=NOON + 5 * DAY, to_role="inspector"),
    a_step_record("visit-2", "amber", SENT, NOON + 25 * DAY, due=NOW + DAY),
    a_step_record("visit-2", "green", SENT, NOON + 4 * DAY),
    a_step_record("visit-2", "green", ESCALATED, NOON + 5 * DAY, to_role="chief_inspector"),
    a_step_record("visit-2", "green", REPLIED, NOON + 6 * DAY),
    a_step_record("visit-2", "green", ConcernStepKind.DISPUTED, NOON + 7 * DAY),
    a_step_record("visit-3", "thanked", SENT, NOON + 4 * DAY),
)


def put_visits(unit: UnitOfWork, visits: tuple[Visit, ...], *, together: bool) -> None:
    if together:
        unit.visits.add_filed(
            [
                FiledVisit(visit=one, late=False, review=ReviewState.FILED, review_changed_at=NOW)
                for one in visits
            ]
        )
    else:
        for one in visits:
            unit.visits.put(one)


def filled(store: Store, *, together: bool = False, steps_first: bool = False) -> None:
    with store.open_unit() as unit:
        unit.settings.put(settings())
        if not steps_first:
            put_visits(unit, VISITS, together=together)
        for record in STEPS:
            unit.records.put(record)
        if steps_first:
            put_visits(unit, VISITS, together=together)
        unit.commit()


def names(found: object) -> list[str]:
    return [one.concern_id for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize("steps_first", [False, True], ids=["steps after", "steps before"])
@pytest.mark.parametrize("together", [False, True], ids=["one by one", "together"])
def test_each_concern_stands_where_its_steps_led_whatever_came_first(
    store: Store, together: bool, steps_first: bool
) -> None:
    filled(store, together=together, steps_first=steps_first)
    with store.open_reading() as unit:
        found = {one.concern_id: one for one in unit.concerns.listed(ConcernFilter(), NOW)}
    assert {name: one.state for name, one in found.items()} == {
        "old-red": ConcernState.SENT,
        "right": ConcernState.PUT_RIGHT,
        "praise": ConcernState.RAISED,
        "amber": ConcernState.SENT,
        "green": ConcernState.DISPUTED,
        "new-red": ConcernState.RAISED,
        "thanked": ConcernState.SENT,
    }
    assert found[ConcernId("green")].level is EscalationLevel.CHIEF_INSPECTOR
    assert found[ConcernId("old-red")].due == NOON + 5 * DAY
    assert found[ConcernId("thanked")].due is None
    assert found[ConcernId("amber")] == ListedConcern(
        concern_id=ConcernId("amber"),
        visit_id=VisitId("visit-2"),
        suite=SuiteId("leeds"),
        began_at=NOON + 2 * DAY,
        category="A2",
        severity=Severity.AMBER,
        state=ConcernState.SENT,
        due=NOW + DAY,
    )


def test_the_parts_are_in_the_order_of_the_work(store: Store) -> None:
    filled(store)
    with store.open_reading() as unit:
        parts = {part: names(unit.concerns.listed(ConcernFilter(part=part), NOW)) for part in ConcernPart}
    assert parts == {
        ConcernPart.TO_DO: ["old-red", "new-red", "green"],
        ConcernPart.OVERDUE: ["old-red"],
        ConcernPart.WITH_FORCE: ["amber"],
        ConcernPart.SETTLED: ["right"],
        ConcernPart.THANKS: ["thanked", "praise"],
        ConcernPart.ALL: ["new-red", "thanked", "amber", "green", "old-red", "right", "praise"],
    }


def test_the_columns_of_the_board_hold_every_concern_once(store: Store) -> None:
    filled(store)
    with store.open_reading() as unit:
        columns = {
            stage: names(unit.concerns.listed(ConcernFilter(stage=stage), NOW)) for stage in ConcernStage
        }
        first = unit.concerns.listed(ConcernFilter(stage=ConcernStage.NOT_SENT), NOW, limit=1)
    assert columns == {
        ConcernStage.NOT_SENT: ["new-red", "praise"],
        ConcernStage.WITH_FORCE: ["old-red", "amber"],
        ConcernStage.REPLIED: [],
        ConcernStage.DISPUTED: ["green"],
        ConcernStage.SETTLED: ["thanked", "right"],
    }
    assert names(first) == ["new-red"]


def test_what_is_counted_is_what_is_listed(store: Store) -> None:
    filled(store)
    with store.open_reading() as unit:
        counts = unit.concerns.counts(NOW)
        for part in ConcernPart:
            listed = len(unit.concerns.listed(ConcernFilter(part=part), NOW))
            assert counts.by_part.get(part, 0) == unit.concerns.count(ConcernFilter(part=part), NOW) == listed
        for stage in ConcernStage:
            listed = len(unit.concerns.listed(ConcernFilter(stage=stage), NOW))
            assert counts.by_stage.get(stage, 0) == listed
    assert (counts.red_to_do, counts.thanks_owed) == (2, 1)


def test_the_open_ones_of_a_severity_and_a_span_are_found(store: Store) -> None:
    filled(store)
    red = ConcernFilter(still_open=True, severity=Severity.RED)
    with store.open_reading() as unit:
        assert names(unit.concerns.listed(red, NOW)) == ["old-red", "new-red"]
        assert unit.concerns.count(replace(red, since=NOON + 2 * DAY), NOW) == 1
        assert unit.concerns.count(replace(red, until=NOON + 3 * DAY), NOW) == 1
        assert unit.concerns.count(ConcernFilter(thanks=False), NOW) == 5


def test_a_refused_or_erased_step_does_not_count(store: Store) -> None:
    filled(store)
    with store.open_unit() as unit:
        unit.records.put(replace(STEPS[0], state=RecordState.REFUSED))
        unit.records.put(replace(STEPS[1], parts=dict.fromkeys(STEPS[1].parts)))
        found = {one.concern_id: one.state for one in unit.concerns.listed(ConcernFilter(), NOW)}
    assert found[ConcernId("old-red")] is found[ConcernId("amber")] is ConcernState.RAISED


def test_a_step_that_does_not_fit_its_record_leaves_the_concern_where_it_was(store: Store) -> None:
    filled(store)
    alien = replace(a_step_record("visit-3", "new-red", CLOSED, NOON + 9 * DAY), author=MemberId("V-009"))
    with store.open_unit() as unit:
        unit.records.put(alien)
        unit.records.put(replace(alien, state=RecordState.QUARANTINED))
        found = unit.concerns.find(ConcernId("new-red"))
    assert found is not None
    assert found.state is ConcernState.RAISED


def test_a_step_about_another_visit_does_not_move_a_concern_of_the_same_name(store: Store) -> None:
    filled(store)
    with store.open_unit() as unit:
        unit.records.put(a_step_record("visit-1", "new-red", CLOSED, NOON + 9 * DAY))
        found = unit.concerns.find(ConcernId("new-red"))
    assert found is not None
    assert found.state is ConcernState.RAISED


def test_where_a_step_names_no_time_what_is_due_follows_the_targets_of_today(store: Store) -> None:
    visit = a_visit_with(1, "one:A2:amber")
    asked = NOON + DAY
    with store.open_unit() as unit:
        unit.visits.put(visit)
        unit.records.put(a_step_record("visit-1", "one", SENT, asked))
        for version, hours in enumerate((48, 6), 1):
            given = replace(
                settings(), version=version, reply_targets={Severity.AMBER: ReplyTarget(hours=hours)}
            )
            unit.settings.put(given)
            unit.concerns.reckon_due(given)
            found = unit.concerns.find(ConcernId("one"))
            assert found is not None
            assert found.due == asked + timedelta(hours=hours)


def test_concerns_leave_with_their_visit_and_change_with_it(store: Store) -> None:
    filled(store)
    with store.open_unit() as unit:
        unit.visits.put(a_visit_with(1, "old-red:C1:amber"))
        unit.visits.remove_filed(VisitId("visit-2"))
        unit.visits.put(replace(VISITS[2], stage=Stage.DRAFT))
        found = unit.concerns.listed(ConcernFilter(), NOW)
    assert [(one.concern_id, one.severity, one.state) for one in found] == [
        ("old-red", Severity.AMBER, ConcernState.SENT)
    ]


def test_what_came_up_at_the_suite_within_the_months_is_found_oldest_first(store: Store) -> None:
    def on(month: int, day: int, hour: int = 12) -> datetime:
        return datetime(2024, month, day, hour, tzinfo=UTC)

    visits = (
        a_visit_with(1, "long-ago:F3:green", at=on(1, 9)),
        a_visit_with(2, "before:F3:green", "twice:F3:green", "other:F4:green", at=on(3, 1)),
        a_visit_with(3, "elsewhere:F3:green", suite="leeds", at=on(6, 1)),
        a_visit_with(4, "now:F3:green", at=on(7, 10)),
    )
    with store.open_unit() as unit:
        put_visits(unit, visits, together=True)
        six = earlier_alike(unit, SuiteId("wakefield"), "F3", on(7, 10), 6)
        seven = earlier_alike(unit, SuiteId("wakefield"), "F3", on(7, 10), 7)
    assert names(six) == ["before", "twice"]
    assert which_time(six) == 2
    assert names(seven) == ["long-ago", "before", "twice"]
    assert which_time(()) == 1


def test_the_same_day_six_months_earlier_counts_whatever_the_clocks_did(store: Store) -> None:
    # 00:30 on 10 July is still 9 July in UTC; 10 January began at midnight UTC.
    now = datetime(2024, 7, 9, 23, 30, tzinfo=UTC)
    visits = (
        a_visit_with(1, "the-day-before:F3:green", at=datetime(2024, 1, 9, 23, tzinfo=UTC)),
        a_visit_with(2, "on-the-day:F3:green", at=datetime(2024, 1, 10, tzinfo=UTC)),
    )
    with store.open_unit() as unit:
        put_visits(unit, visits, together=True)
        assert names(earlier_alike(unit, SuiteId("wakefield"), "F3", now, 6)) == ["on-the-day"]


def test_the_steps_of_two_coordinators_lead_to_one_place_in_every_order(store: Store) -> None:
    steps = [record for record in STEPS if record.subject == "green"]
    stood = set()
    for order in permutations(steps):
        with store.open_unit() as unit:
            unit.visits.put(VISITS[1])
            for record in order:
                unit.records.put(record)
            found = unit.concerns.find(ConcernId("green"))
            assert found is not None
            stood.add((found.state, found.level, found.due))
    assert stood == {(ConcernState.DISPUTED, EscalationLevel.CHIEF_INSPECTOR, None)}


def test_concerns_raised_on_custody_records_stand_among_the_others(store: Store) -> None:
    filled(store)
    read = [
        RaisedConcern(
            raised_on="reading-1",
            number=number,
            suite=SuiteId("leeds"),
            began_at=NOON + 9 * DAY,
            facts=a_concern_facts(
                concern_id=ConcernId(name), category="C1", severity=Severity.RED, put_right=False
            ),
        )
        for number, name in enumerate(("unread", "late"))
    ]
    with store.open_unit() as unit:
        unit.records.put(a_step_record("reading-1", "late", CLOSED, NOON + 10 * DAY))
        unit.concerns.list_from_records(read)
        unit.concerns.list_from_records(read)
        unit.records.put(a_step_record("reading-1", "unread", SENT, NOON + 11 * DAY, due=NOW + DAY))
        unit.visits.put(VISITS[0])
        found = unit.concerns.listed(ConcernFilter(since=NOON + 9 * DAY), NOW)
        assert [(one.concern_id, one.state, one.from_record) for one in found] == [
            ("unread", ConcernState.SENT, True),
            ("late", ConcernState.CLOSED, True),
        ]
        unit.concerns.list_from_records(read[:1])
        assert unit.concerns.count(ConcernFilter(), NOW) == 8

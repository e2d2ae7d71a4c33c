"""What waits for the office, each kind by itself, from a scheme in memory."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from icv_app.domain.concern import GOOD_PRACTICE, EscalationLevel, Severity
from icv_app.domain.duties import SwapAsked
from icv_app.domain.expenses import ExpenseKind
from icv_app.domain.ids import ConcernId, DeviceId, MemberId, RecordId, SuiteId, VisitId
from icv_app.domain.rota import WEEK, Duty, monday_of
from icv_app.domain.rota_ahead import plan_next, planned_until, uncovered_weeks
from icv_app.domain.scheme import Suite
from icv_app.domain.times import london_day
from icv_app.services.devices import WhyRemoved
from icv_app.services.notices import NoticeWords
from icv_app.services.today import ConcernsWaiting, OfficeWaiting
from tests.builders import NOON, a_concern
from tests.gui.rotas import a_published_rota
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.quality_builders import our_framework
from ui.today.office_rows import office_rows

MONDAY = monday_of(NOON.date())
LEEDS, HALIFAX = SuiteId("leeds"), SuiteId("halifax")


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def office(scheme: MemoryScheme) -> OfficeWaiting:
    return scheme["C-001"].desk.today.office()


def concerns(scheme: MemoryScheme) -> ConcernsWaiting:
    return scheme["C-001"].desk.today.concerns()


def raised(
    scheme: MemoryScheme, name: str, severity: Severity, category: str = "C1"
) -> tuple[VisitId, ConcernId]:
    told, concern_id = NOON + timedelta(minutes=30), ConcernId(name)
    concern = a_concern(concern_id=concern_id, severity=severity, category=category, officer_told_at=told)
    visit = scheme.filed_by("V-001", concerns=(concern,))
    scheme.exchange()
    return visit.visit_id, concern_id


def test_each_open_concern_stands_in_the_first_group_it_belongs_to(scheme: MemoryScheme) -> None:
    desk = scheme["C-001"].desk.concerns
    red = raised(scheme, "red", Severity.RED)
    late = raised(scheme, "late", Severity.AMBER)
    replied = raised(scheme, "replied", Severity.AMBER)
    escalated = raised(scheme, "escalated", Severity.AMBER)
    both = raised(scheme, "both", Severity.AMBER)
    raised(scheme, "unsent", Severity.GREEN)
    for one in (red, late, replied, escalated, both):
        desk.send(*one, to_role="custody_inspector")
    scheme.clock.forward(hours=1)
    desk.note_reply(*replied, words="Seen to.")
    desk.escalate(*escalated, to_role=EscalationLevel.CHIEF_INSPECTOR)
    desk.escalate(*both, to_role=EscalationLevel.CHIEF_INSPECTOR)
    scheme.clock.forward(days=200)
    desk.escalate(*escalated, to_role=EscalationLevel.GOVERNANCE_MEETING)

    found = concerns(scheme)
    assert [one.concern_id for one in found.red] == ["red"]
    assert {one.concern_id for one in found.overdue} == {"late", "both"}
    assert [one.concern_id for one in found.replied] == ["replied"]
    assert [one.concern_id for one in found.escalated] == ["escalated"]
    assert (found.red_count, found.not_sent) == (1, 1)
    assert found.titles["C1"]


def test_a_late_reply_is_listed_and_counted_beside_however_many_red_ones(
    scheme: MemoryScheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icv_app.services.today.MOST_LISTED", 1)
    for name, severity in (("red", Severity.RED), ("late", Severity.AMBER), ("later", Severity.AMBER)):
        scheme["C-001"].desk.concerns.send(*raised(scheme, name, severity), to_role="custody_inspector")
    scheme.clock.forward(days=200)
    found = concerns(scheme)
    assert (len(found.overdue), found.overdue_count) == (1, 2)


def test_a_settled_concern_waits_no_longer_and_thanks_are_counted(scheme: MemoryScheme) -> None:
    red = raised(scheme, "red", Severity.RED)
    good = raised(scheme, "good", Severity.GREEN, category=GOOD_PRACTICE)
    scheme["C-001"].desk.concerns.close(*red, outcome="put_right")
    assert (concerns(scheme).red, concerns(scheme).thanks_owed) == ((), 1)
    scheme["C-001"].desk.concerns.send(*good, to_role="custody_inspector")
    assert (concerns(scheme).red, concerns(scheme).thanks_owed) == ((), 0)


def test_two_swaps_of_one_duty_are_two_rows(scheme: MemoryScheme) -> None:
    swaps = tuple(
        SwapAsked(
            record_id=RecordId(f"swap of {name}"),
            member_id=MemberId(name),
            week=MONDAY,
            suite_id=LEEDS,
            number=1,
            at=NOON,
        )
        for name in ("V-001", "V-002")
    )
    settings = scheme["C-001"].desk.scheme.settings()
    rows = office_rows(OfficeWaiting(swaps=swaps), settings)
    assert len({(row.kind, row.key) for row in rows}) == 2


def test_suites_that_nobody_visited_for_long_stand_oldest_first(scheme: MemoryScheme) -> None:
    before = {one.suite_id for one in office(scheme).suites}
    scheme.filed_by("V-001", suite=SuiteId("wakefield"))
    scheme.exchange()
    assert before - {one.suite_id for one in office(scheme).suites} == {"wakefield"}
    scheme.clock.forward(days=30)
    waiting = office(scheme).suites
    assert [one.last_visit is None for one in waiting] == sorted(
        (one.last_visit is None for one in waiting), reverse=True
    )
    assert waiting[-1].suite_id == "wakefield"


def test_swaps_and_weeks_without_anybody_wait_and_the_next_quarter_is_planned_in_time() -> None:
    scheme = a_published_rota()
    found = office(scheme)
    assert [swap.member_id for swap in found.swaps] == ["V-001"]
    assert found.uncovered
    assert found.planned_until is None
    scheme["V-001"].desk.duties.withdraw_swap(scheme["V-001"].desk.duties.own()[0].duty)
    scheme.exchange()
    assert office(scheme).swaps == ()
    scheme.clock.forward(days=14)
    assert office(scheme).planned_until == monday_of(NOON.date()) + 5 * WEEK - timedelta(days=1)


def test_without_a_rota_nothing_is_said_of_one(scheme: MemoryScheme) -> None:
    found = office(scheme)
    assert (found.uncovered, found.planned_until, found.swaps) == ((), None, ())


def duty(week: date, suite: SuiteId = LEEDS, pair: tuple[str, ...] = ("V-001", "V-002")) -> Duty:
    return Duty(suite_id=suite, week=week, pair=tuple(map(MemberId, pair)))


def test_a_week_is_uncovered_where_an_open_suite_lacks_a_pair() -> None:
    suites = (
        Suite(suite_id=LEEDS, name="Leeds", district="Leeds"),
        Suite(suite_id=HALIFAX, name="Halifax", district="Calderdale", closed=MONDAY + WEEK),
    )
    duties = [duty(MONDAY), duty(MONDAY, HALIFAX), duty(MONDAY + 2 * WEEK), duty(MONDAY - WEEK)]
    found = uncovered_weeks(duties, suites, lambda _suite: 1, MONDAY)
    assert [(one.week, one.suites) for one in found] == [(MONDAY + WEEK, (LEEDS,))]
    alone = uncovered_weeks([duty(MONDAY, pair=("V-001",))], suites[:1], lambda _suite: 1, MONDAY)
    assert [one.suites for one in alone] == [(LEEDS,)]
    assert uncovered_weeks(duties, suites, lambda _suite: 0, MONDAY) == ()


def test_the_next_quarter_is_planned_when_four_weeks_are_left() -> None:
    until = planned_until([duty(MONDAY + 5 * WEEK), duty(MONDAY)])
    assert until == MONDAY + 6 * WEEK - timedelta(days=1)
    assert not plan_next(until, until - timedelta(weeks=4))
    assert plan_next(until, until - timedelta(weeks=4) + timedelta(days=1))
    assert not plan_next(planned_until([]), MONDAY)


def test_claims_wait_until_they_are_approved(scheme: MemoryScheme) -> None:
    scheme["V-001"].desk.expenses.claim(NOON.date(), ExpenseKind.PARKING, 450)
    scheme.exchange()
    assert [one.claim.pence for one in office(scheme).claims] == [450]
    [standing] = scheme["C-001"].desk.expenses.all()
    scheme["C-001"].desk.expenses.answer(standing)
    assert office(scheme).claims == ()


def test_a_notice_waits_until_everybody_has_said_they_read_it(scheme: MemoryScheme) -> None:
    notice = scheme["C-001"].desk.notices.tell(
        NoticeWords(title="New form", text="Use it.", first_day=london_day(NOON), must_read=True)
    )
    scheme.exchange()
    assert [one.waits_for for one in office(scheme).notices] == [3]
    for name in ("V-001", "V-002", "V-003"):
        scheme[name].desk.notices.say_read(notice)
    scheme.exchange()
    assert office(scheme).notices == ()


def test_evidence_older_than_a_year_waits_and_new_evidence_settles_it(scheme: MemoryScheme) -> None:
    quality = scheme["C-001"].desk.quality
    quality.publish(our_framework())
    quality.add_note("talks", "A talk is offered after every visit.")
    scheme.clock.forward(days=365)
    assert office(scheme).evidence == ()
    scheme.clock.forward(days=1)
    assert [one.criterion.criterion_id for one in office(scheme).evidence] == ["talks"]
    quality.add_note("talks", "A talk is still offered.")
    assert office(scheme).evidence == ()


def test_a_recovery_kit_without_the_newest_key_waits(scheme: MemoryScheme) -> None:
    assert not office(scheme).kit_due
    scheme["C-001"].desk.devices.remove(DeviceId(scheme["C-002"].keys.key_id), WhyRemoved.LOST)
    assert office(scheme).kit_due


def test_a_year_waits_for_erasure_until_its_run_was_made(scheme: MemoryScheme) -> None:
    scheme.filed_by("V-001")
    scheme.exchange()
    assert office(scheme).retention == ()
    scheme.clock.forward(days=3 * 366)
    [due] = office(scheme).retention
    assert (due.year.label, due.visits, due.whole) == ("2023-24", 1, False)
    retention = scheme["C-001"].desk.retention
    retention.run(retention.preview())
    assert office(scheme).retention == ()
    scheme.clock.forward(days=4 * 366)
    assert [one.whole for one in office(scheme).retention] == [True]
    retention.run(retention.preview())
    assert office(scheme).retention == ()


def test_a_visit_under_a_legal_hold_does_not_wait_for_erasure(scheme: MemoryScheme) -> None:
    visit = scheme.filed_by("V-001")
    scheme.exchange()
    scheme["C-001"].desk.retention.hold(visit.visit_id, "A complaint is looked into.")
    scheme.clock.forward(days=3 * 366)
    assert office(scheme).retention == ()

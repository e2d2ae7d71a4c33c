"""Recording a visit on one laptop."""

from __future__ import annotations

from dataclasses import replace

import pytest

from icv_app.domain.concern import Severity
from icv_app.domain.ids import PersonId, SuiteId, VisitId
from icv_app.domain.person import Answer, Resolved, Value
from icv_app.domain.visit import ChecklistRef, Stage, Visit, VisitKind
from icv_app.errors import IcvError, NotFound, RuleBroken, StoreError
from icv_app.services.ports import RecordState
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.visits import VisitService
from tests.memory_scheme import MemoryScheme, SettableClock, a_founded_vault, a_scheme, opened

NOWHERE = VisitId("nowhere")


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def visits(scheme: MemoryScheme) -> VisitService:
    return scheme["V-001"].desk.visits


def test_a_draft_begins_under_the_checklist_and_settings_of_today(visits: VisitService) -> None:
    draft = visits.start(SuiteId("leeds"), VisitKind.TACT)

    assert visits.get(draft.visit_id) == draft
    assert (draft.suite, draft.kind, draft.stage) == ("leeds", VisitKind.TACT, Stage.DRAFT)
    assert (draft.author, draft.visitors, draft.settings_version) == ("V-001", ("V-001",), 1)
    assert draft.created_at == visits.now()


def test_no_draft_begins_before_the_settings_have_arrived(scheme: MemoryScheme) -> None:
    too_large_to_travel_along = replace(scheme.invite("V-003"), settings=b"")
    device, _request = scheme.joining("V-003", too_large_to_travel_along, "new laptop")

    with pytest.raises(NotFound):
        device.desk.visits.start()
    assert device.desk.visits.list() == []


def test_each_edit_is_committed_as_it_is_made(scheme: MemoryScheme, visits: VisitService) -> None:
    draft = visits.start()
    _visit, first = visits.add_person(draft.visit_id, cell="M1")
    visit, second = visits.add_person(draft.visit_id, cell="M2")
    visits.change_person(draft.visit_id, first, lambda person: replace(person, cell="M9"))
    visits.answer(draft.visit_id, second, Answer(check_id="food", value=Value.YES))
    visits.answer(draft.visit_id, second, Answer(check_id="food", value=Value.NO))
    _visit, concern_id = visits.raise_concern(
        draft.visit_id, category="E1", severity=Severity.GREEN, text="t"
    )

    assert len(visit.people) == 2
    again = scheme["V-001"].opened_again().desk.visits.get(draft.visit_id)
    assert [person.cell for person in again.people] == ["M9", "M2"]
    assert [answer.value for answer in again.people[1].answers] == [Value.NO]
    concern = again.concern(concern_id)
    assert concern is not None
    assert (concern.category, concern.severity, concern.text) == ("E1", Severity.GREEN, "t")


def test_a_no_raises_the_concern_its_check_names_and_is_tied_to_it(visits: VisitService) -> None:
    draft = visits.start()
    _visit, person = visits.add_person(draft.visit_id)
    check = next(c for c in visits.checklist_of(draft).checks if c.concern_category)
    visits.answer(draft.visit_id, person, Answer(check_id=check.check_id, value=Value.NO))

    visit, concern_id = visits.raise_concern_for_answer(
        draft.visit_id, person, check.check_id, put_right=True
    )

    concern, answer = visit.concern(concern_id), visit.people[0].answer(check.check_id)
    assert concern is not None
    assert (concern.category, concern.person_id, concern.put_right) == (check.concern_category, person, True)
    assert answer is not None
    assert answer.resolution is not None
    assert (answer.resolution.resolved, answer.resolution.concern_id) == (Resolved.PUT_RIGHT, concern_id)


def test_what_is_not_part_of_the_visit_is_said_and_changes_nothing(visits: VisitService) -> None:
    draft = visits.start()
    _visit, person = visits.add_person(draft.visit_id)
    before = visits.get(draft.visit_id)

    for attempt in (
        lambda: visits.get(NOWHERE),
        lambda: visits.open_draft(NOWHERE),
        lambda: visits.problems(NOWHERE),
        lambda: visits.submit(NOWHERE),
        lambda: visits.discard(NOWHERE),
        lambda: visits.add_person(NOWHERE),
        lambda: visits.change_person(draft.visit_id, PersonId("nobody"), lambda one: one),
        lambda: visits.answer(draft.visit_id, PersonId("nobody"), Answer(check_id="food", value=Value.NO)),
        lambda: visits.raise_concern_for_answer(draft.visit_id, person, "food"),
        lambda: visits.raise_concern_for_answer(draft.visit_id, person, "no such check"),
        lambda: visits.raise_concern(NOWHERE, category="A1"),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert visits.get(draft.visit_id) == before


def test_a_checklist_that_is_not_here_is_said(visits: VisitService) -> None:
    draft = visits.start()
    strange = ChecklistRef(checklist_id="strange", version=9)
    visits.change(draft.visit_id, lambda visit: replace(visit, checklist=strange))

    with pytest.raises(NotFound):
        visits.open_draft(draft.visit_id)
    assert visits.get(draft.visit_id).checklist == strange


def test_an_edit_that_fails_leaves_the_draft_as_it_was(scheme: MemoryScheme, visits: VisitService) -> None:
    draft = visits.start()

    def half(_visit: Visit) -> Visit:
        raise RuleBroken("no", user_text="No.")

    with pytest.raises(RuleBroken):
        visits.change(draft.visit_id, half)
    scheme["V-001"].store.fail_next_commit = True
    with pytest.raises(StoreError):
        visits.add_person(draft.visit_id)
    assert visits.get(draft.visit_id) == draft


def test_a_discarded_draft_is_gone_and_a_filed_report_stays(
    scheme: MemoryScheme, visits: VisitService
) -> None:
    filed = scheme.filed_by("V-001")
    draft = visits.start()

    visits.discard(draft.visit_id)

    with pytest.raises(NotFound):
        visits.discard(filed.visit_id)
    assert [line.visit_id for line in visits.list()] == [filed.visit_id]


def test_lists_show_what_is_asked_for(scheme: MemoryScheme, visits: VisitService) -> None:
    filed = scheme.filed_by("V-001")
    draft = visits.start()

    assert {line.visit_id for line in visits.list()} == {filed.visit_id, draft.visit_id}
    assert [line.visit_id for line in visits.list(VisitFilter(stage=Stage.DRAFT))] == [draft.visit_id]


def test_an_editor_is_given_the_visit_before_to_the_same_suite(
    scheme: MemoryScheme, visits: VisitService
) -> None:
    before = scheme.filed_by("V-001")
    scheme.clock.forward(days=1)
    draft = visits.start(SuiteId("wakefield"))

    in_hand = visits.open_draft(draft.visit_id)

    assert in_hand.last_time is not None
    assert in_hand.last_time.visit_id == before.visit_id
    assert visits.open_draft(visits.start().visit_id).last_time is None
    assert in_hand.problems() == visits.problems(draft.visit_id) != ()
    assert len(in_hand.step_status()) == 6


def test_a_complete_visit_is_filed_locked_and_waits_to_be_sent(
    scheme: MemoryScheme, visits: VisitService
) -> None:
    draft = scheme.draft_by("V-001")
    assert visits.problems(draft.visit_id) == ()

    filed = visits.submit(draft.visit_id)

    assert filed.stage is Stage.SUBMITTED
    assert visits.get(filed.visit_id) == filed
    [record] = scheme["V-001"].records("visit.report")
    assert (record.subject, record.state) == (filed.visit_id, RecordState.PENDING)
    with pytest.raises(RuleBroken, match="submitted"):
        visits.submit(filed.visit_id)
    with pytest.raises(RuleBroken):
        visits.change(filed.visit_id, lambda visit: visit)
    assert len(scheme["V-001"].records("visit.report")) == 1


def test_an_incomplete_visit_is_not_filed(scheme: MemoryScheme, visits: VisitService) -> None:
    draft = visits.start()

    with pytest.raises(RuleBroken) as refused:
        visits.submit(draft.visit_id)

    assert "cannot be submitted yet" in refused.value.user_text
    assert visits.get(draft.visit_id) == draft
    assert scheme["V-001"].records("visit.report") == []


def test_a_full_disk_while_submitting_leaves_the_draft_open(
    scheme: MemoryScheme, visits: VisitService
) -> None:
    draft = scheme.draft_by("V-001")
    scheme["V-001"].store.fail_next_commit = True

    with pytest.raises(StoreError):
        visits.submit(draft.visit_id)

    assert visits.get(draft.visit_id) == draft
    assert scheme["V-001"].records("visit.report") == []
    assert visits.submit(draft.visit_id).stage is Stage.SUBMITTED


def test_a_report_filed_more_than_a_day_after_leaving_is_late(scheme: MemoryScheme) -> None:
    on_time = scheme.filed_by("V-001")
    draft = scheme.draft_by("V-001")
    scheme.clock.forward(hours=30)
    late = scheme["V-001"].desk.visits.submit(draft.visit_id)
    scheme.exchange()

    for name in ("V-001", "V-002", "C-001"):
        lines = {line.visit_id: line.late for line in scheme[name].desk.visits.list()}
        assert lines == {on_time.visit_id: False, late.visit_id: True}


def test_a_coordinator_files_no_report(scheme: MemoryScheme) -> None:
    """Nobody would take it: the roster lets only visitors author reports."""
    visits = scheme["C-001"].desk.visits
    draft = scheme.draft_by("V-001")
    mine = visits.start()
    own = replace(draft, visit_id=mine.visit_id, author=mine.author, visitors=(mine.author, draft.author))
    visits.change(mine.visit_id, lambda _visit: own)

    with pytest.raises(IcvError):
        visits.submit(mine.visit_id)
    assert visits.get(mine.visit_id).stage is Stage.DRAFT


def test_new_identifiers_are_all_different(visits: VisitService) -> None:
    made = {visits.new_person_id(), visits.new_person_id(), visits.new_concern_id(), visits.new_concern_id()}
    assert len(made) == 4


def test_reading_goes_on_beside_a_running_sync(scheme: MemoryScheme, visits: VisitService) -> None:
    """A unit that writes is open on another thread of the real thing; here on this one."""
    draft = visits.start()
    with scheme["V-001"].store.open_unit():
        assert visits.get(draft.visit_id) == draft
        assert visits.open_draft(draft.visit_id).visit == draft
        assert len(visits.list()) == 1
        assert scheme["V-001"].desk.sync.standing().drafts == 1


def test_the_founder_can_begin_before_anything_was_sent() -> None:
    clock = SettableClock()
    vault, _founded = a_founded_vault(clock)

    assert opened("C-001", vault, clock).desk.visits.start().settings_version == 1

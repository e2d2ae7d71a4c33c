"""Undo and redo of a draft, step by step, in the vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from icv_app.domain.census import Census
from icv_app.domain.ids import MemberId, PersonId, SuiteId, VisitId
from icv_app.domain.person import Answer, Resolved, Value
from icv_app.domain.problem import Step
from icv_app.domain.visit import Visit
from icv_app.domain.visit_changes import EditorPlace
from icv_app.errors import NotFound, RuleBroken
from icv_app.services.draft_history import MOST_STEPS
from icv_app.services.visits import VisitService
from tests.builders import a_checklist, a_visit
from tests.memory_scheme import MemoryScheme, a_scheme

Change = Callable[..., Visit]
HERE = EditorPlace(step=Step.CUSTODY, field="census.men", cursor=1)


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def visits(scheme: MemoryScheme) -> VisitService:
    return scheme["V-001"].desk.visits


@pytest.fixture
def draft(visits: VisitService) -> Visit:
    return visits.start(SuiteId("leeds"))


@pytest.fixture
def change(visits: VisitService, draft: Visit) -> Change:
    return lambda **fields: visits.change(draft.visit_id, lambda visit: replace(visit, **fields))


def test_steps_are_undone_one_by_one_and_done_again(
    visits: VisitService, draft: Visit, change: Change
) -> None:
    states = [draft, change(travel_minutes=10), change(suite=None), change(census=Census(total=3))]

    for before, after in ((states[3], states[2]), (states[2], states[1]), (states[1], states[0])):
        stepped = visits.undo(draft.visit_id)
        assert stepped is not None
        assert (stepped.before, stepped.visit) == (before, after)
        assert visits.get(draft.visit_id) == after
        assert (stepped.can_undo, stepped.can_redo) == (after is not draft, True)
    assert visits.undo(draft.visit_id) is None

    for after in states[1:]:
        stepped = visits.redo(draft.visit_id)
        assert stepped is not None
        assert stepped.visit == visits.get(draft.visit_id) == after
    assert visits.redo(draft.visit_id) is None


def test_an_edit_after_undo_takes_the_place_of_what_was_undone(
    visits: VisitService, draft: Visit, change: Change
) -> None:
    first = change(travel_minutes=10)
    change(travel_minutes=20)
    visits.undo(draft.visit_id)
    change(expenses_pence=300)

    assert visits.redo(draft.visit_id) is None
    stepped = visits.undo(draft.visit_id)
    assert stepped is not None
    assert stepped.visit == first


def test_a_removed_person_comes_back_in_their_place_with_everything_about_them(visits: VisitService) -> None:
    visit = visits.start(SuiteId("leeds"))
    full = visits.change(
        visit.visit_id,
        lambda draft: replace(
            a_visit(), visit_id=draft.visit_id, author=draft.author, checklist=draft.checklist
        ),
    )
    someone = full.people[0]
    visits.change(visit.visit_id, lambda draft: draft.without_person(someone.person_id))

    stepped = visits.undo(visit.visit_id)

    assert stepped is not None
    assert stepped.visit == full


def test_history_outlives_the_process(scheme: MemoryScheme, visits: VisitService, draft: Visit) -> None:
    visits.change(draft.visit_id, lambda visit: replace(visit, travel_minutes=10))

    again = scheme["V-001"].opened_again().desk.visits
    assert again.open_draft(draft.visit_id).can_undo
    stepped = again.undo(draft.visit_id)
    assert stepped is not None
    assert stepped.visit == draft


def test_words_typed_on_at_once_are_one_step_and_later_ones_another(
    scheme: MemoryScheme, visits: VisitService, draft: Visit, change: Change
) -> None:
    for words in ("Warm", "Warm drinks", "Warm drinks were offered"):
        change(positive_practice=words)
    scheme.clock.forward(seconds=10)
    change(positive_practice="Warm drinks were offered twice")

    first, second = visits.undo(draft.visit_id), visits.undo(draft.visit_id)
    assert first is not None
    assert second is not None
    assert first.visit.positive_practice == "Warm drinks were offered"
    assert second.visit == draft


@pytest.mark.parametrize(
    "edits",
    [
        ({"positive_practice": "Warm"}, {"positive_practice": "Cold"}),
        ({"positive_practice": "Warm"}, {"force_comment": "Warm"}),
        ({"travel_minutes": 4}, {"travel_minutes": 40}),
    ],
)
def test_other_edits_are_steps_of_their_own(
    visits: VisitService, draft: Visit, change: Change, edits: tuple[dict[str, object], ...]
) -> None:
    first, _second = [change(**fields) for fields in edits]
    stepped = visits.undo(draft.visit_id)
    assert stepped is not None
    assert stepped.visit == first


def test_only_the_last_hundred_steps_are_kept(visits: VisitService, draft: Visit, change: Change) -> None:
    for minutes in range(1, MOST_STEPS + 6):
        change(travel_minutes=minutes)

    undone = 0
    while visits.undo(draft.visit_id) is not None:
        undone += 1
    assert undone == MOST_STEPS
    assert visits.get(draft.visit_id).travel_minutes == 5


def test_a_document_that_another_version_wrote_is_never_patched(
    scheme: MemoryScheme, visits: VisitService, draft: Visit, change: Change
) -> None:
    changed = change(travel_minutes=10)
    with scheme["V-001"].vault.open_unit() as unit:
        unit.visits.put(replace(changed, expenses_pence=1))
        unit.commit()

    assert visits.undo(draft.visit_id) is None
    assert visits.get(draft.visit_id).travel_minutes == 10


def test_an_edit_that_changes_nothing_is_no_step(visits: VisitService, draft: Visit, change: Change) -> None:
    change(suite=draft.suite)
    assert not visits.open_draft(draft.visit_id).can_undo


def test_a_filed_report_has_no_history(scheme: MemoryScheme, visits: VisitService) -> None:
    scheme.clock.forward(hours=3)
    draft = visits.start(SuiteId("leeds"))
    whole = a_visit()
    visits.change(
        draft.visit_id,
        lambda visit: replace(
            whole,
            visit_id=visit.visit_id,
            author=visit.author,
            visitors=(MemberId("V-001"), MemberId("V-002")),
            checklist=visit.checklist,
            settings_version=visit.settings_version,
            created_at=visit.created_at,
        ),
        place=HERE,
    )
    assert visits.problems(draft.visit_id) == ()
    visits.submit(draft.visit_id)

    in_hand = visits.open_draft(draft.visit_id)
    assert (in_hand.can_undo, in_hand.can_redo, in_hand.place) == (False, False, None)
    with pytest.raises(RuleBroken):
        visits.undo(draft.visit_id)
    assert visits.in_hand() is None


def test_a_discarded_draft_comes_back_with_its_history_and_place(
    visits: VisitService, draft: Visit, change: Change
) -> None:
    changed = visits.change(draft.visit_id, lambda visit: replace(visit, travel_minutes=10), place=HERE)
    gone = visits.discard(draft.visit_id)
    with pytest.raises(NotFound):
        visits.get(draft.visit_id)

    assert visits.bring_back(gone) == visits.get(draft.visit_id) == changed
    in_hand = visits.open_draft(draft.visit_id)
    assert (in_hand.can_undo, in_hand.place) == (True, HERE)


def test_where_the_editor_was_is_kept_with_the_edit_and_beside_it(visits: VisitService, draft: Visit) -> None:
    visits.change(draft.visit_id, lambda visit: replace(visit, travel_minutes=10), place=HERE)
    assert visits.open_draft(draft.visit_id).place == HERE
    visits.keep_place(draft.visit_id, replace(HERE, cursor=2))
    assert visits.open_draft(draft.visit_id).place == replace(HERE, cursor=2)
    assert visits.in_hand() == draft.visit_id
    visits.keep_place(VisitId("nowhere"), HERE)


def test_a_concern_for_an_answer_is_raised_once(visits: VisitService, draft: Visit) -> None:
    check = next(check for check in a_checklist().checks if check.concern_category)
    _visit, person_id = visits.add_person(draft.visit_id)
    visits.answer(draft.visit_id, person_id, Answer(check_id=check.check_id, value=Value.NO))
    _visit, first = visits.raise_concern_for_answer(draft.visit_id, person_id, check.check_id)
    visit, second = visits.raise_concern_for_answer(draft.visit_id, person_id, check.check_id, put_right=True)

    assert first == second
    [concern] = visit.concerns
    assert concern.put_right
    answer = visit.people[0].answer(check.check_id)
    assert answer is not None
    assert answer.resolution is not None
    assert answer.resolution.resolved is Resolved.PUT_RIGHT
    with pytest.raises(NotFound):
        visits.raise_concern_for_answer(draft.visit_id, PersonId("nobody"), check.check_id)

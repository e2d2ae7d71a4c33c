"""Edits on their way to the disk: their order, and what the screen shows meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from icv_app.domain.visit import Visit
from icv_app.errors import IcvError
from icv_app.services.visits import DiscardedDraft
from tests.builders import a_visit, an_empty_draft
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import HeldTasks
from tests.gui.visit.conftest import OpenVisit
from ui.tasks import ThreadPoolTasks
from ui.visit.view_model import VisitViewModel


@pytest.fixture
def lane() -> HeldTasks:
    return HeldTasks()


@pytest.fixture
def model(open_visit: OpenVisit, lane: HeldTasks) -> VisitViewModel:
    made = open_visit(an_empty_draft(visitors=("V-001",)))
    made._tasks = lane
    return made


def set_travel(model: VisitViewModel, minutes: int) -> None:
    model.edit(lambda visit: replace(visit, travel_minutes=minutes))


def set_expenses(model: VisitViewModel, pence: int) -> None:
    model.edit(lambda visit: replace(visit, expenses_pence=pence))


def stored(store: MemoryStore, model: VisitViewModel) -> Visit:
    return store.saved[model.visit.visit_id]


def test_the_screen_shows_an_edit_before_the_disk_has_it(
    model: VisitViewModel, lane: HeldTasks, store: MemoryStore
) -> None:
    left: list[int] = []
    model.saved.connect(left.append)
    set_travel(model, 10)
    set_travel(model, 20)
    assert model.visit.travel_minutes == 20
    assert stored(store, model).travel_minutes is None
    lane.let_go()
    assert stored(store, model).travel_minutes == 10
    lane.let_go()
    assert stored(store, model).travel_minutes == 20
    assert left == [1, 2, 1, 0]


def test_an_edit_that_showing_another_brings_about_is_committed_after_it(
    model: VisitViewModel, lane: HeldTasks, store: MemoryStore
) -> None:
    def follow(visit: Visit) -> None:
        if visit.travel_minutes == 10:
            set_travel(model, 11)

    model.visit_changed.connect(follow)
    set_travel(model, 10)
    lane.let_go()
    assert stored(store, model).travel_minutes == 10
    lane.let_all_go()
    assert stored(store, model).travel_minutes == model.visit.travel_minutes == 11


def test_what_is_edited_while_undo_is_under_way_stays_on_top_of_it(
    model: VisitViewModel, lane: HeldTasks, store: MemoryStore
) -> None:
    set_travel(model, 10)
    model.undo()
    set_expenses(model, 300)
    lane.let_go(2)
    assert (model.visit.travel_minutes, model.visit.expenses_pence) == (None, 300)
    lane.let_all_go()
    assert stored(store, model) == model.visit
    assert (model.can_undo, model.can_redo) == (True, False)


def test_a_refused_edit_leaves_those_after_it_on_the_screen(
    model: VisitViewModel, lane: HeldTasks, store: MemoryStore
) -> None:
    said: list[str] = []
    model.message_changed.connect(said.append)
    set_travel(model, 10)
    set_expenses(model, 300)
    store.fail_next_commit = True
    lane.let_all_go()
    assert said == ["The disk is full. Nothing was changed."]
    assert stored(store, model) == model.visit
    assert (model.visit.travel_minutes, model.visit.expenses_pence) == (None, 300)


def test_nothing_is_sent_after_a_draft_was_discarded(model: VisitViewModel, lane: HeldTasks) -> None:
    failed: list[IcvError] = []
    model.message_changed.connect(failed.append)
    model.discard()
    lane.let_all_go()
    set_travel(model, 10)
    model.undo()
    model.keep_place()
    assert not lane.held
    assert failed == []


def test_there_may_be_nothing_to_undo(model: VisitViewModel, lane: HeldTasks) -> None:
    said: list[str] = []
    model.message_changed.connect(said.append)
    model.undo()
    model.redo()
    lane.let_all_go()
    assert said == ["There is nothing to undo.", "There is nothing to do again."]


@pytest.mark.parametrize("ending", ["undo", "discard"])
def test_what_ends_an_edit_comes_after_it_although_it_is_not_painted_yet(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore, ending: str
) -> None:
    model, tasks = open_visit(a_visit(travel_minutes=1)), ThreadPoolTasks()
    model._tasks = tasks
    gone: list[DiscardedDraft] = []
    model.discarded.connect(gone.append)
    set_travel(model, 35)
    if ending == "undo":
        set_travel(model, 40)
    getattr(model, ending)()
    assert tasks.wait_until_idle(5000)

    kept = gone[0].visit if gone else stored(store, model)
    assert kept.travel_minutes == model.visit.travel_minutes == 35

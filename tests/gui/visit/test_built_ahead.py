"""The people step is built part by part while another step is in sight."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.builders import a_person
from tests.gui.visit.conftest import OpenVisit
from tests.visit_builders import an_empty_draft
from ui.shell.whole_page import PageStack
from ui.visit.people.built_ahead import BuiltAhead
from ui.visit.people.view import PeopleStep
from ui.visit.view_model import VisitViewModel


def a_holder(qtbot: QtBot) -> PageStack:
    holder = PageStack()
    qtbot.addWidget(holder)
    holder.resize(1200, 700)
    holder.show()
    return holder


def on_the_board(step: PeopleStep) -> list[str]:
    model = step.board.table.model()
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def add(model: VisitViewModel, custody_number: str) -> None:
    model.add_person(custody_number)


def test_the_step_is_whole_although_it_is_wanted_after_a_few_parts(
    qtbot: QtBot, open_visit: OpenVisit
) -> None:
    model, holder = open_visit(an_empty_draft(people=(a_person(),))), a_holder(qtbot)
    ahead = BuiltAhead(model, holder)
    ahead.start()
    qtbot.wait_until(lambda: holder.findChild(PeopleStep) is not None)
    step = ahead.take()
    holder.add(step)
    holder.show_page(step)
    step.focus_first()
    step.detail.focus_first()
    assert step.isVisible()
    assert step.detail.person_id == model.visit.people[0].person_id


def test_nothing_is_in_sight_before_the_step_is_wanted(qtbot: QtBot, open_visit: OpenVisit) -> None:
    holder = a_holder(qtbot)
    ahead = BuiltAhead(open_visit(an_empty_draft()), holder)
    ahead.start()
    qtbot.wait_until(lambda: not ahead.building)
    assert not holder.findChildren(PeopleStep)[0].isVisible()


def test_who_is_added_while_the_step_is_being_built_is_on_the_board(
    qtbot: QtBot, open_visit: OpenVisit
) -> None:
    model = open_visit(an_empty_draft())
    step = PeopleStep(model, part_by_part=True)
    qtbot.addWidget(step)
    step.build_part()
    add(model, "13WK/4402")
    step.complete()
    add(model, "13WK/4403")
    assert on_the_board(step) == ["13WK/4402", "13WK/4403"]


def test_a_step_that_is_dropped_is_built_anew(qtbot: QtBot, open_visit: OpenVisit) -> None:
    model, holder = open_visit(an_empty_draft()), a_holder(qtbot)
    ahead = BuiltAhead(model, holder)
    ahead.start()
    qtbot.wait_until(lambda: not ahead.building)
    old = holder.findChildren(PeopleStep)[0]
    ahead.drop()
    assert ahead.take() is not old

"""The rota in the making, by keyboard."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import go_to, press, write
from tests.gui.rotas import WEEKS, a_published_rota
from tests.memory_scheme import MemoryScheme, a_scheme
from ui.pages import register_pages
from ui.rota.view import RotaPage
from ui.rota.view_model import DutyRow
from ui.shell import ShellWindow, coordinator_places
from ui.theme import Theme
from ui.workplace import Workplace


@dataclass
class AtTheDesk:
    scheme: MemoryScheme
    window: ShellWindow
    page: RotaPage


def shown(page: RotaPage) -> list[DutyRow]:
    return [page.rows.row_at(row) for row in range(page.rows.rowCount())]


def at_the_desk(qtbot: QtBot, scheme: MemoryScheme, name: str = "C-001") -> AtTheDesk:
    desk = scheme[name].desk
    window = ShellWindow()
    workplace = Workplace(desk, FakeDoors(desk=desk), InlineTasks(), window, window)
    register_pages(workplace)
    window.show_role(coordinator_places(), "West Yorkshire")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.show_place("rota")
    assert isinstance(window.page, RotaPage)
    return AtTheDesk(scheme, window, window.page)


@pytest.fixture
def made(qtbot: QtBot, theme: Theme) -> AtTheDesk:
    return at_the_desk(qtbot, a_published_rota())


def test_a_rota_is_begun_for_a_quarter_from_next_week(qtbot: QtBot, theme: Theme) -> None:
    desk = at_the_desk(qtbot, a_scheme())
    assert desk.page.begin.isVisible()
    go_to(qtbot, desk.page.begin.begin_button)
    press(qtbot, Qt.Key.Key_Return)

    assert len(shown(desk.page)) == 26
    assert "0 of 26 visits have a pair" in desk.page.subtitle
    assert "Said nothing of these weeks, so not asked: V-001, V-002, V-003." in desk.page.note.text()


def test_a_number_of_weeks_that_cannot_be_is_said_at_its_field(qtbot: QtBot, theme: Theme) -> None:
    desk = at_the_desk(qtbot, a_scheme())
    go_to(qtbot, desk.page.begin.weeks)
    write(qtbot, "99")
    go_to(qtbot, desk.page.begin.begin_button)
    press(qtbot, Qt.Key.Key_Return)
    assert desk.page.begin.weeks_field.problem()
    assert shown(desk.page) == []


def test_it_is_drawn_and_says_from_which_seed(qtbot: QtBot, made: AtTheDesk) -> None:
    go_to(qtbot, made.page.draw_button)
    press(qtbot, Qt.Key.Key_Return)
    assert "Drawn from seed" in made.window.messages.text()
    assert "Pairs drawn from seed" in made.page.note.text()
    assert f"of {2 * WEEKS} visits have a pair" in made.page.subtitle


def test_why_nobody_was_found_is_said_of_the_visit_chosen(qtbot: QtBot, made: AtTheDesk) -> None:
    empty = next(row for row in shown(made.page) if not row.duty.pair)
    made.page.table.choose(empty.duty.place)
    assert f"Week {empty.week_number}: " in made.page.duty.against.text()
    assert empty.suite_name in made.page.duty.against.text()


def test_a_pair_made_by_hand_is_kept_and_what_it_breaks_is_said(qtbot: QtBot, made: AtTheDesk) -> None:
    empty = next(row for row in shown(made.page) if not row.duty.pair)
    made.page.table.choose(empty.duty.place)
    for choice, name in ((made.page.duty.first, "V-001"), (made.page.duty.second, "V-002")):
        go_to(qtbot, choice)
        write(qtbot, name)
    go_to(qtbot, made.page.duty.keep_button)
    press(qtbot, Qt.Key.Key_Return)

    row = next(one for one in shown(made.page) if one.duty.place == empty.duty.place)
    assert (row.duty.pair, row.duty.locked) == (("V-001", "V-002"), True)
    assert any(one.breaches for one in shown(made.page))
    assert made.page.duty.free_button.isVisible()


def test_publishing_says_how_many_are_told(qtbot: QtBot, made: AtTheDesk) -> None:
    go_to(qtbot, made.page.publish_button)
    press(qtbot, Qt.Key.Key_Return)
    assert "visitors are told their duties" in made.window.messages.text()
    assert "Published, version 2." in made.page.note.text()


def test_a_swap_is_settled_by_choosing_somebody_else(qtbot: QtBot, made: AtTheDesk) -> None:
    assert made.page.swaps_button.text() == "1 swap"
    [asked] = made.scheme["C-001"].desk.rota.swaps()
    going = next(d for d in made.scheme["C-001"].desk.rota.published() if d.place == asked.place)
    other = next(name for name in ("V-002", "V-003") if name not in going.pair)
    go_to(qtbot, made.page.swaps_button)
    press(qtbot, Qt.Key.Key_Return)
    go_to(qtbot, made.page.swaps.choices[0])
    write(qtbot, other)
    go_to(qtbot, made.page.swaps.buttons[0])
    press(qtbot, Qt.Key.Key_Return)

    assert f"{other} takes the duty" in made.window.messages.text()
    assert made.page.swaps_button.text() == "Swaps"


def test_a_swap_settled_on_another_computer_is_taken_over_first(qtbot: QtBot, theme: Theme) -> None:
    scheme = a_published_rota()
    [asked] = scheme["C-002"].desk.rota.swaps()
    going = next(d for d in scheme["C-002"].desk.rota.published() if d.place == asked.place)
    other = next(name for name in ("V-002", "V-003") if name not in going.pair)
    scheme["C-002"].desk.rota.settle_swap(asked, scheme[other].desk.identity.member_id)
    scheme.exchange()
    desk = at_the_desk(qtbot, scheme)

    go_to(qtbot, desk.page.publish_button)
    press(qtbot, Qt.Key.Key_Return)
    assert "changed on another computer" in desk.window.messages.text()
    go_to(qtbot, desk.page.take_over_button)
    press(qtbot, Qt.Key.Key_Return)
    assert not desk.page.take_over_button.isVisible()
    row = next(one for one in shown(desk.page) if one.duty.place == asked.place)
    assert other in row.duty.pair

"""Steps, navigation, messages, waiting and tables by keyboard."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Show
from ui.theme import Hue, Theme
from ui.theme.tokens import LIGHT
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.check_list import CheckList
from ui.widgets.data_table import DataTable
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.nav_bar import NavBar, NavEntry
from ui.widgets.stat_tile import StatTile
from ui.widgets.step_bar import Status, Step, StepBar
from ui.widgets.table_model import Cell, Column, RowsModel

STEPS = [Step("arrival", "Arrival"), Step("people", "People"), Step("sign", "Sign off")]
PLACES = [
    NavEntry("home", "Home", "home"),
    NavEntry("visits", "Visits", "clipboard-list"),
    NavEntry("settings", "Settings", "settings"),
]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def heard(widget: QWidget, what: QAccessible.Text) -> str:
    return str(QAccessible.queryAccessibleInterface(widget).text(what))


def test_arrows_go_to_the_neighbouring_step(qtbot: QtBot, show: Show) -> None:
    bar = StepBar("Steps", STEPS)
    show(bar)
    bar.tiles[0].setFocus()
    with qtbot.waitSignal(bar.chosen) as chosen:
        QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert chosen.args == ["people"]
    assert focused() is bar.tiles[1]
    QTest.keyClick(focused(), Qt.Key.Key_Left)
    QTest.keyClick(focused(), Qt.Key.Key_Left)
    assert bar.current() == "sign"


def test_a_click_goes_to_a_step(qtbot: QtBot, show: Show) -> None:
    bar = StepBar("Steps", STEPS)
    show(bar)
    with qtbot.waitSignal(bar.chosen) as chosen:
        QTest.mouseClick(bar.tiles[2], Qt.MouseButton.LeftButton)
    assert chosen.args == ["sign"]
    assert [tile.isChecked() for tile in bar.tiles] == [False, False, True]


def test_ctrl_and_a_digit_go_to_a_step_from_anywhere(qtbot: QtBot, show: Show) -> None:
    bar, line = StepBar("Steps", STEPS), QLineEdit()
    show(bar, line)
    line.setFocus()
    with qtbot.waitSignal(bar.chosen) as chosen:
        QTest.keyClick(line, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert chosen.args == ["sign"]


def test_a_click_on_the_present_step_changes_nothing(qtbot: QtBot, show: Show) -> None:
    bar = StepBar("Steps", STEPS)
    show(bar)
    with qtbot.assertNotEmitted(bar.chosen):
        QTest.mouseClick(bar.tiles[0], Qt.MouseButton.LeftButton)
    assert bar.current() == "arrival"
    assert bar.tiles[0].isChecked()


def test_a_step_says_its_status_in_words(show: Show) -> None:
    bar = StepBar("Steps", STEPS)
    show(bar)
    bar.set_status("people", Status.ATTENTION)
    assert heard(bar.tiles[1], QAccessible.Text.Name) == "2. People"
    assert heard(bar.tiles[1], QAccessible.Text.Description) == "Needs attention"


def test_steps_take_more_lines_for_large_text(qtbot: QtBot, show: Show, theme: Theme) -> None:
    bar = StepBar("Steps", [Step(str(number), "Concerns") for number in range(6)])
    window = show(bar, width=1000)
    assert len({tile.y() for tile in bar.tiles}) == 1
    theme.set_text_percent(200)
    window.resize(900, 600)
    qtbot.waitUntil(lambda: len({tile.y() for tile in bar.tiles}) > 1)
    assert all(tile.width() >= tile.sizeHint().width() for tile in bar.tiles)


@pytest.fixture
def nav(show: Show) -> NavBar:
    made = NavBar("ICV")
    made.set_entries(PLACES)
    show(made)
    made.set_focus()
    return made


def test_the_navigation_is_walked_with_arrows_and_entered_with_enter(qtbot: QtBot, nav: NavBar) -> None:
    with qtbot.assertNotEmitted(nav.chosen):
        QTest.keyClick(focused(), Qt.Key.Key_Down)
    with qtbot.waitSignal(nav.chosen) as chosen:
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert chosen.args == ["visits"]


def test_the_mark_follows_the_page_and_not_the_click(qtbot: QtBot, nav: NavBar) -> None:
    with qtbot.waitSignal(nav.chosen):
        QTest.mouseClick(nav.buttons[2], Qt.MouseButton.LeftButton)
    assert nav.current() == "home"
    assert [button.isChecked() for button in nav.buttons] == [True, False, False]
    nav.set_current("settings")
    assert nav.current() == "settings"
    assert nav.buttons[2].grab().toImage().pixelColor(1, 20).name() == LIGHT.focus


def test_a_badge_is_told_in_words(nav: NavBar) -> None:
    nav.set_badge("visits", 2)
    assert heard(nav.buttons[1], QAccessible.Text.Description) == "2 wait for you"
    nav.set_badge("visits", 0)
    assert heard(nav.buttons[1], QAccessible.Text.Description) == ""


def test_the_navigation_is_wide_enough_for_its_words(theme: Theme, nav: NavBar) -> None:
    assert nav.width() == 200
    theme.set_text_percent(200)
    assert all(nav.width() >= button.sizeHint().width() for button in nav.buttons)


def test_a_message_says_what_it_is_in_a_word(show: Show) -> None:
    bar = MessageBar()
    show(bar)
    assert not bar.isVisible()
    bar.show_message("The disk is full. Nothing was changed.", Kind.ERROR)
    assert bar.isVisible()
    assert heard(bar, QAccessible.Text.Name) == "Problem: The disk is full. Nothing was changed."
    bar.clear()
    assert not bar.isVisible()


def test_a_number_is_told_with_what_it_is_of_and_opens(qtbot: QtBot, show: Show) -> None:
    tile = StatTile("32 %", "of people in custody spoken to", "mean of visits")
    show(tile)
    assert heard(tile, QAccessible.Text.Name) == "32 % of people in custody spoken to mean of visits"
    tile.setFocus()
    with qtbot.waitSignal(tile.clicked):
        QTest.keyClick(tile, Qt.Key.Key_Space)


def test_boxes_are_ticked_with_space(qtbot: QtBot, show: Show) -> None:
    ticks = CheckList("Seen", [("cells", "Cells"), ("kitchen", "Kitchen")])
    show(ticks)
    ticks.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    with qtbot.waitSignal(ticks.values_changed) as changed:
        QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert changed.args == [("kitchen",)]
    ticks.set_values(["cells"])
    assert ticks.values() == ("cells",)
    assert heard(ticks.box("cells"), QAccessible.Text.Description) == "Seen"


@pytest.fixture
def covered(show: Show) -> QLineEdit:
    line = QLineEdit()
    line.setMinimumHeight(300)
    show(line)
    line.setFocus()
    return line


def test_a_short_wait_shows_nothing(covered: QLineEdit) -> None:
    busy = BusyOverlay(covered.window())
    busy.start("Saving")
    assert not busy.isVisible()
    busy.stop()
    assert not busy.isVisible()


def test_a_longer_wait_says_what_for_and_how_far(qtbot: QtBot, covered: QLineEdit) -> None:
    busy = BusyOverlay(covered.window(), show_after_ms=0, progress_after_ms=0)
    busy.start("Sealing the report", can_cancel=True)
    qtbot.waitUntil(busy.isVisible)
    busy.progress(3, 10)
    qtbot.waitUntil(busy.bar.isVisible)
    assert busy.amount.text() == "3 of 10"
    assert heard(busy, QAccessible.Text.Name) == "Sealing the report"
    assert busy.cancel_button.hasFocus()
    with qtbot.waitSignal(busy.cancelled):
        QTest.keyClick(busy.cancel_button, Qt.Key.Key_Escape)


def test_the_keyboard_stays_off_what_waits_and_returns_afterwards(qtbot: QtBot, covered: QLineEdit) -> None:
    busy = BusyOverlay(covered.window(), show_after_ms=0)
    busy.start("Sealing the report", can_cancel=True)
    qtbot.waitUntil(busy.isVisible)
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "x")
    assert covered.text() == ""
    busy.stop()
    assert covered.hasFocus()


@dataclass(frozen=True, slots=True)
class Suite:
    name: str
    visits: int


SUITES = (Suite("Wakefield", 53), Suite("Bradford", 58), Suite("Leeds", 66))


@pytest.fixture
def model() -> RowsModel[Suite]:
    columns: tuple[Column[Suite], ...] = (
        Column("Suite", lambda s: Cell(s.name, "Yorkshire", bold=True), sort_key=lambda s: s.name, stretch=1),
        Column("Visits", lambda s: Cell(str(s.visits)), sort_key=lambda s: s.visits, numeric=True),
        Column("State", lambda s: Cell(tags=(("Behind", Hue.ORANGE),) if s.visits < 54 else ())),
    )
    made = RowsModel(columns, key=lambda s: s.name)
    made.show(SUITES)
    return made


@pytest.fixture
def table(show: Show, model: RowsModel[Suite]) -> DataTable:
    made = DataTable("Suites", model, "No suites yet. Add one in Settings.")
    show(made, QLineEdit())
    made.setFocus()
    return made


def test_a_row_opens_with_enter(qtbot: QtBot, table: DataTable) -> None:
    QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.row_opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [SUITES[1]]


def test_moving_through_the_rows_tells_which_is_chosen(qtbot: QtBot, table: DataTable) -> None:
    assert table.chosen() == SUITES[0]
    with qtbot.waitSignal(table.row_chosen) as chosen:
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert chosen.args == [SUITES[1]]


def test_tab_leaves_a_table(table: DataTable) -> None:
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert not table.hasFocus()


def test_the_order_is_told_in_words(table: DataTable, model: RowsModel[Suite]) -> None:
    assert heard(table, QAccessible.Text.Description) == ""
    table.sort_by(1, Qt.SortOrder.DescendingOrder)
    assert [model.row_at(row).name for row in range(3)] == ["Leeds", "Bradford", "Wakefield"]
    assert heard(table, QAccessible.Text.Description) == "Sorted by Visits, descending"
    head = model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert head == "Visits. Sorted by Visits, descending"


def test_the_order_can_be_chosen_from_a_menu(table: DataTable, model: RowsModel[Suite]) -> None:
    menu = table.sort_menu()
    words = [action.text() for action in menu.actions()]
    assert words[:2] == ["Sort by Suite, ascending", "Sort by Suite, descending"]
    menu.actions()[0].trigger()
    assert [model.row_at(row).name for row in range(3)] == ["Bradford", "Leeds", "Wakefield"]


def test_a_column_without_an_order_returns_to_that_given(table: DataTable, model: RowsModel[Suite]) -> None:
    table.sort_by(0)
    table.sort_by(2)
    assert [model.row_at(row) for row in range(3)] == list(SUITES)
    assert model.sorted_in_words() == ""


def test_new_rows_keep_the_row_chosen_and_signal_nothing(
    qtbot: QtBot, table: DataTable, model: RowsModel[Suite]
) -> None:
    assert table.choose("Leeds")
    with qtbot.assertNotEmitted(table.row_chosen):
        model.show((Suite("Halifax", 51), Suite("Leeds", 67)))
    assert table.chosen() == Suite("Leeds", 67)


def test_a_cell_is_told_whole_with_its_column(model: RowsModel[Suite]) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0, 0), role) == "Suite: Wakefield, Yorkshire"
    assert model.data(model.index(0, 2), role) == "State: Behind"


def test_an_empty_table_says_what_would_be_here(table: DataTable, model: RowsModel[Suite]) -> None:
    model.show(())
    assert "No suites yet. Add one in Settings." in heard(table, QAccessible.Text.Description)
    assert table.chosen() is None
    QTest.keyClick(table, Qt.Key.Key_Return)


def test_columns_fit_the_width_and_rows_their_words(qtbot: QtBot, table: DataTable, theme: Theme) -> None:
    assert table.horizontalHeader().length() <= table.viewport().width()
    height = table.rowHeight(0)
    theme.set_text_percent(200)
    qtbot.waitUntil(lambda: table.rowHeight(0) > 1.5 * height)


def test_the_ring_is_around_the_row_that_has_the_keyboard(qtbot: QtBot, table: DataTable) -> None:
    QTest.keyClick(table, Qt.Key.Key_Down)

    def edge_of(row: int) -> str:
        rect = table.visualRect(table.model().index(row, 0))
        return table.viewport().grab().toImage().pixelColor(rect.center().x(), rect.top() + 1).name()

    qtbot.waitUntil(lambda: edge_of(1) == LIGHT.focus)
    assert edge_of(0) != LIGHT.focus

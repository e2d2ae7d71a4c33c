"""Controls that the steps of the visit editor need of the kit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from icv_app.errors import BadInput
from ui.entries.numbers import read_hours
from ui.widgets.answer_buttons import NO, YES
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.question_list import QuestionList
from ui.widgets.question_row import QuestionRow, usual_ways
from ui.widgets.table_model import Cell, Column, RowsModel


def test_a_yes_opens_the_ways_where_no_is_the_good_answer(qtbot: QtBot) -> None:
    row = QuestionRow("Hurt?", ways=usual_ways(), good=NO)
    qtbot.addWidget(row)
    row.show()
    assert row.what_next is not None
    row.answers.choose(NO)
    assert not row.what_next.isVisible()
    row.answers.choose(YES)
    assert row.what_next.isVisible()


def test_a_way_that_asks_more_keeps_the_keyboard(qtbot: QtBot) -> None:
    row = QuestionRow("Warm?", ways=usual_ways())
    qtbot.addWidget(row)
    row.held_by = frozenset({"other"})
    finished: list[None] = []
    row.finished.connect(lambda: finished.append(None))
    assert row.what_next is not None
    row.what_next.take("O")
    assert finished == []
    row.what_next.take("F")
    assert finished == [None]


def test_rows_that_stay_keep_their_place_and_their_keyboard(qtbot: QtBot) -> None:
    first, second, third = (QuestionRow(name) for name in ("One", "Two", "Three"))
    listed = QuestionList([first, third])
    qtbot.addWidget(listed)
    listed.show()
    listed.activateWindow()
    third.set_focus()
    had = listed.focusWidget()
    listed.set_rows([first, second, third], delete=False)
    assert listed.focusWidget() is had
    assert [row.y() for row in (first, second, third)] == sorted(row.y() for row in listed.rows)
    listed.set_rows([third], delete=False)
    assert first.isHidden()
    listed.set_rows([first, third], delete=False)
    assert not first.isHidden()


@dataclass(frozen=True)
class Line:
    key: int
    word: str


def test_a_changed_row_is_told_and_nothing_is_reset(qtbot: QtBot) -> None:
    model: RowsModel[Line] = RowsModel([Column("Word", lambda row: Cell(row.word))], key=lambda row: row.key)
    model.show([Line(1, "a"), Line(2, "b")])
    told: list[int] = []
    resets: list[None] = []

    def note(first: QModelIndex, _last: QModelIndex) -> None:
        told.append(first.row())

    model.dataChanged.connect(note)
    model.modelReset.connect(lambda: resets.append(None))
    model.show([Line(1, "a"), Line(2, "c")])
    assert (told, resets) == ([1], [])
    model.show([Line(2, "c"), Line(1, "a")])
    assert resets == [None]
    assert model.cell(0, 0).text == "c"


def test_a_flow_of_choices_wraps_and_takes_digits(qtbot: QtBot) -> None:
    flow = ChoiceFlow("Gender", [("w", "Woman or girl"), ("m", "Man or boy"), ("o", "Other")])
    qtbot.addWidget(flow)
    assert flow.heightForWidth(150) >= 3 * flow.buttons[0].sizeHint().height()
    chosen: list[str] = []
    flow.chosen.connect(chosen.append)
    flow.show()
    flow.activateWindow()
    flow.set_focus()
    QTest.keyClicks(flow.buttons[0], "2")
    assert (flow.value(), chosen) == ("m", ["m"])


def test_a_time_without_a_day_gets_the_usual_one(qtbot: QtBot) -> None:
    field = DateTimeField(
        "Called", lambda: date(2024, 3, 14), usual_day=lambda at: date(2024, 3, 14 if at.hour < 12 else 13)
    )
    qtbot.addWidget(field)
    field.time.line.setText("2140")
    field.time.finish()
    assert field.value() == datetime(2024, 3, 13, 21, 40, tzinfo=UTC)
    field.time.set_value(time(9, 0))
    assert field.day.value() == date(2024, 3, 13)


def test_asking_gives_the_keyboard_to_the_way_back_and_returns_it(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    line, ask = QLineEdit(), AskInPlace()
    column.addWidget(line)
    column.addWidget(ask)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    line.setFocus()
    ask.ask("Remove it?", "Remove")
    assert page.focusWidget() is ask.no_button
    QTest.keyClick(ask.no_button, Qt.Key.Key_Escape)
    assert page.focusWidget() is line
    ask.ask("Remove it?", "Remove")
    with qtbot.waitSignal(ask.confirmed):
        ask.yes_button.click()
    assert not ask.isVisible()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2", "2"), ("1.5", "1.5"), ("1,5 h", "1.5"), ("1½", "1.5"), ("½", "0.5"), ("1:30", "1.5")],
)
def test_hours_are_typed_as_people_write_them(typed: str, kept: str) -> None:
    assert read_hours(typed) == kept


@pytest.mark.parametrize("typed", ["soon", "-1", "1:75", "1.555"])
def test_what_is_no_number_of_hours_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        read_hours(typed)

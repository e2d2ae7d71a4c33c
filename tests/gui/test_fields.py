"""What is typed is understood, read back, and handed on soon."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Show
from ui.widgets.choice import Choice
from ui.widgets.date_field import DateField
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.labelled_field import LabelledField
from ui.widgets.number_field import NumberField
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.settling import SETTLE_MS
from ui.widgets.text_field import NoteField, TextField
from ui.widgets.time_field import TimeField

OPTIONS = [
    ("emergency", "An emergency in the suite"),
    ("staff", "No staff free"),
    ("other", "Another reason"),
]


def today() -> date:
    return date(2024, 3, 14)


def replace(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)


def leave(line: QWidget) -> None:
    QTest.keyClick(line, Qt.Key.Key_Tab)


def heard(widget: QWidget, what: QAccessible.Text) -> str:
    return str(QAccessible.queryAccessibleInterface(widget).text(what))


def test_a_time_is_read_back_on_leaving(qtbot: QtBot, show: Show) -> None:
    field = TimeField("Time you arrived")
    show(field, QLineEdit())
    replace(field.line, "940pm")
    with qtbot.waitSignal(field.value_changed) as changed:
        leave(field.line)
    assert changed.args == [time(21, 40)]
    assert field.line.text() == "21:40"
    assert not field.line.hasFocus()


def test_what_is_typed_is_handed_on_after_a_pause_without_leaving(qtbot: QtBot, show: Show) -> None:
    field = TimeField("Time you arrived")
    show(field)
    with qtbot.waitSignal(field.value_changed) as changed:
        replace(field.line, "2140")
    assert changed.args == [time(21, 40)]
    assert field.line.text() == "2140"


def test_a_pause_in_the_middle_is_no_mistake(qtbot: QtBot, show: Show) -> None:
    field = TimeField("Time you arrived")
    show(field, QLineEdit())
    with qtbot.assertNotEmitted(field.problem_changed, wait=2 * SETTLE_MS):
        replace(field.line, "21:")
    leave(field.line)
    assert field.problem() == "Enter a time, like 21:40 or 9:40pm."


def test_what_cannot_be_understood_changes_nothing_and_is_explained_at_the_field(show: Show) -> None:
    control = TimeField("Time you arrived")
    control.set_value(time(9, 0))
    field = LabelledField("Time you arrived", control, hint="For example, 2140", required=True)
    show(field, QLineEdit())
    replace(control.line, "half nine")
    leave(control.line)
    assert control.value() == time(9, 0)
    assert field.error.isVisible()
    assert field.problem() == "Enter a time, like 21:40 or 9:40pm."
    assert control.line.text() == "half nine"
    described = heard(control.line, QAccessible.Text.Description)
    assert described == "Error: Enter a time, like 21:40 or 9:40pm. For example, 2140 Required"


def test_a_corrected_mistake_disappears_while_typing(show: Show) -> None:
    control = TimeField("Time you arrived")
    field = LabelledField("Time you arrived", control)
    show(field, QLineEdit())
    replace(control.line, "99")
    leave(control.line)
    assert field.problem()
    replace(control.line, "0930")
    assert not field.problem()
    assert not field.error.isVisible()


def test_emptying_a_field_means_that_nothing_was_entered(qtbot: QtBot, show: Show) -> None:
    field = NumberField("People in custody")
    field.set_value(0)
    show(field)
    assert field.line.text() == "0"
    with qtbot.waitSignal(field.value_changed) as changed:
        replace(field.line, "")
        leave(field.line)
    assert changed.args == [None]


def test_a_date_is_read_back_in_full(show: Show) -> None:
    field = DateField("Date of the visit", today)
    show(field, QLineEdit())
    replace(field.line, "14/3")
    leave(field.line)
    assert field.line.text() == "14 March 2024"
    assert field.value() == date(2024, 3, 14)


def test_showing_a_value_signals_nothing(qtbot: QtBot, show: Show) -> None:
    field = DateField("Date of the visit", today)
    show(field)
    with qtbot.assertNotEmitted(field.value_changed):
        field.set_value(date(2024, 3, 1))


def test_a_page_that_goes_takes_what_was_typed_with_it(qtbot: QtBot, show: Show) -> None:
    number, words, note = NumberField("Cells"), TextField("Name of the suite"), NoteField("Note")
    window = show(number, words, note)
    for control, text in ((number.line, "12"), (words, "Wakefield"), (note, "Quiet.")):
        QTest.keyClicks(control, text)  # without focus, so that only going can hand it on
    got: list[object] = []
    for field in (number, words):
        field.value_changed.connect(got.append)
    note.value_changed.connect(got.append)
    window.hide()
    assert got == [12, "Wakefield", "Quiet."]


def enter(field: DateTimeField, day: str, clock: str) -> None:
    replace(field.day.line, day)
    replace(field.time.line, clock)
    field.finish()


def test_a_moment_is_london_time_in_utc(qtbot: QtBot, show: Show) -> None:
    field = DateTimeField("Let in", today)
    show(field)
    with qtbot.waitSignal(field.value_changed) as changed:
        enter(field, "14/7/23", "2140")
    assert changed.args == [datetime(2023, 7, 14, 20, 40, tzinfo=UTC)]


@pytest.mark.parametrize(("key", "hour"), [("1", 0), ("2", 1)])
def test_an_hour_that_came_twice_is_asked_about(qtbot: QtBot, show: Show, key: str, hour: int) -> None:
    field = DateTimeField("Let in", today)
    show(field)
    enter(field, "29/10/23", "0130")
    assert field.value() is None
    which = field.which
    assert which.isVisible()
    which.set_focus()
    with qtbot.waitSignal(field.value_changed) as changed:
        QTest.keyClicks(which.buttons[0], key)
    assert changed.args == [datetime(2023, 10, 29, hour, 30, tzinfo=UTC)]


@pytest.mark.parametrize("hour", [0, 1])
def test_a_stored_moment_of_that_hour_is_shown_with_which_it_was(show: Show, hour: int) -> None:
    field = DateTimeField("Let in", today)
    show(field)
    at = datetime(2023, 10, 29, hour, 30, tzinfo=UTC)
    field.set_value(at)
    assert field.value() == at
    assert field.which.isVisible()
    assert field.which.buttons[hour].isChecked()


def test_an_hour_that_the_clocks_skipped_is_explained_at_the_field(show: Show) -> None:
    control = DateTimeField("Let in", today)
    field = LabelledField("Let in", control)
    show(field)
    enter(control, "31/3/2024", "0130")
    assert control.value() is None
    assert field.problem() == "01:30 did not happen on 31 March 2024: the clocks went forward over it."
    enter(control, "31/3/2024", "0230")
    assert field.problem() == ""
    assert control.value() == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


def test_tab_leaves_a_note(show: Show) -> None:
    note, after = NoteField("Note"), QLineEdit()
    show(note, after)
    note.setFocus()
    QTest.keyClicks(note, "One line")
    leave(note)
    assert after.hasFocus()
    assert note.value() == "One line"


def test_a_note_grows_with_its_text(show: Show) -> None:
    note = NoteField("Note")
    show(note)
    height = note.height()
    note.set_value("\n".join("line" for _line in range(8)))
    assert note.height() > 2 * height


def test_a_note_is_handed_on_once(qtbot: QtBot, show: Show) -> None:
    note = NoteField("Note")
    show(note, QLineEdit())
    got: list[str] = []
    note.value_changed.connect(got.append)
    note.setFocus()
    with qtbot.waitSignal(note.value_changed):
        QTest.keyClicks(note, "Quiet.")
    leave(note)
    assert got == ["Quiet."]


@pytest.mark.parametrize(
    ("typed", "value"), [("staff", "staff"), ("another reason", "other"), ("emerg", "emergency")]
)
def test_a_choice_is_found_by_typing_a_part_of_it(qtbot: QtBot, show: Show, typed: str, value: str) -> None:
    choice = Choice("Reason", OPTIONS)
    show(choice)
    choice.setFocus()
    with qtbot.waitSignal(choice.value_changed) as changed:
        replace(choice.line, typed)
        QTest.keyClick(choice.line, Qt.Key.Key_Return)
    assert changed.args == [value]
    assert choice.currentText() == dict(OPTIONS)[value]


def test_what_is_not_in_the_list_is_explained(show: Show) -> None:
    choice = Choice("Reason", OPTIONS)
    field = LabelledField("Reason", choice)
    show(field)
    replace(choice.line, "rain")
    choice.finish()
    assert field.problem() == "Choose one of the options in the list."
    assert choice.value() is None


def test_the_down_key_chooses_the_next_option(qtbot: QtBot, show: Show) -> None:
    choice = Choice("Reason", OPTIONS)
    choice.set_value("emergency")
    show(choice)
    choice.setFocus()
    with qtbot.waitSignal(choice.value_changed) as changed:
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert changed.args == ["staff"]


def test_other_options_keep_the_choice_where_it_is_still_offered() -> None:
    choice = Choice("Reason", OPTIONS)
    choice.set_value("staff")
    choice.set_options(OPTIONS[1:])
    assert choice.value() == "staff"
    choice.set_options(OPTIONS[:1])
    assert choice.value() is None


def test_a_passphrase_is_seen_on_request_and_never_told_to_screen_readers(show: Show) -> None:
    field = PassphraseField("Passphrase")
    window = show(field)
    field.line.setFocus()
    QTest.keyClicks(field.line, "correct horse")
    unseen = window.grab().toImage()
    QTest.mouseClick(field.show_button, Qt.MouseButton.LeftButton)
    assert window.grab().toImage() != unseen
    everything = [
        heard(widget, what)
        for widget in (window, *window.findChildren(QWidget))
        for what in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    ]
    assert not any("horse" in text for text in everything)
    assert field.value() == "correct horse"


def test_a_passphrase_is_hidden_with_its_page_and_forgotten_when_cleared(show: Show) -> None:
    field = PassphraseField("Passphrase")
    window = show(field)
    field.line.setText("correct horse")
    field.show_button.setChecked(True)
    window.hide()
    assert not field.show_button.isChecked()
    field.clear()
    assert field.value() == ""


def test_enter_submits_a_passphrase(qtbot: QtBot, show: Show) -> None:
    field = PassphraseField("Passphrase")
    show(field)
    with qtbot.waitSignal(field.submitted):
        QTest.keyClick(field.line, Qt.Key.Key_Return)


def test_the_summary_of_errors_leads_to_each_field(qtbot: QtBot, show: Show) -> None:
    control = TimeField("Time you arrived")
    summary = ErrorSummary()
    show(summary, control)
    assert not summary.isVisible()
    summary.show_problems([("Enter the time you arrived.", control), ("Answer every check.", "people")])
    assert summary.hasFocus()
    assert heard(summary, QAccessible.Text.Name) == "There is a problem"
    QTest.keyClick(summary, Qt.Key.Key_Tab)
    assert summary.links[0].hasFocus()
    QTest.keyClick(summary.links[0], Qt.Key.Key_Return)
    assert control.line.hasFocus()
    with qtbot.waitSignal(summary.followed) as followed:
        QTest.keyClick(summary.links[1], Qt.Key.Key_Space)
    assert followed.args == ["people"]
    summary.show_problems([])
    assert not summary.isVisible()


def test_a_passphrase_stays_where_it_was_laid_out_when_the_style_changes(show: Show) -> None:
    field = PassphraseField("Passphrase")
    show(field)
    whole = field.line.findChild(QAbstractSpinBox)
    assert whole is not None
    before = field.line.geometry()

    QApplication.sendEvent(whole, QEvent(QEvent.Type.StyleChange))
    QApplication.sendEvent(whole, QResizeEvent(QSize(640, 480), QSize(1, 1)))

    assert field.line.geometry() == before

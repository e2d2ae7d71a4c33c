"""Checks are answered with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Show
from ui.theme import Theme
from ui.widgets.answer_buttons import AnswerButtons
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.question_list import QuestionList
from ui.widgets.question_row import QuestionRow, usual_ways

ANSWERS = ("yes", "no", "na", "not_known")


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def answers(show: Show) -> AnswerButtons:
    made = AnswerButtons("Solicitor offered")
    show(made)
    made.set_focus()
    return made


@pytest.mark.parametrize(
    ("key", "value"),
    [*zip("YnAk", ANSWERS, strict=True), *zip("1234", ANSWERS, strict=True)],
)
def test_a_key_answers_at_once(qtbot: QtBot, answers: AnswerButtons, key: str, value: str) -> None:
    with qtbot.waitSignal(answers.answered) as answered:
        QTest.keyClicks(focused(), key)
    assert answered.args == [value]
    assert answers.value() == value


def test_arrows_move_and_space_or_enter_answer(qtbot: QtBot, answers: AnswerButtons) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert answers.value() is None
    assert focused() is answers.buttons[1]
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert answers.value() == "no"
    QTest.keyClick(focused(), Qt.Key.Key_Left)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert answers.value() == "yes"


def test_a_click_answers(qtbot: QtBot, answers: AnswerButtons) -> None:
    with qtbot.waitSignal(answers.answered):
        QTest.mouseClick(answers.buttons[3], Qt.MouseButton.LeftButton)
    assert answers.value() == "not_known"
    assert [button.isChecked() for button in answers.buttons] == [False, False, False, True]


def test_clicking_the_answer_given_keeps_it(qtbot: QtBot, answers: AnswerButtons) -> None:
    for _click in range(2):
        QTest.mouseClick(answers.buttons[0], Qt.MouseButton.LeftButton)
    assert answers.value() == "yes"
    assert answers.buttons[0].isChecked()


def test_delete_takes_an_answer_back(qtbot: QtBot, answers: AnswerButtons) -> None:
    answers.set_value("no")
    with qtbot.waitSignal(answers.cleared):
        QTest.keyClick(focused(), Qt.Key.Key_Delete)
    assert answers.value() is None


def test_shortcuts_with_ctrl_are_left_to_the_window(qtbot: QtBot, answers: AnswerButtons) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert answers.value() is None


def test_setting_an_answer_signals_nothing(qtbot: QtBot, answers: AnswerButtons) -> None:
    with qtbot.assertNotEmitted(answers.answered):
        answers.set_value("yes")
    with pytest.raises(ValueError, match="maybe"):
        answers.set_value("maybe")


def test_tab_enters_once_at_the_answer_given_and_leaves(qtbot: QtBot, show: Show) -> None:
    before, answers, after = QLineEdit(), AnswerButtons("Seen"), QLineEdit()
    answers.set_value("na")
    show(before, answers, after)
    before.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is answers.buttons[2]
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is after


def test_screen_readers_hear_the_question_with_each_answer(answers: AnswerButtons) -> None:
    spoken = [QAccessible.queryAccessibleInterface(button) for button in answers.buttons]
    assert [heard.text(QAccessible.Text.Name) for heard in spoken] == [
        "Yes",
        "No",
        "Not applicable",
        "Not known",
    ]
    assert all("Solicitor offered" in heard.text(QAccessible.Text.Description) for heard in spoken)
    assert all(heard.role() == QAccessible.Role.RadioButton for heard in spoken)
    answers.set_value("no")
    assert [bool(heard.state().checked) for heard in spoken] == [False, True, False, False]


def test_the_answer_given_does_not_depend_on_colour_alone(answers: AnswerButtons) -> None:
    def brightness() -> int:
        grey = answers.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        return grey.pixelColor(answers.buttons[0].width() // 2, 4).value()

    before = brightness()
    answers.set_value("yes")
    assert before - brightness() > 100


def test_buttons_keep_their_place_when_answered_and_grow_with_the_text(
    theme: Theme, answers: AnswerButtons
) -> None:
    width = answers.sizeHint().width()
    answers.set_value("not_known")
    assert answers.sizeHint().width() == width
    theme.set_text_percent(200)
    assert answers.buttons[0].sizeHint().height() == 64
    assert answers.sizeHint().width() > 1.8 * width


def test_few_choices_are_made_with_digits(qtbot: QtBot, show: Show) -> None:
    choice = ChoiceButtons("Contact", [("spoken", "Spoken to"), ("declined", "Declined")])
    show(choice)
    choice.set_focus()
    with qtbot.waitSignal(choice.chosen) as chosen:
        QTest.keyClicks(focused(), "2")
    assert chosen.args == ["declined"]


def test_choices_show_their_digits_while_they_have_the_keyboard(show: Show, theme: Theme) -> None:
    choice = ChoiceButtons("Contact", [("spoken", "Spoken to"), ("declined", "Declined")])
    elsewhere = QLineEdit(choice)
    show(choice)
    elsewhere.setFocus()

    def look() -> list[QImage]:
        return [button.grab().toImage() for button in choice.buttons]

    width, plain = choice.sizeHint().width(), look()
    assert [button.key_in_sight for button in choice.buttons] == ["", ""]

    choice.set_focus()
    assert [button.key_in_sight for button in choice.buttons] == ["1", "2"]
    QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert [button.key_in_sight for button in choice.buttons] == ["1", "2"]
    assert choice.sizeHint().width() == width
    assert all(with_key != without for with_key, without in zip(look(), plain, strict=True))

    elsewhere.setFocus()
    assert look() == plain


@pytest.mark.parametrize("percent", [100, 200])
def test_a_digit_stands_beside_the_word_and_never_on_it(show: Show, theme: Theme, percent: int) -> None:
    theme.set_text_percent(percent)
    choice = ChoiceButtons("Contact", [("spoken", "Spoken to"), ("declined", "Declined")])
    show(choice)
    choice.set_focus()
    for button in choice.buttons:
        button.show_key(False)
        plain = button.grab().toImage()
        button.show_key(True)
        keyed = button.grab().toImage()
        changed = [
            x
            for x in range(plain.width())
            if any(plain.pixel(x, y) != keyed.pixel(x, y) for y in range(plain.height()))
        ]
        blank = [
            x
            for x in range(2, plain.width() - 2)
            if len({plain.pixel(x, y) for y in range(4, plain.height() - 4)}) == 1
        ]
        assert changed
        assert set(changed) <= set(blank), "drawn where there was nothing"


def test_a_level_that_is_its_own_digit_shows_it_once(show: Show) -> None:
    levels = ChoiceButtons("Level", [("1", "1"), ("2", "2")])
    show(levels)
    levels.set_focus()
    assert [button.key_in_sight for button in levels.buttons] == ["", ""]


@pytest.fixture
def rows(show: Show) -> tuple[QuestionRow, ...]:
    made = tuple(QuestionRow(f"Check {number}", "She said", usual_ways("D2")) for number in range(3))
    show(QuestionList(made))
    made[0].set_focus()
    return made


def test_the_keyboard_goes_on_after_an_answer(qtbot: QtBot, rows: tuple[QuestionRow, ...]) -> None:
    QTest.keyClicks(focused(), "y")
    QTest.keyClicks(focused(), "a")
    assert [row.value() for row in rows] == ["yes", "na", None]
    assert rows[2].isAncestorOf(focused())


def test_a_no_opens_its_ways_out_in_place_and_one_goes_on(
    qtbot: QtBot, rows: tuple[QuestionRow, ...]
) -> None:
    row = rows[0]
    assert row.what_next is not None
    assert not row.what_next.isVisible()
    QTest.keyClicks(focused(), "n")
    assert row.what_next.isVisible()
    assert row.what_next.isAncestorOf(focused())
    with qtbot.waitSignals([row.way_taken, row.finished]):
        QTest.keyClicks(focused(), "f")
    assert rows[1].isAncestorOf(focused())
    assert row.what_next.isVisible()


@pytest.mark.parametrize(("key", "way"), [("r", "concern"), ("f", "put_right"), ("o", "other")])
def test_each_way_out_has_its_key(qtbot: QtBot, rows: tuple[QuestionRow, ...], key: str, way: str) -> None:
    QTest.keyClicks(focused(), "n")
    with qtbot.waitSignal(rows[0].way_taken) as taken:
        QTest.keyClicks(focused(), key)
    assert taken.args == [way]


def test_ways_out_are_buttons_too(qtbot: QtBot, rows: tuple[QuestionRow, ...]) -> None:
    QTest.keyClicks(focused(), "n")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    with qtbot.waitSignal(rows[0].way_taken) as taken:
        QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert taken.args == ["put_right"]


def test_changing_a_no_to_yes_closes_its_ways_out(qtbot: QtBot, rows: tuple[QuestionRow, ...]) -> None:
    row = rows[0]
    QTest.keyClicks(focused(), "n")
    QTest.keyClicks(focused(), "y")
    assert row.value() == "yes"
    assert row.what_next is not None
    assert not row.what_next.isVisible()


def test_the_keys_of_ways_out_do_nothing_without_a_no(qtbot: QtBot, rows: tuple[QuestionRow, ...]) -> None:
    with qtbot.assertNotEmitted(rows[0].way_taken):
        QTest.keyClicks(focused(), "rfo")


def test_up_and_down_move_between_checks(qtbot: QtBot, rows: tuple[QuestionRow, ...]) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    assert rows[1].isAncestorOf(focused())
    QTest.keyClick(focused(), Qt.Key.Key_Up)
    assert rows[0].isAncestorOf(focused())


def test_the_last_answer_says_that_all_is_done(qtbot: QtBot, show: Show) -> None:
    made = QuestionList([QuestionRow("Only one")])
    show(made)
    made.rows[0].set_focus()
    with qtbot.waitSignal(made.completed):
        QTest.keyClicks(focused(), "n")


def test_a_stored_answer_is_shown_with_its_way(qtbot: QtBot, rows: tuple[QuestionRow, ...]) -> None:
    with qtbot.assertNotEmitted(rows[1].answered):
        rows[1].set_answer("no", "concern")
    assert rows[1].what_next is not None
    assert rows[1].what_next.isVisible()


def test_buttons_go_below_the_question_where_there_is_no_room(qtbot: QtBot, show: Show, theme: Theme) -> None:
    row = QuestionRow("Knows why she is held; rights explained and understood")
    window = show(row, width=640)
    assert row.answers.mapTo(row, row.answers.rect().topLeft()).x() > 300
    theme.set_text_percent(200)
    window.resize(500, 480)
    qtbot.waitUntil(lambda: row.answers.mapTo(row, row.answers.rect().topLeft()).x() < 50)
    assert row.answers.mapTo(row, row.answers.rect().topRight()).x() < row.width()

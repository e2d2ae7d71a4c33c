"""What assistive programs press, tick and type does what it does by hand."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from tests.gui.conftest import Show
from ui.widgets.answer_buttons import AnswerButtons
from ui.widgets.button import Button
from ui.widgets.check_list import CheckList
from ui.widgets.choice import Choice
from ui.widgets.number_field import NumberField
from ui.widgets.step_bar import Step, StepBar
from ui.widgets.text_field import TextField
from ui.widgets.tick_box import TickBox


def press(control: QWidget) -> None:
    """Do the first action that the control offers, as over the accessibility bus."""
    access = QAccessible.queryAccessibleInterface(control).actionInterface()
    access.doAction(access.actionNames()[0])


def put(line: QWidget, text: str) -> None:
    """Put a text in, as over the accessibility bus; the keyboard stays where it is."""
    QAccessible.queryAccessibleInterface(line).setText(QAccessible.Text.Value, text)


def test_an_answer_pressed_by_its_action_is_given(show: Show) -> None:
    answers, given = AnswerButtons("Solicitor offered"), list[str]()
    answers.answered.connect(given.append)
    show(answers)
    press(answers.buttons[1])
    press(answers.buttons[0])
    assert given == ["no", "yes"]
    assert answers.value() == "yes"
    assert [button.isChecked() for button in answers.buttons] == [True, False, False, False]


def test_a_box_ticked_by_its_action_is_ticked_and_told_once(show: Show) -> None:
    box, told = TickBox("Not known"), list[bool]()
    box.clicked.connect(lambda ticked: told.append(bool(ticked)))
    show(box)
    press(box)
    press(box)
    assert told == [True, False]


def test_boxes_of_a_list_pressed_by_their_action_are_its_values(show: Show) -> None:
    seen = CheckList("Seen", [("cells", "Cells"), ("yard", "Yard")])
    show(seen)
    with_values = list[object]()
    seen.values_changed.connect(with_values.append)
    press(seen.box("yard"))
    assert with_values == [("yard",)]


def test_a_step_pressed_by_its_action_is_gone_to(show: Show) -> None:
    steps, chosen = StepBar("Steps", [Step("a", "Arrival"), Step("b", "People")]), list[str]()
    steps.chosen.connect(chosen.append)
    show(steps)
    press(steps.tiles[1])
    assert chosen == ["b"]


def test_a_button_that_stays_in_clicks_for_the_hand_and_the_action_alike_and_not_when_shown(
    show: Show,
) -> None:
    button, clicks = Button("Details"), list[bool]()
    button.setCheckable(True)
    button.clicked.connect(lambda pressed: clicks.append(bool(pressed)))
    show(button)
    button.click()
    press(button)
    button.setChecked(True)
    assert clicks == [True, False]


def test_a_text_put_into_a_field_counts_without_the_keyboard_ever_being_there(show: Show) -> None:
    number, words = NumberField("Cells"), TextField("Suite")
    choice = Choice("Reason", [("a", "An emergency"), ("b", "Staff busy")])
    show(number, words, choice)
    put(number.line, "12")
    put(words, "Leeds")
    put(choice.line, "Staff busy")
    for field in (number, words):
        field.hide()  # leaving the page, before the pause is over
    assert number.value() == 12
    assert words.value() == "Leeds"
    assert choice.value() == "b"


def test_a_choice_that_is_shown_by_the_program_signals_nothing(show: Show) -> None:
    choice, told = Choice("Reason", [("a", "An emergency")]), list[object]()
    choice.value_changed.connect(told.append)
    show(choice)
    choice.set_value("a")
    choice.set_options([("b", "Staff busy")])
    choice.set_value(None)
    assert told == []

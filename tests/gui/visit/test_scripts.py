"""The scripts: brought up by an answer or by a key; kept is only that they were given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from icv_app.domain.completeness import problems
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.person import DetainedPerson
from tests.builders import NOON, a_context, a_person
from tests.gui.visit.keys import Key, focused, press, write
from tests.gui.visit.test_one_person import Opened, OpenPerson, open_person

__all__ = ["open_person"]


def press_for_scripts() -> None:
    QTest.keyClick(focused(), Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def concerns(opened: Opened) -> tuple[Concern, ...]:
    return opened.store.saved[opened.visit.visit_id].concerns


def without_script(person: DetainedPerson) -> DetainedPerson:
    return replace(person, scripts_given=())


@pytest.mark.parametrize(
    ("digit", "script"), [("1", "self_harm"), ("2", "assault"), ("3", "offence"), ("4", "complaint")]
)
def test_every_script_is_a_key_and_a_digit_away(open_person: OpenPerson, digit: str, script: str) -> None:
    opened = open_person(a_person())
    press_for_scripts()
    press(digit)
    panel = opened.step.detail.script
    assert panel.isVisible()
    assert panel.script_id == script
    lines = opened.model.checklist.scripts[script].lines
    assert all(line in panel.lines.text() for line in lines)


@pytest.mark.parametrize("digit", ["3", "4"])
def test_of_talk_of_the_offence_and_of_a_complaint_only_that_it_was_given_is_kept(
    open_person: OpenPerson, digit: str
) -> None:
    opened = open_person(a_person())
    before, raised = opened.saved, concerns(opened)
    press_for_scripts()
    press(digit, Key.Key_Return)
    assert len(opened.saved.scripts_given) == 1
    assert without_script(opened.saved) == before
    assert concerns(opened) == raised


@pytest.mark.parametrize(("digit", "category"), [("1", "B5"), ("2", "I3")])
def test_self_harm_and_assault_raise_a_red_concern_with_the_time_it_was_told(
    open_person: OpenPerson, digit: str, category: str
) -> None:
    opened = open_person(a_person())
    press_for_scripts()
    press(digit)
    write("1245")
    press(Key.Key_Return, Key.Key_Return)
    [concern] = concerns(opened)
    assert (concern.category, concern.severity) == (category, Severity.RED)
    assert concern.officer_told_at == NOON + timedelta(minutes=45)
    assert concern.person_id == opened.person_id


def test_a_script_followed_without_a_time_leaves_the_time_to_do(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press_for_scripts()
    press("1")
    opened.step.detail.script.followed_button.setFocus()
    press(Key.Key_Return)
    visit = opened.store.saved[opened.visit.visit_id]
    assert any(problem.field == "officer_told_at" for problem in problems(visit, a_context()))


def test_the_same_script_twice_raises_one_concern(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    for _time in range(2):
        press_for_scripts()
        press("1")
        write("1245")
        press(Key.Key_Return, Key.Key_Return)
    assert len(concerns(opened)) == 1
    assert opened.saved.scripts_given == ("self_harm",)


def test_escape_closes_a_script_and_gives_the_keyboard_back(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    before = focused()
    press_for_scripts()
    press(Key.Key_Escape)
    assert focused() is before
    assert opened.saved.scripts_given == ()


def test_while_a_script_is_shown_no_question_can_be_answered(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press_for_scripts()
    press("3")
    press("y", "n")
    assert opened.saved.answers == ()
    assert not opened.step.detail.checks.isVisible()

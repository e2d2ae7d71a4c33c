"""The keys of the questions: one key an answer, and none of them while somebody types."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from icv_app.domain.person import Contact, Resolved, Source
from tests.builders import NOON, a_girl_of_15, a_person
from tests.gui.visit.conftest import OpenVisit
from tests.gui.visit.keys import Key, focused, named, press, press_with_control, tab_to, write
from tests.gui.visit.test_one_person import NOBODY_YET, OpenPerson, open_person

__all__ = ["open_person"]
EVERY_KEY = "ynak YNAK rfo sw g 1234 l"


def test_no_key_answers_anything_while_a_note_is_typed(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press("y", "w")
    write(EVERY_KEY)
    press_with_control(Key.Key_Return)
    assert [(answer.check_id, answer.value) for answer in opened.saved.answers] == [
        ("rights_understood", "yes")
    ]
    assert opened.answer("rights_understood").note == EVERY_KEY


def test_no_key_answers_anything_while_a_concern_is_typed(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press("n", "r")
    write(EVERY_KEY)
    press_with_control(Key.Key_Return)
    [answer] = [answer for answer in opened.saved.answers if answer.check_id == "rights_understood"]
    assert answer.value == "no"
    assert answer.resolution is not None
    assert answer.resolution.resolved is Resolved.CONCERN
    assert opened.store.saved[opened.visit.visit_id].concerns[0].text == EVERY_KEY


def test_no_key_answers_anything_while_a_time_is_typed(open_person: OpenPerson) -> None:
    opened = open_person(a_girl_of_15())
    opened.row("child_aa_called").set_focus()
    press("y")
    tab_to(named("Appropriate adult called at: time"))
    answered = opened.saved.answers
    write("ynakg")
    assert opened.saved.answers == answered


def test_a_key_held_down_answers_one_question_and_not_the_next(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press("y")
    for _again in range(5):
        held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Y, Qt.KeyboardModifier.NoModifier, "y", autorep=True)
        QApplication.sendEvent(focused(), held)
    assert [answer.check_id for answer in opened.saved.answers] == ["rights_understood"]


def test_source_and_note_of_the_answer_just_given_are_one_key_away(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press("y", "s", "3")
    assert opened.answer("rights_understood").source is Source.SEEN
    assert opened.row("notice_given").isAncestorOf(focused()), "the keyboard is back where it was"

    press("y", "w")
    write("Held up the paper")
    press_with_control(Key.Key_Return)
    assert opened.answer("notice_given").note == "Held up the paper"
    assert opened.row("solicitor_offered").isAncestorOf(focused())


def test_guidance_and_law_are_one_key_away_and_follow_the_keyboard(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    guidance = opened.step.detail.guidance
    assert not guidance.isVisible()

    press("g")
    assert guidance.isVisible()
    assert guidance.text().endswith("(Code C 3.1; PACE ss.56, 58)")
    press("y")
    assert guidance.text().endswith("(Code C 3.2)")
    press("g")
    assert not guidance.isVisible()


def test_guidance_is_there_while_a_time_is_typed(open_person: OpenPerson) -> None:
    opened = open_person(a_girl_of_15())
    opened.row("child_aa_called").set_focus()
    press("y")
    tab_to(named("Appropriate adult called at: time"))
    press_with_control(Key.Key_G)
    assert opened.step.detail.guidance.isVisible()
    assert opened.step.detail.guidance.text().endswith("(Code C 3.13–3.17)")


def test_enter_goes_on_and_answers_nothing_about_a_person(open_person: OpenPerson) -> None:
    opened = open_person(replace(NOBODY_YET, custody_number="", gender=None, age_band=None))
    write("13WK/4402")
    press(Key.Key_Return)
    assert focused().accessibleDescription().startswith("Gender")
    press(Key.Key_Return, Key.Key_Return)
    assert focused().accessibleDescription().startswith("Held as")
    assert (opened.saved.gender, opened.saved.age_band) == (None, None)


def test_enter_goes_past_a_question_without_answering_it(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press(Key.Key_Return, Key.Key_Return)
    assert opened.saved.answers == ()
    assert opened.row("solicitor_offered").isAncestorOf(focused())
    press(Key.Key_Right, Key.Key_Return)
    assert opened.answer("solicitor_offered").value == "no", "what the arrows went to is chosen"


def test_the_talk_ends_with_the_last_answer_and_not_by_passing_questions_by(open_person: OpenPerson) -> None:
    opened = open_person(replace(a_person(), talking_now=True))
    for _question in opened.asked():
        press(Key.Key_Return)
    assert opened.saved.talking_now

    for check_id in opened.asked():
        opened.row(check_id).set_focus()
        press("a")
    assert not opened.saved.talking_now


def test_enter_stays_where_a_time_cannot_be_read(open_person: OpenPerson) -> None:
    opened = open_person(NOBODY_YET)
    opened.step.detail.show_field("authorised_at")
    write("99")
    press(Key.Key_Return)
    assert focused().accessibleName() == "Detention authorised: time"


def test_control_and_enter_go_on_from_part_to_part(open_person: OpenPerson) -> None:
    opened = open_person(replace(NOBODY_YET, gender=None))
    write("x")
    press_with_control(Key.Key_Return)
    assert focused().accessibleDescription().startswith("Did they agree to talk?")
    press("1", "1")
    assert focused().accessibleDescription().startswith("Introduced by")
    press_with_control(Key.Key_Return)
    assert opened.row("rights_understood").isAncestorOf(focused())


def test_once_the_talk_was_private_the_questions_begin(open_person: OpenPerson) -> None:
    opened = open_person(NOBODY_YET)
    press("1", "1", "1", "1", "1")
    assert (opened.saved.in_sight, opened.saved.out_of_hearing) == (True, True)
    assert opened.row("rights_understood").isAncestorOf(focused())


def test_a_talk_that_was_overheard_asks_why_before_the_questions(open_person: OpenPerson) -> None:
    opened = open_person(NOBODY_YET)
    press("1", "1", "1", "1", "2")
    assert (opened.saved.in_sight, opened.saved.out_of_hearing) == (True, False)
    assert focused().accessibleName() == "Why was it overheard or out of sight?"


def test_who_speaks_no_english_is_asked_about_an_interpreter(open_person: OpenPerson) -> None:
    opened = open_person(replace(NOBODY_YET, non_english=True))
    press("1", "1", "1", "1", "1")
    assert opened.saved.in_sight
    assert focused().accessibleDescription().startswith("Interpreter")


@pytest.mark.parametrize("contact", [Contact.SPOKEN_TO, Contact.OBSERVED_ONLY])
def test_nothing_about_a_person_is_ever_answered_in_bulk(open_person: OpenPerson, contact: Contact) -> None:
    """No button and no key answers more than the question it stands at."""
    opened = open_person(a_person(contact=contact, authorised_at=NOON))
    before = len(opened.saved.answers)
    press("l")
    assert len(opened.saved.answers) == before
    for button in opened.step.findChildren(QWidget):
        if button.isVisible() and "all" in button.accessibleName().lower().split():
            raise AssertionError(button.accessibleName())
    press("y")
    assert len(opened.saved.answers) == before + 1


def test_a_red_concern_is_not_left_before_the_custody_officer_was_told(
    open_person: OpenPerson, open_visit: OpenVisit
) -> None:
    opened = open_person(a_girl_of_15())
    opened.row("child_aa_called").set_focus()
    press("n", "r")
    write("Nobody was called.")
    press_with_control(Key.Key_Return)
    assert focused().accessibleName() == "Custody officer told at: time"
    write("1240")
    press(Key.Key_Return)
    concern = opened.store.saved[opened.visit.visit_id].concerns[0]
    assert concern.officer_told_at == NOON.replace(minute=40)
    assert not opened.row("child_aa_called").isAncestorOf(focused())

"""How many keys recording takes: the real windows, driven by key events only.

Counted is every press of Tab, Enter, an arrow, an answer key, a digit that chooses, a shortcut (one with its
modifiers), and every letter typed to find an option in a list. Not counted is the typing of numbers, times
and free text.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from icv_app.domain.person import Contact, DetainedPerson
from icv_app.domain.visit import Stage, Visit
from tests.builders import a_visit
from tests.fakes.memory_store import MemoryStore
from tests.gui.visitor.desk import a_desk, a_store, a_workplace
from ui.pages import register_pages
from ui.shell import ShellWindow, visitor_places
from ui.theme import Look, Theme
from ui.visit.view import VisitPage

Key = Qt.Key
_CONTROL = Qt.KeyboardModifier.ControlModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


class CountedKeys:
    """A keyboard that counts.

    Attributes:
        pressed: Every key counted so far, in words.
    """

    def __init__(self) -> None:
        self.pressed: list[str] = []

    def press(self, *keys: Key) -> None:
        """Press keys one after the other."""
        for key in keys:
            self._count(key, _PLAIN)

    def chord(self, key: Key) -> None:
        """Press a key together with Control: one press."""
        self._count(key, _CONTROL)

    def answer(self, letters: str) -> None:
        """Press answer keys and digits that choose."""
        for letter in letters:
            self.pressed.append(letter)
            self._type(letter)

    find = answer
    """Letters typed to find an option in a list count like answer keys."""

    def write(self, text: str) -> None:
        """Type a number, a time or words; not counted."""
        for letter in text:
            self._type(letter)

    def _count(self, key: Key, modifier: Qt.KeyboardModifier) -> None:
        self.pressed.append(f"{'Ctrl+' if modifier else ''}{key.name.removeprefix('Key_')}")
        QTest.keyClick(_target(), key, modifier)
        QApplication.processEvents()

    def _type(self, letter: str) -> None:
        QTest.keyClicks(_target(), letter)
        QApplication.processEvents()


class Desk:
    """A visitor's window on the screen, over a vault in memory."""

    def __init__(self, *visits: Visit) -> None:
        application = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(application, QApplication)
        if application.findChild(Theme) is None:
            Theme(Look.LIGHT).apply(application)
        self.keys = CountedKeys()
        self.store: MemoryStore = a_store(*visits)
        self.window = ShellWindow()
        self.workplace = a_workplace(a_desk(self.store), self.window)
        register_pages(self.workplace)
        self.window.show_role(visitor_places(), "West Yorkshire · visitor")
        self.window.resize(1280, 800)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def saved(self) -> Visit:
        """The one visit of the vault, as stored."""
        [visit] = self.store.saved.values()
        return visit

    def at(self, name: str) -> None:
        """Stop unless the keyboard is where a person would read this name."""
        with_keyboard = QApplication.focusWidget()
        said = _said(with_keyboard) if with_keyboard is not None else "nothing"
        if name not in said:
            raise AssertionError(f"the keyboard is on {said!r}, not on {name!r}")

    def close(self) -> None:
        """Take the window away."""
        self.window.close()
        shiboken6.delete(self.window)


def keypresses() -> dict[str, float]:
    """Keys for an ordinary person with one concern, and for a whole visit to an empty suite."""
    return {
        "keypresses_ordinary_person": len(ordinary_person().keys.pressed),
        "keypresses_empty_suite": len(empty_suite().keys.pressed),
    }


def ordinary_person() -> Desk:
    """Record a man of no priority group from adding his row until nothing about him is left to do.

    Everything asked of him is answered, with one concern in words of the visitors'.
    """
    visit = replace(a_visit(), people=(), outcome=None, left_suite_at=None, left_station_at=None)
    desk = Desk(visit)
    desk.workplace.open_visit(visit.visit_id)
    page = desk.window.page
    assert isinstance(page, VisitPage)
    keys = desk.keys
    keys.chord(Key.Key_3)
    desk.at("Add a person")
    keys.pressed.clear()  # counted from here: whoever was recorded before leaves the keyboard in this step

    keys.press(Key.Key_Insert)
    desk.at("Custody number")
    keys.write("13WK/4402")
    keys.press(Key.Key_Return)
    for asked, digit in (("Gender", "2"), ("Age", "4"), ("Held as", "1")):
        desk.at(asked)
        keys.answer(digit)
    desk.at("Detention authorised")
    keys.write("1000")
    keys.chord(Key.Key_Return)
    for asked, digit in (
        ("Did they agree to talk?", "1"),
        ("May we see the custody record?", "1"),
        ("Introduced by", "1"),
        ("Where", "1"),
        ("Was it private?", "1"),
    ):
        desk.at(asked)
        keys.answer(digit)
    _questions(desk)
    _nothing_left(desk, page)
    desk.close()
    return desk


_ANSWERS = {
    "Is ill, hurt, distressed or needs medicine": "n",
    "Asks for or needs anything more": "n",
    "Wants a solicitor": "n",
}


def _questions(desk: Desk) -> None:
    """Answer what is asked until the keyboard goes on no further."""
    keys, asked = desk.keys, set[str]()
    while (question := _said(QApplication.focusWidget())) not in asked:
        asked.add(question)
        if "Has a clean mattress" in question:
            keys.answer("nr")
            desk.at("What is the concern?")
            keys.write("No pillow, although asked for twice.")
            keys.chord(Key.Key_Return)
        elif "What the custody officer answered" in question:
            keys.write("A pillow is brought.")
            keys.chord(Key.Key_Return)
        else:
            keys.answer(next((key for words, key in _ANSWERS.items() if words in question), "y"))


def _nothing_left(desk: Desk, page: VisitPage) -> None:
    model = page.view_model
    [man] = desk.saved().people
    [concern] = desk.saved().concerns
    left = [problem.text for problem in model.problems() if problem.person_id or problem.concern_id]
    open_checks = [check.check_id for check in model.checks_for(man) if man.answer(check.check_id) is None]
    if left or open_checks or not _complete(man) or not concern.text:
        raise AssertionError(f"still to do: {left} {open_checks} {man}")


def _complete(man: DetainedPerson) -> bool:
    talk = (man.contact is Contact.SPOKEN_TO, man.consent_talk, man.consent_record, man.place)
    return all((*talk, man.introduced_by, man.in_sight, man.legal_status, man.authorised_at))


def empty_suite() -> Desk:
    """Record and submit a visit on which nobody was in custody, from "start" on the first page."""
    desk = Desk()
    keys = desk.keys
    _start(desk)
    _arrival(desk)
    _in_custody(desk)
    _suite(desk)
    _sign_off(desk)
    visit = desk.saved()
    if visit.stage is not Stage.SUBMITTED:
        page = desk.window.page
        left = [problem.text for problem in page.problems()] if isinstance(page, VisitPage) else []
        raise AssertionError(f"not submitted after {keys.pressed}: {left}")
    desk.close()
    return desk


def _start(desk: Desk) -> None:
    desk.at("Home")
    desk.keys.chord(Key.Key_N)


def _arrival(desk: Desk) -> None:
    keys = desk.keys
    desk.at("Custody suite")
    keys.find("wa")
    keys.press(Key.Key_Return)
    desk.at("Kind of visit")
    keys.press(Key.Key_Return)
    desk.at("Arrived at the counter")
    keys.write("1200")
    keys.press(Key.Key_Return)
    desk.at("Entered the suite")
    keys.write("1204")
    keys.press(Key.Key_Return)
    desk.at("Second visitor")
    keys.find("2")
    keys.press(Key.Key_Return)
    keys.chord(Key.Key_Return)


def _in_custody(desk: Desk) -> None:
    keys = desk.keys
    for asked, number in (
        ("In custody", "0"),
        ("People arrived during the visit", "0"),
        ("Cells in use", "0"),
        ("Cells out of use", "1"),
        ("Custody sergeants", "2"),
        ("Detention officers", "3"),
    ):
        desk.at(asked)
        keys.write(number)
        keys.press(Key.Key_Return)
    for asked in ("Healthcare professional present", "A woman on duty"):
        desk.at(asked)
        keys.answer("1")
    keys.chord(Key.Key_4)


def _suite(desk: Desk) -> None:
    desk.at("Cells")
    desk.keys.answer("l")
    desk.at("Blankets")
    desk.keys.answer("l")
    desk.keys.chord(Key.Key_6)


def _sign_off(desk: Desk) -> None:
    keys = desk.keys
    desk.at("Left the suite")
    keys.write("1230")
    keys.press(Key.Key_Return)
    desk.at("Left the station")
    keys.write("1235")
    keys.press(Key.Key_Return)
    desk.at("Outcome")
    keys.answer("1")
    desk.at("Travel, in minutes")
    keys.write("40")
    keys.press(Key.Key_Return)
    desk.at("Expenses, in pounds")
    keys.press(Key.Key_Return)
    desk.at("talk the visit over")
    keys.answer("2")
    desk.at("No names are used")
    keys.press(Key.Key_Space, Key.Key_Return)
    desk.at("is known to us")
    keys.press(Key.Key_Space, Key.Key_Return)
    desk.at("The second visitor")
    keys.answer("1")
    desk.at("Both visitors agree")
    keys.press(Key.Key_Space)
    page = desk.window.page
    assert isinstance(page, VisitPage)
    page.refresh_status()  # what is left to do follows the last edit by itself, a moment later
    keys.press(Key.Key_Return)
    desk.at("Submit the report")
    keys.press(Key.Key_Return)
    desk.at("Submit and lock it")
    keys.press(Key.Key_Return)


def _target() -> QWidget:
    """A list that has dropped down gets the keys first, as it does on a screen."""
    found = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def _said(widget: QWidget | None) -> str:
    if widget is None:
        return ""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{words} · {widget.accessibleName()} · {widget.accessibleDescription()}"

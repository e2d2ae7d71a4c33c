"""A button that is pressed again before what it started is answered does the thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import SuiteId
from icv_app.errors import IcvError, NotFound
from icv_app.services.desk import Desk
from tests.fakes.doors import FakeDoors
from tests.gui.conftest import Show
from tests.memory_scheme import a_scheme
from ui.expenses.claims_view import ClaimsPage
from ui.notices.view import NoticesPage
from ui.pages import register_pages
from ui.record_reviews.draw_page import DrawPage
from ui.record_reviews.view import RecordReviewsPage
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.tasks import Lane, ThreadPoolTasks
from ui.theme import Theme
from ui.widgets.button import Button
from ui.workplace import Workplace

LONG = 10_000


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[ThreadPoolTasks]:
    made = ThreadPoolTasks()
    yield made
    assert made.wait_until_idle(LONG)


def not_expected(error: IcvError) -> None:
    raise error


@contextmanager
def a_slow_vault(tasks: ThreadPoolTasks) -> Iterator[None]:
    """Nothing is answered before the end of the block, and everything is after it."""
    go_on = Event()
    tasks.run(Lane.STORE, go_on.wait, then=lambda _none: None, otherwise=not_expected, again=True)
    try:
        yield
    finally:
        go_on.set()
    assert tasks.wait_until_idle(LONG)


def at_work(qtbot: QtBot, desk: Desk, tasks: ThreadPoolTasks, place: str) -> ShellWindow:
    window = ShellWindow()
    workplace = Workplace(desk, FakeDoors(desk=desk), tasks, window, window)
    register_pages(workplace)
    places = coordinator_places() if desk.identity.coordinator else visitor_places()
    window.show_role(places, "West Yorkshire")
    qtbot.addWidget(window)
    window.show()
    window.show_place(place)
    assert tasks.wait_until_idle(LONG)
    return window


def press_twice(button: QPushButton) -> None:
    button.click()
    button.click()


def started_by(button: Button, tasks: ThreadPoolTasks, work: Callable[[], object]) -> list[object]:
    """Have a press start work; what it is answered comes into the list."""
    answers: list[object] = []
    button.clicked.connect(lambda: tasks.run(Lane.STORE, work, then=answers.append, otherwise=answers.append))
    return answers


def test_the_hand_the_keys_and_the_reader_press_once(show: Show, tasks: ThreadPoolTasks) -> None:
    button = Button("Claim")
    answers = started_by(button, tasks, lambda: "kept")
    show(button)
    with a_slow_vault(tasks):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            QTest.keyClick(button, key)
        button.click()
    assert answers == ["kept"]
    button.click()
    assert tasks.wait_until_idle(LONG)
    assert answers == ["kept", "kept"]


def test_the_keyboard_stays_on_a_button_that_waits(show: Show, tasks: ThreadPoolTasks) -> None:
    button = Button("Claim")
    started_by(button, tasks, lambda: "kept")
    show(button, Button("Another"))
    button.setFocus()
    with a_slow_vault(tasks):
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert button.hasFocus()


def test_another_button_may_be_pressed_meanwhile(show: Show, tasks: ThreadPoolTasks) -> None:
    one, other = Button("One"), Button("Other")
    answers = started_by(one, tasks, lambda: "one"), started_by(other, tasks, lambda: "other")
    show(one, other)
    with a_slow_vault(tasks):
        press_twice(one)
        press_twice(other)
    assert answers == (["one"], ["other"])


def test_after_a_refusal_it_can_be_pressed_again(show: Show, tasks: ThreadPoolTasks) -> None:
    def refused() -> None:
        raise NotFound("it", user_text="It is not here.")

    button = Button("Claim")
    answers = started_by(button, tasks, refused)
    show(button)
    for count in (1, 2):
        button.click()
        assert tasks.wait_until_idle(LONG)
        assert len(answers) == count


def test_after_a_defect_it_can_be_pressed_again(show: Show, tasks: ThreadPoolTasks) -> None:
    defects: list[Exception] = []
    tasks.defect_found.connect(defects.append)
    button = Button("Divide")
    started_by(button, tasks, lambda: 1 // 0)
    show(button)
    for count in (1, 2):
        button.click()
        assert tasks.wait_until_idle(LONG)
        assert len(defects) == count


def test_what_nobody_pressed_for_holds_no_button(show: Show, tasks: ThreadPoolTasks) -> None:
    button, presses = Button("Show"), list[str]()
    button.clicked.connect(lambda: presses.append("pressed"))
    show(button)
    button.click()
    QCoreApplication.processEvents()  # what follows a press at once is done with
    with a_slow_vault(tasks):
        tasks.run(Lane.STORE, lambda: None, then=lambda _none: None, otherwise=not_expected)
        button.click()
    assert len(presses) == 2


def test_a_button_that_makes_edits_can_be_pressed_as_fast_as_one_likes(
    show: Show, tasks: ThreadPoolTasks
) -> None:
    button, edits = Button("Undo"), list[object]()
    button.clicked.connect(
        lambda: tasks.run(
            Lane.STORE,
            lambda: "edit",
            then=edits.append,
            otherwise=not_expected,
            after_paint=True,
            again=True,
        )
    )
    show(button)
    with a_slow_vault(tasks):
        press_twice(button)
    assert edits == ["edit", "edit"]


def test_a_notice_is_told_once(qtbot: QtBot, theme: Theme, tasks: ThreadPoolTasks) -> None:
    desk = a_scheme()["C-001"].desk
    page = at_work(qtbot, desk, tasks, "notices").page
    assert isinstance(page, NoticesPage)
    page.new_button.click()
    page.form.notice_title.set_value("New form")
    page.form.text.set_value("Use it from Monday.")
    with a_slow_vault(tasks):
        press_twice(page.form.tell_button)
    assert len(desk.notices.all()) == 1


def test_a_notice_that_was_refused_can_be_told_again(
    qtbot: QtBot, theme: Theme, tasks: ThreadPoolTasks
) -> None:
    desk = a_scheme()["C-001"].desk
    page = at_work(qtbot, desk, tasks, "notices").page
    assert isinstance(page, NoticesPage)
    page.new_button.click()
    page.form.notice_title.set_value("New form")
    for text in ("Use it. " * 2_000, "Use it."):
        page.form.text.set_value(text)
        page.form.tell_button.click()
        assert tasks.wait_until_idle(LONG)
    assert len(desk.notices.all()) == 1


def test_a_sample_is_drawn_once(qtbot: QtBot, theme: Theme, tasks: ThreadPoolTasks) -> None:
    desk = a_scheme()["C-001"].desk
    window = at_work(qtbot, desk, tasks, "record_reviews")
    page = window.page
    assert isinstance(page, RecordReviewsPage)
    page.draw_button.click()
    assert tasks.wait_until_idle(LONG)
    form = window.page
    assert isinstance(form, DrawPage)
    form.suite.set_value(SuiteId("leeds"))
    form.listed.set_value("R-01\nR-02")
    form.number.set_value(9)
    form.draw_button.click()
    assert tasks.wait_until_idle(LONG)
    assert not desk.record_reviews.all().samples
    form.number.set_value(1)
    with a_slow_vault(tasks):
        press_twice(form.draw_button)
    assert len(desk.record_reviews.all().samples) == 1


def test_a_claim_is_made_once(qtbot: QtBot, theme: Theme, tasks: ThreadPoolTasks) -> None:
    desk = a_scheme()["V-001"].desk
    window = at_work(qtbot, desk, tasks, "rota")
    window.page.expenses_button.click()  # type: ignore[union-attr]
    assert tasks.wait_until_idle(LONG)
    page = window.page
    assert isinstance(page, ClaimsPage)
    page.miles.set_value(12)
    with a_slow_vault(tasks):
        press_twice(page.claim_button)
    assert len(desk.expenses.all()) == 1

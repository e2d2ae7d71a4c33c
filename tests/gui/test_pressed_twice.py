"""A button that is pressed again before the vault has answered does the thing once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from pytestqt.qtbot import QtBot

from icv_app.domain.ids import SuiteId
from icv_app.services.desk import Desk
from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.memory_scheme import a_scheme
from ui.notices.view import NoticesPage
from ui.pages import register_pages
from ui.record_reviews.draw_page import DrawPage
from ui.record_reviews.view import RecordReviewsPage
from ui.shell import ShellWindow, coordinator_places
from ui.tasks import Lane
from ui.theme import Theme
from ui.workplace import Workplace


class SlowTasks(InlineTasks):
    """Answers when it is told to, in the order in which it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[Callable[[], None]] = []
        self.slow = False

    def run(self, lane: Lane, work: Callable[[], Any], **answers: Any) -> None:
        if self.slow:
            self.held.append(partial(super().run, lane, work, **answers))
        else:
            super().run(lane, work, **answers)

    def answer(self) -> None:
        self.slow = False
        while self.held:
            self.held.pop(0)()


def at_work(qtbot: QtBot, desk: Desk, place: str) -> tuple[ShellWindow, SlowTasks]:
    window, tasks = ShellWindow(), SlowTasks()
    workplace = Workplace(desk, FakeDoors(desk=desk), tasks, window, window)
    register_pages(workplace)
    window.show_role(coordinator_places(), "West Yorkshire")
    qtbot.addWidget(window)
    window.show()
    window.show_place(place)
    return window, tasks


def test_a_notice_is_told_once(qtbot: QtBot, theme: Theme) -> None:
    scheme = a_scheme()
    window, tasks = at_work(qtbot, scheme["C-001"].desk, "notices")
    page = window.page
    assert isinstance(page, NoticesPage)
    page.new_button.click()
    page.form.notice_title.set_value("New form")
    page.form.text.set_value("Use it from Monday.")
    tasks.slow = True
    page.form.tell_button.click()
    page.form.tell_button.click()
    tasks.answer()
    assert len(scheme["C-001"].desk.notices.all()) == 1
    page.new_button.click()
    assert page.form.tell_button.isEnabled()


def test_a_notice_that_was_refused_can_be_told_again(qtbot: QtBot, theme: Theme) -> None:
    scheme = a_scheme()
    window, _tasks = at_work(qtbot, scheme["C-001"].desk, "notices")
    page = window.page
    assert isinstance(page, NoticesPage)
    page.new_button.click()
    page.form.notice_title.set_value("New form")
    page.form.text.set_value("Use it. " * 2_000)
    page.form.tell_button.click()
    assert page.form.text_field.problem()
    page.form.text.set_value("Use it.")
    page.form.tell_button.click()
    assert len(scheme["C-001"].desk.notices.all()) == 1


def test_a_sample_is_drawn_once(qtbot: QtBot, theme: Theme) -> None:
    scheme = a_scheme()
    window, tasks = at_work(qtbot, scheme["C-001"].desk, "record_reviews")
    page = window.page
    assert isinstance(page, RecordReviewsPage)
    page.draw_button.click()
    form = window.page
    assert isinstance(form, DrawPage)
    form.suite.set_value(SuiteId("leeds"))
    form.listed.set_value("R-01\nR-02")
    form.number.set_value(9)
    form.draw_button.click()
    form.number.set_value(1)
    tasks.slow = True
    form.draw_button.click()
    form.draw_button.click()
    tasks.answer()
    assert len(scheme["C-001"].desk.record_reviews.all().samples) == 1

"""The screens of `screens`, and what opens on them: questions before something is lost, forms, ways out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar, cast

from PySide6.QtWidgets import QAbstractButton, QWidget

from icv_app.domain.ids import VisitId
from icv_app.domain.problem import Step
from tests.gui import screens
from tests.gui.screens import Show
from tests.past_tables import HEADER, ROW, a_file, a_row
from ui.bring_in.view import BringInPage
from ui.reports.view import ReportsPage
from ui.shell import ShellWindow
from ui.widgets.answer_buttons import NO, AnswerButtons
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.data_table import DataTable

_Kind = TypeVar("_Kind", bound=QWidget)


def asked(window: ShellWindow, on: Show) -> QWidget:
    """A screen that asks before something is lost."""
    shown = on(window)
    _first(shown, AskInPlace).ask("Delete the draft? What it holds is lost.", "Delete it")
    return shown


def pressed(window: ShellWindow, on: Show, button: str) -> QWidget:
    """A screen after one of its buttons was pressed."""
    shown = on(window)
    _first(shown, QAbstractButton, lambda each: each.text() == button).click()
    return shown


def chosen(window: ShellWindow, step: Step) -> QWidget:
    """A step with the first row opened, in a narrow window in place of the list."""
    shown = screens.visit(window, step)
    for table in shown.findChildren(DataTable):
        if table.isVisible() and table.currentIndex().isValid():
            table.row_opened.emit(table.chosen())
    return shown


def answered_no(window: ShellWindow) -> QWidget:
    """A person whose first answers are all "no": their ways out are open."""
    shown = chosen(window, Step.PEOPLE)
    for answers in shown.findChildren(AnswerButtons)[:3]:
        if answers.isVisible():
            answers.choose(NO)
    return shown


def inbox(window: ShellWindow, then: str) -> QWidget:
    """The inbox with comments and thanks beside the first report, and one of its boxes open."""
    desk = screens.the_week("C-001")
    girl = desk.reviews.read(VisitId("wakefield-1421")).visit.people[0]
    desk.comments.comment(VisitId("wakefield-1421"), f"people.{girl.person_id}", "Who told you of the team?")
    desk.comments.comment(VisitId("wakefield-1421"), "census", "Twelve by the custody record.")
    desk.comments.thank(VisitId("wakefield-1421"), "A careful report of a long night. Thank you both.")
    screens.at_work(window, desk)
    window.show_place("reports")
    page = cast("ReportsPage", window.page)
    page.report.open("wakefield-1421")
    if then == "comment":
        page.beside.open_comment()
        box = page.beside.comment_box
        box.place.set_value(f"people.{girl.person_id}")
        box.place.value_changed.emit(box.place.value())
    elif then == "thanks":
        page.beside.open_thanks()
    else:
        page.marks.all_button.click()
        page.marks.approve_button.click()
    return window


def bring_in(window: ShellWindow, then: str) -> QWidget:
    """Past visits on their way in, of which one row is refused, one is here and one has a text left out."""
    desk = screens.the_week("C-001")
    workplace = screens.at_work(window, desk)
    workplace.open_bring_in()
    page = cast("BringInPage", window.page)
    if then == "first":
        return window
    rows = (ROW, a_row(date="21/03/2023", total="12"), a_row(date="28/03/2023"), a_row(date="04/04/2023"))
    named = [(*row, "Mr Khan thanked us." if at == 3 else "") for at, row in enumerate(rows)]
    with TemporaryDirectory() as folder:
        header = (*HEADER, "Good practice")
        file = a_file(Path(folder), *named, (*a_row(station="Bridewell"), ""), header=header)
        page.view_model.open(file)
    columns, trial = page.columns, page.trial
    assert columns is not None
    assert trial is not None
    columns.name.set_value("Our spreadsheet")
    columns.keep_button.click()
    trial.leave_out.click()
    trial.try_button.click()
    if then == "ask":
        trial.only_good.click()
        trial.bring_in_button.click()
    return window


def _all() -> Iterator[tuple[str, Show]]:
    yield from screens.SCREENS.items()
    for step in (Step.PEOPLE, Step.CONCERNS, Step.SIGN_OFF):
        yield f"asked:{step}", partial(asked, on=partial(chosen, step=step))
    yield "asked:today", partial(asked, on=partial(screens.place, member_id="C-001", key="today"))
    yield "asked:visits", partial(asked, on=partial(screens.place, member_id="V-004", key="visits"))
    for button in ("Details", "Talk and consent"):
        yield f"opened:{button}", partial(pressed, button=button, on=partial(chosen, step=Step.PEOPLE))
    for then in ("comment", "thanks", "marked"):
        yield f"inbox:{then}", partial(inbox, then=then)
    yield "opened:ways out", answered_no
    yield "in and out", partial(screens.place, member_id="C-001", key="data")
    for then in ("first", "tried", "ask"):
        yield f"bring in:{then}", partial(bring_in, then=then)


EVERYTHING: dict[str, Show] = dict(_all())


def _first(shown: QWidget, kind: type[_Kind], fits: Callable[[_Kind], bool] = lambda _part: True) -> _Kind:
    return next(part for part in shown.findChildren(kind) if _may_show(part) and fits(part))


def _may_show(part: QWidget) -> bool:
    around = part.parentWidget()
    return around is not None and around.isVisible()

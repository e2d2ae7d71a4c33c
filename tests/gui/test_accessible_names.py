"""Every control that can have the keyboard has a name for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from tests.gui import gallery
from tests.gui.conftest import Show
from ui.crash import CrashDialog
from ui.shell import Page, ShellWindow, visitor_places
from ui.theme import Theme
from ui.widgets.answer_buttons import AnswerButtons
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.check_list import CheckList
from ui.widgets.choice import Choice
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.data_table import DataTable
from ui.widgets.date_field import DateField
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.labelled_field import LabelledField
from ui.widgets.message_bar import MessageBar
from ui.widgets.nav_bar import NavBar
from ui.widgets.number_field import NumberField
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.question_row import QuestionRow, usual_ways
from ui.widgets.stat_tile import StatTile
from ui.widgets.step_bar import Step, StepBar
from ui.widgets.text_field import NoteField, TextField
from ui.widgets.time_field import TimeField


def today() -> date:
    return date(2024, 3, 14)


def nav() -> NavBar:
    made = NavBar("ICV")
    made.set_entries(visitor_places())
    return made


def summary() -> ErrorSummary:
    made = ErrorSummary()
    made.show_problems([("Enter the time.", "time")])
    return made


def message() -> MessageBar:
    made = MessageBar()
    made.show_message("The visit was deleted.", action="Undo")
    return made


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "answers": lambda: AnswerButtons("Solicitor offered"),
    "choice of few": lambda: ChoiceButtons("Contact", [("a", "Spoken to"), ("b", "Declined")]),
    "button": lambda: Button("Submit", "main"),
    "ticks": lambda: CheckList("Seen", [("cells", "Cells")]),
    "choice": lambda: Choice("Reason", [("a", "An emergency")]),
    "table": lambda: DataTable("People in custody", gallery.people_model(), "Nobody yet."),
    "date": lambda: DateField("Date", today),
    "moment": lambda: DateTimeField("Let in", today),
    "empty": lambda: EmptyState("No visits", "Start one.", "Start a visit"),
    "errors": summary,
    "field": lambda: LabelledField("Cells", NumberField("Cells")),
    "message": message,
    "navigation": nav,
    "number": lambda: NumberField("Cells"),
    "passphrase": lambda: PassphraseField("Passphrase"),
    "question": lambda: QuestionRow("Solicitor offered", "She said", usual_ways()),
    "tile": lambda: StatTile("282", "visits"),
    "steps": lambda: StepBar("Steps", [Step("a", "Arrival")]),
    "text": lambda: TextField("Suite"),
    "note": lambda: NoteField("Note"),
    "time": lambda: TimeField("Time"),
    "crash": lambda: CrashDialog("builtins.ValueError"),
}


def nameless(root: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in (root, *root.findChildren(QWidget))
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.isHidden()
        and not widget.objectName().startswith("qt_")
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]


@pytest.mark.parametrize("control", CONTROLS)
def test_whatever_takes_the_keyboard_has_a_name(show: Show, control: str) -> None:
    widget = CONTROLS[control]()
    show(widget)
    assert nameless(widget) == []


def test_what_waits_has_a_name(show: Show) -> None:
    covered = QWidget()
    show(covered)
    busy = BusyOverlay(covered)
    busy.start("Sealing the report", can_cancel=True)
    assert nameless(busy.cancel_button) == []


@pytest.mark.parametrize("page", [gallery.PeoplePage, gallery.ControlsPage])
def test_whole_pages_in_the_window_have_names(theme: Theme, page: Callable[[], Page]) -> None:
    window: ShellWindow = gallery.shell(page)
    assert theme.text_percent == 100
    assert nameless(window) == []
    shiboken6.delete(window)

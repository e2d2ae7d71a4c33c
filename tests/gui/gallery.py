"""Draws every control, and the page of a visit's people, to PNG: `python -m tests.gui.gallery FOLDER`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shiboken6
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.shell import Page, ShellWindow, coordinator_places, visitor_places
from ui.theme import Hue, Look, Theme
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.check_list import CheckList
from ui.widgets.choice import Choice
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.data_table import DataTable
from ui.widgets.date_field import DateField
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.number_field import NumberField
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.question_list import QuestionList
from ui.widgets.question_row import QuestionRow, usual_ways
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.sides import Panes, Sides
from ui.widgets.stat_tile import StatTile
from ui.widgets.step_bar import Status, Step, StepBar
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.widgets.tag import Tag
from ui.widgets.text_field import NoteField
from ui.widgets.time_field import TimeField


def today() -> date:
    return date(2024, 3, 14)


@dataclass(frozen=True, slots=True)
class Person:
    number: str
    who: str
    tags: tuple[tuple[str, Hue], ...]
    held: str
    review: str
    contact: tuple[str, Hue]


PEOPLE = (
    Person(
        "13WK/4402",
        "Girl, 14–17",
        (("Child", Hue.RED),),
        "3 h 10",
        "Review in 2 h 50",
        ("Talking now", Hue.BLUE),
    ),
    Person(
        "13WK/4389",
        "Man, 25–59",
        (("Vulnerable", Hue.PURPLE), ("Neurodivergent", Hue.GREY)),
        "11 h 35",
        "Review 20 min late: ask",
        ("Not yet", Hue.GREY),
    ),
    Person(
        "13WK/4397",
        "Woman, 25–59",
        (("Woman", Hue.YELLOW),),
        "5 h 05",
        "Review in 55 min",
        ("Spoken to", Hue.GREEN),
    ),
    Person(
        "13WK/4371",
        "Man, 18–24",
        (("Held longest", Hue.GREY),),
        "19 h 20",
        "24 h limit: 4 h 40",
        ("Spoken to", Hue.GREEN),
    ),
    Person("13WK/4399", "Man, 25–59", (), "4 h 40", "Review in 1 h 20", ("Declined", Hue.ORANGE)),
    Person("13WK/4395", "Man, 60+", (), "6 h 15", "Reviewed on time", ("Observed, asleep", Hue.GREY)),
)
QUESTIONS = (
    ("Knows why she is held; rights explained and understood", "She said", "yes"),
    ("Written notice, easy read", "Seen", "yes"),
    ("Solicitor offered", "Custody record", "yes"),
    ("In the care of a named woman officer, and has met her", "She said", "no"),
    ("Appropriate adult called, and came", "Called 13:05 · came not yet", None),
    ("Parent or guardian told", "", None),
    ("Not in an adult’s cell; something to do", "", None),
)


def people_model() -> RowsModel[Person]:
    columns: tuple[Column[Person], ...] = (
        Column("#", lambda person: Cell(str(PEOPLE.index(person) + 1))),
        Column(
            "Custody no.",
            lambda person: Cell(person.number, person.who, bold=True),
            sort_key=lambda p: p.number,
        ),
        Column("Priority", lambda person: Cell(tags=person.tags), stretch=1),
        Column("Held", lambda person: Cell(person.held, person.review)),
        Column("Contact", lambda person: Cell(tags=(person.contact,))),
    )
    model = RowsModel(columns, key=lambda person: person.number)
    model.show(PEOPLE)
    return model


class PeoplePage(Page):
    """The drawing `visit-people.png`, from the kit."""

    def __init__(self) -> None:
        super().__init__(
            "Visit to Wakefield", "Thursday 14 March 2024, 21:40 · with V-017 · let in after 4 minutes"
        )
        self.set_actions(Muted("Every change is saved on this laptop", wrap=False), Button("Leave for now"))
        steps = ("Arrival", "In custody", "People", "Suite", "Concerns", "Sign off")
        self.steps = StepBar("Steps of the visit", [Step(title, title) for title in steps])
        self.steps.set_status("Arrival", Status.DONE)
        self.steps.set_status("In custody", Status.DONE)
        self.steps.set_status("People", Status.IN_PROGRESS)
        self.steps.set_current("People")
        self.body.addWidget(self.steps)
        self.body.addWidget(Panes(self.board(), self.detail()), 1)

    def board(self) -> Card:
        card = Card("People in custody", "children · vulnerable · women · longest held", padded=False)
        self.table = DataTable("People in custody", people_model(), "Nobody yet.")
        self.table.choose("13WK/4402")
        card.body.addWidget(self.table)
        foot = QWidget()
        flow = Flow(foot, gap=16)
        flow.setContentsMargins(16, 12, 16, 12)
        flow.addWidget(Text("9 of 10 accounted for", weight="bold", wrap=False))
        flow.addWidget(Tag("1 still to see", Hue.ORANGE))
        flow.addWidget(Muted("spoken to 3 · observed 1 · declined 1 · tally 4", wrap=False))
        card.add_foot(foot)
        return card

    def detail(self) -> Card:
        card = Card(padded=False)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 12, 16, 12)
        names = QWidget()
        row = Flow(names)
        row.addWidget(Heading("13WK/4402", wrap=False))
        row.addWidget(Tag("Child", Hue.RED))
        row.addWidget(Tag("Girl under 18", Hue.YELLOW))
        column.addWidget(Sides(names, Muted("9 of 15", wrap=False), 250))
        column.addWidget(
            Muted(
                "Agreed to talk · agreed to record being seen · "
                "introduced herself by the visitor · in the detention room"
            )
        )
        card.body.addWidget(head)
        self.rows = [
            QuestionRow(text, source, usual_ways("D2 Female staff")) for text, source, _answer in QUESTIONS
        ]
        for question, (_text, _source, answer) in zip(self.rows, QUESTIONS, strict=True):
            question.set_answer(answer)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(QuestionList(self.rows))
        inner.addStretch(1)
        card.body.addWidget(ScrollArea(content), 1)
        return card


class ControlsPage(Page):
    """Every other control."""

    def __init__(self) -> None:
        super().__init__("Controls", "Every control that the screens are made of")
        self.set_actions(Button("Export", icon="download"))
        content = QWidget()
        columns = QVBoxLayout(content)
        columns.setContentsMargins(4, 4, 4, 4)
        columns.addWidget(Panes(self.fields(), self.others(), shares=(1, 1)))
        self.body.addWidget(ScrollArea(content))

    def fields(self) -> Card:
        card = Card("Fields")
        self.arrived = TimeField("Time you arrived")
        self.arrived.set_value(time(21, 40))
        self.day = DateField("Date of the visit", today)
        self.day.line.setText("31/2")
        twice = DateTimeField("Let in", today)
        twice.day.set_value(date(2023, 10, 29))
        twice.time.set_value(time(1, 30))
        twice.time.value_changed.emit(time(1, 30))
        note = NoteField("Note")
        note.set_value("Asked for a blanket, which came within five minutes.")
        passphrase = PassphraseField("Passphrase")
        passphrase.line.setText("correct horse battery")
        passphrase.show_button.setChecked(True)
        reasons = [
            ("emergency", "An emergency in the suite"),
            ("staff", "No staff free"),
            ("other", "Another reason"),
        ]
        self.day_field = LabelledField(
            "Date of the visit", self.day, hint="For example, 14/3 or today", required=True
        )
        for field in (
            LabelledField(
                "Time you arrived", self.arrived, hint="For example, 2140 or 9:40pm", required=True
            ),
            self.day_field,
            LabelledField("Let in", twice),
            LabelledField(
                "People in custody", NumberField("People in custody"), hint="Leave empty if you were not told"
            ),
            LabelledField("Reason for the wait", Choice("Reason for the wait", reasons)),
            LabelledField("Note", note, hint="No names, please"),
            LabelledField("Passphrase", passphrase),
        ):
            card.body.addWidget(field)
        self.day.finish()
        card.body.addStretch(1)
        return card

    def others(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        summary = ErrorSummary()
        summary.show_problems([("That month does not have that day: check the date.", self.day)])
        column.addWidget(summary)
        for kind, text in (
            (Kind.INFORMATION, "The server has 41 reports."),
            (Kind.DONE, "The visit was submitted."),
            (Kind.WARNING, "Two people are still to be seen."),
            (Kind.ERROR, "The disk is full. Nothing was changed."),
        ):
            bar = MessageBar()
            bar.show_message(text, kind, action="Undo" if kind is Kind.DONE else "")
            column.addWidget(bar)
        card = Card("Choices", "aside")
        seen = ChoiceButtons(
            "Contact", [("spoken", "Spoken to"), ("observed", "Observed"), ("declined", "Declined")]
        )
        seen.set_value("observed")
        card.body.addWidget(seen)
        ticks = CheckList(
            "Seen",
            [("cells", "Cells"), ("kitchen", "Kitchen"), ("exercise", "Exercise yard"), ("cctv", "CCTV")],
            columns=2,
        )
        ticks.set_values(("cells", "cctv"))
        card.body.addWidget(ticks)
        tags = QWidget()
        flow = Flow(tags)
        for hue in Hue:
            flow.addWidget(Tag(hue.value.capitalize(), hue))
        card.body.addWidget(tags)
        buttons = QWidget()
        flow = Flow(buttons, line_gap=8)
        for button in (
            Button("Approve", "main"),
            Button("Return with a question"),
            Button("Delete the draft", "warning", icon="trash-2"),
            Button("Show the history", "link"),
        ):
            flow.addWidget(button)
        disabled = Button("Submit", "main")
        disabled.setEnabled(False)
        flow.addWidget(disabled)
        card.body.addWidget(buttons)
        column.addWidget(card)
        tiles = QHBoxLayout()
        tiles.setSpacing(16)
        tiles.addWidget(StatTile("282", "visits", "target 260 · 108 %"))
        tiles.addWidget(StatTile("32 %", "of people in custody spoken to", "mean of visits; pooled 31.6 %"))
        column.addLayout(tiles)
        empty = Card(padded=False)
        empty.body.addWidget(
            EmptyState("No messages", "Questions from the coordinator appear here.", "Sync now")
        )
        column.addWidget(empty)
        column.addStretch(1)
        return whole


def shell(page: Callable[[], Page], *, coordinator: bool = False) -> ShellWindow:
    window = ShellWindow()
    places = coordinator_places() if coordinator else visitor_places()
    for entry in places:
        window.register(entry.key, page)
    window.show_role(places, "West Yorkshire · coordinator" if coordinator else "West Yorkshire · visitor")
    window.show_place("reports" if coordinator else "visits")
    window.nav.set_badge("messages", 2)
    window.nav.set_badge("reports", 7)
    window.nav.set_foot(["On this laptop: 1 draft", "Server has: 41 reports", "Synced 2 min ago"])
    window.show()
    window.activateWindow()
    return window


def save(window: QWidget, file: Path) -> None:
    for _round in range(4):
        QApplication.processEvents()
    window.grab().save(str(file))


def main(folder: Path) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme(Look.LIGHT)
    theme.apply(app)
    folder.mkdir(parents=True, exist_ok=True)
    for look, percent in ((Look.LIGHT, 100), (Look.DARK, 100), (Look.LIGHT, 200), (Look.HIGH_CONTRAST, 100)):
        theme.set_look(look)
        theme.set_text_percent(percent)
        window = shell(PeoplePage)
        page = window.page
        assert isinstance(page, PeoplePage)
        page.rows[4].set_focus()
        save(window, folder / f"people-{look}-{percent}.png")
        page.table.setFocus()
        save(window, folder / f"people-table-{look}-{percent}.png")
        shiboken6.delete(window)
        window = shell(ControlsPage, coordinator=True)
        window.resize(1280, 1300 if percent == 100 else 2600)
        save(window, folder / f"controls-{look}-{percent}.png")
        if look is Look.LIGHT and percent == 100:
            window.resize(1280, 800)
            busy = BusyOverlay(window.page or window, show_after_ms=0, progress_after_ms=0)
            busy.start("Sealing the report", can_cancel=True)
            busy.progress(120, 282)
            save(window, folder / "busy.png")
            save(window.show_keys(), folder / "keys.png")
        shiboken6.delete(window)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""The custody records a visitor was given to read; each opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.record_review import Step, answered
from icv_app.services.record_readings import RecordToRead
from icv_app.words import _, plural
from ui.entries.moments import say_moment
from ui.my_records.view_model import MyRecordsViewModel
from ui.shell.page import Page
from ui.theme import Hue
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.labels import Muted
from ui.widgets.table_model import Cell, Column, RowsModel


class MyRecordsPage(Page):
    """Those that wait first."""

    record_opened = Signal(object)
    """A `RecordToRead` that waits."""

    def __init__(self, view_model: MyRecordsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Custody records to read"), parent=parent)
        self._view_model = view_model
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.read_button = Button(_("Read the record chosen"), "main")
        self.set_actions(self.back_button, self.read_button)
        self.rows: RowsModel[RecordToRead] = RowsModel(_columns(), key=lambda one: one.assignment.record_id)
        self.table = DataTable(
            _("Custody records"), self.rows, _("No custody record waits for you. The coordinator gives them.")
        )
        board = Card(padded=False)
        board.body.addWidget(self.table, 1)
        self.body.addWidget(
            Muted(
                _(
                    "Read each redacted record beside this laptop. Only its reference is written down: "
                    "no name and no custody number."
                )
            )
        )
        self.body.addWidget(board, 1)
        self.back_button.clicked.connect(self.left)
        self.read_button.clicked.connect(self._on_read)
        self.table.row_opened.connect(self._open)
        self.table.row_chosen.connect(lambda _one: self._offer())
        view_model.loaded.connect(self._on_loaded)
        self._offer()

    def shown(self) -> None:
        """Read what was given again."""
        self._view_model.load()

    def _on_loaded(self, given: Sequence[RecordToRead]) -> None:
        self.rows.show(given)
        waiting = sum(one.sent_at is None for one in given)
        self.set_heading(self.title, plural("{n} record waits", "{n} records wait", waiting))
        if given and self.table.chosen() is None:
            self.table.choose(given[0].assignment.record_id)
        self._offer()

    def _offer(self) -> None:
        chosen: RecordToRead | None = self.table.chosen()
        self.read_button.setEnabled(chosen is not None and chosen.sent_at is None)

    def _on_read(self) -> None:
        chosen: RecordToRead | None = self.table.chosen()
        if chosen is not None:
            self._open(chosen)

    def _open(self, one: RecordToRead) -> None:
        if one.sent_at is None:
            self.record_opened.emit(one)


def _columns() -> tuple[Column[RecordToRead], ...]:
    return (
        Column(
            _("Record"),
            lambda one: Cell(one.assignment.reference, bold=True),
            sort_key=lambda one: one.assignment.reference,
            stretch=1,
        ),
        Column(
            _("Suite"),
            lambda one: Cell(one.assignment.suite_name),
            sort_key=lambda one: one.assignment.suite_name,
            stretch=1,
        ),
        Column(_("How far"), _standing, sort_key=lambda one: one.sent_at is not None, stretch=2),
    )


def _standing(one: RecordToRead) -> Cell:
    if one.sent_at is not None:
        return Cell(say_moment(one.sent_at), tags=((_("Sent"), Hue.GREEN),))
    begun, all_steps = answered(one.read), len(Step)
    if not begun:
        return Cell(tags=((_("Not started"), Hue.GREY),))
    words = _("{n} of {all} steps").format(n=begun, all=all_steps)
    return Cell(words, tags=((_("In progress"), Hue.BLUE),))

"""Everybody in custody in the scheme's order, and how the count stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from icv_app.domain.ids import PersonId
from icv_app.words import _
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.visit.people.board_rows import BoardRow, BoardRows, foot_words, tally_words
from ui.visit.view_model import VisitViewModel
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.labels import Line, Muted, Text
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.widgets.tag import Tag

_CLOCK_MS = 20_000
"""How often held times and clocks are read anew."""
_LEAST_WIDE = 440
"""Width, at 100 % text, from which every column has its place."""
_IN_NUMBER = (0, 3)
"""Columns whose words stand in the number's column of a narrow board."""


class Board(Card):
    """The table, the tally, and at the foot the count that must reconcile."""

    person_chosen = Signal(object)
    """The keyboard or mouse is on another person: the identifier."""
    person_opened = Signal(object)
    """Enter or a double click on a person: the identifier."""
    add_requested = Signal()
    tallies_requested = Signal()

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        order = (
            _("in the order of the paper")
            if view_model.visit.typed_from_paper
            else _("children · vulnerable · women · longest held")
        )
        super().__init__(_("People in custody"), order, padded=False, parent=parent)
        self._view_model = view_model
        self._compact = False
        self._rows = BoardRows(view_model)
        self._model: RowsModel[BoardRow] = RowsModel(self._columns(), key=lambda row: row.person_id)
        empty = _(
            "Nobody is recorded yet. Press Insert or “Add a person” to begin with the first custody number."
        )
        self.table = DataTable(_("People in custody"), self._model, empty)
        self.tally = Text()
        self.tally_button = Button(_("Edit"), "link")
        self.tally_button.setAccessibleName(_("Edit the tally"))
        self.add_button = Button(_("Add a person"), icon="plus")
        self.add_button.setToolTip(_("Insert"))
        self.accounted = Text(weight="bold", wrap=False)
        self.left = Tag("")
        self.breakdown = Muted()
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the visit as it stands; rows that look the same stay untouched."""
        visit, checklist = self._view_model.visit, self._view_model.checklist
        self._model.show(self._rows.now())
        foot = foot_words(visit, checklist)
        for label, words in (
            (self.accounted, foot.accounted),
            (self.breakdown, foot.breakdown),
            (self.tally, tally_words(visit, checklist)),
        ):
            if label.text() != words:
                label.setText(words)
        self.left.show_word(*foot.left)

    def choose(self, person_id: PersonId) -> bool:
        """Put the mark on a person."""
        return self.table.choose(person_id)

    def chosen(self) -> PersonId | None:
        """Return the person the mark is on."""
        row = self.table.chosen()
        return row.person_id if isinstance(row, BoardRow) else None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the held time under the number where there is no room for a column of its own."""
        super().resizeEvent(event)
        compact = event.size().width() < current_theme().px(_LEAST_WIDE)
        if compact != self._compact:
            self._compact = compact
            self.table.hide_columns(_IN_NUMBER if compact else ())

    def _lay_out(self) -> None:
        self.body.addWidget(self.table, 1)
        self.body.addWidget(Line())
        tally = QWidget()
        row = QHBoxLayout(tally)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addWidget(self.tally, 1)
        row.addWidget(self.tally_button)
        row.addWidget(self.add_button)
        self.body.addWidget(tally)
        foot = QWidget()
        count = QHBoxLayout(foot)
        count.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        count.setSpacing(SPACE_L)
        count.addWidget(self.accounted)
        count.addWidget(self.left)
        count.addWidget(self.breakdown, 1)
        self.add_foot(foot)

    def _connect(self) -> None:
        self.table.row_chosen.connect(lambda row: self.person_chosen.emit(row.person_id))
        self.table.row_opened.connect(lambda row: self.person_opened.emit(row.person_id))
        self.add_button.clicked.connect(self.add_requested)
        self.tally_button.clicked.connect(self.tallies_requested)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()

    def _columns(self) -> tuple[Column[BoardRow], ...]:
        return (
            Column(_("#"), lambda row: Cell(str(row.place))),
            Column(_("Custody no."), self._number_cell, stretch=1),
            Column(_("Priority"), lambda row: Cell("", row.why_here, row.reasons), stretch=2),
            Column(_("Held"), lambda row: Cell(row.held, row.clock, row.prompts), stretch=2),
            Column(_("Contact"), lambda row: Cell("", row.reason, (row.contact,)), stretch=1),
        )

    def _number_cell(self, row: BoardRow) -> Cell:
        if not self._compact:
            return Cell(row.number, row.who, bold=True)
        second = " · ".join(part for part in (row.who, row.held, row.clock) if part)
        return Cell(row.number, second, row.prompts, bold=True)

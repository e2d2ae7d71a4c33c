"""The concerns as a board: one column for each state they stand in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from icv_app.domain.concern_list import ConcernStage
from icv_app.words import _
from ui.concerns.table import category_cell
from ui.concerns.view_model import ConcernRow, ConcernsShown
from ui.entries.numbers import say_count
from ui.theme import current_theme
from ui.theme.tokens import SPACE_M, SPACE_S
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.labels import Heading
from ui.widgets.table_model import Column, RowsModel

_LEAST_COLUMN = 168


def stage_words() -> dict[ConcernStage, str]:
    """Return what each column is headed with."""
    return {
        ConcernStage.NOT_SENT: _("Not sent"),
        ConcernStage.WITH_FORCE: _("With the force"),
        ConcernStage.REPLIED: _("Replied"),
        ConcernStage.DISPUTED: _("Disputed"),
        ConcernStage.SETTLED: _("Settled"),
    }


class StageColumn(Card):
    """One column: how many stand there, and each of them."""

    def __init__(self, stage: ConcernStage, word: str) -> None:
        super().__init__(padded=False)
        self.stage = stage
        self._word = word
        self.heading = Heading(word, 3)
        self.rows: RowsModel[ConcernRow] = RowsModel(
            (Column(_("Concern"), category_cell, stretch=1),), key=lambda row: row.concern_id
        )
        self.table = DataTable(word, self.rows, _("Nothing here."))
        self.table.horizontalHeader().hide()
        above = QWidget()
        around = QVBoxLayout(above)
        around.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        around.addWidget(self.heading)
        self.body.addWidget(above)
        self.add_line()
        self.body.addWidget(self.table, 1)

    def show_rows(self, rows: Sequence[ConcernRow], count: int) -> None:
        """Show these concerns, the first of so many."""
        self.heading.setText(f"{self._word} {say_count(count)}")
        self.rows.show(rows)


class ConcernBoard(QWidget):
    """The columns side by side, or below each other where they would be too narrow.

    Left and Right go to the neighbouring column, Enter opens.
    """

    opened = Signal(object)
    """The `ConcernRow` to be followed up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Concerns by state"))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_M)
        self.columns = tuple(StageColumn(stage, word) for stage, word in stage_words().items())
        for column in self.columns:
            self._row.addWidget(column, 1)
            column.table.row_opened.connect(self.opened)
            column.table.installEventFilter(self)

    def column(self, stage: ConcernStage) -> StageColumn:
        """Return the column of a state."""
        return next(column for column in self.columns if column.stage is stage)

    def show_columns(self, shown: ConcernsShown) -> None:
        """Show the first concerns of each column, and how many it has."""
        for column in self.columns:
            there = shown.columns.get(column.stage, ())
            column.show_rows(there, shown.counts.by_stage.get(column.stage, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Go to the neighbouring column with Left and Right."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if by is not None:
                tables = [column.table for column in self.columns]
                to = max(0, min(len(tables) - 1, [watched is table for table in tables].index(True) + by))
                tables[to].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Decide for the new width."""
        super().resizeEvent(event)
        need = len(self.columns) * (current_theme().px(_LEAST_COLUMN) + SPACE_M) - SPACE_M
        beside = self.width() >= need
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != direction:
            self._row.setDirection(direction)

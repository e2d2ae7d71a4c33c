"""The training matrix: a row for each visitor, a column for each kind."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from icv_app.domain.training import TrainingKind, TrainingState
from icv_app.services.member_files import TrainingMatrix, TrainingRow
from icv_app.words import _, plural
from ui.people.file_words import standing_words, state_tag
from ui.people.standing import full_name
from ui.shell.page import Page
from ui.theme import current_theme
from ui.training.view_model import TrainingViewModel, count
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.widgets.tag import Tagged
from ui.workplace import Workplace

_COLUMN = 150
"""What a column needs at the size of the drawings; with less the kinds stand in one."""


class TrainingPage(Page):
    """Enter opens the member."""

    def __init__(
        self, view_model: TrainingViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Training"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self._kinds: tuple[TrainingKind, ...] = ()
        self._wide = True
        self._matrix: TrainingMatrix | None = None
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.set_actions(self.back_button)
        self.rows: RowsModel[TrainingRow] = self._model()
        self._board = Card(padded=False)
        self.table = self._table()
        self._board.body.addWidget(self.table)
        self.body.addWidget(self._board, 1)
        self.keys = ((_("Enter"), _("Go to the member chosen")),)
        self.back_button.clicked.connect(self.left)
        view_model.loaded.connect(self._on_loaded)
        view_model.failed.connect(workplace.tell)
        current_theme().changed.connect(self._fit)

    def shown(self) -> None:
        """Read it again."""
        self._view_model.load()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the kinds side by side where there is room."""
        super().resizeEvent(event)
        self._fit()

    def _on_loaded(self, matrix: TrainingMatrix) -> None:
        self._matrix = matrix
        if matrix.kinds != self._kinds:
            self._kinds = matrix.kinds
            self._fit(anew=True)
        lapsed, soon = count(matrix, TrainingState.LAPSED), count(matrix, TrainingState.SOON)
        said = [
            plural("{n} visitor", "{n} visitors", len(matrix.rows)),
            plural("{n} training lapsed", "{n} trainings lapsed", lapsed),
            plural("{n} runs out within 90 days", "{n} run out within 90 days", soon),
        ]
        self.set_heading(self.title, " · ".join(said))
        self.rows.show(matrix.rows)
        if matrix.rows and self.table.chosen() is None:
            self.table.choose(matrix.rows[0].member.member_id)

    def _fit(self, *, anew: bool = False) -> None:
        """Make the table again where other columns are wanted."""
        wide = self.width() >= current_theme().px(_COLUMN) * (len(self._kinds) + 1)
        if not anew and wide == self._wide:
            return
        self._wide = wide
        kept = self.table.hasFocus()
        old, self.rows = self.table, self._model()
        self.table = self._table()
        self._board.body.replaceWidget(old, self.table)
        old.hide()
        old.deleteLater()
        if self._matrix is not None:
            self.rows.show(self._matrix.rows)
        if kept:
            self.table.setFocus()

    def _model(self) -> RowsModel[TrainingRow]:
        return RowsModel(_columns(self._kinds, wide=self._wide), key=lambda row: row.member.member_id)

    def _table(self) -> DataTable:
        table = DataTable(_("Training"), self.rows, _("Visitors of the scheme appear here."))
        table.row_opened.connect(lambda row: self._workplace.open_member(row.member.member_id))
        return table


def _columns(kinds: tuple[TrainingKind, ...], *, wide: bool) -> tuple[Column[TrainingRow], ...]:
    member: Column[TrainingRow] = Column(
        _("Member"),
        lambda row: Cell(str(row.member.member_id), full_name(row.member), bold=True),
        sort_key=lambda row: row.member.member_id,
        stretch=1,
    )
    if not wide:
        said: Column[TrainingRow] = Column(_("Training"), lambda row: _in_words(row, kinds), stretch=3)
        return (member, said)
    return (member, *(_column(at, kind) for at, kind in enumerate(kinds)))


def _column(at: int, kind: TrainingKind) -> Column[TrainingRow]:
    order = list(TrainingState)

    def cell(row: TrainingRow) -> Cell:
        standing = row.standings[at]
        return Cell(second=standing_words(standing), tags=(state_tag(standing.state),))

    return Column(kind.title, cell, sort_key=lambda row: order.index(row.standings[at].state), stretch=1)


def _in_words(row: TrainingRow, kinds: tuple[TrainingKind, ...]) -> Cell:
    """All kinds in one cell, what is amiss in front."""
    order = (TrainingState.LAPSED, TrainingState.SOON, TrainingState.NONE, TrainingState.IN_DATE)
    found = sorted(zip(kinds, row.standings, strict=True), key=lambda pair: order.index(pair[1].state))
    tags: list[Tagged] = []
    for kind, standing in found:
        state, hue = state_tag(standing.state)
        tags.append((_("{kind}: {state}").format(kind=kind.title, state=state.lower()), hue))
    return Cell(tags=tuple(tags))

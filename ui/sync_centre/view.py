"""The sync centre: where every record is, why it waits, and what can be done about it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from icv_app.services.sync_centre import DRAFT, Place, RecordPlace
from icv_app.words import _
from ui.shell.page import Page
from ui.sync_centre.detail import RecordDetail
from ui.sync_centre.status_card import StatusCard
from ui.sync_centre.table import CentreRow, centre_columns
from ui.sync_centre.view_model import ALL, SyncCentreViewModel, warning_words
from ui.sync_centre.wording import place_words
from ui.theme import current_theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.filter_tags import FilterTags
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.sides import Panes
from ui.widgets.table_foot import TableFoot
from ui.widgets.table_model import RowsModel
from ui.workplace import Workplace

_LEAST_HEIGHT = 180
_LEAST_BESIDE = 760


class SyncCentrePage(Page):
    """How syncing stands above, the list of records at the left, the chosen one at the right."""

    def __init__(
        self, view_model: SyncCentreViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Sync centre"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        server_url = workplace.desk.server_url
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.pause_button = Button(_("Pause"))
        self.sync_button = Button(_("Sync now"), icon="refresh-cw")
        self.warning = MessageBar()
        self.status = StatusCard(server_url)
        parts = [(ALL, _("All")), *((place.value, place_words(place)) for place in Place)]
        self.parts = FilterTags(_("Records shown"), parts)
        self.rows: RowsModel[CentreRow] = RowsModel(centre_columns(), key=lambda row: row.key)
        self.table = DataTable(
            _("Records"), self.rows, _("Nothing here. What is written or received appears by itself.")
        )
        self.foot = TableFoot()
        self.detail = RecordDetail(by_server=server_url is not None, coordinator=view_model.coordinator)
        syncing = (self.pause_button, self.sync_button) if server_url is not None else ()
        self.set_actions(self.back_button, *syncing)
        self._lay_out()
        self._connect()
        current_theme().changed.connect(self._fit)
        self._fit()

    def shown(self) -> None:
        """Read everything again."""
        self._view_model.refresh()
        self._show_state()

    def show_part(self, place: Place) -> None:
        """List one part only."""
        self.parts.set_value(place.value)
        self._show_rows()

    def _lay_out(self) -> None:
        board = Card(padded=False)
        board.add_above(self.parts)
        board.body.addWidget(self.table, 1)
        board.body.addWidget(self.foot)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.status)
        self.body.addWidget(Panes(board, self.detail, shares=(58, 42), least=_LEAST_BESIDE), 1)

    def _connect(self) -> None:
        model, work = self._view_model, self._workplace
        self.back_button.clicked.connect(self.left)
        self.sync_button.clicked.connect(work.sync_now)
        self.pause_button.clicked.connect(self._on_pause)
        self.status.cancel_asked.connect(work.sync.cancel)
        self.status.choices_made.connect(work.sync.choose)
        self.parts.chosen.connect(lambda _part: self._show_rows())
        self.table.row_chosen.connect(lambda row: self.detail.show_row(row, work.sync.state))
        self.table.row_opened.connect(self._on_opened)
        self.detail.open_wanted.connect(self._open)
        self.detail.decide_wanted.connect(self._on_decide)
        model.loaded.connect(self._on_loaded)
        model.failed.connect(work.tell)
        work.sync.changed.connect(self._show_state)
        work.standing_changed.connect(self._on_standing_changed)  # follows every change of the data

    def _fit(self) -> None:
        self.table.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))

    def _on_standing_changed(self, _standing: object) -> None:
        if self.isVisible():
            self._view_model.refresh()

    def _on_loaded(self) -> None:
        model = self._view_model
        self.set_heading(_("Sync centre"), model.in_words())
        if model.view is not None:
            self.warning.show_message(warning_words(model.view), Kind.WARNING)
        self.parts.show_counts(model.counts())
        self._show_rows()
        self._show_state()

    def _show_rows(self) -> None:
        rows = self._view_model.rows(self.parts.value())
        self.rows.show(rows)
        self.foot.show_left(self._view_model.counts()[self.parts.value()] - len(rows))
        if self.table.chosen() is None and rows:
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self.detail.show_row(self.table.chosen(), self._workplace.sync.state)

    def _show_state(self) -> None:
        state = self._workplace.sync.state
        waiting = self._view_model.counts()[Place.WAITING]
        self.status.show_state(state, self._view_model.view, waiting)
        self.detail.show_state(state)
        self.sync_button.setEnabled(not state.running)
        self.sync_button.setText(_("Syncing …") if state.running else _("Sync now"))
        self.pause_button.setText(_("Go on") if state.choices.paused else _("Pause"))

    def _on_pause(self) -> None:
        sync = self._workplace.sync
        sync.choose(replace(sync.state.choices, paused=not sync.state.choices.paused))

    def _on_opened(self, row: CentreRow) -> None:
        if row.record.visit_id is not None:
            self._open(row.record)

    def _on_decide(self, member_id: str) -> None:
        self._workplace.open_member(member_id)

    def _open(self, one: RecordPlace) -> None:
        if one.visit_id is None:
            return
        open_it = self._workplace.open_visit if one.kind == DRAFT else self._workplace.open_report
        open_it(one.visit_id)

"""A visitor's duties at the left, when they can go at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from icv_app.words import _, plural
from ui.my_rota.leave import LeaveList
from ui.my_rota.view_model import WEEKS_AHEAD, MyRota, MyRotaViewModel
from ui.my_rota.weeks import WeeksGrid
from ui.rota_words import week_words, window_words, with_whom
from ui.shell.page import Page
from ui.theme import Hue
from ui.theme.tokens import SPACE_M
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Muted
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel

if TYPE_CHECKING:
    from icv_app.services.duties import OwnDuty

_LEAST_BESIDE = 900


class MyRotaPage(Page):
    """Where to go and with whom; the hour is the pair's own affair."""

    expenses_wanted = Signal()

    def __init__(self, view_model: MyRotaViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("My rota"), parent=parent)
        self._view_model = view_model
        self._suites: dict[str, str] = {}
        self._unsaved = False
        self.rows: RowsModel[OwnDuty] = RowsModel(self._columns(), key=lambda own: own.duty.place)
        self.table = DataTable(
            _("Your duties"), self.rows, _("No duties yet. They appear here once the rota is published.")
        )
        self.expenses_button = Button(_("Expenses"))
        self.set_actions(self.expenses_button)
        self.swap_button = Button(_("Ask for a swap"))
        self.calendar_button = Button(_("Save for my calendar"), icon="calendar-days")
        self.weeks = WeeksGrid(WEEKS_AHEAD)
        self.leave = LeaveList(view_model.today)
        self.save_button = Button(_("Save when I can go"), "main")
        panes = Panes(self._duties_card(), self._time_card(), shares=(45, 55), least=_LEAST_BESIDE)
        panes.stacked_changed.connect(self.time_card.area.set_whole)
        self.body.addWidget(panes, 1)
        self._connect()

    def shown(self) -> None:
        """Read duties and availability again, unless something is being changed."""
        self._view_model.load()

    def finish(self) -> None:
        """Keep what was ticked before the window goes."""
        if self._unsaved:
            self._on_save()

    def may_leave(self) -> bool:
        """Keep what was ticked: nothing is lost by looking elsewhere; bad dates stay to be put right."""
        if self._unsaved:
            self._on_save()
        return not self._unsaved

    def _duties_card(self) -> Card:
        card = Card(_("Your duties"), padded=False)
        card.body.addWidget(self.table, 1)
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        buttons = Flow(gap=SPACE_M)
        buttons.addWidget(self.swap_button)
        buttons.addWidget(self.calendar_button)
        column.addLayout(buttons)
        column.addWidget(
            Muted(_("Choose day and hour within the week with your partner, and tell nobody else."))
        )
        card.add_foot(foot)
        return card

    def _time_card(self) -> ScrollCard:
        self.time_card = ScrollCard(_("When you can go"))
        body = self.time_card.body
        body.addWidget(
            Muted(_("The coordinator sees this, no other visitor. A week without a tick: not that week."))
        )
        body.addWidget(self.weeks)
        body.addWidget(Heading(_("Leave"), 3))
        body.addWidget(self.leave)
        body.addStretch(1)
        self.time_card.add_buttons(self.save_button)
        return self.time_card

    def _columns(self) -> tuple[Column[OwnDuty], ...]:
        return (
            Column(_("Week"), lambda own: Cell(week_words(own.duty.week), bold=True), stretch=2),
            Column(_("Suite"), self._suite, stretch=1),
            Column(_("When, and with whom"), self._when, stretch=2),
        )

    def _suite(self, own: OwnDuty) -> Cell:
        return Cell(self._suites.get(own.duty.suite_id, own.duty.suite_id))

    def _when(self, own: OwnDuty) -> Cell:
        tags = ((_("Swap asked for"), Hue.ORANGE),) if own.swap is not None else ()
        partner = with_whom(own.duty, self._view_model.member_id)
        return Cell(window_words(own.duty.window), _("With {member}").format(member=partner), tags=tags)

    def _connect(self) -> None:
        model = self._view_model
        model.loaded.connect(self._on_loaded)
        model.not_said.connect(self._on_changed)  # what is on screen is still to be kept
        self.table.row_chosen.connect(lambda _row: self._offer_swap())
        self.expenses_button.clicked.connect(self.expenses_wanted)
        self.swap_button.clicked.connect(self._on_swap)
        self.calendar_button.clicked.connect(self._on_calendar)
        self.save_button.clicked.connect(self._on_save)
        self.weeks.changed.connect(self._on_changed)
        self.leave.changed.connect(self._on_changed)
        self._allow(False)
        self.calendar_button.setEnabled(False)
        self._offer_swap()

    def _allow(self, allowed: bool) -> None:
        """What was said before is not overwritten before it is here."""
        for widget in (self.weeks, self.leave, self.save_button):
            widget.setEnabled(allowed)

    def _on_loaded(self, rota: MyRota) -> None:
        self._allow(True)
        self._suites = {str(suite): name for suite, name in rota.suites.items()}
        self.rows.show(rota.duties)
        count = plural("{n} duty from this week on", "{n} duties from this week on", len(rota.duties))
        self.set_heading(_("My rota"), count)
        self.calendar_button.setEnabled(bool(rota.duties))
        if not self._unsaved:
            self.weeks.show_weeks(rota.weeks)
            self.leave.show_leave(rota.leave)
        self._offer_swap()

    def _offer_swap(self) -> None:
        own = self.table.chosen()
        self.swap_button.setEnabled(own is not None)
        asked = own is not None and own.swap is not None
        self.swap_button.setText(_("Take the swap back") if asked else _("Ask for a swap"))

    def _on_swap(self) -> None:
        own = self.table.chosen()
        if own is None:
            return
        if own.swap is not None:
            self._view_model.withdraw_swap(own.duty)
        else:
            self._view_model.ask_for_swap(own.duty)

    def _on_changed(self) -> None:
        self._unsaved = True

    def _on_save(self) -> None:
        leave = self.leave.leave()
        if leave is None:
            return
        self._unsaved = False
        self._view_model.say(self.weeks.weeks(), leave)

    def _on_calendar(self) -> None:
        kind = _("Calendar (*.ics)")
        name, _kind = QFileDialog.getSaveFileName(self, _("Save for my calendar"), "custody-visits.ics", kind)
        if name:
            file = Path(name)
            self._view_model.save_calendar(file if file.suffix else file.with_suffix(".ics"))

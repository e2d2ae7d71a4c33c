"""What waits for the coordinator, and the year so far."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from icv_app.domain.times import FinancialYear
from icv_app.words import _, plural
from ui.entries.dates import say_date, say_weekday_and_date
from ui.people.member_form import leaving_words
from ui.report_reader.times import ago
from ui.shell.page import Page
from ui.today.view_model import Kind, TodayViewModel, ToDo
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.labels import Heading
from ui.widgets.stat_tile import StatTile
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.workplace import Workplace

_TILE = 140
_TILES = 5


class TodayPage(Page):
    """Enter on a row goes where it is done."""

    def __init__(
        self, view_model: TodayViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Today"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self.rows: RowsModel[ToDo] = RowsModel(_columns(view_model), key=lambda one: (one.kind, one.key))
        self.table = DataTable(
            _("What waits for you"),
            self.rows,
            _(
                "Nothing waits for you. Reports to decide, open red concerns and new laptops "
                "appear here as soon as they arrive."
            ),
        )
        self._leaver = ""
        self.leaving = AskInPlace()
        board = Card(padded=False)
        board.body.addWidget(self.table)
        self.year_heading = Heading("")
        self.tiles = tuple(StatTile("–", "") for _tile in range(_TILES))
        holder = QWidget()
        columns = EqualColumns(_TILE, _TILES, holder, fill=True)
        for tile in self.tiles:
            columns.addWidget(tile)
        self.body.addWidget(self.leaving)
        self.body.addWidget(board, 1)
        self.body.addWidget(self.year_heading)
        self.body.addWidget(holder)
        self.keys = ((_("Enter"), _("Go where it is done")),)
        self._connect()
        self._show_to_do()

    def shown(self) -> None:
        """Read everything again."""
        self._view_model.load()

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.table.row_opened.connect(self._open)
        places = ("reports", "reports", "reports", "concerns", "people")
        for tile, place in zip(self.tiles, places, strict=True):
            tile.clicked.connect(partial(self._show_place, place))
        self.leaving.confirmed.connect(lambda: model.sign_out(self._leaver))
        model.signed_out.connect(self._on_signed_out)
        model.to_do_changed.connect(self._show_to_do)
        model.year_changed.connect(self._show_year)
        model.failed.connect(workplace.tell)
        workplace.data_changed.connect(self._on_data_changed)
        workplace.syncing_changed.connect(self._on_syncing_changed)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_syncing_changed(self, syncing: bool) -> None:
        if not syncing and self.isVisible():
            self._view_model.look_for_missed()

    def _open(self, one: ToDo) -> None:
        first, second = one.key
        if one.kind in {Kind.REPORT, Kind.COPY}:
            self._workplace.decide_on(first)
        elif one.kind is Kind.CONCERN:
            self._workplace.open_concern(second)
        elif one.kind is Kind.ENDING and not first:
            self._workplace.open_coming_up()
        elif one.kind is Kind.LEAVER:
            self._leaver = first
            self.leaving.ask(leaving_words(first), _("Remove their laptops"), _("Not now"))
        else:
            self._workplace.open_member(first)

    def _on_signed_out(self, member_id: str) -> None:
        self._workplace.tell_done(
            _("{member} is out of the scheme. The server refuses their laptops from this sync on.").format(
                member=member_id
            )
        )
        self.table.setFocus()
        self._workplace.data_changed.emit()
        self._workplace.sync_quietly()

    def _show_place(self, place: str, _checked: bool = False) -> None:
        self._workplace.window.show_place(place)

    def _show_to_do(self) -> None:
        model = self._view_model
        reports, concerns, laptops, copies, missed, leavers, ending = (model.count(kind) for kind in Kind)
        waits = [
            plural("{n} thing to look into", "{n} things to look into", missed) if missed else "",
            plural("{n} report to decide", "{n} reports to decide", reports) if reports else "",
            plural("{n} open red concern", "{n} open red concerns", concerns) if concerns else "",
            plural("{n} new laptop", "{n} new laptops", laptops) if laptops else "",
            plural("{n} copy to send", "{n} copies to send", copies) if copies else "",
            plural("{n} member to remove", "{n} members to remove", leavers) if leavers else "",
            plural("{n} reminder", "{n} reminders", ending) if ending else "",
        ]
        said = [say_weekday_and_date(model.today()), *(words for words in waits if words)]
        self.set_heading(self.title, " · ".join(said))
        self.rows.show(model.to_do)

    def _show_year(self) -> None:
        model = self._view_model
        year = FinancialYear.containing(model.today())
        words = _("The year since {day}").format(day=say_date(year.first_day))
        self.year_heading.setText(words)
        for tile, shown in zip(self.tiles, model.tiles, strict=False):
            tile.show_number(shown.number, shown.of, shown.beside)
        for tile in self.tiles:
            tile.setVisible(bool(model.tiles))


def _columns(model: TodayViewModel) -> tuple[Column[ToDo], ...]:
    return (
        Column(_("What waits for you"), lambda one: Cell(one.title, one.about, bold=True), stretch=3),
        Column(_("Why"), lambda one: Cell(tags=one.tags), stretch=1),
        Column(
            _("Waiting since"),
            lambda one: Cell(ago(one.since, model.now())),
            sort_key=lambda one: one.since,
            stretch=1,
        ),
    )

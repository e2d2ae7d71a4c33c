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
from ui.today.opening import open_to_do
from ui.today.to_do import Kind, Section, ToDo, count_words, section_words
from ui.today.view_model import TodayViewModel
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.filter_tags import FilterTags
from ui.widgets.labels import Heading
from ui.widgets.stat_tile import StatTile
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.workplace import Workplace

_TILE = 140
_SAID = 4
"""So many kinds are counted in the heading; the tags count them all."""
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
                "Nothing waits for you. Reports to decide, concerns, new laptops and whatever else is due "
                "appear here as soon as they arrive."
            ),
        )
        self._leaver = ""
        self.leaving = AskInPlace()
        self.sections = FilterTags(
            _("What is shown"), [(section.value, words) for section, words in section_words().items()]
        )
        board = Card(padded=False)
        board.add_above(self.sections)
        board.body.addWidget(self.table, 1)
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
        self.sections.chosen.connect(lambda value: model.choose_section(Section(value)))
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
        if one.kind is Kind.LEAVER:
            self._leaver = one.key[0]
            self.leaving.ask(leaving_words(self._leaver), _("Remove their laptops"), _("Not now"))
        else:
            open_to_do(self._workplace, one)

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
        counts = model.counts()
        said = [count_words(kind, n) for kind, n in counts.items()]
        more = sum(list(counts.values())[_SAID:])
        if len(said) > _SAID:
            said = [*said[:_SAID], plural("{n} other thing", "{n} other things", more)]
        self.set_heading(self.title, " · ".join([say_weekday_and_date(model.today()), *said]))
        sections = model.section_counts()
        self.sections.show_counts({section.value: n for section, n in sections.items()})
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
            lambda one: Cell(ago(one.since, model.now()) if one.since is not None else ""),
            sort_key=lambda one: one.since or model.now(),
            stretch=1,
        ),
    )

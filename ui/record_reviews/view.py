"""Record reviews: the samples at the left, what all that was read says at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.record_review_standing import SampleStanding
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.record_reviews.results_card import ResultsCard
from ui.record_reviews.view_model import RecordReviewsViewModel, ReviewsSeen
from ui.shell.page import Page
from ui.theme import Hue
from ui.theme.tokens import SPACE_M
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.flow import Flow
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel


class RecordReviewsPage(Page):
    """Every sample opens; the figures are those of a year, or of all."""

    draw_wanted = Signal()
    sample_opened = Signal(str)

    def __init__(self, view_model: RecordReviewsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Record reviews"), parent=parent)
        self._view_model = view_model
        self._seen: ReviewsSeen | None = None
        self.draw_button = Button(_("Draw a sample"), "main")
        self.set_actions(self.draw_button)
        self.rows: RowsModel[SampleStanding] = RowsModel(
            self._columns(), key=lambda one: one.sample.record_id
        )
        self.table = DataTable(
            _("Samples"),
            self.rows,
            _("No sample is drawn yet. The force sends redacted records; list their references and draw."),
        )
        self.open_button = Button(_("Open the sample chosen"))
        board = Card(_("Samples"), padded=False)
        board.body.addWidget(self.table, 1)
        foot = QWidget()
        buttons = Flow(foot, gap=SPACE_M)
        buttons.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        buttons.addWidget(self.open_button)
        board.add_foot(foot)
        self.results = ResultsCard()
        panes = Panes(board, self.results, shares=(44, 56), least=900)
        self.body.addWidget(panes, 1)
        self._connect()
        self._offer()

    def shown(self) -> None:
        """Read the samples again."""
        self._view_model.load()

    def _connect(self) -> None:
        self.draw_button.clicked.connect(self.draw_wanted)
        self.open_button.clicked.connect(self._on_open)
        self.table.row_chosen.connect(lambda _one: self._offer())
        self.table.row_opened.connect(lambda _one: self._on_open())
        self.results.year_chosen.connect(self._view_model.choose_year)
        self._view_model.loaded.connect(self._on_loaded)

    def _on_loaded(self, seen: ReviewsSeen) -> None:
        self._seen = seen
        waiting = sum(_waits(one) for one in seen.samples)
        self.set_heading(
            self.title, plural("{n} record waits to be read", "{n} records wait to be read", waiting)
        )
        chosen = self._view_model.year
        self.rows.show(seen.samples)
        if seen.samples and self.table.chosen() is None:
            self.table.choose(seen.samples[0].sample.record_id)
        self.results.show_figures(seen, chosen.label if chosen is not None else None)
        self._offer()

    def _offer(self) -> None:
        self.open_button.setEnabled(self.table.chosen() is not None)

    def _on_open(self) -> None:
        chosen: SampleStanding | None = self.table.chosen()
        if chosen is not None:
            self.sample_opened.emit(chosen.sample.record_id)

    def _columns(self) -> tuple[Column[SampleStanding], ...]:
        return (
            Column(_("Suite"), self._suite, sort_key=self._name, stretch=2),
            Column(_("Drawn"), _drawn, sort_key=lambda one: one.sample.at, stretch=1),
            Column(_("Progress"), _progress, sort_key=_waits, stretch=2),
        )

    def _name(self, one: SampleStanding) -> str:
        return self._seen.settings.suite_name(one.sample.suite) if self._seen is not None else ""

    def _suite(self, one: SampleStanding) -> Cell:
        sample = one.sample
        days = _("{first} to {last}").format(first=say_date(sample.first_day), last=say_date(sample.last_day))
        return Cell(self._name(one), days, bold=True)


def progress_words(one: SampleStanding) -> str:
    """Return "3 of 8 read"."""
    return _("{n} of {all} read").format(n=len(one.readings), all=len(one.records))


def _waits(one: SampleStanding) -> int:
    return 0 if one.closed is not None else len(one.records) - len(one.readings)


def _drawn(one: SampleStanding) -> Cell:
    return Cell(str(one.sample.size), _("of {n} listed").format(n=len(one.sample.listed)))


def _progress(one: SampleStanding) -> Cell:
    if one.closed is not None:
        tag = (_("Closed"), Hue.GREY)
    elif _waits(one):
        tag = (_("In progress"), Hue.BLUE)
    else:
        tag = (_("All read"), Hue.GREEN)
    given = sum(record.assignment is not None for record in one.records)
    second = progress_words(one)
    if one.closed is None and given < len(one.records):
        second = _("{read}, {n} not given to anybody").format(read=second, n=len(one.records) - given)
    return Cell(second=second, tags=(tag,))

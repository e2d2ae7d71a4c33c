"""Figures of coverage at the left, the visits behind the chosen one at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.ids import SuiteId
from icv_app.figures.coverage_of_cells import Coverage
from icv_app.figures.coverage_parts import CoveragePart
from icv_app.words import _, plural
from ui.coverage.filters import CoverageFilters
from ui.coverage.numbers import NumberRow, chart_in_words, numbers_of, part_words
from ui.coverage.view_model import ChartShown, CoverageShown, CoverageViewModel, LinesBehind
from ui.entries.dates import say_date
from ui.shell.page import Page
from ui.theme import current_theme
from ui.theme.tokens import SPACE_M
from ui.visits.table import visits_table
from ui.widgets.card import Card
from ui.widgets.chart import Chart
from ui.widgets.data_table import DataTable
from ui.widgets.filter_tags import FilterTags
from ui.widgets.labels import Heading, Muted
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.workplace import Workplace

_LEAST_ROWS = 240


class CoveragePage(Page):
    """A chart and its table a part; each row of the table opens the visits behind its number."""

    def __init__(
        self, view_model: CoverageViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Coverage"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self.filters = CoverageFilters()
        self.parts = FilterTags(
            _("What is shown"), [(str(part), words) for part, words in part_words().items()]
        )
        self.chart = Chart("")
        self.rows: RowsModel[NumberRow] = RowsModel(_columns(), key=lambda row: row.key)
        self.table = DataTable(
            _("Numbers"), self.rows, _("No completed visit here. Choose another year, suite or visitor.")
        )
        self.behind_title = Heading(_("Visits behind a number"))
        self.behind_words = Muted(_("Choose a number in the table to see the visits it was counted on."))
        self.lines = visits_table(short=True)
        self.behind = DataTable(
            _("Visits behind the number"), self.lines, _("No visit is behind this number.")
        )
        self.body.addWidget(self.filters)
        self.body.addWidget(self.parts)
        self.body.addWidget(Panes(self._numbers_card(), self._behind_card(), shares=(58, 42), least=860), 1)
        self.keys = ((_("Enter"), _("Go from a number to its visits, and from a visit to its report")),)
        self._connect()
        current_theme().changed.connect(self._fit)
        self._fit()

    def shown(self) -> None:
        """Count everything again."""
        self._view_model.load()

    def show_suite(self, suite_id: SuiteId) -> None:
        """Show the coverage of one suite in the year that is looked at."""
        self._view_model.choose_suite(suite_id)

    def _numbers_card(self) -> Card:
        card = Card(padded=False)
        around = QWidget()
        column = QVBoxLayout(around)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.addWidget(self.chart)
        card.body.addWidget(around)
        card.add_line()
        card.body.addWidget(self.table, 1)
        return card

    def _behind_card(self) -> Card:
        card = Card(padded=False)
        around = QWidget()
        column = QVBoxLayout(around)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.addWidget(self.behind_title)
        column.addWidget(self.behind_words)
        card.body.addWidget(around)
        card.add_line()
        card.body.addWidget(self.behind, 1)
        return card

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.filters.chosen.connect(model.choose)
        self.parts.chosen.connect(lambda part: model.choose_part(CoveragePart(part)))
        self.table.row_chosen.connect(model.open_behind)
        self.table.row_opened.connect(lambda _row: self.behind.setFocus(Qt.FocusReason.OtherFocusReason))
        self.behind.row_opened.connect(lambda line: workplace.open_report(line.visit_id))
        model.shown.connect(self._on_shown)
        model.chart_shown.connect(self._on_chart)
        model.behind_shown.connect(self._on_behind)
        model.failed.connect(workplace.tell)
        workplace.data_changed.connect(self._on_data_changed)
        current_theme().changed.connect(self._draw_for_theme)
        self._draw_for_theme()

    def _fit(self) -> None:
        for table in (self.table, self.behind):
            table.setMinimumHeight(current_theme().px(_LEAST_ROWS))

    def _draw_for_theme(self) -> None:
        self._view_model.draw_for(dark=current_theme().tokens.dark)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_shown(self, shown: CoverageShown) -> None:
        coverage = shown.coverage
        self.filters.show_choice(shown.choices, shown.choice)
        words = _period_words(coverage)
        overdue = sum(one.overdue for one in coverage.suites)
        late = plural("{n} suite overdue", "{n} suites overdue", overdue) if overdue else ""
        self.set_heading(self.title, " · ".join(part for part in (words, late) if part))
        self.rows.show(numbers_of(coverage, shown.part))
        chosen = self.table.chosen()
        if chosen is not None:
            self._view_model.open_behind(chosen)
        else:
            self.table.setCurrentIndex(self.rows.index(0, 0))

    def _on_chart(self, shown: ChartShown) -> None:
        name = _("Chart: {name}").format(name=part_words()[shown.part])
        self.chart.show_drawing(shown.svg, name, chart_in_words(shown.part))

    def _on_behind(self, found: LinesBehind) -> None:
        row = found.row
        self.behind_title.setText(" · ".join(part for part in (row.name, row.about) if part))
        words = _("{number}: counted on {visits}.").format(
            number=row.number, visits=plural("{n} visit", "{n} visits", found.count)
        )
        more = found.count - len(found.lines)
        if more > 0:
            words += " " + _("The newest {n} are listed.").format(n=len(found.lines))
        self.behind_words.setText(words)
        self.lines.show(found.lines)


def _period_words(coverage: Coverage) -> str:
    first, last = coverage.chosen.first, coverage.chosen.last
    if last < first:
        return _("Begins on {day}: there is nothing to count yet").format(day=say_date(first))
    return _("{visits} from {first} to {last}").format(
        visits=plural("{n} completed visit", "{n} completed visits", coverage.visits),
        first=say_date(first),
        last=say_date(last),
    )


def _columns() -> tuple[Column[NumberRow], ...]:
    return (
        Column(
            _("What"),
            lambda row: Cell(row.name, row.about, bold=True),
            sort_key=lambda row: (row.name, row.key),
            stretch=2,
        ),
        Column(
            _("Number"),
            lambda row: Cell(row.number, tags=row.tags),
            sort_key=lambda row: row.order,
            stretch=1,
        ),
        Column(_("Beside"), lambda row: Cell(row.beside), stretch=1),
    )

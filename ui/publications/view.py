"""Choose a year, see what is missing, write the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from icv_app.words import _
from ui.publications.missing_card import MissingCard
from ui.publications.view_model import PublicationsViewModel, written
from ui.shell.page import Page
from ui.theme.tokens import SPACE_L
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted, Text
from ui.widgets.sides import Panes
from ui.workplace import Workplace

if TYPE_CHECKING:
    from icv_app.services.agenda import BeforePublishing

_LEAST_BESIDE = 760


class PublicationsPage(Page):
    """What is missing at the left, what can be written at the right."""

    def __init__(
        self, view_model: PublicationsViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Publications"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self.year = Choice(_("Financial year"), ())
        self.missing = MissingCard()
        self.report_button = Button(_("Write the annual report"), "main", icon="file-text")
        self.report_card = self._report_card()
        left, right = _column(self._year_card(), self.missing), _column(self.report_card)
        self.body.addWidget(Panes(left, right, shares=(56, 44), least=_LEAST_BESIDE))
        self.body.addStretch(1)
        self.busy = BusyOverlay(self)
        self._connect()

    def shown(self) -> None:
        """Read again what is missing."""
        self._view_model.load()

    def _year_card(self) -> Card:
        card = Card()
        hint = _("From 1 April to 31 March.")
        card.body.addWidget(LabelledField(_("Financial year"), self.year, hint=hint))
        return card

    def _report_card(self) -> Card:
        card = Card(_("Annual report"))
        self.report_words = Text()
        card.body.addWidget(self.report_words)
        card.body.addWidget(self.report_button, alignment=Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(
            Muted(
                _(
                    "A PDF: visits against target, who was seen, concerns and what came of them, "
                    "and how every figure was computed. Small counts of people are withheld."
                )
            )
        )
        return card

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.year.value_changed.connect(self._on_year)
        self.missing.reports_wanted.connect(lambda: workplace.window.show_place("reports"))
        self.missing.concerns_wanted.connect(lambda: workplace.window.show_place("concerns"))
        self.missing.figure_entered.connect(model.enter_people_detained)
        self.report_button.clicked.connect(self._on_report)
        model.years_changed.connect(self._on_years)
        model.loaded.connect(self._on_loaded)
        model.busy_changed.connect(self._on_busy)
        model.done.connect(workplace.tell_done)
        model.failed.connect(workplace.tell)
        model.settings_changed.connect(workplace.data_changed)
        workplace.data_changed.connect(self._on_data_changed)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_years(self) -> None:
        self.year.set_options([(year.label, written(year)) for year in self._view_model.years])
        chosen = self._view_model.year
        self.year.set_value(chosen.label if chosen is not None else None)

    def _on_year(self, label: str | None) -> None:
        if label is not None:
            self._view_model.choose_year(label)

    def _on_loaded(self, before: BeforePublishing) -> None:
        year = written(before.year)
        self.set_heading(self.title, _("Financial year {year}").format(year=year))
        self.missing.show_standing(before)
        words = _("The year {year} from the records on this computer, as they stand now.")
        self.report_words.setText(words.format(year=year))

    def _on_report(self) -> None:
        year = self._view_model.year
        if year is None:
            return
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Write the annual report"), f"annual-report-{year.label}.pdf", _("PDF (*.pdf)")
        )
        if name:
            self._view_model.write_report(_with_ending(name, ".pdf"))

    def _on_busy(self, words: str) -> None:
        if words:
            self.busy.start(words)
        else:
            self.busy.stop()


def _with_ending(name: str, ending: str) -> Path:
    file = Path(name)
    return file if file.suffix else file.with_name(file.name + ending)


def _column(*cards: Card) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_L)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return holder

"""Choose a year, see what is missing, write the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.words import _
from ui.kept_text import KeptText
from ui.publications.look_card import LookCard
from ui.publications.missing_card import MissingCard
from ui.publications.preview_card import PreviewCard
from ui.publications.publication_card import PublicationCard
from ui.publications.texts_card import TextsCard
from ui.publications.view_model import PublicationsViewModel, written
from ui.publications.words import kind_words
from ui.shell.page import Page
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.card import Card, stacked
from ui.widgets.choice import Choice
from ui.widgets.labelled_field import LabelledField
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
        self.report_card = PublicationCard()
        self.texts_card = TextsCard()
        self.look_card = LookCard()
        self.preview_card = PreviewCard()
        left = stacked(self._year_card(), self.missing, self.texts_card, self.look_card)
        right = stacked(self.report_card, self.preview_card)
        self.body.addWidget(Panes(left, right, shares=(56, 44), least=_LEAST_BESIDE))
        self.body.addStretch(1)
        self.busy = BusyOverlay(self)
        self._kept = KeptText(
            self.texts_card.text,
            workplace.desk.unsent,
            workplace.tasks,
            self,
            replaceable=lambda: self.texts_card.untouched,
        )
        self._connect()
        self._allow(False)

    def shown(self) -> None:
        """Read again what is missing."""
        self._view_model.load()
        self._view_model.load_guard()

    def finish(self) -> None:
        """Keep what is being typed."""
        self.texts_card.text.finish()

    def _year_card(self) -> Card:
        card = Card()
        hint = _("From 1 April to 31 March.")
        card.body.addWidget(LabelledField(_("Financial year"), self.year, hint=hint))
        return card

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.year.value_changed.connect(self._on_year)
        self.missing.reports_wanted.connect(lambda: workplace.window.show_place("reports"))
        self.missing.concerns_wanted.connect(lambda: workplace.window.show_place("concerns"))
        self.missing.figure_entered.connect(model.enter_people_detained)
        self.report_card.write_wanted.connect(self._on_report)
        self.report_card.preview_wanted.connect(model.preview)
        self.report_card.chosen.connect(model.choose_kind)
        self.preview_card.figure_chosen.connect(model.trace)
        self.texts_card.text_written.connect(model.write_text)
        self.texts_card.opened.connect(self._kept.open)
        self.texts_card.stored.connect(self._kept.forget)
        self._kept.failed.connect(self.texts_card.field.set_problem)
        self.busy.cancelled.connect(model.cancel)
        model.previewed.connect(self.preview_card.show_publication)
        model.traced.connect(self.preview_card.show_behind)
        model.wording_loaded.connect(self.texts_card.show_wording)
        model.wording_loaded.connect(self.look_card.show_wording)
        self.look_card.sections_chosen.connect(model.choose_sections)
        self.look_card.look_chosen.connect(self._on_look)
        model.guard_ready.connect(
            lambda guard, reasons: self.texts_card.texts.use(guard, reasons, workplace.tasks)
        )
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

    def _allow(self, allowed: bool) -> None:
        """There is nothing to write or to change before it is known what stands."""
        for card in (self.missing, self.report_card, self.texts_card, self.look_card):
            card.setEnabled(allowed)

    def _on_loaded(self, before: BeforePublishing) -> None:
        self._allow(True)
        year = written(before.year)
        self.set_heading(self.title, _("Financial year {year}").format(year=year))
        self.missing.show_standing(before)
        words = _("The year {year} from the records on this computer, as they stand now.")
        self.report_card.words.setText(words.format(year=year))

    def _on_report(self, publish: bool) -> None:
        period = self._view_model.period
        if period is None:
            return
        kind = self._view_model.kind
        name = f"{kind.value}-{period.label.replace(' ', '-').lower()}.pdf"
        file, _kind = QFileDialog.getSaveFileName(self, kind_words(kind), name, _("PDF (*.pdf)"))
        if file:
            self._view_model.write_report(_with_ending(file, ".pdf"), publish=publish)

    def _on_look(self, name: str, colour: str, logo: bool) -> None:
        if not logo:
            self._view_model.choose_look(name, colour, None)
            return
        pictures = _("Pictures (*.png *.svg)")
        file, _kind = QFileDialog.getOpenFileName(self, _("Choose a logo"), "", pictures)
        if file:
            self._view_model.choose_look(name, colour, Path(file))

    def _on_busy(self, words: str, can_cancel: bool) -> None:
        if words:
            self.busy.start(words, can_cancel=can_cancel)
        else:
            self.busy.stop()


def _with_ending(name: str, ending: str) -> Path:
    file = Path(name)
    return file if file.suffix else file.with_name(file.name + ending)

"""In and out: cards for what goes out in a file, and for past visits that come in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.words import _
from ui.in_and_out.view_model import InAndOutViewModel, written_period
from ui.shell.page import Page
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.card import Card, stacked
from ui.widgets.choice import Choice
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted, Text
from ui.widgets.sides import Panes
from ui.widgets.tick_box import TickBox
from ui.workplace import Workplace

_LEAST_BESIDE = 760
_LEFT = Qt.AlignmentFlag.AlignLeft


class InAndOutPage(Page):
    """What can be written at the left, tables of visits at the right."""

    def __init__(
        self, view_model: InAndOutViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("In and out"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self.identifying = TickBox(_("With identifying parts"))
        self.everything_button = Button(_("Export everything"), "main", icon="download")
        self.period = Choice(_("Period"), ())
        self.with_suites = TickBox(_("Name the suites: visits alone are counted by suite"))
        self.return_button = Button(_("Write the national return"), icon="file-text")
        self.visits_button = Button(_("Export the visits"), icon="download")
        self.bring_in_button = Button(_("Bring in past visits…"), icon="inbox")
        left = stacked(self._everything_card(), self._bring_in_card())
        right = stacked(self._return_card(), self._visits_card())
        self.body.addWidget(Panes(left, right, shares=(50, 50), least=_LEAST_BESIDE))
        self.body.addStretch(1)
        self.busy = BusyOverlay(self)
        self._connect()

    def shown(self) -> None:
        """Read again which periods are over."""
        self._view_model.load()

    def _everything_card(self) -> Card:
        card = Card(_("Everything"))
        words = _(
            "All that the scheme holds, a table each: visits, checks, concerns with their history, "
            "reviews, members, rota, settings, quality framework, audit log."
        )
        card.body.addWidget(Text(words))
        card.body.addWidget(self.identifying)
        hint = _(
            "Custody numbers, cells and words about people in custody. Without the tick they are left "
            "out. Which of the two it was stands in the audit log."
        )
        card.body.addWidget(Muted(hint))
        card.body.addWidget(self.everything_button, alignment=_LEFT)
        card.body.addWidget(
            Muted(
                _("Marked OFFICIAL-SENSITIVE and not encrypted. XLSX, CSV in a ZIP, or JSON with its schema.")
            )
        )
        return card

    def _return_card(self) -> Card:
        card = Card(_("National return"))
        card.body.addWidget(Text(_("Counts of a year or a quarter, for publication: nobody is in it.")))
        hint = _("Those that are over.")
        self.period_field = LabelledField(_("Period"), self.period, hint=hint)
        card.body.addWidget(self.period_field)
        self.no_period = Muted(_("No quarter with a visit is over yet."))
        card.body.addWidget(self.no_period)
        card.body.addWidget(self.with_suites)
        card.body.addWidget(self.return_button, alignment=_LEFT)
        words = _(
            "CSV or JSON, with the definition of every number. Small counts of people are withheld, with "
            "what would give them back, also beside what you published of the same year before."
        )
        card.body.addWidget(Muted(words))
        return card

    def _visits_card(self) -> Card:
        card = Card(_("Visits as a table"))
        card.body.addWidget(Text(_("Every filed visit of all years, one row each, for a spreadsheet.")))
        card.body.addWidget(self.visits_button, alignment=_LEFT)
        card.body.addWidget(
            Muted(_("Marked OFFICIAL-SENSITIVE: for the office, not for publication. XLSX, CSV or JSON."))
        )
        return card

    def _bring_in_card(self) -> Card:
        card = Card(_("Past visits"))
        card.body.addWidget(Text(_("Visits from before ICV, from a spreadsheet of any layout.")))
        card.body.addWidget(self.bring_in_button, alignment=_LEFT)
        card.body.addWidget(Muted(_("You see what would come in before anything does.")))
        return card

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.everything_button.clicked.connect(self._on_everything)
        self.return_button.clicked.connect(self._on_return)
        self.visits_button.clicked.connect(self._on_visits)
        self.bring_in_button.clicked.connect(self._on_bring_in)
        self.period.value_changed.connect(self._on_period)
        model.periods_changed.connect(self._on_periods)
        model.busy_changed.connect(self._on_busy)
        model.progress.connect(self.busy.progress)
        self.busy.cancelled.connect(model.cancel)
        model.done.connect(workplace.tell_done)
        model.failed.connect(workplace.tell)
        workplace.data_changed.connect(self._on_data_changed)
        self._on_periods()

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_periods(self) -> None:
        model = self._view_model
        self.period.set_options([(one.label, written_period(one)) for one in model.periods])
        self.period.set_value(model.period.label if model.period is not None else None)
        self.period_field.setVisible(bool(model.periods))
        self.no_period.setVisible(not model.periods)
        self.return_button.setEnabled(bool(model.periods))

    def _on_period(self, label: str | None) -> None:
        if label is not None:
            self._view_model.choose_period(label)

    def _on_everything(self) -> None:
        kinds = _("Spreadsheet (*.xlsx);;CSV (*.zip);;JSON (*.json)")
        file = self._asked(_("Export everything"), "everything.xlsx", kinds, (".zip", ".json", ".xlsx"))
        if file is not None:
            self._view_model.export_everything(file, identifying=self.identifying.isChecked())

    def _on_return(self) -> None:
        period = self._view_model.period
        if period is None:
            return
        named = f"national-return-{period.label.replace(' ', '-')}.csv"
        kinds = _("CSV (*.csv);;JSON (*.json)")
        file = self._asked(_("Write the national return"), named, kinds, (".json", ".csv"))
        if file is not None:
            self._view_model.write_return(file, with_suites=self.with_suites.isChecked())

    def _on_visits(self) -> None:
        kinds = _("Spreadsheet (*.xlsx);;CSV (*.csv);;JSON (*.json)")
        file = self._asked(_("Export the visits"), "visits.xlsx", kinds, (".csv", ".json", ".xlsx"))
        if file is not None:
            self._view_model.export_visits(file)

    def _on_bring_in(self) -> None:
        self._workplace.open_bring_in()

    def _asked(self, title: str, named: str, kinds: str, endings: tuple[str, ...]) -> Path | None:
        """Ask where; a name without an ending takes that of the kind chosen, else the last one."""
        name, kind = QFileDialog.getSaveFileName(self, title, named, kinds)
        if not name:
            return None
        file = Path(name)
        ending = next((known for known in endings if known in kind), endings[-1])
        return file if file.suffix else file.with_name(file.name + ending)

    def _on_busy(self, words: str, can_cancel: bool) -> None:
        if words:
            self.busy.start(words, can_cancel=can_cancel)
        else:
            self.busy.stop()

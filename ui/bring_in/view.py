"""Past visits from a table: the file above, what its columns stand for at the left, the dry run beside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.services.past_visits import ColumnMapping, ImportChoices, PastTable, Trial
from icv_app.words import _
from ui.bring_in.columns_card import ColumnsCard
from ui.bring_in.file_card import FileCard
from ui.bring_in.trial_card import TrialCard
from ui.bring_in.view_model import BringInViewModel, Explaining
from ui.shell.page import Page
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.sides import Panes
from ui.workplace import Workplace

_LEAST_BESIDE = 700


class BringInPage(Page):
    """Nothing is kept before the dry run was seen and the coordinator was asked.

    Attributes:
        columns, trial: `None` until it is known what columns can stand for.
    """

    def __init__(
        self, view_model: BringInViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Bring in past visits"), _("From the spreadsheet a scheme has kept until now"), parent
        )
        self.view_model = view_model
        self._workplace = workplace
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.set_actions(self.back_button)
        self.file = FileCard()
        self.body.addWidget(self.file)
        self.columns: ColumnsCard | None = None
        self.trial: TrialCard | None = None
        self.keys = (("Ctrl+Enter", _("Try the rows, from any field")),)
        self.busy = BusyOverlay(self)
        self._connect()

    def shown(self) -> None:
        """Read what columns can stand for."""
        self.view_model.load()

    def _connect(self) -> None:
        model, workplace = self.view_model, self._workplace
        self.back_button.clicked.connect(self.left)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(model.try_out)
        self.file.file_button.clicked.connect(self._on_file)
        self.file.sheet_chosen.connect(model.choose_sheet)
        self.file.header_chosen.connect(model.choose_header)
        self.busy.cancelled.connect(model.cancel)
        model.ready.connect(self._on_ready)
        model.table_read.connect(self._on_table)
        model.mapping_changed.connect(self._on_mapping)
        model.tried.connect(self._on_tried)
        model.brought_in.connect(self._on_brought_in)
        model.busy_changed.connect(self._on_busy)
        model.progressed.connect(self.busy.progress)
        model.done.connect(workplace.tell_done)
        model.failed.connect(workplace.tell)

    def _on_ready(self, explaining: Explaining) -> None:
        if self.columns is None or self.trial is None:
            # Made here, once the checklist is known, and in the order of Tab.
            self.columns, self.trial = ColumnsCard(explaining), TrialCard()
            panes = Panes(self.columns, self.trial, shares=(45, 55), least=_LEAST_BESIDE)
            panes.stacked_changed.connect(self.columns.area.set_whole)
            self.body.addWidget(panes, 1)
            panes.show()  # the page may be in sight already
            self._connect_cards(self.columns, self.trial)
            self.busy.raise_()
            return
        self.columns.show_mappings(explaining)

    def _connect_cards(self, columns: ColumnsCard, trial: TrialCard) -> None:
        model = self.view_model
        columns.column_chosen.connect(model.set_column)
        columns.suite_chosen.connect(model.set_suite)
        columns.month_first_chosen.connect(model.set_month_first)
        columns.mapping_chosen.connect(model.use_mapping)
        columns.keep_asked.connect(model.keep_mapping)
        columns.forget_asked.connect(model.forget_mapping)
        trial.try_asked.connect(model.try_out)
        trial.choices_changed.connect(self._on_choices)
        trial.save_asked.connect(self._on_save)
        trial.bring_in_asked.connect(model.bring_in)

    def _on_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a table of past visits"), "", _("Tables (*.csv *.txt *.tsv *.xlsx *.xlsm)")
        )
        if name:
            self.view_model.open(Path(name))

    def _on_table(self, table: PastTable) -> None:
        self.file.show_table(table)
        if self.columns is not None:
            self.columns.show_table(table)

    def _on_mapping(self, mapping: ColumnMapping) -> None:
        if self.columns is not None:
            self.columns.show_mapping(mapping)

    def _on_tried(self, trial: Trial | None) -> None:
        if self.columns is not None and self.trial is not None:
            self.columns.show_suites(trial)
            self.trial.show_trial(trial, ready=self.view_model.table is not None)

    def _on_choices(self, choices: ImportChoices) -> None:
        self.view_model.choose(
            only_good=choices.only_good,
            doubles_too=choices.doubles_too,
            leave_out_words=choices.leave_out_words,
        )

    def _on_save(self) -> None:
        kinds = _("Spreadsheet (*.xlsx);;CSV (*.csv)")
        name, kind = QFileDialog.getSaveFileName(
            self, _("Save the refused rows"), "refused-visits.xlsx", kinds
        )
        if name:
            file = Path(name)
            ending = ".csv" if ".csv" in kind else ".xlsx"
            self.view_model.save_refused(file if file.suffix else file.with_name(file.name + ending))

    def _on_brought_in(self, _number: int) -> None:
        self._workplace.data_changed.emit()
        self._workplace.sync_quietly()

    def _on_busy(self, words: str) -> None:
        if words:
            self.busy.start(words, can_cancel=True)
        else:
            self.busy.stop()

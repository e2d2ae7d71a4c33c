"""What a dry run found, row by row, and bringing in what is good."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.services.past_visits import ImportChoices, RowProblem, Trial, brought_in_before_words
from icv_app.words import _, plural
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.announce import announce
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.filter_tags import FilterTags
from ui.widgets.flow import Flow
from ui.widgets.labels import Muted, Text
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.widgets.tick_box import TickBox

MOST_SHOWN = 1_000
_LEAST_ROWS = 220
REFUSED, DOUBLES, LEFT_OUT = "refused", "doubles", "left_out"


class TrialCard(Card):
    """Numbers, the rows behind them, the choices, and the button that brings visits in after asking."""

    try_asked = Signal()
    choices_changed = Signal(object)
    """`ImportChoices`."""
    save_asked = Signal()
    bring_in_asked = Signal()
    """The coordinator was asked and said yes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("3. Dry run"), padded=False, parent=parent)
        self._trial: Trial | None = None
        self.words = Text(weight="semibold")
        self.more = Muted()
        self.try_button = Button(_("Try it"), icon="search")
        self.only_good = TickBox(_("Bring in the good rows although others are refused"))
        self.doubles_too = TickBox(_("Also rows in whose hour the suite has a visit already"))
        self.leave_out = TickBox(_("Leave out texts that seem to name or identify somebody"))
        self.parts = FilterTags(
            _("Which rows"),
            ((REFUSED, _("Refused")), (DOUBLES, _("Here already")), (LEFT_OUT, _("Texts left out"))),
        )
        self.rows: RowsModel[RowProblem] = RowsModel(
            _columns(), key=lambda row: (row.row, row.column, row.words)
        )
        self.table = DataTable(_("Rows"), self.rows, _("No such rows."))
        self.save_button = Button(_("Save the refused rows"), icon="download")
        self.bring_in_button = Button(_("Bring in"), "main")
        self.ask = AskInPlace(loses=False)
        self._lay_out()
        self._connect()
        current_theme().changed.connect(self._fit)
        self._fit()
        self.show_trial(None, ready=False)

    def show_trial(self, trial: Trial | None, *, ready: bool) -> None:
        """Show what was found, or that nothing was tried yet.

        Args:
            trial: `None` where nothing was, or where something was changed since.
            ready: Whether there is a table to try.
        """
        self._trial = trial
        self.ask.hide()
        self.try_button.setEnabled(ready)
        for widget in (self.parts, self.table):
            widget.setVisible(trial is not None)
        self.save_button.setVisible(trial is not None and bool(trial.problems))
        self.more.setVisible(trial is not None)
        if trial is None:
            self.words.setText(
                _("Say what the columns stand for, then try it: nothing is kept.")
                if ready
                else _("Choose a table first.")
            )
            self.bring_in_button.hide()
            return
        self.words.setText(_coming_words(trial))
        announce(self, self.words.text())
        self.more.setText(_more_words(trial))
        counts = {REFUSED: trial.refused, DOUBLES: trial.doubled, LEFT_OUT: len(trial.left_out)}
        self.parts.show_counts(counts)
        self.parts.set_value(next((part for part, count in counts.items() if count), REFUSED))
        self._show_rows()
        self._show_button()

    def choices(self) -> ImportChoices:
        """What is ticked."""
        return ImportChoices(
            only_good=self.only_good.isChecked(),
            doubles_too=self.doubles_too.isChecked(),
            leave_out_words=self.leave_out.isChecked(),
        )

    def _lay_out(self) -> None:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addWidget(self.words)
        column.addWidget(self.more)
        column.addWidget(self.try_button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.parts)
        self.body.addWidget(head)
        self.body.addWidget(self.table, 1)
        foot = QWidget()
        lower = QVBoxLayout(foot)
        lower.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        lower.setSpacing(SPACE_S)
        for box in (self.only_good, self.doubles_too, self.leave_out):
            lower.addWidget(box)
        lower.addWidget(self.ask)
        buttons = Flow(gap=SPACE_M, line_gap=SPACE_S)
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.bring_in_button)
        lower.addLayout(buttons)
        self.body.addStretch(0)
        self.add_foot(foot)

    def _connect(self) -> None:
        self.try_button.clicked.connect(self.try_asked)
        self.parts.chosen.connect(lambda _part: self._show_rows())
        for box in (self.only_good, self.doubles_too, self.leave_out):
            box.toggled.connect(lambda _on: self.choices_changed.emit(self.choices()))
        self.save_button.clicked.connect(self.save_asked)
        self.bring_in_button.clicked.connect(self._ask)
        self.ask.confirmed.connect(self.bring_in_asked)

    def _show_rows(self) -> None:
        trial = self._trial
        if trial is None:
            return
        shown = {REFUSED: trial.problems, DOUBLES: trial.doubles, LEFT_OUT: trial.left_out}
        self.rows.show(shown[self.parts.value()][:MOST_SHOWN])

    def _show_button(self) -> None:
        trial = self._trial
        if trial is None:
            return
        may = trial.coming > 0 and (not trial.problems or self.only_good.isChecked())
        self.bring_in_button.setVisible(may)
        self.bring_in_button.setText(plural("Bring in {n} visit", "Bring in {n} visits", trial.coming))

    def _ask(self) -> None:
        if self._trial is not None:
            self.ask.ask(
                _(
                    "They become records of the office and count in every figure. Like any report they "
                    "cannot be taken out again."
                ),
                self.bring_in_button.text(),
                _("Not yet"),
            )

    def _fit(self) -> None:
        self.table.setMinimumHeight(current_theme().px(_LEAST_ROWS))


def _columns() -> tuple[Column[RowProblem], ...]:
    return (
        Column(_("Row"), lambda row: Cell(f"{row.row:,}"), sort_key=lambda row: row.row, numeric=True),
        Column(
            _("Column"),
            lambda row: Cell(row.column, row.value),
            sort_key=lambda row: row.column,
            stretch=2,
        ),
        Column(
            _("What is wrong"),
            lambda row: Cell(_sentence(row.words)),
            sort_key=lambda row: row.words,
            stretch=4,
        ),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _coming_words(trial: Trial) -> str:
    words = plural("{n} visit would come in", "{n} visits would come in", trial.coming)
    if trial.problems:
        words += ", " + plural("{n} row is refused", "{n} rows are refused", trial.refused)
    if trial.doubles:
        words += ", " + plural("{n} is here already", "{n} are here already", trial.doubled)
    return f"{words}."


def _more_words(trial: Trial) -> str:
    parts = []
    if trial.before is not None:
        parts.append(brought_in_before_words(trial.before))
    if trial.good:
        years = " · ".join(f"{year.replace('-', '–')}: {number}" for year, number in trial.good.items())
        parts.append(_("By financial year: {years}.").format(years=years))
    if trial.problems:
        parts.append(_("Mend the rows in the spreadsheet, or save them with the reasons beside them."))
    if max(len(trial.problems), len(trial.doubles), len(trial.left_out)) > MOST_SHOWN:
        parts.append(_("The first {n} are shown here.").format(n=f"{MOST_SHOWN:,}"))
    return " ".join(parts)

"""The table: which file, which sheet, and the row that names its columns."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.services.past_visits import PastTable
from icv_app.words import _, plural
from ui.theme.tokens import SPACE_M
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Text
from ui.widgets.number_field import NumberField


class FileCard(Card):
    """Choosing a file, and how it is read."""

    sheet_chosen = Signal(str)
    header_chosen = Signal(object)
    """The row from 1, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("1. The table"), parent=parent)
        self.words = Text(
            _(
                "A CSV or Excel file (.xlsx) with a visit in each row; columns may have any name and order. "
                "Nothing is kept before you have seen what would come in."
            )
        )
        self.file_button = Button(_("Choose a file"), icon="file-text")
        self.sheet = Choice(_("Sheet"), ())
        self.header = NumberField(_("Header row"), least=1, most=100_000)
        self.sheet_field = LabelledField(_("Sheet"), self.sheet)
        self.header_field = LabelledField(_("Header row"), self.header)
        self.body.addWidget(self.words)
        row = Flow(gap=SPACE_M, line_gap=SPACE_M)
        for widget in (self.file_button, self.sheet_field, self.header_field):
            row.addWidget(widget)
        self.body.addLayout(row)
        for field in (self.sheet_field, self.header_field):
            field.hide()
        self.sheet.value_changed.connect(self._on_sheet)
        self.header.value_changed.connect(self.header_chosen)

    def show_table(self, table: PastTable) -> None:
        """Show what was read and how."""
        rows = plural("{n} row", "{n} rows", len(table.rows))
        self.words.setText(
            _("{file}: {rows}, {columns} columns. Read as {how}; row {header} names the columns.").format(
                file=table.file_name,
                rows=rows,
                columns=len(table.columns),
                how=table.how_read,
                header=table.header_row,
            )
        )
        self.file_button.setText(_("Choose another file"))
        self.sheet.set_options([(sheet, sheet) for sheet in table.sheets])
        self.sheet.set_value(table.sheet or None)
        self.header.set_value(table.header_row)
        self.sheet_field.setVisible(len(table.sheets) > 1)
        self.header_field.show()

    def _on_sheet(self, sheet: str | None) -> None:
        if sheet is not None:
            self.sheet_chosen.emit(sheet)

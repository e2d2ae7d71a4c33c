"""The list of keys that F1 shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from icv_app.words import _
from ui.shell.shortcuts import Shortcut
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_XL
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.labels import Heading
from ui.widgets.table_model import Cell, Column, RowsModel


class ShortcutsDialog(QDialog):
    """Lists keys and what they do."""

    def __init__(self, shortcuts: Sequence[Shortcut], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        self.resize(800, 600)
        columns: tuple[Column[Shortcut], ...] = (
            Column(_("Keys"), lambda shortcut: Cell(shortcut.keys, bold=True)),
            Column(_("What they do"), lambda shortcut: Cell(shortcut.words), stretch=1),
            Column(_("Where"), lambda shortcut: Cell(shortcut.where)),
        )
        model = RowsModel(columns, key=lambda shortcut: (shortcut.keys, shortcut.where))
        model.show(shortcuts)
        self.table = DataTable(_("Keys"), model, "")
        close = Button(_("Close"))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        column.setSpacing(SPACE_L)
        column.addWidget(Heading(_("Keys")))
        card = Card(padded=False)
        card.body.setContentsMargins(0, SPACE_M, 0, 0)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        column.addWidget(close, alignment=Qt.AlignmentFlag.AlignLeft)
        self.table.row_opened.connect(lambda _shortcut: self.accept())

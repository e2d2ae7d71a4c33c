"""Below a table that lists the first of very many: how many come after."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.words import plural
from ui.entries.numbers import say_count
from ui.theme.tokens import SPACE_M
from ui.widgets.labels import Muted


class TableFoot(QWidget):
    """Says how many rows are not listed; nothing while all are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Muted("")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, 0, SPACE_M, SPACE_M)
        column.addWidget(self.words)
        self.hide()

    def show_left(self, left: int) -> None:
        """Show that so many are not listed."""
        words = plural("{n} more comes after these.", "{n} more come after these.", left)
        self.words.setText(words.replace(str(left), say_count(left)) if left > 0 else "")
        self.setVisible(left > 0)

"""Checks one below the other; the keyboard goes on to the next by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.question_row import QuestionRow


class QuestionList(QWidget):
    """Rows of questions; after an answer the keyboard is on the next, Up and Down move freely."""

    completed = Signal()
    """The last row was finished."""

    def __init__(self, rows: Sequence[QuestionRow] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows: tuple[QuestionRow, ...] = ()
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[QuestionRow]) -> None:
        """Show other rows; those no longer shown are deleted."""
        for row in self.rows:
            self._column.removeWidget(row)
            if row not in rows:
                row.finished.disconnect(self._on_finished)
                row.hide()
                row.deleteLater()
        new = [row for row in rows if row not in self.rows]
        self.rows = tuple(rows)
        for row in self.rows:
            self._column.addWidget(row)
            row.show()
        for row in new:
            row.finished.connect(self._on_finished)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move between the rows."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        at = next((at for at, row in enumerate(self.rows) if row.isAncestorOf(_focused(row))), None)
        if by is None or at is None or not 0 <= at + by < len(self.rows):
            super().keyPressEvent(event)
        else:
            self.rows[at + by].set_focus()

    def _on_finished(self) -> None:
        row = self.sender()
        if not isinstance(row, QuestionRow) or row not in self.rows:
            return
        at = self.rows.index(row)
        if at + 1 < len(self.rows):
            self.rows[at + 1].set_focus()
        else:
            self.completed.emit()


def _focused(row: QuestionRow) -> QWidget:
    return row.window().focusWidget() or row.window()

"""Checks one below the other; the keyboard goes on to the next by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.question_row import QuestionFrame


class _Column(QVBoxLayout):
    """Rows at their full height, whatever room there is yet.

    Qt arranges from within: a row that grows would first squeeze all others into the old height,
    and have them spread again once everything around has grown, too.
    """

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Place the rows."""
        needed = self.heightForWidth(rect.width())
        super().setGeometry(
            rect if needed <= rect.height() else QRect(rect.topLeft(), QSize(rect.width(), needed))
        )


class QuestionList(QWidget):
    """Rows of questions; after an answer the keyboard is on the next, Up and Down move freely."""

    completed = Signal()
    """The last row was finished."""

    def __init__(self, rows: Sequence[QuestionFrame] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = _Column(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows: tuple[QuestionFrame, ...] = ()
        self._headings: dict[QuestionFrame, QWidget] = {}
        self._known: set[QuestionFrame] = set()
        self.set_rows(rows)

    def set_rows(
        self,
        rows: Sequence[QuestionFrame],
        headings: Mapping[QuestionFrame, QWidget] | None = None,
        *,
        delete: bool = True,
    ) -> None:
        """Show other rows; those that stay are left where they are, with whatever is typed in them.

        Args:
            rows: From top to bottom.
            headings: What stands above some of the rows.
            delete: Whether rows and headings no longer shown are deleted, or kept by the caller.
        """
        above = dict(headings or {})
        wanted: list[QWidget] = []
        for row in rows:
            wanted += [above[row]] if row in above else []
            wanted.append(row)
        # Arranged once at the end: each row shown or hidden would squeeze all others first.
        self._column.setEnabled(False)
        self._drop([w for w in (*self.rows, *self._headings.values()) if w not in wanted], delete)
        for at, widget in enumerate(wanted):
            item = self._column.itemAt(at)
            if item is None or item.widget() is not widget:
                self._column.removeWidget(widget)
                self._column.insertWidget(at, widget)
            if widget.isHidden():
                widget.show()
        self._column.setEnabled(True)
        self._column.update()
        for row in rows:
            if row not in self._known:
                row.finished.connect(self._on_finished)
                self._known.add(row)
        self.rows, self._headings = tuple(rows), above

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move between the rows."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        at = next((at for at, row in enumerate(self.rows) if row.isAncestorOf(_focused(row))), None)
        if by is None or at is None or not 0 <= at + by < len(self.rows):
            super().keyPressEvent(event)
        else:
            self.rows[at + by].set_focus()

    def _drop(self, gone: Sequence[QWidget], delete: bool) -> None:
        for widget in gone:
            self._column.removeWidget(widget)
            widget.hide()
            if delete:
                if isinstance(widget, QuestionFrame):
                    self._known.discard(widget)
                    widget.finished.disconnect(self._on_finished)
                widget.deleteLater()

    def _on_finished(self) -> None:
        row = self.sender()
        if not isinstance(row, QuestionFrame) or row not in self.rows:
            return
        at = self.rows.index(row)
        if at + 1 < len(self.rows):
            self.rows[at + 1].set_focus()
        else:
            self.completed.emit()


def _focused(row: QuestionFrame) -> QWidget:
    return row.window().focusWidget() or row.window()

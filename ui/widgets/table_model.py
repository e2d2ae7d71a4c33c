"""Rows for a `DataTable`: frozen objects in, cells out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from icv_app.words import _
from ui.theme import Hue

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

CellRole = Qt.ItemDataRole.UserRole + 1
"""The whole `Cell`, for the delegate."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows.

    Attributes:
        text: First line.
        second: Muted second line.
        tags: Words and hues, shown before the second line.
        bold: Whether the first line is the name of the row.
        marks: Pieces of the first line that are marked: where each begins, and its length.
    """

    text: str = ""
    second: str = ""
    tags: tuple[tuple[str, Hue], ...] = ()
    bold: bool = False
    marks: tuple[tuple[int, int], ...] = ()

    def spoken(self) -> str:
        """Return everything in it, for screen readers."""
        return ", ".join(
            part for part in (self.text, *(word for word, _hue in self.tags), self.second) if part
        )


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column of a table.

    Attributes:
        title: Head of the column.
        cell: Makes the cell of a row.
        sort_key: Orders rows by this column; None where that makes no sense.
        stretch: Share of the width left over; 0 takes only what the content needs.
        numeric: Whether the text is a number: aligned at the right.
    """

    title: str
    cell: Callable[[T], Cell]
    sort_key: Callable[[T], Any] | None = None
    stretch: int = 0
    numeric: bool = False


class RowsModel(QAbstractTableModel, Generic[T]):
    """A table over a tuple of objects.

    Args:
        columns: From left to right.
        key: What stays the same about a row when its content changes.
        parent: Qt parent.
    """

    def __init__(
        self, columns: Sequence[Column[T]], key: Callable[[T], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.key = key
        self._given: tuple[T, ...] = ()
        self._rows: tuple[T, ...] = ()
        self._sort_column: int | None = None
        self._descending = False

    def show(self, rows: Sequence[T]) -> None:
        """Show these rows, in the order chosen by the person, or else in theirs.

        Where the same rows stay in their places, only those that changed are drawn anew.
        """
        before = self._rows
        self._given = tuple(rows)
        after = self._ordered()
        if len(before) == len(after) and all(
            self.key(old) == self.key(new) for old, new in zip(before, after, strict=True)
        ):
            self._rows = after
            self._tell_changed(before)
            return
        self.beginResetModel()
        self._rows = after
        self.endResetModel()

    def row_at(self, row: int) -> T:
        """Return the object of a row."""
        return self._rows[row]

    def row_of(self, key: Hashable) -> int | None:
        """Return the row of the object with this key."""
        return next((at for at, row in enumerate(self._rows) if self.key(row) == key), None)

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell."""
        return self.columns[column].cell(self._rows[row])

    def sorted_in_words(self) -> str:
        """Return how the rows are ordered, or nothing while they are as given."""
        if self._sort_column is None:
            return ""
        title = self.columns[self._sort_column].title
        if self._descending:
            return _("Sorted by {column}, descending").format(column=title)
        return _("Sorted by {column}, ascending").format(column=title)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; -1 and columns without an order return to the order given."""
        sortable = 0 <= column < len(self.columns) and self.columns[column].sort_key is not None
        self._sort_column = column if sortable else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self.beginResetModel()
        self._rows = self._ordered()
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, or what of it Qt asks for."""
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == CellRole:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            numeric = self.columns[index.column()].numeric
            return Qt.AlignmentFlag.AlignRight.value if numeric else Qt.AlignmentFlag.AlignLeft.value
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            title = self.columns[index.column()].title
            spoken = cell.spoken()
            return f"{title}: {spoken}" if role == Qt.ItemDataRole.AccessibleTextRole and spoken else spoken
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the head of a column, to screen readers with how it is sorted."""
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignBottom
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                f"{column.title}. {self.sorted_in_words()}" if section == self._sort_column else column.title
            )
        return None

    def _tell_changed(self, before: tuple[T, ...]) -> None:
        """Tell of every row that changed, neighbours together: thousands may change at once."""
        last, first = len(self.columns) - 1, -1
        for row, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if old != new:
                first = row if first < 0 else first
            elif first >= 0:
                self.dataChanged.emit(self.index(first, 0), self.index(row - 1, last))
                first = -1
        if first >= 0:
            self.dataChanged.emit(self.index(first, 0), self.index(len(self._rows) - 1, last))

    def _ordered(self) -> tuple[T, ...]:
        if self._sort_column is None:
            return self._given
        key = self.columns[self._sort_column].sort_key
        if key is None:
            return self._given
        return tuple(sorted(self._given, key=key, reverse=self._descending))

"""A table to read with the keyboard, the mouse or a screen reader."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from icv_app.words import _
from ui.theme import current_theme
from ui.theme.focus_ring import OWN_FOCUS
from ui.theme.tokens import SPACE_L
from ui.widgets.announce import announce
from ui.widgets.labels import Text
from ui.widgets.table_delegate import CellDelegate, title_width
from ui.widgets.table_model import RowsModel

_LEAST_HEIGHT = 160
_MEASURED_ROWS = 60
"""Widths and heights are measured over so many rows; rows further down are as tall as the tallest of them."""


class DataTable(QTableView):
    """Rows that open with Enter; Tab leaves, the header stays, the menu key offers the sort orders.

    Args:
        name: What the rows are; screen readers say it.
        model: The rows.
        empty: What would be here and how to get it; shown while there are no rows.
        parent: Qt parent.
    """

    row_chosen = Signal(object)
    """The keyboard or mouse is on another row: its object."""
    row_opened = Signal(object)
    """Enter or a double click on a row: its object."""

    def __init__(self, name: str, model: RowsModel[Any], empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._kept: Hashable = None
        self._quiet = False
        self._name = name
        self.setAccessibleName(name)
        self._fitted_width = -1
        self._delegate = CellDelegate(self)
        self._sizes = self._delegate.sizes
        self.setItemDelegate(self._delegate)
        self._empty = Text(empty, tone="muted", parent=self.viewport())
        self._empty.move(SPACE_L, SPACE_L)
        self._set_up()
        self.setModel(model)
        if model.parent() is None:
            model.setParent(self)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.dataChanged.connect(self._fit_changed)
        self.doubleClicked.connect(self._open)
        current_theme().changed.connect(self._fit_anew)
        self._restore()

    def chosen(self) -> Any:
        """Return the object of the row chosen, or None."""
        index = self.currentIndex()
        return self._rows.row_at(index.row()) if index.isValid() else None

    def choose(self, key: Hashable) -> bool:
        """Choose the row with this key, as a person does; False if it is not here."""
        row = self._rows.row_of(key)
        if row is None:
            return False
        self.setCurrentIndex(self._rows.index(row, 0))
        return True

    def sort_by(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; -1 returns to the order given."""
        self.horizontalHeader().setSortIndicator(column, order)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least height: a layout that is short of room would take it from the neighbours."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open with Enter; Left and Right do nothing, since whole rows are chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self._open(self.currentIndex())
        elif event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Start at the first row."""
        super().focusInEvent(event)
        if self._rows.rowCount() and not self.selectionModel().hasSelection():
            # Qt has made some row the present one by now, but has not chosen it.
            present = self.currentIndex()
            self.setCurrentIndex(present if present.isValid() else self._rows.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]  # noqa: N802
        """Tell which row is chosen."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if not self._quiet and current.isValid() and current.row() != previous.row():
            self.row_chosen.emit(self._rows.row_at(current.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share the width out anew, and keep the row chosen in sight."""
        super().resizeEvent(event)
        if self.viewport().width() != self._fitted_width:
            self._fit()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def hide_columns(self, columns: Collection[int]) -> None:
        """Show all columns but these; what they say should stand elsewhere in the row."""
        for at in range(len(self._rows.columns)):
            self.setColumnHidden(at, at in columns)
        self._fit()

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)  # Tab leaves the table: no keyboard trap
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(1)
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorShown(True)
        header.sortIndicatorChanged.connect(self._on_sort_changed)
        for target in (self, header):
            target.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer_sorting)
        header.customContextMenuRequested.connect(self._offer_sorting)

    def sort_menu(self) -> QMenu:
        """Return the menu that the menu key opens: one order an entry."""
        menu = QMenu(self)
        for at, column in enumerate(self._rows.columns):
            if column.sort_key is None:
                continue
            for order, words in (
                (Qt.SortOrder.AscendingOrder, _("Sort by {column}, ascending")),
                (Qt.SortOrder.DescendingOrder, _("Sort by {column}, descending")),
            ):
                action = QAction(words.format(column=column.title), menu)
                action.triggered.connect(lambda _=False, at=at, order=order: self.sort_by(at, order))
                menu.addAction(action)
        return menu

    def _offer_sorting(self, at: QPoint) -> None:
        menu = self.sort_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if menu.actions():
            menu.popup(self.viewport().mapToGlobal(at))

    def _on_sort_changed(self, column: int, order: Qt.SortOrder) -> None:
        if column >= 0 and self._rows.columns[column].sort_key is None:
            self.sort_by(-1)
            return
        self._rows.sort(column, order)
        announce(self, self._rows.sorted_in_words())

    def _open(self, index: QModelIndex) -> None:
        self.row_opened.emit(self._rows.row_at(index.row()))

    def _keep(self) -> None:
        chosen = self.chosen()
        self._kept = None if chosen is None else self._rows.key(chosen)
        self._quiet = True

    def _restore(self) -> None:
        rows = self._rows.rowCount()
        self._empty.setVisible(rows == 0)
        self.setProperty(OWN_FOCUS, rows > 0)
        said = [self._rows.sorted_in_words(), self._empty.text() if rows == 0 else ""]
        self.setAccessibleDescription(" ".join(part for part in said if part))
        self._fit()
        row = self._rows.row_of(self._kept) if self._kept is not None else None
        if row is not None:
            self.setCurrentIndex(self._rows.index(row, 0))
        self._quiet = False

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for no more height than it needs: what else is left comes from the layout.

        A layout whose words wrap takes what its parts would like for the least they need, and cuts others.
        """
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Share the width out, if that was put off until somebody sees it."""
        super().showEvent(event)
        if self._fitted_width < 0:
            self._fit()

    def _fit_anew(self) -> None:
        self._sizes.forget()
        self._fit()

    def _fit(self) -> None:
        """Arrange everything; a table out of sight waits until it is shown."""
        self.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))
        if not self.isVisible():
            self._fitted_width = -1
            return
        self._fitted_width = self.viewport().width()
        self._empty.setFixedWidth(max(100, self.viewport().width() - 2 * SPACE_L))
        self._empty.adjustSize()
        self._fit_columns()
        self._fit_rows()

    def _fit_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        columns = range(len(self._rows.columns))
        for row in range(first.row(), min(last.row() + 1, _MEASURED_ROWS)):
            cells = [self._rows.cell(row, at) for at in columns]
            if any(
                self._sizes.unbreakable_width(cell) > self.columnWidth(at) for at, cell in enumerate(cells)
            ):
                self._fit()
                return
            height = self._height(row, self._shown())
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

    def _fit_columns(self) -> None:
        measured = range(min(self._rows.rowCount(), _MEASURED_ROWS))
        columns = list(enumerate(self._rows.columns))
        cells = [[self._rows.cell(row, at) for row in measured] for at, _column in columns]
        titles = [title_width(column.title, sortable=column.sort_key is not None) for _at, column in columns]
        hidden = [self.isColumnHidden(at) for at, _column in columns]
        wanted = [
            0 if hidden[at] else max([titles[at], *map(self._sizes.width, cells[at])])
            for at, _column in columns
        ]
        left_over = self.viewport().width() - sum(wanted)
        stretch = [0 if hidden[at] else column.stretch for at, column in columns]
        if left_over < 0:
            least = [
                0 if hidden[at] else max([titles[at], *map(self._sizes.unbreakable_width, cells[at])])
                for at, _column in columns
            ]
            widths = _squeezed(wanted, least, -left_over)
        else:
            shares = sum(stretch)
            widths = [
                width + (left_over * share // shares if shares else 0)
                for width, share in zip(wanted, stretch, strict=True)
            ]
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)

    def _shown(self) -> list[tuple[int, int]]:
        """The columns in sight, each with its width."""
        columns = range(len(self._rows.columns))
        return [(at, self.columnWidth(at)) for at in columns if not self.isColumnHidden(at)]

    def _height(self, row: int, shown: list[tuple[int, int]]) -> int:
        return max((self._sizes.height(self._rows.cell(row, at), width) for at, width in shown), default=0)

    def _fit_rows(self) -> None:
        rows = self._rows.rowCount()
        shown = self._shown()
        heights = [self._height(row, shown) for row in range(min(rows, _MEASURED_ROWS))]
        if rows > _MEASURED_ROWS:
            self.verticalHeader().setDefaultSectionSize(max(heights))
        for row, height in enumerate(heights):
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)


def _squeezed(wanted: list[int], least: list[int], excess: int) -> list[int]:
    """Return the widths less `excess`, taken from the columns in proportion to what they can give."""
    spare = [max(0, want - need) for want, need in zip(wanted, least, strict=True)]
    giving = sum(spare)
    if giving == 0:
        return wanted
    taken = min(excess, giving)
    widths = [want - part * taken // giving for want, part in zip(wanted, spare, strict=True)]
    widths[spare.index(max(spare))] -= sum(widths) - (sum(wanted) - taken)
    return widths

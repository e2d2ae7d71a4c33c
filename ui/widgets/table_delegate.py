"""Draws the cells of a `DataTable`: a line, tags, a muted second line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import Hue, Tokens, current_theme
from ui.theme.focus_ring import RING_PX, paint_ring
from ui.theme.tokens import BODY, SMALL, SPACE_S, SPACE_XS
from ui.widgets.marked_text import height_of, marked_layout
from ui.widgets.table_model import Cell, CellRole

if TYPE_CHECKING:
    from ui.widgets.data_table import DataTable

Index = QModelIndex | QPersistentModelIndex

_ABOVE = 8
_TAG_PAD = 8
_BAR_PX = 4
_LEAST_HEIGHT = 40
_MOST_KNOWN = 4_000
_WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a cell, and where it goes in it."""

    rect: QRect
    text: str
    font: QFont
    muted: bool = False
    hue: Hue | None = None
    marks: tuple[tuple[int, int], ...] = ()


class CellSizes:
    """What the cells of one table measure; a table asks for the same ones whenever it is arranged."""

    def __init__(self) -> None:
        self._pieces: dict[tuple[Cell, int], tuple[list[_Piece], int]] = {}
        self._widths: dict[Cell, tuple[int, int]] = {}

    def forget(self) -> None:
        """Measure anew: the text has another size."""
        self._pieces.clear()
        self._widths.clear()

    def pieces(self, cell: Cell, width: int) -> tuple[list[_Piece], int]:
        """Return the parts of a cell in a column, and the height they need with the spaces around."""
        found = self._pieces.get((cell, width))
        if found is None:
            _make_room(self._pieces)
            found = self._pieces[cell, width] = _pieces(cell, width)
        return found

    def height(self, cell: Cell, width: int) -> int:
        """Return the height of a cell wrapped into a column."""
        return self.pieces(cell, width)[1]

    def width(self, cell: Cell) -> int:
        """Return the width of a cell that need not wrap, its tags below each other if need be."""
        return self._both(cell)[0]

    def unbreakable_width(self, cell: Cell) -> int:
        """Return the least width of a cell: its widest tag or word, which cannot wrap."""
        return self._both(cell)[1]

    def _both(self, cell: Cell) -> tuple[int, int]:
        found = self._widths.get(cell)
        if found is None:
            _make_room(self._widths)
            found = self._widths[cell] = (_cell_width(cell), _unbreakable_width(cell))
        return found


def _make_room(known: dict[Any, Any]) -> None:
    if len(known) >= _MOST_KNOWN:
        known.clear()


class CellDelegate(QStyledItemDelegate):
    """Paints `Cell`s; wraps rather than cuts, so that large text stays readable."""

    def __init__(self, table: DataTable) -> None:
        super().__init__(table)
        self._table = table
        self.sizes = CellSizes()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground, the cell, and on the present row the bar and the focus ring."""
        tokens = current_theme().tokens
        rect = QRect(option.rect)
        selected = bool(QStyle.StateFlag(option.state) & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(tokens.selection if selected else tokens.card))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.line))
        if selected and index.column() == self._shown_columns()[0]:
            painter.fillRect(QRect(rect.left(), rect.top(), _BAR_PX, rect.height()), QColor(tokens.link))
        cell = index.data(CellRole)
        if isinstance(cell, Cell):
            side = index.data(Qt.ItemDataRole.TextAlignmentRole)
            for piece in self.sizes.pieces(cell, rect.width())[0]:
                _draw(painter, piece, rect.topLeft(), tokens, selected=selected, side=int(side))
        if self._table.hasFocus() and self._table.currentIndex().row() == index.row():
            self._draw_ring(painter, index.row(), tokens)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Return the width on one line and the height when wrapped into the column."""
        cell = index.data(CellRole)
        if not isinstance(cell, Cell):
            return QSize(0, current_theme().px(_LEAST_HEIGHT))
        height = self.sizes.height(cell, self._table.columnWidth(index.column()))
        return QSize(self.sizes.width(cell), height)

    def _shown_columns(self) -> list[int]:
        table = self._table
        return [at for at in range(table.model().columnCount()) if not table.isColumnHidden(at)]

    def _draw_ring(self, painter: QPainter, row: int, tokens: Tokens) -> None:
        # Each cell draws its part of one ring around the row.
        model = self._table.model()
        shown = self._shown_columns()
        first = self._table.visualRect(model.index(row, shown[0]))
        last = self._table.visualRect(model.index(row, shown[-1]))
        inner = first.united(last).adjusted(RING_PX, RING_PX, -RING_PX, -RING_PX)
        paint_ring(painter, inner, tokens.focus, tokens.focus_ink)


def title_width(title: str, *, sortable: bool = True) -> int:
    """Return the width of a column's head, with room for the mark of sorting where it can be sorted."""
    theme = current_theme()
    words = QFontMetrics(theme.font(SMALL, semibold=True)).horizontalAdvance(title)
    return words + 2 * SPACE_S + (theme.px(14) if sortable else 2)


def _unbreakable_width(cell: Cell) -> int:
    theme = current_theme()
    tag = QFontMetrics(theme.font(SMALL, semibold=True))
    body = QFontMetrics(theme.font(BODY, bold=cell.bold, tabular=True))
    small = QFontMetrics(theme.font(SMALL, tabular=True))
    widths = [tag.horizontalAdvance(word) + 2 * _TAG_PAD for word, _hue in cell.tags]
    widths += [body.horizontalAdvance(word) for word in cell.text.split()]
    widths += [small.horizontalAdvance(word) for word in cell.second.split()]
    return max(widths, default=0) + 2 * SPACE_S + 2


def _cell_width(cell: Cell) -> int:
    pieces, _height = _pieces(cell, 10_000)
    widths = [
        QFontMetrics(piece.font).horizontalAdvance(piece.text) + (2 * _TAG_PAD if piece.hue else 0)
        for piece in pieces
    ]
    return max(widths, default=0) + 2 * SPACE_S + 2


def _pieces(cell: Cell, width: int) -> tuple[list[_Piece], int]:
    """Return the parts, and the height they need with the spaces around."""
    theme = current_theme()
    room = max(1, width - 2 * SPACE_S)
    body, small = theme.font(BODY, bold=cell.bold, tabular=True), theme.font(SMALL, tabular=True)
    pieces: list[_Piece] = []
    top = _ABOVE
    if cell.text:
        rect = _line(cell.text, body, top, room)
        if cell.marks:
            rect.setHeight(height_of(marked_layout(cell.text, cell.marks, body, room)))
        pieces.append(_Piece(rect, cell.text, body, marks=cell.marks))
        top = pieces[-1].rect.bottom() + 2
    for piece in _tags(cell, top, room):
        pieces.append(piece)
        top = piece.rect.bottom() + 2
    if cell.second:
        pieces.append(_Piece(_line(cell.second, small, top, room), cell.second, small, muted=True))
        top = pieces[-1].rect.bottom() + 2
    return pieces, max(top + _ABOVE, theme.px(_LEAST_HEIGHT))


def _line(text: str, font: QFont, top: int, room: int) -> QRect:
    height = QFontMetrics(font).boundingRect(QRect(0, 0, room, 10_000), _WRAP, text).height()
    return QRect(SPACE_S, top, room, height)


def _tags(cell: Cell, top: int, room: int) -> list[_Piece]:
    theme = current_theme()
    font = theme.font(SMALL, semibold=True)
    metrics, height, left = QFontMetrics(font), theme.px(20), SPACE_S
    tags: list[_Piece] = []
    for word, hue in cell.tags:
        width = min(room, metrics.horizontalAdvance(word) + 2 * _TAG_PAD)
        if left > SPACE_S and left + width > SPACE_S + room:
            left, top = SPACE_S, top + height + 2
        tags.append(_Piece(QRect(left, top, width, height), word, font, hue=hue))
        left += width + SPACE_XS
    return tags


def _draw(
    painter: QPainter, piece: _Piece, corner: QPoint, tokens: Tokens, *, selected: bool, side: int
) -> None:
    rect = piece.rect.translated(corner)
    painter.setFont(piece.font)
    if piece.hue is not None:
        tint = tokens.tags[piece.hue]
        painter.setPen(QColor(tint.edge))
        painter.setBrush(QColor(tint.ground))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(QColor(tint.text))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), piece.text)
        return
    ink, muted = (tokens.on_selection, tokens.on_selection_muted) if selected else (tokens.ink, tokens.muted)
    painter.setPen(QColor(muted if piece.muted else ink))
    if piece.marks:
        marked_layout(piece.text, piece.marks, piece.font, rect.width()).draw(painter, rect.topLeft())
    else:
        painter.drawText(rect, _WRAP | side, piece.text)

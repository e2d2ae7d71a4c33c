"""A layout of columns of one width, as many as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M
from ui.widgets.items_layout import ItemsLayout


class EqualColumns(ItemsLayout):
    """Left to right, then down; what stands on one line is level at its foot, so that entries line up.

    Args:
        least: Pixels at 100 % that a column needs.
        most: Columns at most.
        fill: Give everything on one line the height of the tallest, as panels need.
        parent: Whose layout this is.
    """

    def __init__(self, least: int, most: int, parent: QWidget | None = None, *, fill: bool = False) -> None:
        super().__init__(parent)
        self._fill = fill
        self._least = least
        self._most = most

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height that the lines need."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room for all columns."""
        width = self._most * (current_theme().px(self._least) + SPACE_L) - SPACE_L
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the size of the largest item."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        items = self._shown()
        least = max([current_theme().px(self._least), *(item.minimumSize().width() for item in items)])
        columns = max(1, min(self._most, (rect.width() + SPACE_L) // (least + SPACE_L)))
        width = (rect.width() - (columns - 1) * SPACE_L) // columns
        top = rect.top()
        for start in range(0, len(items), columns):
            line = items[start : start + columns]
            heights = [_height(item, width) for item in line]
            tallest = max(heights)
            if self._fill:
                heights = [tallest] * len(line)
            for at, (item, height) in enumerate(zip(line, heights, strict=True)):
                if move:
                    corner = QPoint(rect.left() + at * (width + SPACE_L), top + tallest - height)
                    item.setGeometry(QRect(corner, QSize(width, height)))
            top += tallest + SPACE_M
        return top - (SPACE_M if items else 0) - rect.top()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()

"""A layout of columns of one width, as many as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M


class EqualColumns(QLayout):
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
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Add at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt asks past the end
        """Return the item, or nothing past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Remove and return the item."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Return none: it takes only what it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Return True."""
        return True

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

"""A layout that sets its items side by side and starts a new line when one is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from ui.theme.tokens import SPACE_S, SPACE_XS
from ui.widgets.items_layout import ItemsLayout


class Flow(ItemsLayout):
    """Left to right, then down; used where 200 % text needs more lines.

    Args:
        gap: Between neighbours.
        line_gap: Between lines.
        tops_level: Line up the tops of neighbours (fields with labels) instead of their middles.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int = SPACE_S,
        line_gap: int = SPACE_XS,
        tops_level: bool = False,
    ) -> None:
        super().__init__(parent)
        self._gap = gap
        self._line_gap = line_gap
        self._tops_level = tops_level

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height that the lines need."""
        # Qt asks many times over in one arrangement of a page, and every answer costs each item's size.
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size with everything on one line."""
        if "hint" not in self._sizes:
            self._sizes["hint"] = self._on_one_line()
        return self._sizes["hint"]

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the size of the largest item."""
        if "least" not in self._sizes:
            size = QSize()
            for item in self._items:
                size = size.expandedTo(item.minimumSize())
            self._sizes["least"] = size + self._around()
        return self._sizes["least"]

    def _on_one_line(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0)) + self._around()

    def _around(self) -> QSize:
        margins = self.contentsMargins()
        return QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(inner.width(), item.minimumSize().width())))
            if item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if lines[-1] and used + self._gap + size.width() > inner.width():
                lines.append([])
                used = 0
            used += size.width() + (self._gap if lines[-1] else 0)
            lines[-1].append((item, size))
        top = inner.top()
        for line in lines:
            height = max((size.height() for _item, size in line), default=0)
            left = inner.left()
            for item, size in line:
                if move:
                    down = 0 if self._tops_level else (height - size.height()) // 2
                    item.setGeometry(QRect(QPoint(left, top + down), size))
                left += size.width() + self._gap
            top += height + self._line_gap
        return top - (self._line_gap if lines[0] else 0) - rect.top() + margins.bottom()

"""The base of layouts of one's own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem


class ItemsLayout(QLayout):
    """Keeps items in order; a subclass places them.

    The items are made here and not by Qt: the program would keep hold of an item of Qt's
    after Qt has freed it, take the next one at the same address for it, and crash.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._sizes: dict[str, QSize] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, widget: QWidget) -> None:  # noqa: N802 - Qt's name
        """Add at the end."""
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Add at the end."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt asks past the end
        """Return the item, or nothing past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        """Measure the items again: one of them changed."""
        self._heights.clear()
        self._sizes.clear()
        super().invalidate()

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Remove and return the item."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Return none: it takes only what it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Return True: with less width, it needs more lines."""
        return True

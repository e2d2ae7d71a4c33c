"""Lets a page fill the window, and scroll as a whole where large text does not fit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class WholePage(QWidget):
    """As tall as its content must be at this width, and never less than the window.

    A layout of its own would ask for the height it would like, and scroll
    although everything fits.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        content.setParent(self)
        content.installEventFilter(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least height at the present width."""
        layout = self._content.layout()
        if layout is None:
            return self._content.minimumSizeHint()
        height = layout.totalMinimumSize().height()
        if layout.hasHeightForWidth():
            height = layout.totalMinimumHeightForWidth(max(self.width(), 1))
        return QSize(0, height)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the same: more comes from the window."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fill the whole area with the content."""
        super().resizeEvent(event)
        self._content.setGeometry(self.rect())
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Pass on that the content needs another height."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return False


class PageStack(QWidget):
    """Shows one of its pages, and asks for the room of that one, not for that of the largest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: list[QWidget] = []
        self._current: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def addWidget(self, page: QWidget) -> None:  # noqa: N802 - as Qt's stacks call it
        """Take in a page; the first is shown."""
        page.hide()
        page.setParent(self)
        page.installEventFilter(self)
        self._pages.append(page)
        if self._current is None:
            self.setCurrentWidget(page)

    def removeWidget(self, page: QWidget) -> None:  # noqa: N802
        """Let a page go; it is not deleted."""
        self._pages.remove(page)
        page.removeEventFilter(self)
        page.hide()
        if page is self._current:
            self._current = None

    def currentWidget(self) -> QWidget | None:  # noqa: N802
        """Return the page in sight."""
        return self._current

    def setCurrentWidget(self, page: QWidget) -> None:  # noqa: N802
        """Show another page."""
        self._current = page
        page.setGeometry(self.rect())
        for other in self._pages:
            other.setVisible(other is page)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Tell whether the page in sight needs more height where it is narrower."""
        layout = self._current.layout() if self._current is not None else None
        return layout is not None and layout.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the least height of the page in sight at a width."""
        layout = self._current.layout() if self._current is not None else None
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least size of the present page."""
        return self._current.minimumSizeHint() if self._current is not None else QSize()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size the present page would like."""
        return self._current.sizeHint() if self._current is not None else QSize()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fill all of it with the page."""
        super().resizeEvent(event)
        if self._current is not None:
            self._current.setGeometry(self.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Pass on that the page needs another height."""
        if watched is self._current and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return False

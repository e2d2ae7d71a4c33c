"""Lets a page fill the window, and scroll as a whole where large text does not fit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget


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


class PageStack(QStackedWidget):
    """Asks for the room of the page in sight, not for that of the largest."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least size of the present page."""
        page = self.currentWidget()
        return page.minimumSizeHint().expandedTo(page.minimumSize()) if page is not None else QSize()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return what the present page needs at a width."""
        page = self.currentWidget()
        return page.heightForWidth(width) if page is not None and page.hasHeightForWidth() else -1

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size the present page would like."""
        page = self.currentWidget()
        return page.sizeHint() if page is not None else QSize()


class ScrollsInside(QWidget):
    """A page with parts that scroll by themselves: it asks for its least height only.

    Qt would ask for the height that everything in it would like, and the whole
    window would scroll although each part fits.
    """

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the least height at a width."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1


class ScrollingStack(PageStack):
    """A stack of pages that scroll by themselves."""

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Return False: none gets taller in a narrow window."""
        return False

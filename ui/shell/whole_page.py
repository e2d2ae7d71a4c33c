"""Lets a page fill the window, and scroll as a whole where large text does not fit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
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
    """Pages in one place, of which one is in sight.

    A `QStackedWidget` asks for the height that its tallest page would like, in
    sight or not; this asks for what the page in sight must have.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: list[QWidget] = []
        self._current: QWidget | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def addWidget(self, page: QWidget) -> None:  # noqa: N802 - the name QStackedWidget has
        """Take a page in; the first one is in sight."""
        page.setParent(self)
        page.hide()
        page.installEventFilter(self)
        self._pages.append(page)
        if self._current is None:
            self.setCurrentWidget(page)

    def removeWidget(self, page: QWidget) -> None:  # noqa: N802
        """Let a page go; it is hidden and stays alive."""
        if page in self._pages:
            self._pages.remove(page)
            page.removeEventFilter(self)
        if page is self._current:
            self._current = None
        page.hide()

    def currentWidget(self) -> QWidget | None:  # noqa: N802
        """Return the page in sight."""
        return self._current

    def setCurrentWidget(self, page: QWidget) -> None:  # noqa: N802
        """Show another page; the keyboard goes with it if it was on the one before."""
        before = self._current
        if page is before:
            return
        focused = self.window().focusWidget()
        follows = before is not None and focused is not None and before.isAncestorOf(focused)
        if before is not None:
            before.hide()
        self._current = page
        page.setGeometry(self.rect())
        page.show()
        self.updateGeometry()
        if follows:
            (page.focusWidget() or _first_stop(page)).setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the least size of the present page."""
        return self._current.minimumSizeHint() if self._current is not None else QSize()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size the present page would like."""
        return self._current.sizeHint() if self._current is not None else QSize()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Return whether the present page wraps."""
        return self._current is not None and self._current.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the least height of the present page: what it would like beyond is up to the window."""
        if self._current is None:
            return -1
        layout = self._current.layout()
        if layout is None:
            return self._current.heightForWidth(width)
        return layout.totalMinimumHeightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fill the place with the page in sight."""
        super().resizeEvent(event)
        if self._current is not None:
            self._current.setGeometry(self.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Pass on that the page in sight needs another height."""
        if watched is self._current and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return False


def _first_stop(page: QWidget) -> QWidget:
    """The first control of a page that Tab comes to, or the page itself."""
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        by_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if by_tab and page.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
            return widget
        widget = widget.nextInFocusChain()
    return page

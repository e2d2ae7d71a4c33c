"""Lets a page fill the window, and scroll as a whole where large text does not fit.

Qt's own stacked widget and layouts ask for the height their content would
like, the tallest page's included; a page would then scroll although
everything fits. Both classes here ask for the least height at their width.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class PageStack(QWidget):
    """Shows one of its pages, and needs no more room than that one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current: QWidget | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def page(self) -> QWidget | None:
        """The page in sight."""
        return self._current

    def add(self, page: QWidget) -> None:
        """Take a page in, unseen."""
        page.hide()
        if page.parentWidget() is not self:
            page.setParent(self)
        page.installEventFilter(self)

    def remove(self, page: QWidget) -> None:
        """Let a page go, unseen; whoever asks deletes it."""
        page.removeEventFilter(self)
        page.hide()
        if self._current is page:
            self._current = None

    def show_page(self, page: QWidget) -> None:
        """Show a page and hide the one before it; the keyboard goes along if it was on that one."""
        before, self._current = self._current, page
        focused = self.window().focusWidget()
        follows = before is not None and focused is not None and before.isAncestorOf(focused)
        page.setGeometry(self.rect())
        page.show()
        if before is not None and before is not page:
            before.hide()
            if follows:
                (page.focusWidget() or _first_stop(page)).setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Return True: words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the least height of the page shown."""
        return _least_height(self._current, width) if self._current is not None else 0

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return no width, which comes from the window, and the least height at the present one."""
        return QSize(0, self.heightForWidth(max(self.width(), 1)))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the same: more comes from the window."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fill everything with the page."""
        super().resizeEvent(event)
        if self._current is not None:
            self._current.setGeometry(self.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Pass on that the page needs another height."""
        if watched is self._current and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return False


class WholePage(PageStack):
    """One content inside a scroll area, which asks for its size alone and not for height at a width."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.add(content)
        self.show_page(content)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Return False: `minimumSizeHint` already is for the present width."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Ask for the height that the new width needs."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def _least_height(page: QWidget, width: int) -> int:
    layout, least = page.layout(), page.minimumHeight()
    if layout is None:
        return max(least, page.minimumSizeHint().height())
    if layout.hasHeightForWidth():
        return max(least, layout.totalMinimumHeightForWidth(width))
    return max(least, layout.totalMinimumSize().height())


def _first_stop(page: QWidget) -> QWidget:
    """The first control of a page that Tab comes to, or the page itself."""
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        by_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if by_tab and page.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
            return widget
        widget = widget.nextInFocusChain()
    return page

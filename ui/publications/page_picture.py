"""A page of a preview: a number on it can be pressed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from icv_app.domain.preview import PreviewPage, PrintedWord


class PagePicture(QLabel):
    """The picture of one page; the keyboard has the list of figures beside it."""

    number_pressed = Signal(object)
    """The `PrintedWord` that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: PreviewPage | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setMouseTracking(True)

    def show_page(self, page: PreviewPage) -> None:
        """Show a page."""
        self._page = page
        picture = QPixmap()
        picture.loadFromData(page.picture)
        self.setPixmap(picture)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what can be pressed."""
        there = self._number_at(event) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say which number was pressed."""
        word = self._number_at(event)
        if word is not None and event.button() is Qt.MouseButton.LeftButton:
            self.number_pressed.emit(word)

    def _number_at(self, event: QMouseEvent) -> PrintedWord | None:
        if self._page is None:
            return None
        at = event.position()
        return self._page.word_at(at.x(), at.y())

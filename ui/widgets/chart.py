"""A chart that was drawn elsewhere, in light or dark colours, on the ground of a card."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import current_theme
from ui.theme.tokens import SPACE_M

_LEAST_WIDTH = 240


class Chart(QWidget):
    """As wide as there is room, and as tall as the drawing then is.

    Args:
        name: What it shows.
        parent: Qt parent.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._renderer = QSvgRenderer(self)
        self._ground = current_theme().tokens.card
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_drawing(self, svg: bytes, name: str, in_words: str) -> None:
        """Show another drawing, made for the theme in use; `in_words` says what can be seen on it."""
        self._ground = current_theme().tokens.card  # stays until there is a drawing for another theme
        self._renderer.load(QByteArray(svg))
        self.setAccessibleName(name)
        self.setAccessibleDescription(in_words)
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size at the present width."""
        return QSize(max(self.width(), _LEAST_WIDTH), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the height at the present width."""
        return QSize(_LEAST_WIDTH, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Take the height that the new width needs: the drawing keeps its shape."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        natural, width = self._renderer.defaultSize(), max(self.width(), _LEAST_WIDTH) - 2 * SPACE_M
        if natural.width() > 0:
            self.setFixedHeight(round(natural.height() * width / natural.width()) + 2 * SPACE_M)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the ground and the drawing on it."""
        if not self._renderer.isValid():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(current_theme().tokens.line), 1))
        painter.setBrush(QColor(self._ground))
        painter.drawRoundedRect(box, 3, 3)
        inside = QRectF(self.rect()).adjusted(SPACE_M, SPACE_M, -SPACE_M, -SPACE_M)
        self._renderer.render(painter, inside)
        painter.end()

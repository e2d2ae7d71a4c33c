"""A link of several lines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import current_theme
from ui.theme.fonts import WRAP, height_of
from ui.theme.tokens import BODY, SMALL, SPACE_XS

_LEAST_WORDS = 12


class WrappedLink(QAbstractButton):
    """Underlined words that wrap; Enter and Space follow the link.

    Args:
        text: Where it leads.
        error: Whether it leads to something wrong, and has its colour.
        quiet: Whether it is a second line: small and muted, underlined only when it is about to be followed.
        parent: Qt parent.
    """

    def __init__(
        self, text: str, *, error: bool = False, quiet: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self._error = error
        self._quiet = quiet
        self._side = 0 if quiet else SPACE_XS
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the words on one line."""
        metrics = QFontMetrics(self._font())
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * self._side + 2, self._height(10_000))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return room for a few letters."""
        return QSize(QFontMetrics(self._font()).averageCharWidth() * _LEAST_WORDS, self._height(10_000))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Return True: the words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of the wrapped words."""
        return self._height(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Follow with Enter as well."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the words."""
        tokens = current_theme().tokens
        font = QFont(self._font())
        followed = self.underMouse() or self.hasFocus()
        font.setUnderline(followed or not self._quiet)
        painter = QPainter(self)
        painter.setFont(font)
        colour = tokens.error if self._error else tokens.link
        if self._quiet:
            colour = tokens.ink if followed else tokens.muted
        painter.setPen(QColor(colour))
        painter.drawText(self.rect().adjusted(self._side, SPACE_XS, -self._side, 0), WRAP, self.text())
        painter.end()

    def _font(self) -> QFont:
        return current_theme().font(self._size(), semibold=self._error)

    def _size(self) -> int:
        return SMALL if self._quiet else BODY

    def _height(self, width: int) -> int:
        room = max(1, width - 2 * self._side)
        words = height_of(self.text(), room, current_theme().px(self._size()), semibold=self._error)
        return max(words + 2 * SPACE_XS, current_theme().px(24))

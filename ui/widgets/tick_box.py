"""A check box large enough to see and hit."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui.theme import current_theme
from ui.theme.tokens import BODY, SPACE_M, TARGET
from ui.widgets.pressed_by_action import PressedByAction

_BOX = 24


class TickBox(PressedByAction, QCheckBox):
    """A check box whose words wrap; Space ticks it."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.heed_toggling()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Return True: the words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of the wrapped words, at least that of a target."""
        theme = current_theme()
        left = theme.px(_BOX) + SPACE_M
        words = QFontMetrics(theme.font(BODY)).boundingRect(
            0, 0, max(1, width - left), 10_000, int(Qt.TextFlag.TextWordWrap), self.text()
        )
        return words.height() + 2 * self._above_words()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room for the words on one line."""
        theme = current_theme()
        words = QFontMetrics(theme.font(BODY)).horizontalAdvance(self.text())
        return QSize(theme.px(_BOX) + SPACE_M + words + 4, theme.px(TARGET))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return room for the box and a word."""
        theme = current_theme()
        return QSize(theme.px(_BOX) + SPACE_M + theme.px(BODY) * 5, theme.px(TARGET))

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802
        """Count the words as well as the box."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the box, the tick and the words."""
        theme = current_theme()
        tokens = theme.tokens
        size = theme.px(_BOX)
        box = QRectF(1, (min(self.height(), theme.px(TARGET)) - size) / 2 + 1, size - 2, size - 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.edge if self.isEnabled() else tokens.line), 2))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(box, 3, 3)
        ink = QColor(tokens.ink if self.isEnabled() else tokens.muted)
        if self.isChecked():
            pen = QPen(ink, size / 8)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            points = [(0.22, 0.52), (0.42, 0.72), (0.78, 0.3)]
            painter.drawPolyline(
                [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points]
            )
        painter.setPen(ink)
        painter.setFont(theme.font(BODY))
        words = self.rect().adjusted(size + SPACE_M, self._above_words(), 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), self.text())
        painter.end()

    @staticmethod
    def _above_words() -> int:
        """Where the words begin, so that their first line is level with the box."""
        theme = current_theme()
        return max(2, (theme.px(TARGET) - QFontMetrics(theme.font(BODY)).height()) // 2)

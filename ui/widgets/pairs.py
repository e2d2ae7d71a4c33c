"""Two fields side by side, or one below the other where large text leaves no room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M

_LEAST_WIDTH = 380


class Pairs(QWidget):
    """Fields of equal width in a row.

    Args:
        fields: From left to right.
        least: Pixels at 100 % that the row needs; with less, the fields stand below each other.
        parent: Qt parent.
    """

    def __init__(self, *fields: QWidget, least: int = _LEAST_WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_L)
        for field in fields:
            self._row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Decide for the new width."""
        super().resizeEvent(event)
        beside = self.width() >= current_theme().px(self._least)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != direction:
            self._row.setDirection(direction)
            self._row.setSpacing(SPACE_L if beside else SPACE_M)

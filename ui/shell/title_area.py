"""Heading, subtitle and actions above a page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_XL
from ui.widgets.labels import Heading, Text
from ui.widgets.sides import Sides

_LEAST_TITLE = 360


class TitleArea(QWidget):
    """Shows the heading of the page below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        left, right = QWidget(), QWidget()
        words = QVBoxLayout(left)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        self.title = Heading("", 1)
        self.subtitle = Text(tone="muted")
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self._holder = QHBoxLayout(right)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._holder.setSpacing(SPACE_L)
        self._sides = Sides(left, right, _LEAST_TITLE, align=Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_M, SPACE_XL, 0)
        column.addWidget(self._sides)
        self._shown: tuple[QWidget, ...] = ()

    def show_heading(self, title: str, subtitle: str, actions: Sequence[QWidget]) -> None:
        """Show another heading; actions of the page before are taken out, not deleted."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        for action in self._shown:
            self._holder.removeWidget(action)
            if action not in actions:
                action.hide()
        self._shown = tuple(actions)
        for action in self._shown:
            self._holder.addWidget(action, 0, Qt.AlignmentFlag.AlignBottom)
            action.show()
        self._sides.arrange()

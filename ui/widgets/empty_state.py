"""What would be here, and how to get it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.button import Button
from ui.widgets.labels import Heading, Text


class EmptyState(QWidget):
    """Stands where a list would be.

    Args:
        title: That there is nothing, such as "No visits yet".
        text: What would be here and how to get it.
        action: Words of a button that gets it; none when empty.
        parent: Qt parent.

    Attributes:
        button: Connect its `clicked`.
    """

    def __init__(self, title: str, text: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title}. {text}")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_S)
        column.addWidget(Heading(title))
        column.addWidget(Text(text, tone="muted"))
        self.button = Button(action, "main")
        column.addSpacing(SPACE_M)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.button.setVisible(bool(action))
        column.addStretch(1)

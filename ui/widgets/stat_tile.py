"""A number with what it is of."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.tokens import SPACE_L, SPACE_M
from ui.widgets.labels import Muted, Text
from ui.widgets.restyle import restyle


class StatTile(QPushButton):
    """A large number, what it counts, and what to compare it with; pressing it shows what is behind.

    Args:
        number: As it is shown, such as "32 %".
        of: What it counts.
        beside: The target, the base or the year before.
        opens: Whether pressing shows something; connect `clicked`.
        parent: Qt parent.
    """

    def __init__(
        self, number: str, of: str, beside: str = "", *, opens: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "tile")
        self.number = Text(size="number", weight="bold", wrap=False)
        self.of = Text()
        self.beside = Muted()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(0)
        for label in (self.number, self.of, self.beside):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if not opens:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        restyle(self, opens=opens)
        self.show_number(number, of, beside)

    def show_number(self, number: str, of: str, beside: str = "") -> None:
        """Change what is shown."""
        self.number.setText(number)
        self.of.setText(of)
        self.beside.setText(beside)
        self.setAccessibleName(" ".join(part for part in (number, of, beside) if part))
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return what the labels need."""
        return self._column().totalSizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return what the labels need at least."""
        least = self._column().totalMinimumSize()
        return QSize(least.width(), max(least.height(), self._column().heightForWidth(max(1, self.width()))))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Return True: the words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of the wrapped words."""
        return self._column().heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Ask for the height that the new width needs."""
        super().resizeEvent(event)
        self.updateGeometry()

    def _column(self) -> QVBoxLayout:
        layout = self.layout()
        if not isinstance(layout, QVBoxLayout):
            raise TypeError("the tile has its column")
        return layout

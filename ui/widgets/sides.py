"""Two things side by side, or one below the other where large text leaves no room."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_S


class Sides(QWidget):
    """Words at the left, and something of fixed width at the right.

    Args:
        left: Takes the width left over.
        right: Takes its own width.
        least_left: Pixels at 100 % that `left` needs beside `right`; with less, `right` goes below it.
        align: Where `right` stands when it is beside.
        parent: Qt parent.
    """

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        least_left: int,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._right = right
        self._least_left = least_left
        self._align = align
        # Wrapped words need the whole width, a button only its own.
        self._below = Qt.AlignmentFlag(0) if isinstance(right, QLabel) else Qt.AlignmentFlag.AlignLeft
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_L)
        self._row.addWidget(left, 1)
        self._row.addWidget(right, 0, align)

    def arrange(self) -> None:
        """Decide anew, after what is at the right changed."""
        words = self._right if isinstance(self._right, QLabel) else None
        if words is not None:
            words.setWordWrap(False)  # so that they tell their natural width
        room = self.width() - SPACE_L - self._right.sizeHint().width()
        beside = room >= current_theme().px(self._least_left)
        if words is not None:
            words.setWordWrap(not beside)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != direction:
            self._row.setDirection(direction)
            self._row.setSpacing(SPACE_L if beside else SPACE_S)
            self._row.setAlignment(self._right, self._align if beside else self._below)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Decide for the new width."""
        super().resizeEvent(event)
        self.arrange()


class Panes(QWidget):
    """A board and its detail: side by side, or below each other where they would be too narrow.

    Args:
        left: The board.
        right: The detail.
        shares: Their parts of the width.
        least: Pixels at 100 % that the two need beside each other.
        parent: Qt parent.
    """

    stacked_changed = Signal(bool)
    """Whether they are below each other now."""

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        *,
        shares: tuple[int, int] = (54, 46),
        least: int = 700,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._least = least
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_L)
        self._row.addWidget(left, shares[0])
        self._row.addWidget(right, shares[1])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Decide for the new width."""
        super().resizeEvent(event)
        beside = self.width() >= current_theme().px(self._least)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != direction:
            self._row.setDirection(direction)
            self.stacked_changed.emit(not beside)

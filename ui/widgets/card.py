"""A panel on the page."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme.tokens import SPACE_L, SPACE_M
from ui.widgets.labels import Heading, Line, Muted
from ui.widgets.sides import Sides

_LEAST_TITLE = 170


class Card(QFrame):
    """A bordered panel with an optional heading, a body and an optional foot.

    Args:
        title: Heading of level 2; none when empty.
        aside: Muted words at the right of the heading.
        padded: False where the body goes from edge to edge, as tables do.
        parent: Qt parent.

    Attributes:
        body: Add the content here.
    """

    def __init__(
        self, title: str = "", aside: str = "", *, padded: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self.title = Heading(title)
        self.aside = Muted(aside)
        if title:
            head = Sides(self.title, self.aside, _LEAST_TITLE)
            head.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M if not padded else 0)
            self._outer.addWidget(head)
        else:
            self.title.setParent(self)
            self.title.hide()
            self.aside.setParent(self)
            self.aside.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_M if padded else 0)
        if padded:
            self.body.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        self._outer.addLayout(self.body, 1)

    def add_above(self, *widgets: QWidget, gap: int | None = None) -> None:
        """Begin a body that goes from edge to edge with widgets that have room around them, and a line."""
        above = QWidget()
        around = QVBoxLayout(above)
        around.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        if gap is not None:
            around.setSpacing(gap)
        for widget in widgets:
            around.addWidget(widget)
        self.body.addWidget(above)
        self.add_line()

    def add_line(self) -> None:
        """Divide the body with a line from edge to edge."""
        self.body.addWidget(Line())

    def add_foot(self, foot: QWidget) -> None:
        """Put `foot` under the body, below a line, always in sight."""
        self._outer.addWidget(Line())
        self._outer.addWidget(foot)


def stacked(*cards: Card) -> QWidget:
    """Put cards below each other, as high as they are."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_L)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return holder

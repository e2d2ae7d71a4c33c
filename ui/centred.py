"""A card in the middle of an empty window: for unlocking and setting up."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_XL
from ui.widgets.card import Card
from ui.widgets.labels import Heading, Muted
from ui.widgets.scroll_area import ScrollArea

_WIDTH = 560


class CentredCard(QWidget):
    """A heading, a sentence and a column of controls, kept narrow enough to read.

    Attributes:
        body: Add the controls here.
    """

    def __init__(self, title: str, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Heading(title, 1)
        self.sentence = Muted(sentence)
        self._card = Card()
        self._card.body.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        self._card.body.setSpacing(SPACE_L)
        self._card.body.addWidget(self.title)
        self._card.body.addWidget(self.sentence)
        self.sentence.setVisible(bool(sentence))
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_L)
        self._card.body.addLayout(self.body)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card, 100)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)
        scroll = ScrollArea(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        current_theme().changed.connect(self._set_width)
        self._set_width()

    def _set_width(self) -> None:
        self._card.setMaximumWidth(current_theme().px(_WIDTH))

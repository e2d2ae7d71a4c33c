"""A word on a tinted ground."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme.tokens import Hue
from ui.widgets.restyle import restyle

Tagged = tuple[str, Hue]
"""A word and its hue."""


class Tag(QLabel):
    """A status or kind, always as a word; the hue only helps to find it again."""

    def __init__(self, word: str, hue: Hue | str = Hue.GREY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("role", "tag")
        self.show_word(word, hue)

    def show_word(self, word: str, hue: Hue | str) -> None:
        """Change the word and its hue."""
        self.setText(word)
        restyle(self, hue=str(Hue(hue)))

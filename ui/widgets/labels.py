"""Texts in the sizes of the type scale."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

_HEADINGS = {1: ("title", "bold"), 2: ("large", "bold"), 3: ("body", "bold")}


class Text(QLabel):
    """Plain text that wraps and never reads markup into what a person typed.

    Args:
        text: What to show.
        size: "small", "body", "large", "title" or "number".
        weight: "normal", "semibold" or "bold".
        tone: "ink", "muted", "error" or "link".
        wrap: False for words that must stay on one line.
        parent: Qt parent.
    """

    def __init__(
        self,
        text: str = "",
        *,
        size: str = "body",
        weight: str = "normal",
        tone: str = "ink",
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("text_size", size)
        self.setProperty("text_weight", weight)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if wrap:
            policy = self.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)


class Heading(Text):
    """A heading of level 1 (24 px), 2 (18 px) or 3 (15 px)."""

    def __init__(
        self, text: str = "", level: int = 2, *, wrap: bool = True, parent: QWidget | None = None
    ) -> None:
        size, weight = _HEADINGS[level]
        super().__init__(text, size=size, weight=weight, wrap=wrap, parent=parent)
        self.level = level


class Muted(Text):
    """A second line: smaller and quieter."""

    def __init__(self, text: str = "", *, wrap: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(text, size="small", tone="muted", wrap=wrap, parent=parent)


class KeyCap(QLabel):
    """The name of a key, drawn as a key."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "key")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Line(QFrame):
    """A thin line between two parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "line")

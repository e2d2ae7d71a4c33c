"""Texts in the sizes of the type scale."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

_LONG_WORD = re.compile(r"\S{25,}")
_PIECE = re.compile(r"\S{1,10}")
_MAY_BREAK = "\u200b"
_HEADINGS = {1: ("title", "bold"), 2: ("large", "bold"), 3: ("body", "bold")}


class Text(QLabel):
    """Plain text that wraps and never reads markup into what a person typed.

    A word as long as a web address breaks, too, so that it does not widen the page; not where it can be
    copied, since a copy of it must be what it says.

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

    def text(self) -> str:
        """Return what was given to be shown."""
        return self._given

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show a text."""
        self._given = text
        whole = (
            not self.wordWrap() or self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        )
        super().setText(text if whole else _LONG_WORD.sub(_in_pieces, text))

    def setTextInteractionFlags(self, flags: Qt.TextInteractionFlag) -> None:  # noqa: N802 - Qt's name
        """Let it be copied, or not."""
        super().setTextInteractionFlags(flags)
        self.setText(self._given)


def _in_pieces(word: re.Match[str]) -> str:
    return _MAY_BREAK.join(_PIECE.findall(word.group()))


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

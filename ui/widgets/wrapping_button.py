"""A button whose words go on to further lines where there is no room for them on one."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.button import Button

_LEAST_LETTERS = 12


class WrappingButton(Button):
    """Qt's buttons do not wrap; whoever lays this one out says how much room there is.

    Args:
        words: What it does; screen readers say it in one piece.
        kind: As of `Button`.
        parent: Qt parent.
    """

    def __init__(self, words: str, kind: str = "plain", *, parent: QWidget | None = None) -> None:
        super().__init__(words, kind, parent=parent)
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def fit(self, width: int) -> None:
        """Break the words into lines of at most so many pixels, the button's own edges included."""
        self.ensurePolished()
        metrics = QFontMetrics(self.font())
        edges = super().minimumSizeHint().width() - metrics.size(0, self.text()).width()
        lines = [""]
        for word in self._words.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and metrics.horizontalAdvance(longer) > width - edges:
                lines.append(word)
            else:
                lines[-1] = longer
        broken = "\n".join(lines)
        if broken != self.text():
            self.setText(broken)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for a long word: the rest can go on to the next line."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * _LEAST_LETTERS), hint.height())

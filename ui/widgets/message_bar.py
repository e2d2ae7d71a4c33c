"""One sentence about what happened."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from icv_app.words import _
from ui.theme import Hue, current_theme
from ui.theme.icons import tinted_pixmap
from ui.theme.tokens import SPACE_M, SPACE_S
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.labels import Text
from ui.widgets.restyle import restyle

_ICON = 20


class Kind(StrEnum):
    """What a message is; said in a word and drawn as an icon and a hue."""

    INFORMATION = "information"
    DONE = "done"
    WARNING = "warning"
    ERROR = "error"


_HUES = {
    Kind.INFORMATION: (Hue.BLUE, "info"),
    Kind.DONE: (Hue.GREEN, "circle-check"),
    Kind.WARNING: (Hue.ORANGE, "triangle-alert"),
    Kind.ERROR: (Hue.RED, "circle-alert"),
}


class MessageBar(QFrame):
    """An icon, a word and a sentence; hidden while there is no sentence.

    Attributes:
        action: A button at the right, such as "Undo"; hidden until `show_message` names it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._kind = Kind.INFORMATION
        self._then: Callable[[], None] | None = None
        self._icon = QLabel()
        self._word = Text(weight="bold", wrap=False)
        self._sentence = Text()
        self.action = Button("")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        row.setSpacing(SPACE_S)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.action)
        self.action.clicked.connect(self._on_action)
        current_theme().changed.connect(self._tint)
        self.hide()

    def text(self) -> str:
        """Return the sentence shown."""
        return self._sentence.text()

    def show_message(
        self,
        text: str,
        kind: Kind = Kind.INFORMATION,
        *,
        action: str = "",
        then: Callable[[], None] | None = None,
        word: str = "",
    ) -> None:
        """Show a sentence and have it spoken; an empty one hides the bar.

        Args:
            text: The sentence.
            kind: What it is.
            action: Words of the button; none where empty.
            then: What the button does, besides what is connected to it.
            word: Stands before the sentence instead of the usual word for its kind.
        """
        self._then = then
        self._kind = kind
        words = {
            Kind.INFORMATION: _("Information"),
            Kind.DONE: _("Done"),
            Kind.WARNING: _("Warning"),
            Kind.ERROR: _("Problem"),
        }
        word = word or words[kind]
        self._word.setText(word + ":")
        self._sentence.setText(text)
        self.setAccessibleName(f"{word}: {text}")
        self.action.setText(action)
        self.action.setVisible(bool(action))
        restyle(self, hue=str(_HUES[kind][0]))
        for label in (self._word, self._sentence):
            label.style().unpolish(label)
            label.style().polish(label)
        self._tint()
        self.setVisible(bool(text))
        if text:
            announce(self, f"{word}: {text}", at_once=kind is Kind.ERROR)

    def clear(self) -> None:
        """Hide the bar."""
        self.show_message("")

    def forget_news(self) -> None:
        """Hide what was only told: problems and warnings stay until something else is said."""
        if self._kind in {Kind.INFORMATION, Kind.DONE}:
            self.clear()

    def _on_action(self) -> None:
        if self._then is not None:
            self._then()

    def _tint(self) -> None:
        hue, icon = _HUES[self._kind]
        theme = current_theme()
        density = max(1, round(self.devicePixelRatioF()))
        self._icon.setPixmap(tinted_pixmap(icon, theme.tokens.tags[hue].text, theme.px(_ICON), density))

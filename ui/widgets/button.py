"""Buttons with a verb on them."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.presses import PRESSES
from ui.theme import current_theme
from ui.theme.icons import tinted_icon
from ui.widgets.pressed_by_action import PressedByAction

_ICON = 18
_GAP = 4
_ICON_COLOUR = {"main": "on_yes", "warning": "on_no", "link": "link"}


class Button(PressedByAction, QPushButton):
    """A push button; Enter presses it as well as Space, and once for what it starts in the background.

    Args:
        text: A verb and what it does, in sentence case.
        kind: "main" (one a page), "plain", "warning" (destroys), "link" or "way".
        icon: Name of an icon in `resources/icons`, shown before the text.
        parent: Qt parent.
    """

    def __init__(
        self, text: str, kind: str = "plain", *, icon: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._holds = 0
        self.clicked.connect(self._on_pressed)  # first of all that follows a press
        self.heed_toggling()
        self._icon_name = icon
        self._kind = kind
        self.setProperty("kind", kind)
        self.setAutoDefault(True)
        if icon is not None:
            theme = current_theme()
            theme.changed.connect(self._tint)
            self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave Ctrl+Enter to the page, which goes on by it."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def hold(self) -> None:
        """Heed no press, by whatever hand, until let go as often as held; the keyboard stays here."""
        if shiboken6.isValid(self):
            self._holds += 1
            self.blockSignals(True)

    def let_go(self) -> None:
        """What a press started is answered."""
        if shiboken6.isValid(self):
            self._holds -= 1
            self.blockSignals(self._holds > 0)

    def _on_pressed(self) -> None:
        PRESSES.begin(self)

    def _tint(self) -> None:
        theme = current_theme()
        size = theme.px(_ICON)
        colour = getattr(theme.tokens, _ICON_COLOUR.get(self._kind, "ink"))
        if self._icon_name is not None:
            self.setIcon(tinted_icon(self._icon_name, colour, size, _GAP))
            self.setIconSize(QSize(size + _GAP, size))

"""Which keys answer a question: drawn below the questions, where the eye finds them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from icv_app.words import _
from ui.theme.tokens import SPACE_S, SPACE_XS
from ui.widgets.flow import Flow
from ui.widgets.labels import KeyCap, Muted


class KeyLegend(QWidget):
    """Keys with their words, and buttons after them, on as many lines as the width needs."""

    def __init__(self, *buttons: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = Flow(self, gap=SPACE_S, line_gap=SPACE_XS)
        flow.setContentsMargins(0, 0, 0, 0)
        self._keys = [
            _key(key, words)
            for key, words in (
                ("Y", _("Yes")),
                ("N", _("No")),
                ("A", _("N/A")),
                ("K", _("Not known")),
                ("S", _("Source")),
                ("W", _("Note")),
                ("G", _("Guidance")),
            )
        ]
        for widget in (*self._keys, *buttons):
            flow.addWidget(widget)

    def show_keys(self, shown: bool) -> None:
        """Show the keys where there is something that they answer."""
        for key in self._keys:
            key.setVisible(shown)


def _key(key: str, words: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_XS)
    row.addWidget(KeyCap(key))
    row.addWidget(Muted(words, wrap=False))
    return holder

"""Which keys answer a question: drawn below the questions, where the eye finds them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from icv_app.words import _
from ui.theme.tokens import SPACE_M, SPACE_XS
from ui.widgets.flow import Flow
from ui.widgets.labels import KeyCap, Muted


class KeyLegend(QWidget):
    """Keys with their words, on as many lines as the width needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = Flow(self, gap=SPACE_M, line_gap=SPACE_XS)
        flow.setContentsMargins(0, 0, 0, 0)
        for key, words in (
            ("Y", _("Yes")),
            ("N", _("No")),
            ("A", _("N/A")),
            ("K", _("Not known")),
            ("S", _("Source")),
            ("W", _("Note")),
            ("G", _("Guidance")),
        ):
            flow.addWidget(_key(key, words))


def _key(key: str, words: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_XS)
    row.addWidget(KeyCap(key))
    row.addWidget(Muted(words, wrap=False))
    return holder

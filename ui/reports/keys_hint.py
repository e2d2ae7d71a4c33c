"""The keys of the inbox, said below its list."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.words import _
from ui.report_reader.parts import Flowed
from ui.theme.tokens import SPACE_M, SPACE_S
from ui.widgets.labels import KeyCap, Muted


def keys_hint() -> QWidget:
    """Return a line of keys with what each does."""
    hint = QWidget()
    row = QVBoxLayout(hint)
    row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
    keys: list[QWidget] = []
    for key, words in (
        ("J", _("next")),
        ("K", _("previous")),
        ("A", _("approve")),
        ("R", _("return")),
        ("C", _("comment")),
        ("T", _("thank")),
        ("M", _("mark")),
        ("Ctrl+F", _("find")),
    ):
        keys.append(Flowed(KeyCap(key), Muted(words, wrap=False), gap=4))
    row.addWidget(Flowed(*keys, gap=SPACE_M))
    return hint

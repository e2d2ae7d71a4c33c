"""A time of day."""

from __future__ import annotations

from datetime import time

from PySide6.QtWidgets import QWidget

from ui.entries.times import read_time, say_time
from ui.widgets.entry_field import EntryField


class TimeField(EntryField[time]):
    """Takes "2140", "21:40" or "9:40pm" and shows 21:40."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, read_time, say_time, characters=8, parent=parent)

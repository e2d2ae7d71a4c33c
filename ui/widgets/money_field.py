"""An amount of money."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.entries.money import read_pounds, say_pounds
from ui.widgets.entry_field import EntryField


class MoneyField(EntryField[int]):
    """Takes pounds, "12.40" or "£12", and keeps pence."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, read_pounds, say_pounds, characters=8, parent=parent)

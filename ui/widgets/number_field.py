"""A count."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ui.entries.numbers import read_count, say_count
from ui.widgets.entry_field import EntryField


class NumberField(EntryField[int]):
    """Takes a whole number; empty means that none was entered, which is not 0."""

    def __init__(
        self,
        name: str,
        *,
        least: int = 0,
        most: int | None = None,
        characters: int = 5,
        parent: QWidget | None = None,
    ) -> None:
        read = partial(read_count, least=least, most=most)
        super().__init__(name, read, say_count, characters=characters, parent=parent)

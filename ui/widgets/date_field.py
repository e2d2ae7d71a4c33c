"""A day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from ui.entries.dates import Lean, read_date, say_date
from ui.widgets.entry_field import EntryField


class DateField(EntryField[date]):
    """Takes "14/3", "14 3 24", "14 March" or "today" and shows 14 March 2024.

    Args:
        name: What to enter.
        today: Returns the present day in London.
        lean: Which year is meant when none is typed.
        parent: Qt parent.
    """

    def __init__(
        self,
        name: str,
        today: Callable[[], date],
        lean: Lean = Lean.PAST,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, partial(_read, today, lean), say_date, characters=17, parent=parent)


def _read(today: Callable[[], date], lean: Lean, text: str) -> date:
    return read_date(text, today(), lean)

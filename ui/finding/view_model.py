"""Looks for words while they are typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.errors import IcvError, NotFound
from icv_app.services.ports_visits import VisitFilter
from ui.finding.wording import FoundLine, found_lines, found_words
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.domain.scheme import SchemeSettings
    from icv_app.services.desk import Desk


@dataclass(frozen=True, slots=True)
class FoundInWords:
    """What one search brought."""

    lines: tuple[FoundLine, ...]
    words: str


class FindingViewModel(QObject):
    """The last search wins: what an earlier one brings later is passed over."""

    found = Signal(object)
    """A `FoundInWords`, or None while nothing is looked for."""
    failed = Signal(str)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._number = 0
        self.text = ""
        self.wanted = VisitFilter()

    @property
    def looking(self) -> bool:
        """Whether something is looked for."""
        return bool(self.text)

    def ask(self, text: str, wanted: VisitFilter) -> None:
        """Look for words in matching visits; `found` follows."""
        self.text, self.wanted = text.strip(), wanted
        self.refresh()

    def refresh(self) -> None:
        """Look for the same again."""
        self._number += 1
        number, text, wanted = self._number, self.text, self.wanted
        if not text:
            self.found.emit(None)
            return

        def work() -> FoundInWords:
            found = self._desk.finding.find(text, wanted)
            return FoundInWords(found_lines(found, _settings(self._desk)), found_words(found))

        def show(found: FoundInWords) -> None:
            if number == self._number:
                self.found.emit(found)

        self._tasks.run(Lane.STORE, work, then=show, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self.failed.emit(error.user_text)


def _settings(desk: Desk) -> SchemeSettings | None:
    try:
        return desk.scheme.settings()
    except NotFound:
        return None

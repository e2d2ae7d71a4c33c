"""Claims as they stand, and what each side does about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.expenses import ClaimStanding, ExpenseKind, QueryReason
from icv_app.domain.ids import RecordId
from icv_app.domain.times import london_day
from icv_app.words import _
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

T = TypeVar("T")


class ExpensesViewModel(QObject):
    """Read again after every change."""

    loaded = Signal(object, int)
    """Every `ClaimStanding`, latest day first, and the rate of today in pence a mile."""
    done = Signal(str)
    """What was kept, in words."""
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks

    def today(self) -> date:
        """The present day in London."""
        return london_day(self._desk.clock.now())

    def load(self) -> None:
        """Read the claims."""
        expenses = self._desk.expenses
        self._run(lambda: (expenses.all(), expenses.pence_a_mile()), lambda found: self.loaded.emit(*found))

    def claim(self, day: date, kind: ExpenseKind, amount: int, instead_of: RecordId | None) -> None:
        """Claim pence, or miles where it is mileage."""
        words = _("Claimed. The coordinator gets it at the next sync.")
        self._run(
            lambda: self._desk.expenses.claim(day, kind, amount, instead_of=instead_of),
            lambda _claim: self._kept(words),
        )

    def withdraw(self, one: ClaimStanding) -> None:
        """Ask for nothing any more."""
        words = _("Withdrawn. Nothing is asked for any more.")
        self._run(lambda: self._desk.expenses.withdraw(one.claim), lambda _none: self._kept(words))

    def answer(self, one: ClaimStanding, query: QueryReason | None) -> None:
        """Approve a claim, or ask for something."""
        words = _("Approved.") if query is None else _("The visitor is asked at their next sync.")
        self._run(lambda: self._desk.expenses.answer(one, query), lambda _none: self._kept(words))

    def _kept(self, words: str) -> None:
        self.done.emit(words)
        self.load()

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._tasks.run(Lane.STORE, work, then=then, otherwise=self.failed.emit, owner=self)

"""The days on which a visitor is away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.words import _
from ui.entries.dates import Lean
from ui.theme.tokens import SPACE_M
from ui.widgets.button import Button
from ui.widgets.date_field import DateField
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted

Days = tuple[date, date]
MOST_LEAVE = 8
"""Periods of leave that can be noted at a time."""


class LeaveRow(QWidget):
    """From when to when, and a button that takes it away."""

    removed = Signal(object)
    changed = Signal()

    def __init__(self, number: int, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = _("Leave {n}").format(n=number)
        self.first = DateField(_("{leave}: first day").format(leave=name), today, Lean.FUTURE)
        self.last = DateField(_("{leave}: last day").format(leave=name), today, Lean.FUTURE)
        self.first_field = LabelledField(_("First day"), self.first)
        self.last_field = LabelledField(_("Last day"), self.last)
        self.remove_button = Button(_("Remove"), "link")
        self.remove_button.setAccessibleName(_("Remove {leave}").format(leave=name))
        row = Flow(self, gap=SPACE_M, tops_level=True)
        for widget in (self.first_field, self.last_field, self.remove_button):
            row.addWidget(widget)
        self.remove_button.clicked.connect(lambda: self.removed.emit(self))
        for field in (self.first, self.last):
            field.value_changed.connect(self.changed)

    def show_days(self, first: date | None, last: date | None) -> None:
        """Show these days and no problem."""
        self.first.set_value(first)
        self.last.set_value(last)
        self.first_field.set_problem("")
        self.last_field.set_problem("")

    def days(self) -> Days | None:
        """Return the days, or `None` after saying what is missing at its field."""
        for field in (self.first, self.last):
            field.finish()
        first, last = self.first.value(), self.last.value()
        empty = _("Enter a day.")
        self.first_field.set_problem(self.first.problem() or ("" if first else empty))
        self.last_field.set_problem(self.last.problem() or ("" if last else empty))
        if first is None or last is None or self.first.problem() or self.last.problem():
            return None
        if last < first:
            self.last_field.set_problem(_("Leave ends on the day it begins, or later."))
            return None
        return first, last


class LeaveList(QWidget):
    """All leave that is known, with a way to add some."""

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.nothing = Muted(_("No leave is noted."))
        self.add_button = Button(_("Add leave"), icon="plus")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.nothing)
        # All rows from the start: what is made later stands at the end of the order of Tab.
        self._rows = tuple(LeaveRow(number, today) for number in range(1, MOST_LEAVE + 1))
        for row in self._rows:
            column.addWidget(row)
            row.hide()
            row.removed.connect(self._on_removed)
            row.changed.connect(self.changed)
        buttons = Flow(gap=SPACE_M)
        buttons.addWidget(self.add_button)
        column.addLayout(buttons)
        self.add_button.clicked.connect(self._on_add)

    @property
    def rows(self) -> tuple[LeaveRow, ...]:
        """The rows in use."""
        return tuple(row for row in self._rows if not row.isHidden())

    def show_leave(self, leave: Sequence[Days]) -> None:
        """Show this leave and no other: the first of them, where there are more than rows."""
        for at, row in enumerate(self._rows):
            first, last = leave[at] if at < len(leave) else (None, None)
            row.show_days(first, last)
            row.setVisible(at < len(leave))
        self._offer()

    def leave(self) -> list[Days] | None:
        """Return all of it, or `None` where something is missing: it is said at its field."""
        found = [row.days() for row in self.rows]
        days = [one for one in found if one is not None]
        return days if len(days) == len(found) else None

    def _on_add(self) -> None:
        row = next(row for row in self._rows if row.isHidden())
        row.show_days(None, None)
        row.show()
        row.first.setFocus()
        self._offer()
        self.changed.emit()

    def _on_removed(self, removed: LeaveRow) -> None:
        kept = [(row.first.value(), row.last.value()) for row in self.rows if row is not removed]
        for at, row in enumerate(self._rows):
            row.show_days(*(kept[at] if at < len(kept) else (None, None)))
            row.setVisible(at < len(kept))
        self._offer()
        self.add_button.setFocus()
        self.changed.emit()

    def _offer(self) -> None:
        self.nothing.setVisible(not self.rows)
        self.add_button.setEnabled(len(self.rows) < MOST_LEAVE)

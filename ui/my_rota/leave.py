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
        self._today = today
        self.rows: list[LeaveRow] = []
        self.nothing = Muted(_("No leave is noted."))
        self.add_button = Button(_("Add leave"), icon="plus")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_M)
        self._column.addWidget(self.nothing)
        buttons = Flow(gap=SPACE_M)
        buttons.addWidget(self.add_button)
        self._column.addLayout(buttons)
        self.add_button.clicked.connect(self._on_add)

    def show_leave(self, leave: Sequence[Days]) -> None:
        """Show this leave and no other."""
        for row in list(self.rows):
            self._drop(row)
        for first, last in leave:
            row = self._add()
            row.first.set_value(first)
            row.last.set_value(last)
        self.nothing.setVisible(not self.rows)

    def leave(self) -> list[Days] | None:
        """Return all of it, or `None` where something is missing: it is said at its field."""
        found = [row.days() for row in self.rows]
        days = [one for one in found if one is not None]
        return days if len(days) == len(found) else None

    def _on_add(self) -> None:
        self._add().first.setFocus()
        self.nothing.hide()
        self.changed.emit()

    def _add(self) -> LeaveRow:
        row = LeaveRow(len(self.rows) + 1, self._today)
        row.removed.connect(self._on_removed)
        row.changed.connect(self.changed)
        self._column.insertWidget(self._column.count() - 1, row)
        self.rows.append(row)
        return row

    def _on_removed(self, row: LeaveRow) -> None:
        self._drop(row)
        self.nothing.setVisible(not self.rows)
        self.add_button.setFocus()
        self.changed.emit()

    def _drop(self, row: LeaveRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

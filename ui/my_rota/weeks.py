"""When somebody can go: three boxes a week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.rota import Window
from icv_app.words import _
from ui.rota_words import short_week_words, week_words, window_titles
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XS
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.labels import Text
from ui.widgets.tick_box import TickBox


class WeekRow(QWidget):
    """One week: a week without a tick is "not this week"."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.week: date | None = None
        self.label = Text(weight="semibold", wrap=False)
        self.boxes = {window: TickBox(title) for window, title in window_titles().items()}
        flow = Flow(self, gap=SPACE_S)
        flow.addWidget(self.label)
        for box in self.boxes.values():
            flow.addWidget(box)
            box.clicked.connect(self.changed)

    def show_week(self, week: date, windows: frozenset[Window]) -> None:
        """Show one week with these ticks."""
        self.week = week
        self.label.setText(short_week_words(week))
        for window, box in self.boxes.items():
            box.setAccessibleName(f"{week_words(week)}: {window_titles()[window]}")
            box.setChecked(window in windows)

    def windows(self) -> frozenset[Window]:
        """Return what is ticked."""
        return frozenset(window for window, box in self.boxes.items() if box.isChecked())


class WeeksGrid(QWidget):
    """So many weeks, one below the other, and a way to tick all of them at once."""

    changed = Signal()

    def __init__(self, weeks: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("When you can go"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        self.all_buttons = {
            window: Button(_("{when} in every week").format(when=title), "link")
            for window, title in window_titles().items()
        }
        every = Flow(gap=SPACE_L)
        for window, button in self.all_buttons.items():
            every.addWidget(button)
            button.clicked.connect(lambda _checked=False, window=window: self._tick_all(window))
        column.addLayout(every)
        # All rows from the start: what is made later stands at the end of the order of Tab.
        self.rows = tuple(WeekRow() for _number in range(weeks))
        for row in self.rows:
            column.addWidget(row)
            row.changed.connect(self.changed)
        current_theme().changed.connect(self._fit)

    def weeks(self) -> dict[date, frozenset[Window]]:
        """Return what is ticked in every week shown."""
        return {row.week: row.windows() for row in self.rows if row.week is not None}

    def box(self, week: date, window: Window) -> TickBox:
        """Return one box."""
        return next(row.boxes[window] for row in self.rows if row.week == week)

    def show_weeks(self, weeks: Mapping[date, frozenset[Window]]) -> None:
        """Show these weeks, as many as there are rows, with these ticks."""
        for row, (week, windows) in zip(self.rows, weeks.items(), strict=True):
            row.show_week(week, windows)
        self._fit()

    def _fit(self) -> None:
        """Let the boxes stand below each other: every label as wide as the widest."""
        widest = max(row.label.sizeHint().width() for row in self.rows)
        for row in self.rows:
            row.label.setMinimumWidth(widest)

    def _tick_all(self, window: Window) -> None:
        """Tick it in every week; where all are ticked, take the ticks away."""
        boxes = [row.boxes[window] for row in self.rows]
        ticked = not all(box.isChecked() for box in boxes)
        for box in boxes:
            box.setChecked(ticked)
        self.changed.emit()

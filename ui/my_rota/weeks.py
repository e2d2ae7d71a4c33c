"""When somebody can go: three boxes a week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from icv_app.domain.rota import Window
from icv_app.words import _
from ui.rota_words import week_words, window_titles
from ui.theme.tokens import SPACE_L, SPACE_XS
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.labels import Text
from ui.widgets.tick_box import TickBox


class WeeksGrid(QWidget):
    """One row a week: by day, at night, at the weekend; a week without a tick is "not this week"."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("When you can go"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_L)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._boxes: dict[tuple[date, Window], TickBox] = {}
        self.all_buttons = {
            window: Button(_("{when} in every week").format(when=title), "link")
            for window, title in window_titles().items()
        }
        every = Flow(gap=SPACE_L)
        for window, button in self.all_buttons.items():
            every.addWidget(button)
            button.clicked.connect(lambda _checked=False, window=window: self._tick_all(window))
        column.addLayout(every)
        column.addLayout(self._grid)

    def weeks(self) -> dict[date, frozenset[Window]]:
        """Return what is ticked in every week shown."""
        weeks = dict.fromkeys((week for week, _window in self._boxes), frozenset[Window]())
        for (week, window), box in self._boxes.items():
            if box.isChecked():
                weeks[week] |= {window}
        return weeks

    def box(self, week: date, window: Window) -> TickBox:
        """Return one box."""
        return self._boxes[week, window]

    def show_weeks(self, weeks: Mapping[date, frozenset[Window]]) -> None:
        """Show these weeks with these ticks; the boxes stay where the weeks are the same."""
        if list(dict.fromkeys(week for week, _window in self._boxes)) != list(weeks):
            self._make(tuple(weeks))
        for (week, window), box in self._boxes.items():
            box.setChecked(window in weeks[week])

    def _make(self, weeks: tuple[date, ...]) -> None:
        for box in self._boxes.values():
            box.deleteLater()
        self._boxes = {}
        titles = window_titles()
        for row, week in enumerate(weeks):
            words = week_words(week)
            self._grid.addWidget(Text(words, weight="semibold"), row, 0)
            for column, (window, title) in enumerate(titles.items(), 1):
                box = TickBox(title)
                box.setAccessibleName(f"{words}: {title}")
                box.clicked.connect(self.changed)
                self._grid.addWidget(box, row, column)
                self._boxes[week, window] = box
        self._grid.setColumnStretch(4, 1)

    def _tick_all(self, window: Window) -> None:
        """Tick it in every week; where all are ticked, take the ticks away."""
        boxes = [box for (_week, one), box in self._boxes.items() if one is window]
        ticked = not all(box.isChecked() for box in boxes)
        for box in boxes:
            box.setChecked(ticked)
        self.changed.emit()

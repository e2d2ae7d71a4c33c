"""Any number of some options."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme.tokens import SPACE_L, SPACE_XS
from ui.widgets.tick_box import TickBox


class CheckList(QWidget):
    """A group of tick boxes; Up and Down move between them.

    Args:
        name: What is being chosen; screen readers say it with every box.
        options: Pairs of value and words.
        columns: Boxes side by side.
        parent: Qt parent.
    """

    values_changed = Signal(object)
    """A tuple of the ticked values, in the order of the options."""

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        *,
        columns: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(SPACE_XS)
        grid.setHorizontalSpacing(SPACE_L)
        self._boxes: dict[str, TickBox] = {}
        for at, (value, words) in enumerate(options):
            box = TickBox(words)
            box.setAccessibleDescription(name)
            box.clicked.connect(self._on_clicked)
            grid.addWidget(box, at // columns, at % columns)
            self._boxes[value] = box
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))

    def box(self, value: str) -> TickBox:
        """Return the box of a value."""
        return self._boxes[value]

    def values(self) -> tuple[str, ...]:
        """Return what is ticked, in the order of the options."""
        return tuple(value for value, box in self._boxes.items() if box.isChecked())

    def set_values(self, values: Iterable[str]) -> None:
        """Show what is ticked without signalling it."""
        wanted = set(values)
        for value, box in self._boxes.items():
            box.setChecked(value in wanted)

    def _on_clicked(self) -> None:
        self.values_changed.emit(self.values())

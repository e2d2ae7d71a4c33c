"""Visitors to tick, as many as there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Member
from icv_app.words import _
from ui.people.standing import full_name
from ui.theme.tokens import SPACE_L, SPACE_XS
from ui.widgets.tick_box import TickBox

_COLUMNS = 2


class TickedVisitors(QWidget):
    """A tick box for each visitor; the boxes are used again, and follow one another by Tab."""

    def __init__(self, before: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Visitors"))
        self._before = before
        self._names: tuple[MemberId, ...] = ()
        self.boxes: list[TickBox] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setHorizontalSpacing(SPACE_L)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def show_visitors(self, visitors: Sequence[Member]) -> None:
        """Offer these; who was ticked stays ticked."""
        ticked = set(self.values())
        while len(self.boxes) < len(visitors):
            self._add_box()
        self._names = tuple(one.member_id for one in visitors)
        for at, box in enumerate(self.boxes):
            shown = at < len(visitors)
            box.setVisible(shown)
            if shown:
                name = full_name(visitors[at])
                box.setText(" ".join(part for part in (str(visitors[at].member_id), name) if part))
                box.setChecked(visitors[at].member_id in ticked)

    def values(self) -> tuple[MemberId, ...]:
        """Return who is ticked."""
        return tuple(name for name, box in zip(self._names, self.boxes, strict=False) if box.isChecked())

    def set_values(self, names: Iterable[MemberId]) -> None:
        """Tick these and nobody else."""
        wanted = set(names)
        for name, box in zip(self._names, self.boxes, strict=False):
            box.setChecked(name in wanted)

    def _add_box(self) -> None:
        box = TickBox("", self)
        box.setAccessibleDescription(_("Shown to"))
        at = len(self.boxes)
        self._grid.addWidget(box, at // _COLUMNS, at % _COLUMNS)
        # Made when the visitors are known, so they would stand at the end of the order of Tab.
        QWidget.setTabOrder(self.boxes[-1] if self.boxes else self._before, box)
        self.boxes.append(box)

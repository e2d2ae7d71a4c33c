"""Names and values, one pair a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_S
from ui.widgets.labels import Text

_LEAST_WIDTH = 270


class Facts(QWidget):
    """A muted name at the left of each value, or above it where large text leaves no room."""

    def __init__(self, facts: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_L)
        self._grid.setVerticalSpacing(SPACE_S)
        self._pairs: list[tuple[Text, Text]] = []
        self._beside = True
        self.show_facts(facts)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Return what is shown."""
        return tuple((name.text(), value.text()) for name, value in self._pairs if not name.isHidden())

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these; labels are used again, so that nothing flickers."""
        while len(self._pairs) < len(facts):
            # With their parent from the start: shown without one, they would be windows.
            name, value = Text(tone="muted", parent=self), Text(weight="semibold", parent=self)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._pairs.append((name, value))
        for at, (name, value) in enumerate(self._pairs):
            shown = at < len(facts)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(facts[at][0])
                value.setText(facts[at][1])
        self.setAccessibleName(". ".join(f"{name}: {value}" for name, value in facts))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Decide for the new width."""
        super().resizeEvent(event)
        beside = self.width() >= current_theme().px(_LEAST_WIDTH)
        if beside != self._beside:
            self._beside = beside
            self._place()

    def _place(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        for at, (name, value) in enumerate(self._pairs):
            for label in (name, value):
                self._grid.removeWidget(label)
            if self._beside:
                self._grid.addWidget(name, at, 0, top)
                self._grid.addWidget(value, at, 1, top)
            else:
                self._grid.addWidget(name, 2 * at, 0, 1, 2, top)
                self._grid.addWidget(value, 2 * at + 1, 0, 1, 2, top)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)

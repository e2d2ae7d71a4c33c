"""What was noticed about a member's laptops, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.words import _
from ui.people.missed_words import missed_about, missed_advice, missed_tag, missed_title
from ui.theme import Hue
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.button import Button
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.restyle import restyle

if TYPE_CHECKING:
    from icv_app.seal.withholding import Missed


class MissedNote(QFrame):
    """Hidden where nothing was noticed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "note")
        self.button = Button(_("I have looked into it"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        self._column.setSpacing(SPACE_S)
        self._column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_missed(self, missed: Sequence[Missed]) -> None:
        """Say each thing with its place, how it shows and what to do."""
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        said: list[QWidget] = []
        for one in missed:
            said += [Heading(missed_title(one), 3), Muted(missed_about(one)), Text(missed_advice(one))]
        for at, widget in enumerate(said):
            self._column.insertWidget(at, widget)
            widget.show()
        red = any(missed_tag(one)[1] is Hue.RED for one in missed)
        restyle(self, hue=str(Hue.RED if red else Hue.ORANGE))
        self.setAccessibleName(". ".join(missed_title(one) for one in missed))
        self.setVisible(bool(missed))

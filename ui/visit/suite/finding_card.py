"""A card of findings with one button that answers all that is still open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from icv_app.words import _, plural
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.visit.suite.finding_row import FindingRow
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.labels import KeyCap
from ui.widgets.question_list import QuestionList

_KEY = "L"


class FindingCard(Card):
    """Rows one below the other; the keyboard goes on by itself, L answers all that is still open.

    Attributes:
        all_button: Answers every row that is still open.
    """

    def __init__(self, title: str, all_words: str, parent: QWidget | None = None) -> None:
        super().__init__(title, " ", padded=False, parent=parent)
        self.rows: tuple[FindingRow, ...] = ()
        self.all_button = Button(all_words, icon="check")
        self.list = QuestionList()
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_M)
        row.setSpacing(SPACE_S)
        row.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(KeyCap(_KEY))
        self.all_button.setAccessibleDescription(_("Key {key}").format(key=_KEY))
        row.addStretch(1)
        self.body.addWidget(head)
        self.body.addWidget(self.list)

    def set_rows(self, rows: Sequence[FindingRow]) -> None:
        """Put the rows in."""
        self.rows = tuple(rows)
        self.list.set_rows(rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Answer all that is open by its key; what is typed into a note never comes here."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if (
            plain
            and event.text().upper() == _KEY
            and not event.isAutoRepeat()
            and self.all_button.isEnabled()
        ):
            self.all_button.click()
        else:
            super().keyPressEvent(event)

    def show_open(self, number: int) -> None:
        """Say how many rows are still open."""
        words = plural("{n} open", "{n} open", number) if number else _("All answered")
        if self.aside.text() != words:
            self.aside.setText(words)
        self.all_button.setEnabled(number > 0)

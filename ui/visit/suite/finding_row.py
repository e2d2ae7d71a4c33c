"""One area or stock of the suite: what was found, a note, and a concern where it falls short."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.visit.bound_form import put_value
from ui.visit.moving_on import is_enter, is_go_on
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Text
from ui.widgets.question_row import QuestionFrame
from ui.widgets.segments import SegmentBar
from ui.widgets.tag import Tag
from ui.widgets.text_field import NoteField

_LEAST_TEXT = 105


@dataclass(frozen=True, slots=True)
class Finding:
    """What stands at one area or stock.

    Attributes:
        value: As the bar of the row has it.
        short: It is poor or missing, so a note or a concern is asked.
        concern: Words of the concern raised about it; nothing where there is none.
    """

    value: str | None = None
    note: str = ""
    short: bool = False
    concern: str = ""


class FindingRow(QuestionFrame):
    """A title with its bar; a poor finding opens a note and the offer of a concern.

    Args:
        title: The area or stock.
        bar: Takes the finding.
        offer: Words of the button that raises the concern.
    """

    found = Signal(str)
    taken_back = Signal()
    noted = Signal(str)
    concern_wanted = Signal()

    def __init__(self, title: str, bar: SegmentBar, offer: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.bar = bar
        bar.enter_goes_on = True
        self._finding = Finding()
        self.note = NoteField(_("{title}: what is wrong?").format(title=title), least_lines=1)
        self.note_field = LabelledField(
            _("What is wrong?"), self.note, hint=_("A note or a concern. No names.")
        )
        self.concern_button = Button(offer, "link")
        self.concern_tag = Tag("")
        self._below = QWidget()
        self._lay_out(title)
        bar.chosen.connect(self._on_chosen)
        bar.cleared.connect(self.taken_back)
        self.note.value_changed.connect(self.noted)
        self.concern_button.clicked.connect(self.concern_wanted)

    def show_finding(self, finding: Finding) -> None:
        """Show what stands here; nothing is touched where nothing changed."""
        if finding == self._finding:
            return
        if finding.note != self._finding.note:
            put_value(self.note, finding.note)
        self._finding = finding
        put_value(self.bar, finding.value)
        self._below.setVisible(finding.short or bool(finding.note))
        self.concern_button.setVisible(finding.short and not finding.concern)
        self.concern_tag.setVisible(bool(finding.concern))
        self.concern_tag.show_word(finding.concern or " ", "orange")

    def set_focus(self) -> None:
        """Put the keyboard on the finding."""
        self.bar.set_focus()

    def show_problem(self, problem: str) -> None:
        """Put the keyboard on what is missing here, with an error."""
        if self._below.isHidden():
            self.set_focus()
            return
        self.note_field.set_problem(problem)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go on with Ctrl+Enter, from the bar with Enter, too; C raises the concern from the bar."""
        in_bar = self.bar.isAncestorOf(self.window().focusWidget() or self)
        if is_go_on(event) or (in_bar and is_enter(event)):
            self.note.finish()
            self.finished.emit()
            return
        if in_bar and event.text().upper() == "C" and not self.concern_button.isHidden():
            self.concern_wanted.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the bar below the title where there is no room beside it."""
        super().resizeEvent(event)
        beside = self.width() - 3 * SPACE_L - self.bar.sizeHint().width() >= current_theme().px(_LEAST_TEXT)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != direction:
            self._row.setDirection(direction)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return room for the bar alone: the title goes above it."""
        return QSize(self.bar.minimumSizeHint().width() + 2 * SPACE_L, super().minimumSizeHint().height())

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        column.setSpacing(SPACE_S)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(SPACE_S)
        self._row.addWidget(Text(title), 1)
        self._row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(self._row)
        inner = QVBoxLayout(self._below)
        inner.setContentsMargins(0, 0, 0, SPACE_S)
        inner.setSpacing(SPACE_S)
        inner.addWidget(self.note_field)
        line = Flow(gap=SPACE_M)
        line.addWidget(self.concern_tag)
        line.addWidget(self.concern_button)
        inner.addLayout(line)
        self._below.hide()
        self.concern_tag.hide()
        column.addWidget(self._below)

    def _on_chosen(self, value: str) -> None:
        self.note_field.set_problem("")
        self.found.emit(value)
        if self._finding.short and not self._finding.concern and not self._finding.note.strip():
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.finished.emit()

"""One check: its question, where the answer comes from, the answer, and what a "no" leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from ui.widgets.answer_buttons import NO, YES, AnswerButtons
from ui.widgets.flow import Flow
from ui.widgets.labels import KeyCap, Muted, Text
from ui.widgets.restyle import restyle
from ui.widgets.sides import Sides
from ui.widgets.wrapping_button import WrappingButton

_KEY_PX = 22
"""Room for a key and the gap after it, at 100 %."""
_LEAST_TEXT = 140
"""A question gets at least so much width beside its buttons; otherwise they go below it."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a "no": what is signalled, its key and its words."""

    value: str
    key: str
    words: str


def usual_ways(concern: str = "") -> tuple[Way, ...]:
    """Return raise a concern (R), put right (F) and other reason (O); `concern` names the category."""
    raise_words = (
        _("Raise a concern ({category})").format(category=concern) if concern else _("Raise a concern")
    )
    return (
        Way("concern", "R", raise_words),
        Way("put_right", "F", _("Put right during the visit")),
        Way("other", "O", _("Other reason")),
    )


class WhatNext(QFrame):
    """The ways out of a "no", with a key each; the one taken stays marked."""

    taken = Signal(str)

    def __init__(self, question: str, ways: Sequence[Way], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "whatnext")
        self.setAccessibleName(_("What next? {question}").format(question=question))
        self._ways = tuple(ways)
        self._buttons: dict[str, WrappingButton] = {}
        flow = Flow(self, gap=SPACE_M, line_gap=SPACE_XS)
        flow.setContentsMargins(SPACE_S, SPACE_S, SPACE_XS, SPACE_S)
        flow.addWidget(Text(_("What next?"), weight="bold", wrap=False))
        for way in self._ways:
            flow.addWidget(self._choice(way, question))

    def take(self, key: str) -> bool:
        """Take the way with this key, if there is one."""
        way = next((way for way in self._ways if way.key == key.upper()), None)
        if way is not None:
            self._take(way.value)
        return way is not None

    def show_taken(self, value: str | None) -> None:
        """Mark a way without signalling it."""
        for way in self._ways:
            button = self._buttons[way.value]
            button.setChecked(way.value == value)
            restyle(button, taken=way.value == value)

    def set_focus(self) -> None:
        """Put the keyboard on the way taken, or the first."""
        buttons = list(self._buttons.values())
        next((button for button in buttons if button.isChecked()), buttons[0]).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Wrap the words where they do not fit beside their key."""
        super().resizeEvent(event)
        inside = self.contentsRect().width() - SPACE_S - SPACE_XS
        for button in self._buttons.values():
            button.fit(inside - current_theme().px(_KEY_PX))

    def _choice(self, way: Way, question: str) -> QWidget:
        holder = QWidget()
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XS)
        row.addWidget(KeyCap(way.key))
        button = WrappingButton(way.words, "way")
        button.setCheckable(True)
        button.setAccessibleDescription(_("Key {key}. {question}").format(key=way.key, question=question))
        button.setProperty("below", self)  # the ways are seen together
        button.clicked.connect(lambda: self._take(way.value))
        row.addWidget(button)
        self._buttons[way.value] = button
        return holder

    def _take(self, value: str) -> None:
        self.show_taken(value)
        self.taken.emit(value)


class QuestionFrame(QFrame):
    """One row of a `QuestionList`, whatever kind of answer it takes."""

    finished = Signal()
    """Nothing more to do here: the keyboard may go on to the next row."""

    def __init__(self, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "question")
        self.setAccessibleName(question)

    def set_focus(self) -> None:
        """Put the keyboard on the answer."""
        self.setFocus()


class QuestionRow(QuestionFrame):
    """A check with its answer; keys act while the keyboard is anywhere in it.

    Args:
        question: The check in words.
        source: Where the answer came from, such as "She said"; a muted line.
        ways: What the poor answer opens; nothing when empty.
        parent: Qt parent.
        good: The good answer; the opposite one opens the ways. `None` where neither is good.

    Attributes:
        words: The column of question and source; add lines below them here.
        below: Add what belongs under the ways here.
        held_by: Ways after which the keyboard stays, because more is asked.
    """

    answered = Signal(str)
    """An answer of `AnswerButtons` was given."""
    cleared = Signal()
    """The answer was taken back."""
    way_taken = Signal(str)
    """The value of a way out of a poor answer."""

    def __init__(
        self,
        question: str,
        source: str = "",
        ways: Sequence[Way] = (),
        parent: QWidget | None = None,
        *,
        good: str | None = YES,
    ) -> None:
        super().__init__(question, parent)
        self.question = Text(question)
        self.source = Muted(source)
        self.answers = AnswerButtons(question, good=good)
        self.answers.enter_goes_on = True
        self.what_next = WhatNext(question, ways) if ways else None
        self.held_by: frozenset[str] = frozenset()
        self._poor = {YES: NO, NO: YES}.get(good or "")
        self._lay_out()
        self.source.setVisible(bool(source))
        self.answers.chosen.connect(self._on_answered)
        self.answers.cleared.connect(self._on_cleared)
        if self.what_next is not None:
            self.what_next.taken.connect(self._on_way_taken)

    def value(self) -> str | None:
        """Return the answer."""
        return self.answers.value()

    def set_answer(self, value: str | None, way: str | None = None) -> None:
        """Show an answer, and the way taken if it is the poor one, without signalling it."""
        self.answers.set_value(value)
        if self.what_next is not None:
            self.what_next.show_taken(way)
            self.what_next.setVisible(value is not None and value == self._poor)

    def set_focus(self) -> None:
        """Put the keyboard on the answer."""
        self.answers.set_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take a way out of a "no" by its key; answer from within those ways, too."""
        if event.isAutoRepeat() and event.text().strip():
            return
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()  # past it: an answer has a key of its own, or Space
            return
        open_ways = self.what_next is not None and not self.what_next.isHidden()
        if plain and open_ways and self.what_next is not None and self.what_next.take(event.text()):
            return
        if not (plain and self.answers.press(event.text())):
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        column.setSpacing(SPACE_S)
        left = QWidget()
        self.words = QVBoxLayout(left)
        self.words.setContentsMargins(0, 0, 0, 0)
        self.words.setSpacing(2)
        self.words.addWidget(self.question)
        self.words.addWidget(self.source)
        column.addWidget(Sides(left, self.answers, _LEAST_TEXT))
        if self.what_next is not None:
            column.addWidget(self.what_next)
            self.what_next.hide()
        self.below = QVBoxLayout()
        self.below.setSpacing(SPACE_S)
        column.addLayout(self.below)

    def _on_answered(self, value: str) -> None:
        opens = value == self._poor and self.what_next is not None
        if self.what_next is not None:
            self.what_next.setVisible(opens)
            if not opens:
                self.what_next.show_taken(None)
        self.answered.emit(value)
        if opens and self.what_next is not None:
            self.what_next.set_focus()
        else:
            self.finished.emit()

    def _on_cleared(self) -> None:
        if self.what_next is not None:
            self.what_next.show_taken(None)
            self.what_next.hide()
        self.cleared.emit()

    def _on_way_taken(self, value: str) -> None:
        self.way_taken.emit(value)
        if value not in self.held_by:
            self.finished.emit()

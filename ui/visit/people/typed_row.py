"""A check whose answer is typed or chosen from a list: a time, hours, a number, words, one of many."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from icv_app.domain.checklist import Check, CheckKind, Checklist
from icv_app.domain.free_texts import answer_path
from icv_app.words import _
from ui.entries.numbers import read_hours
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_S
from ui.visit.bound_form import Control, connect_control, focus_control, put_value
from ui.visit.people.check_row import CheckActions, CheckState
from ui.visit.wording import options
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.entry_field import EntryField
from ui.widgets.hit_lines import HitLines
from ui.widgets.labels import Text
from ui.widgets.number_field import NumberField
from ui.widgets.question_row import QuestionFrame
from ui.widgets.segments import SegmentBar
from ui.widgets.text_field import NoteField
from ui.widgets.tick_box import TickBox

_LEAST_TEXT = 150
NOT_KNOWN = "nk"


class TypedRow(QuestionFrame):
    """The question, a field, and "Not known"; Enter goes on to the next check."""

    def __init__(self, check: Check, checklist: Checklist, actions: CheckActions) -> None:
        super().__init__(check.text)
        self.check = check
        self._actions = actions
        self._state: CheckState | None = None
        self.control = _control(check, checklist, actions)
        self.problem = Text(tone="error", weight="semibold")
        self.problem.hide()
        self.not_known = Button(_("Not known"), "small")
        self.not_known.setCheckable(True)
        self.not_known.setAccessibleDescription(check.text)
        self.setToolTip(f"{check.guidance}\n{check.source_of_law}")
        self._lay_out(Text(check.text))
        connect_control(self.control, self._on_changed)
        self.not_known.clicked.connect(self._on_not_known)
        problem_changed = getattr(self.control, "problem_changed", None)
        if problem_changed is not None:
            problem_changed.connect(self._show_problem)

    def show_state(self, state: CheckState) -> None:
        """Show what stands at the check."""
        if state == self._state:
            return
        other = self._state is None or self._state.person_id != state.person_id
        before = "" if self._state is None or self._state.answer is None else self._state.answer.value
        self._state = state
        if isinstance(self.control, NoteField):
            self.control.watch.stand_at(answer_path(state.person_id, self.check.check_id, "value"))
        value = state.answer.value if state.answer else ""
        self.not_known.setChecked(value == NOT_KNOWN)
        if other or value != before:
            shown = _shown(self.check.kind, "" if value == NOT_KNOWN else value)
            put_value(self.control, shown, force=other)
            if other:
                self._show_problem("")

    def finish(self) -> None:
        """Take what was typed."""
        if not isinstance(self.control, (Choice, SegmentBar, TickBox)):
            self.control.finish()

    def set_focus(self) -> None:
        """Put the keyboard on the field."""
        focus_control(self.control)

    focus_open_question = set_focus

    def settled(self) -> bool:
        """Return whether it is answered."""
        return self._state is not None and self._state.answer is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go on with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
            if not self.problem.text():
                self.finished.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the field below the question where there is no room beside it."""
        super().resizeEvent(event)
        wide = isinstance(self.control, (NoteField, DateTimeField, Choice))
        room = self.width() - 3 * SPACE_L - self._holder.sizeHint().width()
        beside = not wide and room >= current_theme().px(_LEAST_TEXT)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != direction:
            self._row.setDirection(direction)

    def _lay_out(self, question: Text) -> None:
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        self._row.setSpacing(SPACE_S)
        self._row.addWidget(question, 1)
        self._row.addWidget(self.problem)
        self._holder = QWidget()
        inner = QHBoxLayout(self._holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACE_S)
        inner.addWidget(self.control, 1)
        inner.addWidget(self.not_known, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._holder)
        if isinstance(self.control, NoteField):
            self.control.setAccessibleDescription(self.check.guidance)
            self._row.addWidget(HitLines(self.control, describes=True))
        target = self.control.focusProxy() or self.control
        question.setBuddy(target)
        target.setAccessibleDescription(self.check.guidance)

    def _on_changed(self, value: object) -> None:
        text = _kept(value)
        if text:
            self._actions.give(self.check.check_id, text)
        elif self._state is not None and self._state.answer is not None:
            self._actions.take_back(self.check.check_id)
        if isinstance(self.control, Choice) and text:
            self.finished.emit()

    def _on_not_known(self, pressed: bool) -> None:
        if pressed:
            self._actions.give(self.check.check_id, NOT_KNOWN)
            self.finished.emit()
        else:
            self._actions.take_back(self.check.check_id)

    def _show_problem(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))


def _control(check: Check, checklist: Checklist, actions: CheckActions) -> Control:
    match check.kind:
        case CheckKind.TIME:
            return actions.moment_field(check.text)
        case CheckKind.HOURS:
            return EntryField(check.text, read_hours, str, characters=6)
        case CheckKind.NUMBER:
            return NumberField(check.text, most=999_999)
        case CheckKind.CHOICE:
            return Choice(check.text, options(checklist, check.choices or ""))
        case _:
            return NoteField(check.text, least_lines=1)


def _kept(value: object) -> str:
    """Return a value as an answer keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return "" if value is None else str(value)


def _shown(kind: CheckKind, text: str) -> object:
    """Return what the field shows for a kept answer; nothing where it cannot be read."""
    if not text:
        return None if kind is not CheckKind.TEXT else ""
    if kind is CheckKind.TIME:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
        return moment if moment.utcoffset() is not None else None
    if kind is CheckKind.NUMBER:
        return int(text) if text.isdecimal() else None
    return text

"""Forms whose controls each show one field of a frozen record and change it.

A control is touched only when its field of the record changed, so nothing moves
under the hands of somebody who is typing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from icv_app.domain.free_texts import text_path
from ui.theme.tokens import SPACE_L
from ui.visit.moving_on import go_on, is_enter
from ui.widgets.choice import Choice
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.entry_field import EntryField
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.segments import SegmentBar
from ui.widgets.text_field import NoteField, TextField
from ui.widgets.tick_box import TickBox


class Record(Protocol):
    """Any dataclass: what `dataclasses.replace` can change a field of."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


R = TypeVar("R", bound=Record)

Control = Choice | DateTimeField | EntryField[Any] | SegmentBar | NoteField | TextField | TickBox


@dataclass(frozen=True, slots=True)
class _Bound(Generic[R]):
    """One control and its field."""

    control: Control
    frame: QWidget
    read: Callable[[R], Any]
    shown: Callable[[R], bool] | None


class BoundForm(QWidget, Generic[R]):
    """A column of bound controls.

    Args:
        edit: Applies a change to the record shown.
        parent: Qt parent.

    Attributes:
        column: Where `bind` adds controls, unless another layout is given.
        within: Enter goes on to the next field in here; the form itself unless something else is put.
        keys_go_on: A choice made by its key goes on, too, past choices that are made already.
    """

    ended = Signal()
    """Enter, or the key of a choice, was pressed in the last field."""

    def __init__(
        self, edit: Callable[[Callable[[R], R]], None], *, gap: int = SPACE_L, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._edit = edit
        self._bound: dict[str, _Bound[R]] = {}
        self._shown: dict[str, object] = {}
        self.within: QWidget = self
        self.keys_go_on = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(gap)

    def bind(
        self,
        field: str,
        label: str,
        control: Control,
        *,
        hint: str = "",
        required: bool = False,
        read: Callable[[R], Any] | None = None,
        write: Callable[[R, Any], R] | None = None,
        shown: Callable[[R], bool] | None = None,
        into: QLayout | None = None,
    ) -> QWidget:
        """Add a control for a field and return what stands on the form.

        Args:
            field: Name of the record's field, or a path that `focus_field` is asked for.
            label: Visible label; a tick box carries its own.
            control: Shows the field.
            hint: Shown under the label.
            required: Say "required" beside the label.
            read: The control's value of a record; the field itself where `None`.
            write: The record with a value put in; replaces the field where `None`.
            shown: Whether the field is asked of a record; always where `None`.
            into: Where to add it.
        """
        frame: QWidget = control
        if not isinstance(control, TickBox):
            frame = LabelledField(label, control, hint=hint, required=required)
        put = write or (lambda record, value: replace(record, **{field: value}))
        self._bound[field] = _Bound(control, frame, read or (lambda record: getattr(record, field)), shown)

        def changed(value: object) -> None:
            self.show_problem(field, "")
            self._edit(lambda record: put(record, value))

        connect_control(control, changed)
        if isinstance(control, SegmentBar):
            control.enter_goes_on = True
            control.chosen_by_key.connect(lambda: self._after_key(field))
        (into if into is not None else self.column).addWidget(frame)
        return frame

    def also(self, field: str, bound: str) -> None:
        """Have a second field of the record shown and found at a control that is bound already."""
        self._bound[field] = self._bound[bound]

    def offers(self, field: str) -> bool:
        """Return whether a field is asked of the record shown."""
        return not self._bound[field].frame.isHidden()

    def side_by_side(self) -> Flow:
        """Return a row in the column whose fields wrap where there is no room."""
        row = Flow(gap=SPACE_L, line_gap=SPACE_L, tops_level=True)
        self.column.addLayout(row)
        return row

    def control(self, field: str) -> Control:
        """Return the control of a field."""
        return self._bound[field].control

    def show_record(self, record: R) -> None:
        """Show a record; only what changed since the last time is touched."""
        for field, bound in self._bound.items():
            if isinstance(bound.control, (TextField, NoteField)):
                bound.control.watch.stand_at(self.text_path(record, field))
            value = bound.read(record)
            if field not in self._shown or self._shown[field] != value:
                put_value(bound.control, value, force=field not in self._shown)
                self._shown[field] = value
            if bound.shown is not None:
                wanted = bound.shown(record)
                if bound.frame.isHidden() == wanted:
                    bound.frame.setVisible(wanted)

    def text_path(self, record: R, field: str) -> str:
        """Return which free text of the visit a field shows; nothing where it shows none."""
        return text_path(record, field)

    def start_over(self) -> None:
        """Forget what is shown and every error: the next record is another one."""
        self._shown.clear()
        self.forget_problems()

    def finish(self) -> None:
        """Take what was typed in any control."""
        for bound in self._bound.values():
            if isinstance(bound.control, (TextField, NoteField, EntryField, DateTimeField)):
                bound.control.finish()

    def forget_problems(self) -> None:
        """Take every error away."""
        for field in self._bound:
            self.show_problem(field, "")

    def problem(self, field: str) -> str:
        """Return the error shown at a field, or nothing."""
        frame = self._bound[field].frame
        return frame.problem() if isinstance(frame, LabelledField) else ""

    def show_problem(self, field: str, problem: str) -> None:
        """Show an error at a field, or none when empty."""
        frame = self._bound[field].frame
        if isinstance(frame, LabelledField) and frame.problem() != problem:
            frame.set_problem(problem)

    def field_of(self, widget: QWidget) -> str:
        """Return the field that a control or a part of it belongs to, or nothing."""
        for field, bound in self._bound.items():
            if bound.control is widget or bound.control.isAncestorOf(widget):
                return field
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go on to the next field with Enter, unless what was typed cannot be understood."""
        inside = self.window().focusWidget()
        frame = self._frame_around(inside) if is_enter(event) and inside is not None else None
        if frame is None:
            super().keyPressEvent(event)
            return
        control = frame.control if isinstance(frame, LabelledField) else frame
        if isinstance(control, (TextField, EntryField, DateTimeField, Choice)):
            control.finish()
        if not (isinstance(control, (EntryField, DateTimeField, Choice)) and control.problem()):
            self._go_on(frame)

    def _frame_around(self, widget: QWidget) -> QWidget | None:
        found: QWidget | None = widget
        while found is not None and found is not self and not isinstance(found, (LabelledField, TickBox)):
            found = found.parentWidget()
        return None if found is self else found

    def _after_key(self, field: str) -> None:
        """Go on after a choice that was made by its key."""
        if self.keys_go_on:
            self._go_on(self._bound[field].frame, to_open=True)

    def _go_on(self, frame: QWidget, *, to_open: bool = False) -> None:
        if not go_on(frame, self.within, to_open=to_open):
            self.ended.emit()

    def focus_field(self, field: str, problem: str = "") -> bool:
        """Put the keyboard on a field, with an error; False if this form does not have it or hides it."""
        bound = self._bound.get(field)
        if bound is None or bound.frame.isHidden():
            return False
        if problem:
            self.show_problem(field, problem)
        focus_control(bound.control)
        return True


def connect_control(control: Control, changed: Callable[[Any], None]) -> None:
    """Have `changed` called with each new value that a person enters."""
    if isinstance(control, SegmentBar):
        control.chosen.connect(changed)
        control.cleared.connect(lambda: changed(None))
    elif isinstance(control, TickBox):
        control.clicked.connect(lambda ticked: changed(bool(ticked)))
    else:
        control.value_changed.connect(changed)


def put_value(control: Control, value: Any, *, force: bool = False) -> None:
    """Show a value unless the control already shows it; a code that is not offered shows as none.

    Args:
        force: Put it also where it agrees, which takes away what could not be understood.
    """
    if isinstance(value, StrEnum):
        value = value.value
    if isinstance(control, TickBox):
        if control.isChecked() != bool(value):
            control.setChecked(bool(value))
        return
    if isinstance(control, (TextField, NoteField)):
        value = (value or "").strip()
    if isinstance(control, Choice) and value is not None and control.findData(value) == -1:
        value = None
    if isinstance(control, SegmentBar) and value not in {b.segment.value for b in control.buttons}:
        value = None
    if isinstance(value, datetime):
        value = value.replace(second=0, microsecond=0)
    if force or control.value() != value:
        control.set_value(value)


def focus_control(control: Control) -> None:
    """Put the keyboard on a control."""
    if isinstance(control, SegmentBar):
        control.set_focus()
        return
    (control.focusProxy() or control).setFocus(Qt.FocusReason.OtherFocusReason)

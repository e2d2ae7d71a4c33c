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

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from icv_app.domain.free_texts import text_path
from ui.theme.tokens import SPACE_L
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
    """

    def __init__(
        self, edit: Callable[[Callable[[R], R]], None], *, gap: int = SPACE_L, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._edit = edit
        self._bound: dict[str, _Bound[R]] = {}
        self._shown: dict[str, object] = {}
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
        (into if into is not None else self.column).addWidget(frame)
        return frame

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

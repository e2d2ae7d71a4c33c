"""A moment, as a day and a time on the clock in London."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.errors import BadInput
from icv_app.words import _
from ui.entries.dates import Lean
from ui.entries.london import LONDON, Reading, readings, wall_clock
from ui.entries.times import say_time
from ui.theme.tokens import SPACE_S, SPACE_XS
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.date_field import DateField
from ui.widgets.flow import Flow
from ui.widgets.labels import Text
from ui.widgets.time_field import TimeField

_FIRST, _SECOND = "first", "second"


class DateTimeField(QWidget):
    """A day and a time; asks which one is meant when the clocks went back over it.

    Args:
        name: What to enter.
        today: Returns the present day in London.
        lean: Which year is meant when none is typed.
        parent: Qt parent.
        usual_day: Gives the day that is meant when only a time is typed; it is filled in and can be changed.
            The time then stands first.
    """

    value_changed = Signal(object)
    """An aware UTC `datetime`, or None while it is unfinished."""
    problem_changed = Signal(str)

    def __init__(
        self,
        name: str,
        today: Callable[[], date],
        lean: Lean = Lean.PAST,
        parent: QWidget | None = None,
        *,
        usual_day: Callable[[time], date] | None = None,
    ) -> None:
        super().__init__(parent)
        self._usual_day = usual_day
        self._filled_in = False
        self._value: datetime | None = None
        self._clock_problem = ""
        self._told = ""
        self.day = DateField(_("{name}: date").format(name=name), today, lean)
        self.time = TimeField(_("{name}: time").format(name=name))
        self._question = Text()
        self.which = ChoiceButtons(
            _("Which of the two"),
            [(_FIRST, _("First, summer time")), (_SECOND, _("Second, winter time"))],
        )
        parts = (self.day, self.time) if usual_day is None else (self.time, self.day)
        self.setFocusProxy(parts[0].line)
        self._lay_out(parts)
        self._readings: tuple[Reading, ...] = ()
        self.day.value_changed.connect(self._on_day_changed)
        self.time.value_changed.connect(self._on_part_changed)
        for field in parts:
            field.problem_changed.connect(self._tell_problem)
        self.which.chosen.connect(self._on_which_chosen)

    def value(self) -> datetime | None:
        """Return the moment in UTC; None while it is unfinished or open to doubt."""
        return self._value

    def problem(self) -> str:
        """Return what is wrong, or nothing."""
        return self.day.problem() or self.time.problem() or self._clock_problem

    def set_value(self, at: datetime | None) -> None:
        """Show an aware moment, in London time, without signalling it.

        Raises:
            ValueError: `at` has no time zone.
        """
        self._filled_in = False
        day, clock = (None, None) if at is None else wall_clock(at)
        self.day.set_value(day)
        self.time.set_value(clock)
        self._read_parts()
        if at is not None and len(self._readings) == 2:
            later = at.astimezone(LONDON).fold == 1
            self.which.set_value(_SECOND if later else _FIRST)
        self._value = at
        self._clock_problem = ""
        self._tell_problem()

    def finish(self) -> None:
        """Take what was typed, as on leaving the field."""
        self.day.finish()
        self.time.finish()

    def _lay_out(self, parts: Sequence[QWidget]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        row = Flow(gap=SPACE_S)
        for part in parts:
            row.addWidget(part)
        column.addLayout(row)
        column.addWidget(self._question)
        column.addWidget(self.which)
        self._question.hide()
        self.which.hide()

    def _on_day_changed(self, day: object) -> None:
        self._filled_in = False
        self._on_part_changed(day)

    def _on_part_changed(self, _part: object) -> None:
        clock = self.time.value()
        # Worked out anew while the time is typed: after "2" it may be another day than after "2140".
        free = self._filled_in or not self.day.line.text().strip()
        if self._usual_day is not None and clock is not None and free:
            self.day.set_value(self._usual_day(clock))
            self._filled_in = True
        self._read_parts()
        self.which.set_value(None)
        self._change(self._readings[0].at if len(self._readings) == 1 else None)
        self._tell_problem()

    def _read_parts(self) -> None:
        day, clock = self.day.value(), self.time.value()
        self._readings, self._clock_problem = (), ""
        if day is not None and clock is not None:
            try:
                self._readings = readings(day, clock)
            except BadInput as error:
                self._clock_problem = error.user_text
        twice = len(self._readings) == 2
        if twice and clock is not None:
            self._question.setText(
                _("The clocks went back that night, so {time} came twice. Which one was it?").format(
                    time=say_time(clock)
                )
            )
        self._question.setVisible(twice)
        self.which.setVisible(twice)

    def _on_which_chosen(self, which: str) -> None:
        self._change(self._readings[0 if which == _FIRST else 1].at)

    def _change(self, at: datetime | None) -> None:
        if at != self._value:
            self._value = at
            self.value_changed.emit(at)

    def _tell_problem(self, _problem: str = "") -> None:
        if self.problem() != self._told:
            self._told = self.problem()
            self.problem_changed.emit(self._told)

"""When each review of detention was held, by the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.record_review import MOST_REVIEWS
from icv_app.words import _
from ui.entries.moments import say_moment
from ui.theme.tokens import SPACE_S
from ui.widgets.button import Button
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Text


class ReviewTimes(QWidget):
    """One field that adds to the list above it; the last one can be taken away.

    Args:
        today: Returns the present day in London.
        usual_day: Gives the day that is meant when only a time is typed.
    """

    changed = Signal()

    def __init__(
        self, today: Callable[[], date], usual_day: Callable[[time], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._times: tuple[datetime, ...] = ()
        self.listed = Text()
        self.moment = DateTimeField(_("Time of a review"), today, usual_day=usual_day)
        self.field = LabelledField(_("Time of a review"), self.moment, hint=_("Add each review by itself."))
        self.add_button = Button(_("Add this review"))
        self.take_away_button = Button(_("Take the last one away"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.listed)
        column.addWidget(self.field)
        buttons = Flow(gap=SPACE_S)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.take_away_button)
        column.addLayout(buttons)
        self.add_button.clicked.connect(self._on_add)
        self.take_away_button.clicked.connect(self._on_take_away)
        self._show()

    def times(self) -> tuple[datetime, ...]:
        """Return the reviews, earliest first, UTC."""
        return self._times

    def set_times(self, times: tuple[datetime, ...]) -> None:
        """Show what was read before."""
        self._times = times
        self._show()

    def unfinished(self) -> bool:
        """Whether a time was typed and not added."""
        return bool(self.moment.time.line.text().strip())

    def say_unfinished(self) -> str:
        """Say at the field that its time was not added; return the words."""
        words = _("Add this review, or empty its time.")
        self.field.set_problem(words)
        return words

    def _on_add(self) -> None:
        self.moment.finish()
        at = self.moment.value()
        if at is None or self.moment.problem():
            self.field.set_problem(self.moment.problem() or _("Enter when the review was held."))
            self.field.set_focus()
            return
        if len(self._times) >= MOST_REVIEWS:
            self.field.set_problem(_("There are {n} reviews already.").format(n=MOST_REVIEWS))
            self.field.set_focus()
            return
        self._times = tuple(sorted({*self._times, at}))
        self.moment.set_value(None)
        self.field.set_problem("")
        self._show()
        self.field.set_focus()
        self.changed.emit()

    def _on_take_away(self) -> None:
        self._times = self._times[:-1]
        self._show()
        if not self._times:
            self.field.set_focus()
        self.changed.emit()

    def _show(self) -> None:
        lines = [f"{number}. {say_moment(at)}" for number, at in enumerate(self._times, start=1)]
        self.listed.setText("\n".join(lines) or _("No review is entered yet."))
        self.take_away_button.setEnabled(bool(self._times))

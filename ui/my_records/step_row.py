"""One step of a custody record: what the record says, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.domain.record_review import Said, Step, StepRead
from icv_app.words import _
from ui.record_reviews.wording import said_words
from ui.theme.tokens import SPACE_XS
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Text

_KEYS: Mapping[str, str] = {Said.YES: "Y", Said.NO: "N", Said.NOT_RECORDED: "R", Said.NOT_APPLICABLE: "A"}


class StepRow(QFrame):
    """The answer, and after a yes the time in the record.

    Args:
        step: Which step.
        name: What it is called.
        today: Returns the present day in London.
        usual_day: Gives the day that is meant when only a time is typed.
    """

    changed = Signal()
    finished = Signal()
    """Answered by a key, with nothing more to say: the keyboard may go on."""

    def __init__(
        self,
        step: Step,
        name: str,
        today: Callable[[], date],
        usual_day: Callable[[time], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "question")
        self.setAccessibleName(name)
        self.step = step
        self.timed = step is not Step.REVIEWS
        self.buttons = ChoiceFlow(
            name,
            [(said.value, words) for said, words in said_words().items()],
            kinds={Said.YES: "yes", Said.NO: "no"},
            keys=_KEYS,
        )
        self.error = Text(tone="error", weight="semibold")
        when = _("When, by the record: {step}").format(step=name)
        self.moment = DateTimeField(when, today, usual_day=usual_day)
        self.moment_field = LabelledField(_("When, by the record"), self.moment)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_XS)
        column.addWidget(Text(name, weight="semibold"))
        column.addWidget(self.error)
        column.addWidget(self.buttons)
        column.addWidget(self.moment_field)
        self.setFocusProxy(self.buttons.buttons[0])
        self.error.hide()
        self._offer()
        self.buttons.chosen.connect(lambda _said: self._on_said())
        self.buttons.cleared.connect(self._on_said)
        self.buttons.chosen_by_key.connect(self._go_on)
        self.moment.value_changed.connect(lambda _at: self._on_changed())

    def answer(self) -> StepRead | None:
        """Return what was read; nothing while it is not answered."""
        value = self.buttons.value()
        if value is None:
            return None
        said = Said(value)
        at: datetime | None = self.moment.value() if self.timed and said is Said.YES else None
        return StepRead(step=self.step, said=said, at=at)

    def show_answer(self, answer: StepRead | None) -> None:
        """Show what was read before."""
        self.buttons.set_value(answer.said if answer is not None else None)
        self.moment.set_value(answer.at if answer is not None else None)
        self._offer()

    def show_problem(self, problem: str) -> None:
        """Say what is lacking, at the time where that is what is lacking."""
        at_time = self.timed and self.buttons.value() == Said.YES
        self.moment_field.set_problem((problem or self.moment.problem()) if at_time else "")
        self.error.setText("" if at_time else problem)
        self.error.setVisible(bool(self.error.text()))

    def set_focus(self) -> None:
        """Put the keyboard on what is lacking, or on the answer."""
        if self.timed and self.buttons.value() == Said.YES and self.moment.value() is None:
            self.moment_field.set_focus()
        else:
            self.buttons.set_focus()

    def _offer(self) -> None:
        self.moment_field.setVisible(self.timed and self.buttons.value() == Said.YES)

    def _on_said(self) -> None:
        self._offer()
        self._on_changed()

    def _on_changed(self) -> None:
        self.show_problem("")
        self.changed.emit()

    def _go_on(self) -> None:
        if self.timed and self.buttons.value() == Said.YES:
            self.moment_field.set_focus()
        else:
            self.finished.emit()

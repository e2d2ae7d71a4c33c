"""One duty of the rota: who goes, when in its week, and whether it was made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import MemberId
from icv_app.domain.rota import Window
from icv_app.words import _
from ui.rota.view_model import DutyRow
from ui.rota.wording import breach_words
from ui.rota_words import week_words, window_titles, window_words
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Text
from ui.widgets.scroll_card import ScrollCard


class DutyCard(ScrollCard):
    """The duty chosen in the table."""

    set_asked = Signal(object, object, object, bool)
    """A `DutyRow`, the pair, the `Window`, and whether the planner is to leave it alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("The visit chosen"), parent)
        self._row: DutyRow | None = None
        self.words = Text()
        self.against = Text(tone="error")
        self.first = Choice(_("First visitor"), ())
        self.second = Choice(_("Second visitor"), ())
        self.window_choice = ChoiceButtons(
            _("When in its week"), [(window.value, title) for window, title in window_titles().items()]
        )
        self.keep_button = Button(_("Keep as I made it"), "main")
        self.free_button = Button(_("Leave it to the planner"))
        for widget in (
            self.words,
            self.against,
            LabelledField(_("First visitor"), self.first),
            LabelledField(_("Second visitor"), self.second),
            LabelledField(_("When in its week"), self.window_choice),
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.add_buttons(self.keep_button, self.free_button)
        self.keep_button.clicked.connect(lambda: self._ask(locked=True))
        self.free_button.clicked.connect(lambda: self._ask(locked=False))

    def offer(self, visitors: Sequence[MemberId]) -> None:
        """Offer these visitors."""
        for choice in (self.first, self.second):
            choice.set_options([(name, name) for name in visitors])

    def show_row(self, row: DutyRow | None) -> None:
        """Show one duty, or that none is chosen."""
        self._row = row
        for widget in (self.first, self.second, self.window_choice, self.keep_button, self.free_button):
            widget.setEnabled(row is not None)
        if row is None:
            self.words.setText(_("Choose a visit in the table to change who goes."))
            self.against.hide()
            return
        duty = row.duty
        self.words.setText(
            _("{suite}, {week}. {when}.").format(
                suite=row.suite_name, week=week_words(duty.week), when=window_words(duty.window)
            )
        )
        against = [row.why_empty, *(breach_words(one) for one in row.breaches)]
        self.against.setText("\n".join(text for text in against if text))
        self.against.setVisible(any(against))
        for at, choice in enumerate((self.first, self.second)):
            name = duty.pair[at] if at < len(duty.pair) else None
            offered = [choice.itemData(number) for number in range(choice.count())]
            choice.set_value(name if name in offered else None)
        self.window_choice.set_value(duty.window.value)
        self.free_button.setVisible(duty.locked)

    def _ask(self, *, locked: bool) -> None:
        if self._row is None:
            return
        for choice in (self.first, self.second):
            choice.finish()
        if self.first.problem() or self.second.problem():
            return
        pair = tuple(MemberId(name) for name in (self.first.value(), self.second.value()) if name)
        window = Window(self.window_choice.value() or Window.DAY)
        self.set_asked.emit(self._row, pair, window, locked)

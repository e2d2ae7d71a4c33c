"""Swaps that visitors asked for: who takes the duty instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.duties import SwapAsked
from icv_app.domain.ids import MemberId
from icv_app.words import _
from ui.rota_words import week_words
from ui.theme.tokens import SPACE_S
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Line, Text
from ui.widgets.scroll_card import ScrollCard


class SwapsCard(ScrollCard):
    """One question a swap."""

    settled = Signal(object, object)
    """A `SwapAsked` and who goes instead."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Swaps"), parent)
        self._holder = QWidget()
        self.choices: list[Choice] = []
        self.buttons: list[Button] = []
        self.body.addWidget(self._holder)
        self.body.addStretch(1)
        self.close_button = Button(_("Close"))
        self.add_buttons(self.close_button)
        self.close_button.clicked.connect(self.left)

    def show_swaps(
        self, swaps: Sequence[SwapAsked], visitors: Sequence[MemberId], suites: Mapping[str, str]
    ) -> None:
        """Show all that are to be settled, oldest first."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        self.choices, self.buttons = [], []
        if not swaps:
            column.addWidget(Text(_("Nobody asks for a swap.")))
        for at, swap in enumerate(swaps):
            if at:
                column.addWidget(Line())
            self._add(column, swap, visitors, suites)
        self.body.replaceWidget(self._holder, holder)
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = holder

    def _add(
        self, column: QVBoxLayout, swap: SwapAsked, visitors: Sequence[MemberId], suites: Mapping[str, str]
    ) -> None:
        suite = suites.get(swap.suite_id, swap.suite_id)
        words = _("{member} cannot go to {suite}, {week}.").format(
            member=swap.member_id, suite=suite, week=week_words(swap.week)
        )
        name = _("Who goes instead of {member}").format(member=swap.member_id)
        others = [one for one in visitors if one != swap.member_id]
        choice = Choice(name, [(one, one) for one in others])
        choice.set_value(swap.instead if swap.instead in others else None)
        button = Button(_("Settle the swap"))
        button.setAccessibleDescription(words)
        field = LabelledField(name, choice)
        for widget in (Text(words, weight="semibold"), field):
            column.addWidget(widget)
        column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.choices.append(choice)
        self.buttons.append(button)
        button.clicked.connect(lambda: self._on_settle(swap, choice, field))

    def _on_settle(self, swap: SwapAsked, choice: Choice, field: LabelledField) -> None:
        choice.finish()
        chosen = choice.value()
        field.set_problem(choice.problem() or ("" if chosen else _("Choose who goes instead.")))
        if chosen and not choice.problem():
            self.settled.emit(swap, MemberId(chosen))

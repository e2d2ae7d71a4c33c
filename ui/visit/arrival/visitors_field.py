"""Who came along: as many visitors as there were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme.tokens import SPACE_S
from ui.widgets.button import Button
from ui.widgets.choice import Choice


@dataclass(frozen=True, slots=True)
class MemberOption:
    """A member to choose, by scheme number."""

    member_id: str
    words: str


class VisitorsField(QWidget):
    """A list for the second visitor, and one more for each further visitor."""

    value_changed = Signal(object)
    """A tuple of scheme numbers, in order, none twice."""
    problem_changed = Signal(str)
    """What is wrong with what stands in one of the lists, or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: list[tuple[str, str]] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_S)
        self.choices: list[Choice] = []
        self.add_button = Button(_("Add another visitor"), "link", icon="plus")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(self._rows)
        self._add_row()
        # After the list: Tab comes to this field at the list, and would pass over what stands before.
        column.addWidget(self.add_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.choices[0])
        self.add_button.clicked.connect(self._on_add)

    def set_options(self, options: Sequence[MemberOption]) -> None:
        """Offer other members; whoever is chosen stays chosen."""
        self._options = [(option.member_id, option.words) for option in options]
        for choice in self.choices:
            kept = choice.value()
            choice.set_options(self._options)
            _show(choice, kept)

    def value(self) -> tuple[str, ...]:
        """Return who was chosen, in order, none twice."""
        chosen = [value for choice in self.choices if (value := choice.value())]
        return tuple(dict.fromkeys(chosen))

    def set_value(self, members: Sequence[str]) -> None:
        """Show who was chosen, without signalling it."""
        if tuple(members) == self.value():
            return
        while len(self.choices) < len(members):
            self._add_row()
        for at, choice in enumerate(self.choices):
            _show(choice, members[at] if at < len(members) else None)

    def problem(self) -> str:
        """Return what is wrong with what stands in one of the lists, or nothing."""
        return next((problem for choice in self.choices if (problem := choice.problem())), "")

    def finish(self) -> None:
        """Take what was typed in any of the lists."""
        for choice in self.choices:
            choice.finish()

    def _add_row(self) -> Choice:
        place = len(self.choices) + 2
        name = _("Second visitor") if place == 2 else _("Visitor {n}").format(n=place)
        choice = Choice(name, self._options)
        choice.value_changed.connect(lambda _value: self.value_changed.emit(self.value()))
        choice.problem_changed.connect(lambda _problem: self.problem_changed.emit(self.problem()))
        self.choices.append(choice)
        self._rows.addWidget(choice)
        if place > 2:
            QWidget.setTabOrder(self.choices[-2], choice)
            QWidget.setTabOrder(choice, self.add_button)
        return choice

    def _on_add(self) -> None:
        row = self._add_row()
        row.show()  # now, not after the next event: only what is in sight takes the keyboard
        row.setFocus(Qt.FocusReason.OtherFocusReason)


def _show(choice: Choice, member: str | None) -> None:
    """Show a member also where the list no longer offers them: a draft always loads."""
    if member is not None and choice.findData(member) == -1:
        choice.addItem(member, member)
    choice.set_value(member)

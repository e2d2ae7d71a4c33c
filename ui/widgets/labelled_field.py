"""A control with its label, hint and error, in the order people read them."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme.tokens import SPACE_M, SPACE_S, SPACE_XS
from ui.widgets.announce import announce
from ui.widgets.hit_lines import HitLines
from ui.widgets.labels import Muted, Text
from ui.widgets.restyle import restyle
from ui.widgets.text_field import NoteField, TextField


class LabelledField(QFrame):
    """Label above, hint under it, error between hint and control.

    A control with a `problem_changed` signal shows its own problems here; what the privacy guard finds
    in a text stands under its field.

    Args:
        label: What to enter.
        control: Where to enter it.
        hint: How to enter it, or what it is for.
        required: Say "required" beside the label.
        parent: Qt parent.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        hint: str = "",
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "field")
        self.setProperty("wrong", False)
        self.control = control
        self._hint_text = hint
        self._required = required
        self.label = Text(label.replace("&", "&&"), weight="semibold", wrap=not required)
        self.hint = Muted(hint)
        self.error = Text(tone="error", weight="semibold")
        target = control.focusProxy() or control
        self.label.setBuddy(target)
        if not target.accessibleName():
            target.setAccessibleName(label)
        self.hits = HitLines(control) if isinstance(control, (NoteField, TextField)) else None
        self._lay_out()
        self._describe()
        if self.hits is not None:
            self.hits.words_changed.connect(self._on_hits)
        problem_changed = getattr(control, "problem_changed", None)
        if problem_changed is not None:
            problem_changed.connect(self.set_problem)

    def problem(self) -> str:
        """Return the error shown, or nothing."""
        return self.error.text()

    def set_problem(self, problem: str) -> None:
        """Show an error, or none when empty."""
        self.error.setText(problem)
        self._show_problem()
        restyle(self, wrong=bool(problem))
        self._column.setContentsMargins(SPACE_M if problem else 0, 0, 0, 0)
        self._describe()
        announce(self, problem)

    def set_hint(self, hint: str) -> None:
        """Change what stands under the label; nothing hides it."""
        self._hint_text = hint
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._describe()

    def set_focus(self) -> None:
        """Put the keyboard on the control."""
        (self.control.focusProxy() or self.control).setFocus()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_XS)
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self.label)
        if self._required:
            head.addWidget(Muted(_("required"), wrap=False))
            head.addStretch(1)
        self._column.addLayout(head)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.error)
        self._column.addWidget(self.control)
        if self.hits is not None:
            self._column.addWidget(self.hits)
        self.hint.setVisible(bool(self._hint_text))
        self.error.hide()

    def _describe(self) -> None:
        found = self.hits.words() if self.hits is not None else ""
        parts = [self.problem() and _("Error: {problem}").format(problem=self.problem()), self._hint_text]
        if self._required:
            parts.append(_("Required"))
        parts.append(found)
        target = self.control.focusProxy() or self.control
        target.setAccessibleDescription(" ".join(part for part in parts if part))

    def _show_problem(self) -> None:
        """Show the error, unless what stands under the field says the same."""
        problem = self.problem()
        said_below = self.hits is not None and self.hits.insist(problem)
        self.error.setVisible(bool(problem) and not said_below)

    def _on_hits(self, words: str) -> None:
        """Describe the field anew; an error that asked to settle what was found has been met."""
        if not words and self.problem():
            self.set_problem("")
        else:
            self._show_problem()
            self._describe()

"""Words to say when something serious is told; they stay in sight until they were followed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.domain.checklist import Checklist, Script
from icv_app.words import _
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.visit.moving_on import is_enter
from ui.visit.people.script_steps import red_check, script_names
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Muted, Text

_TALL_PERCENT = 150
"""From this size of text on, words and time are not in sight together: the words come first."""


class ScriptPanel(QFrame):
    """A title, what to do in order, what is kept of it, and a button; hidden until one is due.

    Args:
        checklist: Has the scripts.
        moment_field: Makes the field for the time the custody officer was told.
        parent: Qt parent.
    """

    followed = Signal(str, object)
    """The visitors did as the script says: its identifier, and when the custody officer was told, if said."""
    closed = Signal()
    """The panel went, followed or not; the keyboard may go back."""

    def __init__(
        self,
        checklist: Checklist,
        moment_field: Callable[[str], DateTimeField],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "errors")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._checklist = checklist
        self._script_id = ""
        self.title = Heading("")
        self.choice = ChoiceFlow(_("Which words?"), script_names(checklist))
        self.lines = Text()
        self.recorded = Muted()
        told = _("Custody officer told at")
        self.told_at = moment_field(told)
        self.told = LabelledField(
            told, self.told_at, hint=_("Type the time, like 2140. A red concern is raised with it.")
        )
        self.followed_button = Button(_("We have done this"), "main")
        self.close_button = Button(_("Close"))
        self._lay_out()
        self.choice.chosen.connect(self._on_chosen)
        self.followed_button.clicked.connect(self._on_followed)
        self.close_button.clicked.connect(self._close)
        self.hide()

    @property
    def script_id(self) -> str:
        """The script shown; nothing while one is chosen."""
        return self._script_id

    def choose(self) -> None:
        """Ask which script is wanted."""
        self._script_id = ""
        self.title.setText(_("Which words?"))
        self.setAccessibleName(self.title.text())
        self.choice.set_value(None)
        self._arrange(choosing=True, red=False)
        self.show()
        self.choice.set_focus()

    def show_script(self, script: Script) -> None:
        """Show a script and read it out."""
        self._script_id = script.script_id
        self.title.setText(script.title)
        self.lines.setText("\n".join(f"{at}. {line}" for at, line in enumerate(script.lines, start=1)))
        self.recorded.setText(_("What is kept: {what}").format(what=script.recorded))
        self.setAccessibleName(script.title)
        self.setAccessibleDescription(" ".join(script.lines))
        red = red_check(script.script_id, self._checklist) is not None
        self.told_at.set_value(None)
        self._arrange(choosing=False, red=red)
        self.show()
        if current_theme().text_percent >= _TALL_PERCENT:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._go_on()
        announce(self, f"{script.title}. {' '.join(script.lines)}", at_once=True)

    def _go_on(self) -> None:
        """Put the keyboard where the words are followed."""
        if self.told.isHidden():
            self.followed_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.told.set_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on, Escape closes. No key gets through to a question."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif is_enter(event) and self.hasFocus():
            self._go_on()
        elif is_enter(event) and self.told.isAncestorOf(self.window().focusWidget() or self):
            self.told_at.finish()
            if not self.told_at.problem():
                self.followed_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        for widget in (self.title, self.choice, self.lines, self.recorded, self.told):
            column.addWidget(widget)
        row = Flow(gap=SPACE_S)
        row.addWidget(self.followed_button)
        row.addWidget(self.close_button)
        column.addLayout(row)

    def _arrange(self, *, choosing: bool, red: bool) -> None:
        self.choice.setVisible(choosing)
        for widget in (self.lines, self.recorded, self.followed_button):
            widget.setVisible(not choosing)
        self.told.setVisible(red)

    def _on_chosen(self, script_id: str) -> None:
        script = self._checklist.scripts.get(script_id)
        if script is not None:
            self.show_script(script)

    def _on_followed(self) -> None:
        self.told_at.finish()
        if self.told_at.problem():
            self.told.set_focus()
            return
        self.followed.emit(self._script_id, self.told_at.value())
        self._close()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

"""Words to say when something serious is told; they stay in sight until they were followed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.domain.checklist import Script
from icv_app.words import _
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Muted, Text


class ScriptPanel(QFrame):
    """A title, what to do in order, what is kept of it, and a button; hidden until one is due."""

    followed = Signal(str)
    """The visitors did as the script says: its identifier."""
    closed = Signal()
    """The panel went, followed or not; the keyboard may go back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "errors")
        self.title = Heading("")
        self.lines = Text()
        self.recorded = Muted()
        self.followed_button = Button(_("We have done this"), "main")
        self.close_button = Button(_("Close"))
        self._script_id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        for widget in (self.title, self.lines, self.recorded):
            column.addWidget(widget)
        row = Flow(gap=SPACE_S)
        row.addWidget(self.followed_button)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.followed_button.clicked.connect(self._on_followed)
        self.close_button.clicked.connect(self._close)
        self.hide()

    @property
    def script_id(self) -> str:
        """The script shown."""
        return self._script_id

    def show_script(self, script: Script) -> None:
        """Show a script and read it out."""
        self._script_id = script.script_id
        self.title.setText(script.title)
        self.lines.setText("\n".join(f"{at}. {line}" for at, line in enumerate(script.lines, start=1)))
        self.recorded.setText(_("What is kept: {what}").format(what=script.recorded))
        self.setAccessibleName(script.title)
        self.setAccessibleDescription(" ".join(script.lines))
        self.show()
        self.followed_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{script.title}. {' '.join(script.lines)}", at_once=True)

    def _on_followed(self) -> None:
        self.followed.emit(self._script_id)
        self._close()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

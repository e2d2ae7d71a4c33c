"""Joining without the server: the request and its answer travel on a USB stick."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.words import _
from ui.set_up.forms import Form
from ui.widgets.button import Button
from ui.widgets.labels import Heading, Muted, Text

ENDING = ".icvbundle"


class JoinByFileForm(Form):
    """Save the request, take it there, read the answer: the last may wait for another day."""

    request_wanted = Signal(object)
    """The `Path` to save the request under."""
    answer_chosen = Signal(object)
    """The `Path` of the coordinator's answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggested = ENDING
        self.column.addWidget(Heading(_("Join by file")))
        self.column.addWidget(
            Text(
                _(
                    "Save your request to join on a USB stick and give it to your coordinator. "
                    "They save an answer for you on a stick; read it here, or later under Settings."
                )
            )
        )
        self.save_button = self.first = self.add_button(Button(_("Save the request to join …"), "main"))
        self.said = Muted("")
        self.column.addWidget(self.said)
        self.read_button = self.add_button(Button(_("Read the coordinator’s answer …")))
        self.go_button = self.add_button(Button(_("Go on without the answer for now"), "link"))
        self.said.hide()
        self.save_button.clicked.connect(self._on_save)
        self.read_button.clicked.connect(self._on_read)

    def suggest(self, member_id: str) -> None:
        """Name the file after whoever asks to join."""
        self._suggested = f"{member_id}-joins{ENDING}"

    def show_saved(self, name: str) -> None:
        """Say where the request is, and what comes next; the keyboard goes on to that."""
        self.said.setText(_("The request is saved as {file}. Take it to your coordinator.").format(file=name))
        self.said.show()
        self.read_button.setFocus()

    def _on_save(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save the request to join"), self._suggested, _filter()
        )
        if name:
            file = Path(name)
            self.request_wanted.emit(file if file.suffix else file.with_name(file.name + ENDING))

    def _on_read(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Read the coordinator’s answer"), "", _filter())
        if name:
            self.answer_chosen.emit(Path(name))


def _filter() -> str:
    return _("Files for a USB stick (*.icvbundle)")

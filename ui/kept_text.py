"""A text that is kept in the vault while it is written, so that locking or a crash does not lose it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from icv_app.errors import IcvError
from icv_app.services.unsent import UnsentTexts
from ui.tasks import Lane, Tasks
from ui.widgets.text_field import NoteField


class KeptText(QObject):
    """Keeps what is typed in one field, under the name of what it is about.

    Args:
        field: Where it is written.
        unsent: Where it is kept.
        tasks: Background work.
        parent: Qt parent.
    """

    found = Signal(str)
    """A text was there from before; the field shows it."""
    failed = Signal(str)
    """It could not be kept: why, in a sentence."""

    def __init__(self, field: NoteField, unsent: UnsentTexts, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._field = field
        self._unsent = unsent
        self._tasks = tasks
        self._box = ""
        field.value_changed.connect(self._keep)

    def open(self, box: str) -> None:
        """Go on with what was written in a box before; nothing is kept while the box has no name."""
        self._box = box
        if box:
            self._tasks.run(
                Lane.STORE,
                lambda: self._unsent.find(box),
                then=lambda text: self._show(box, text),
                otherwise=self._on_failed,
                owner=self,
            )

    def forget(self) -> None:
        """The text was sent, or is not wanted any more."""
        self._keep("")

    def _keep(self, text: str) -> None:
        box = self._box
        if box:
            self._tasks.run(
                Lane.STORE,
                lambda: self._unsent.keep(box, text),
                then=lambda _nothing: None,
                otherwise=self._on_failed,
                owner=self,
            )

    def _show(self, box: str, text: str) -> None:
        if text and box == self._box and not self._field.value():
            self._field.set_value(text)
            self.found.emit(text)

    def _on_failed(self, error: IcvError) -> None:
        self.failed.emit(error.user_text)

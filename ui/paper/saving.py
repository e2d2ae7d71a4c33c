"""Saving a PDF: asks where, writes in the background, and says what was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.errors import IcvError
from icv_app.words import _
from ui.tasks import Lane, Tasks
from ui.widgets.busy_overlay import BusyOverlay

Say = Callable[[str], None]
SayError = Callable[[IcvError], None]


class PdfSaver(QObject):
    """One PDF at a time, over the part of the window that waits for it.

    Args:
        tasks: Runs the work.
        covered: Waits while a file is written.
        say: Tells what was done.
        say_error: Tells why not.
    """

    def __init__(self, tasks: Tasks, covered: QWidget, say: Say, say_error: SayError) -> None:
        super().__init__(covered)
        self._tasks = tasks
        self._covered = covered
        self._say = say
        self._say_error = say_error
        self._busy = False
        self.overlay = BusyOverlay(covered)

    def save(
        self,
        title: str,
        suggested: str,
        write: Callable[[Path], str],
        *,
        lane: Lane = Lane.STORE,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Ask where, and write there.

        Args:
            title: Of the question.
            suggested: Name of the file.
            write: Writes the file, off the GUI thread, and returns what was done in a sentence.
            lane: Where it queues; `NETWORK` where it changes nothing, so that no edit waits behind it.
            then: Called when it is done.
        """
        if self._busy:
            return
        name, _kind = QFileDialog.getSaveFileName(self._covered, title, suggested, _("PDF (*.pdf)"))
        if not name:
            return
        file = Path(name)
        file = file if file.suffix else file.with_name(f"{file.name}.pdf")
        self._busy = True
        self.overlay.start(_("Writing the PDF"))

        def done(sentence: str) -> None:
            self._end()
            self._say(sentence)
            then()

        self._tasks.run(lane, lambda: write(file), then=done, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self._end()
        self._say_error(error)

    def _end(self) -> None:
        self._busy = False
        self.overlay.stop()

"""What happens when ICV itself is wrong: it is logged, and the person is told. Nothing is swallowed.

Neither the log nor the dialog gets an exception's message or a variable,
because those can hold what somebody said in custody: only the kinds of
exceptions, and the places in the program they came through.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_XL
from ui.widgets.button import Button
from ui.widgets.labels import Heading, Text

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_KEPT_PARTS = 3
_MOST_CAUSES = 8


def describe(error: BaseException) -> str:
    """Return the kind of an exception and where it came from, without any content."""
    lines: list[str] = []
    cause: BaseException | None = error
    for _depth in range(_MOST_CAUSES):
        if cause is None:
            break
        if lines:
            lines.append("caused by")
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        for frame in traceback.extract_tb(cause.__traceback__):
            place = "/".join(Path(frame.filename).parts[-_KEPT_PARTS:])
            lines.append(f"  {place}:{frame.lineno} in {frame.name}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines)


class CrashReporter(QObject):
    """The one door for defects, from any thread.

    Args:
        log: Gets the description of every defect; called on the thread it happened on.
        show: Tells the person; the dialog unless a test says otherwise.
        parent: Qt parent.
    """

    _found = Signal(str)

    def __init__(
        self,
        log: Callable[[str], None],
        show: Callable[[str], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._show = show or self._show_dialog
        self._showing = False
        self._found.connect(self._on_found, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch what nobody else caught: in slots, in threads, in destructors."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable

    @Slot(Exception)
    def report(self, error: BaseException) -> None:
        """Log a defect and tell the person; connect `ThreadPoolTasks.defect_found` here."""
        description = describe(error)
        self._log(description)
        self._found.emit(description)

    def _on_exception(
        self, _kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(type(error), error, trace)
            return
        self.report(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)

    def _on_unraisable(self, args: UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)

    @Slot(str)
    def _on_found(self, description: str) -> None:
        # One dialog at a time: a defect while drawing would otherwise open them without end.
        if self._showing:
            return
        self._showing = True
        try:
            self._show(description)
        finally:
            self._showing = False

    def _show_dialog(self, description: str) -> None:
        CrashDialog(description).exec()


class CrashDialog(QDialog):
    """Says that ICV made a mistake, what is safe, and what to do."""

    def __init__(self, description: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("ICV made a mistake"))
        self.resize(640, 420)
        self._description = description
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(Heading(_("ICV made a mistake")))
        column.addWidget(
            Text(
                _(
                    "The last thing you did may not have worked. What was saved before it is safe on this "
                    "laptop. You can go on, or close ICV and start it again. If it happens again, send the "
                    "details below to your coordinator: they hold nothing about any visit or person."
                )
            )
        )
        self.details = QPlainTextEdit(description)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(_("Details"))
        label = Text(_("Details"), weight="semibold")
        label.setBuddy(self.details)
        column.addWidget(label)
        column.addWidget(self.details, 1)
        column.addLayout(self._buttons())
        self.go_on.setFocus()  # now that it stands in the dialog

    def _buttons(self) -> QHBoxLayout:
        self.go_on = Button(_("Go on"), "main")
        self.copy = Button(_("Copy the details"))
        self.quit = Button(_("Close ICV"))
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        for button in (self.go_on, self.copy):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.quit)
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        self.copy.clicked.connect(self._on_copy)
        self.quit.clicked.connect(self._on_quit)
        return row

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._description)

    def _on_quit(self) -> None:
        self.reject()
        # After this dialog's loop has ended, so that windows close in the ordinary way.
        QTimer.singleShot(0, QApplication.closeAllWindows)

"""The base of fields where something is typed and read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from icv_app.errors import BadInput
from ui.theme.tokens import SPACE_M
from ui.widgets.labels import Muted
from ui.widgets.restyle import restyle
from ui.widgets.settling import SETTLE_MS

T = TypeVar("T")


class EntryField(QWidget, Generic[T]):
    """A line to type in; what was understood stands beside it while typing, and in it afterwards.

    Args:
        name: What to enter; screen readers say it.
        read: Understands the text.
        say: Writes the value the way ICV always writes it.
        characters: Width of the line.
        parent: Qt parent.

    Attributes:
        line: The line to type in.
    """

    value_changed = Signal(object)
    """The new value, or None when emptied; only after a person changed it."""
    problem_changed = Signal(str)
    """One sentence when what was typed cannot be understood, empty when it can again."""

    def __init__(
        self,
        name: str,
        read: Callable[[str], T],
        say: Callable[[T], str],
        *,
        characters: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._say = say
        self._characters = characters
        self._value: T | None = None
        self._problem = ""
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._read_back = Muted(wrap=False)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.line)
        row.addWidget(self._read_back, 1)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._take_quietly)
        # Not only what the keyboard changes: assistive programs put whole texts in.
        self.line.textChanged.connect(self._on_edited)
        self.line.editingFinished.connect(self.finish)

    def value(self) -> T | None:
        """Return what was last understood; None when empty."""
        return self._value

    def problem(self) -> str:
        """Return what is wrong with what stands in the field, or nothing."""
        return self._problem

    def unsettled(self) -> bool:
        """Return whether something was typed and not signalled yet."""
        return self._settle.isActive()

    def set_value(self, value: T | None) -> None:
        """Show a value without signalling it, and forget any problem."""
        self._value = value
        self._write("" if value is None else self._say(value))
        self._set_problem("")

    def finish(self) -> None:
        """Take what was typed, as on leaving the field."""
        self._settle.stop()
        text = self.line.text()
        if not text.strip():
            self._change(None)
            self._set_problem("")
            return
        try:
            value = self._read(text)
        except BadInput as error:
            self._set_problem(error.user_text)
            return
        self._write(self._say(value))
        self._set_problem("")
        self._change(value)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Take what was typed before the page goes."""
        if self._settle.isActive():
            self.finish()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the line as wide as its characters at any text size."""
        self._fit()
        super().resizeEvent(event)

    def _write(self, text: str) -> None:
        """Put ICV's own writing in; nobody typed it, so nothing has to settle."""
        self.line.setText(text)
        self._settle.stop()
        self._read_back.setText("")

    def _fit(self) -> None:
        width = QFontMetrics(self.line.font()).averageCharWidth() * (self._characters + 3)
        self.line.setFixedWidth(width)

    def _on_edited(self, text: str) -> None:
        self._settle.start()
        understood = self._understood(text)
        said = "" if understood is None else self._say(understood)
        self._read_back.setText("" if said == text.strip() else said)
        if understood is not None or not text.strip():
            self._set_problem("")

    def _take_quietly(self) -> None:
        # A pause is not the end: what cannot be understood yet is no mistake yet.
        text = self.line.text()
        understood = self._understood(text)
        if understood is not None or not text.strip():
            self._change(understood)

    def _understood(self, text: str) -> T | None:
        try:
            return self._read(text)
        except BadInput:
            return None

    def _change(self, value: T | None) -> None:
        if value != self._value:
            self._value = value
            self.value_changed.emit(value)

    def _set_problem(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            restyle(self.line, wrong=bool(problem))
            self.problem_changed.emit(problem)

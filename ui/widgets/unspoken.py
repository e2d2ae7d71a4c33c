"""Keeps what is typed into a line off the accessibility bus.

Qt tells assistive programs of every change in a line, with the letters that
changed, and makes no exception for a line that hides them: each key of a
passphrase would go over the bus, for every program on it to hear. What the line
says when it is asked is covered by Qt itself (a dot for each letter); only
the news of changes is not.

The news name the control that a line is the inner part of, where there is one. So the
line is made a part of one that nobody can look at, and Qt drops the news.
tests/access listens on the bus to see that it does.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSpinBox, QAccessibleWidget, QLineEdit

_unseen: dict[int, _NothingThere] = {}
"""Qt keeps these, and Python must as long."""


class _NothingThere(QAccessibleWidget):
    """Says that there is nothing to look at."""

    def isValid(self) -> bool:  # noqa: N802 - Qt's name
        return False


class _LeavesLinesAlone(QObject):
    """Keeps a control from what makes it lay its line out: the line stands in a layout of ours."""

    _LAYING_OUT = (
        QEvent.Type.StyleChange,
        QEvent.Type.FontChange,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.LayoutDirectionChange,
        QEvent.Type.ApplicationLayoutDirectionChange,
    )

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        return event.type() in self._LAYING_OUT


def keep_unspoken(line: QLineEdit) -> None:
    """Have no assistive program told what is typed; `line` must be in no layout yet."""
    before = (line.hasFrame(), line.contextMenuPolicy(), line.acceptDrops())
    whole = QAbstractSpinBox()
    _hide_from_assistance(whole)
    whole.setLineEdit(line)
    line.setParent(None)
    line.setFocusProxy(None)  # type: ignore[arg-type] # as Qt's documentation has it
    line.setValidator(None)  # type: ignore[arg-type] # as Qt's documentation has it
    line.setFrame(before[0])
    line.setContextMenuPolicy(before[1])
    line.setAcceptDrops(before[2])
    inner = QLineEdit(whole)  # style sheets take it for granted that there is one
    for part in (whole, inner):
        part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        part.hide()
    whole.installEventFilter(_LeavesLinesAlone(whole))
    # Goes when the line goes. As a window, never shown, it is no part of the line to anybody.
    whole.setParent(line, Qt.WindowType.Window)


def _hide_from_assistance(whole: QAbstractSpinBox) -> None:
    access = _NothingThere(whole)
    number = QAccessible.registerAccessibleInterface(access)
    _unseen[number] = access
    whole.destroyed.connect(lambda: _unseen.pop(number, None))

"""Keeps what is typed into a line off the accessibility bus.

Qt tells assistive programs of every change in a line, with the letters that
changed, and makes no exception for a line that hides them: each key of a
passphrase would go over the bus, for every program on it to hear. What the line
says when it is asked is covered by Qt itself (a dot for each letter); only
the news of changes is not.

The news name the object that a line is a part of, where it is a part of one. So the
line is made a part of one that nobody can look at, and Qt drops the news.
tests/access listens on the bus to see that it does.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSpinBox, QAccessibleWidget, QLineEdit


class _NothingThere(QAccessibleWidget):
    """Says that there is nothing to look at."""

    def isValid(self) -> bool:  # noqa: N802 - Qt's name
        return False


class Unspoken:
    """What a line is a part of, as far as assistive programs are told; keep it as long as the line.

    Args:
        line: Must be put into a layout after this: it is taken out of the one it is in.
    """

    def __init__(self, line: QLineEdit) -> None:
        before = (line.hasFrame(), line.contextMenuPolicy(), line.acceptDrops())
        self._whole = QAbstractSpinBox()
        self._access = _NothingThere(self._whole)
        QAccessible.registerAccessibleInterface(self._access)
        self._whole.setLineEdit(line)
        line.setParent(None)
        line.setValidator(None)  # type: ignore[arg-type]
        line.setFocusProxy(None)
        line.setFrame(before[0])
        line.setContextMenuPolicy(before[1])
        line.setAcceptDrops(before[2])
        line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        QLineEdit(self._whole)  # style sheets take it for granted that there is one inside

"""Going on to the next thing to enter: what Enter does in a field, and a choice made by its key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ui.widgets.segments import SegmentButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def is_enter(event: QKeyEvent) -> bool:
    """Whether Enter was pressed by itself."""
    return event.key() in _ENTER and event.modifiers() in _PLAIN


def is_go_on(event: QKeyEvent) -> bool:
    """Whether Ctrl+Enter was pressed, which goes on to the next part."""
    return event.key() in _ENTER and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def go_on(frame: QWidget, within: QWidget, *, to_open: bool = False) -> bool:
    """Put the keyboard on the next field after a frame, in the order of Tab; False where there is none.

    Buttons that begin something else are passed over; a main button ends the way and is not.

    Args:
        frame: The field with its label that the keyboard leaves.
        within: What the next field has to be in.
        to_open: Pass over choices that are made already.
    """
    start = QApplication.focusWidget()
    if start is None or not frame.isAncestorOf(start):
        start = frame
    found = start.nextInFocusChain()
    while found is not None and found is not start:
        if _stops(found) and not (frame is found or frame.isAncestorOf(found)):
            if not within.isAncestorOf(found):
                return False
            if not _passed_over(found, to_open=to_open):
                found.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        found = found.nextInFocusChain()
    return False


def _stops(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return by_tab and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None


def _passed_over(widget: QWidget, *, to_open: bool) -> bool:
    if isinstance(widget, QPushButton):
        return bool(widget.property("kind") != "main")
    return to_open and isinstance(widget, SegmentButton) and widget.isChecked()

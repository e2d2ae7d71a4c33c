"""The base of radio buttons that paint themselves and whose bar moves the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QRadioButton, QWidget

from ui.widgets.pressed_by_action import PressedByAction

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class PaintedRadio(PressedByAction, QRadioButton):
    """A radio button for screen readers, anything to the eye."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.heed_toggling()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_checked(self, checked: bool) -> None:
        """Show it as chosen or not, whatever its neighbours are."""
        # Exclusive, so that screen readers say "radio button"; but nothing may be chosen as well.
        self.setAutoExclusive(False)
        self.setChecked(checked)
        self.setAutoExclusive(True)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802 - Qt's name
        """Count the whole control, not only where a radio button has its circle."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Leave the arrows to the bar; Qt would go to the next stop for Tab."""
        if event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

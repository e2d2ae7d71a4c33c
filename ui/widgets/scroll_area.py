"""A page that scrolls, and follows the keyboard."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from ui.theme import current_theme

_AROUND = 24
_LEAST_HEIGHT = 160


class ScrollArea(QScrollArea):
    """Scrolls up and down only, and keeps whatever has the keyboard in sight.

    Args:
        content: What scrolls; leave at least 4 px around its controls for the focus ring.
        parent: Qt parent.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        current_theme().changed.connect(self._fit)
        self.verticalScrollBar().rangeChanged.connect(self._on_grown)
        self._fit()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least height: a layout that is short of room would take it from the neighbours."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Scroll by pages; the arrows belong to what is around, such as a list of questions."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _fit(self) -> None:
        self.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and shiboken6.isValid(self._content) and self._content.isAncestorOf(now):
            # After the layout has settled: a field that just opened has no place yet.
            QTimer.singleShot(0, self, self._follow)

    def _on_grown(self, _least: int, _most: int) -> None:
        """Follow also what grows under the keyboard."""
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _follow(self) -> None:
        """Show what has the keyboard now; of what is taller than the area, its beginning."""
        self._show_focused(from_its_top=True)

    def _keep_in_sight(self) -> None:
        """Stay with what has the keyboard; within what is taller than the area, stay where it was."""
        self._show_focused(from_its_top=False)

    def _show_focused(self, *, from_its_top: bool) -> None:
        now = QApplication.focusWidget()
        if now is None or not shiboken6.isValid(self._content) or not self._content.isAncestorOf(now):
            return
        top = now.mapTo(self._content, QPoint(0, 0)).y() - _AROUND
        bottom = top + now.height() + 2 * _AROUND
        below = now.property("below")
        if isinstance(below, QWidget) and below.isVisible():  # what stands under a field belongs to it
            bottom = below.mapTo(self._content, QPoint(0, below.height())).y() + _AROUND
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if bottom - top > room:
            if from_its_top or not top <= bar.value() <= bottom - room:
                bar.setValue(top)
        elif top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + room:
            bar.setValue(bottom - room)

"""The yellow ring around whatever has the keyboard, drawn in one place for every control."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import ReferenceType, ref

import shiboken6
from PySide6.QtCore import QDynamicPropertyChangeEvent, QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui.theme.tokens import RADIUS

if TYPE_CHECKING:
    from ui.theme.theme import Theme

RING_PX = 3
INK_PX = 2
OWN_FOCUS = "paints_own_focus"
"""Dynamic property of controls that draw the ring themselves, such as tables around a row."""

_FOLLOWED = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.ZOrderChange,
)


def paint_ring(painter: QPainter, inner: QRect, ring: str, ink: str) -> None:
    """Draw the ring just outside `inner`, and an ink line just inside it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, colour, inset in ((RING_PX, ring, -RING_PX / 2), (INK_PX, ink, INK_PX / 2)):
        pen = QPen(QColor(colour), width)
        painter.setPen(pen)
        rounding = RADIUS - inset / 2
        painter.drawRoundedRect(QRectF(inner).adjusted(inset, inset, -inset, -inset), rounding, rounding)
    painter.restore()


class _Overlay(QWidget):
    """A see-through sheet over the focused control and the ring around it."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens = self._theme.tokens
        inner = self.rect().adjusted(RING_PX, RING_PX, -RING_PX, -RING_PX)
        painter = QPainter(self)
        paint_ring(painter, inner, tokens.focus, tokens.focus_ink)
        painter.end()


class FocusRing(QObject):
    """Follows the keyboard focus through all windows of the application.

    It holds no widget but its own overlay: a window kept alive here would be
    deleted while the focus is just moving on.
    """

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(theme)
        self._app = app
        self._theme = theme
        self._overlay: _Overlay | None = None
        self._watched: list[ReferenceType[QWidget]] = []
        app.focusChanged.connect(self._on_focus_changed)

    def retire(self) -> None:
        """Stop following."""
        self._app.focusChanged.disconnect(self._on_focus_changed)
        self._let_go()
        self._discard()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the ring where its control is."""
        if event.type() in _FOLLOWED:
            self._place()
        elif isinstance(event, QDynamicPropertyChangeEvent) and event.propertyName() == OWN_FOCUS.encode():
            self._on_focus_changed(None, QApplication.focusWidget())
        return False

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._let_go()
        if now is None or now.isWindow() or now.property(OWN_FOCUS):
            self._discard()
            if now is not None and not now.isWindow():
                self._watch(now)
            return
        host = now
        while not host.isWindow() and not _is_scrolled(host):
            parent = host.parentWidget()
            if parent is None:
                break
            self._watch(host)
            host = parent
        if host is not now:
            if self._overlay is None or self._overlay.parentWidget() is not host:
                self._discard()
                self._overlay = _Overlay(host, self._theme)
            self._place()
        else:
            self._discard()

    def _watch(self, widget: QWidget) -> None:
        widget.installEventFilter(self)
        self._watched.append(ref(widget))

    def _place(self) -> None:
        overlay, target = self._overlay, QApplication.focusWidget()
        if overlay is None or not shiboken6.isValid(overlay):
            return
        host = overlay.parentWidget()
        if host is None or target is None or not host.isAncestorOf(target):
            overlay.hide()
            return
        corner = target.mapTo(host, QPoint(0, 0))
        ring = QRect(corner, target.size()).adjusted(-RING_PX, -RING_PX, RING_PX, RING_PX)
        overlay.setGeometry(ring.intersected(host.rect()))
        overlay.setVisible(target.isVisibleTo(host))
        overlay.raise_()

    def _let_go(self) -> None:
        for reference in self._watched:
            widget = reference()
            if widget is not None and shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        if self._overlay is not None and not shiboken6.isValid(self._overlay):
            self._overlay = None

    def _discard(self) -> None:
        """Take the ring away: what it stands in is left."""
        if self._overlay is not None and shiboken6.isValid(self._overlay):
            self._overlay.hide()
            self._overlay.deleteLater()
        self._overlay = None


def _is_scrolled(widget: QWidget) -> bool:
    viewport = widget.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    return isinstance(area, QScrollArea) and area.widget() is widget

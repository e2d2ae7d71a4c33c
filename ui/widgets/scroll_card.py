"""A panel whose body scrolls between its heading and its foot."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.card import Card
from ui.widgets.flow import Flow
from ui.widgets.scroll_area import ScrollArea


class _Area(ScrollArea):
    """Can be as tall as its content, where something around it scrolls instead."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(content)
        self._least = self.minimumHeight()
        self._whole = False

    def set_whole(self, whole: bool) -> None:
        """Choose whether it scrolls itself."""
        self._whole = whole
        self._fit_content()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the content's height."""
        done = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_content()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Ask for the height that the new width needs."""
        super().resizeEvent(event)
        self._fit_content()

    def _fit_content(self) -> None:
        content = self.widget()
        layout = content.layout() if content is not None else None
        whole = layout.totalHeightForWidth(self.viewport().width()) if self._whole and layout else 0
        height = max(self._least, whole)
        if self.minimumHeight() != height:
            self.setMinimumHeight(height)


class ScrollCard(Card):
    """Heading and foot stay in sight.

    Args:
        title: Heading of level 2.
        parent: Qt parent.

    Attributes:
        body: Add the content here.
        area: What scrolls. `area.set_whole(True)` lets the page scroll instead.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, padded=False, parent=parent)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_L)
        inner.setSpacing(SPACE_M)
        self.area = _Area(content)
        self.body.addWidget(self.area, 1)
        self.body = inner

    def add_buttons(self, *buttons: QWidget) -> None:
        """Put buttons under the body, always in sight; they take more lines where text is large."""
        foot = QWidget()
        flow = Flow(foot)
        flow.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        for button in buttons:
            flow.addWidget(button)
        self.add_foot(foot)

"""What every screen in the main window is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_XL


class Page(QWidget):
    """A screen with a heading of its own; the shell draws heading, subtitle and actions.

    Args:
        title: Heading, such as "Visit to Wakefield".
        subtitle: Muted line under it.
        parent: Qt parent.

    Attributes:
        body: Add the content here; it already keeps away from the window's edges.
        controls: What `set_actions` put at the right of the heading.
        keys: Keys that act on this page only, with what they do; F1 lists them.
    """

    heading_changed = Signal()
    left = Signal()
    """Ask the shell to go back to where this page was opened from."""

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.subtitle = subtitle
        self.controls: tuple[QWidget, ...] = ()
        self.keys: tuple[tuple[str, str], ...] = ()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_XL, SPACE_M, SPACE_XL, SPACE_L + 4)
        self.body.setSpacing(SPACE_L)
        self._last: QWidget | None = None

    def set_heading(self, title: str, subtitle: str = "") -> None:
        """Change heading and subtitle, shown or not."""
        self.title = title
        self.subtitle = subtitle
        self.heading_changed.emit()

    def set_actions(self, *actions: QWidget) -> None:
        """Put buttons and words at the right of the heading, from left to right."""
        for action in self.controls:
            if action not in actions:
                # Not deleted: the page may still speak to it, and both go together.
                action.setParent(self)
                action.hide()
        for action in actions:
            if action not in self.controls:
                action.setParent(self)
                action.hide()
        self.controls = actions
        self.heading_changed.emit()

    def shown(self) -> None:
        """Called each time the page comes into sight; load what it shows here."""

    def may_leave(self) -> bool:
        """Return whether the page may go now; ask the person here if something would be lost."""
        return True

    def finish(self) -> None:
        """Called before the window closes or locks: hand on what is still being typed."""

    def focus_first(self) -> None:
        """Put the keyboard where it last was on this page, or on its first control."""
        inside: QWidget | None = self.focusWidget()
        if inside is None or not inside.isVisible() or inside.focusPolicy() == Qt.FocusPolicy.NoFocus:
            inside = next(filter(_takes_tab, _in_tab_order(self)), None)
        if inside is not None:
            inside.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _takes_tab(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return by_tab and widget.isVisible() and widget.isEnabled()


def _in_tab_order(page: QWidget) -> list[QWidget]:
    found: list[QWidget] = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        if page.isAncestorOf(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found

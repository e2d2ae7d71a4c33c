"""Makes buttons that stay in act when an assistive program presses them.

Over the accessibility bus, Qt does not click a button that can be checked: it toggles it,
as a program does that only shows something. It would look chosen, and nothing would have been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as _Button
else:
    _Button = object


class PressedByAction(_Button):
    """Stands before Qt's class among the bases; call `heed_toggling` once Qt's class is made.

    `clicked` then comes from every press, and never when the program itself shows a state.
    """

    _told = False
    """Whether the state changes because the program says so, or `clicked` comes anyway."""

    def heed_toggling(self) -> None:
        """Signal a click where the button was toggled from outside."""
        self.toggled.connect(self._on_toggled)

    def setChecked(self, checked: bool) -> None:  # noqa: N802 - Qt's name
        """Show a state; nobody pressed."""
        before, self._told = self._told, True
        super().setChecked(checked)
        self._told = before

    def nextCheckState(self) -> None:  # noqa: N802
        """Change the state for a click of the mouse or the keyboard."""
        before, self._told = self._told, True
        super().nextCheckState()
        self._told = before

    def _on_toggled(self, checked: bool) -> None:
        # Of neighbours that exclude each other, one is toggled off because another is chosen.
        if not self._told and (checked or not self.autoExclusive()):
            self.clicked[bool].emit(checked)  # type: ignore[index] # the stubs know no overloads

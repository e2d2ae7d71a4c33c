"""Which button was just pressed, so that it starts nothing anew before what it started is answered.

Lives on the GUI thread. `Tasks` holds the button; neither screens nor view-models need to know.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QTimer


class Holdable(Protocol):
    """What can be pressed."""

    def hold(self) -> None:
        """Heed no press until let go as often as held."""
        ...

    def let_go(self) -> None:
        """One thing that a press started is answered."""
        ...


class Presses:
    """Knows the button that is being acted on, until the events of its press are done with."""

    def __init__(self) -> None:
        self._pressed: Holdable | None = None

    def begin(self, button: Holdable) -> None:
        """A button was pressed: what is started now is started by it."""
        self._pressed = button
        QTimer.singleShot(0, self._end)

    def hold(self) -> Callable[[], None]:
        """Hold the button that was just pressed, if any; returns what lets go of it."""
        button = self._pressed
        if button is None:
            return lambda: None
        button.hold()
        return button.let_go

    def _end(self) -> None:
        self._pressed = None


PRESSES = Presses()
"""There is one person, and one pair of hands."""

"""Which keys do what: one list, which acts and which F1 shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from icv_app.words import _


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys as they are written on the screen, and what they do."""

    keys: str
    words: str
    where: str


class ShortcutBook:
    """The keys that act anywhere in a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._shortcuts: list[Shortcut] = []

    def add(self, keys: str, words: str, act: Callable[[], object]) -> QAction:
        """Have `keys` (as `QKeySequence` reads them) do something everywhere in the window.

        Raises:
            ValueError: The keys are taken.
        """
        if any(known.keys == keys for known in self._shortcuts):
            raise ValueError(f"{keys} is taken")
        action = QAction(words, self._window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: act())
        self._window.addAction(action)
        self._shortcuts.append(Shortcut(keys, words, _("Everywhere")))
        return action

    def all(self) -> tuple[Shortcut, ...]:
        """Return them in the order they were added."""
        return tuple(self._shortcuts)


def usual_keys() -> tuple[Shortcut, ...]:
    """Return the keys that controls understand by themselves."""
    where = _("In a visit")
    return (
        Shortcut("Tab", _("Go to the next control, Shift+Tab to the one before"), _("Everywhere")),
        Shortcut("Space", _("Press the button, tick the box"), _("Everywhere")),
        Shortcut("Escape", _("Keep what was about to be lost, cancel, close"), _("Everywhere")),
        Shortcut("Arrows", _("Go to the neighbour: an answer, a step, a place, a row"), _("Everywhere")),
        Shortcut("1 … 9", _("Choose in a row of buttons, counted from the left"), where),
        Shortcut("Y  N  A  K", _("Answer yes, no, not applicable, not known"), where),
        Shortcut("R  F  O", _("After a no: raise a concern, put right, other reason"), where),
        Shortcut("S  W", _("Say how you know the answer just given, write a note to it"), where),
        Shortcut("Delete", _("Take an answer back"), where),
        Shortcut("Insert", _("Add a person, or a concern"), where),
        Shortcut("Ctrl+1 … Ctrl+6", _("Go to a step of the visit"), where),
        Shortcut("Enter", _("Open the row"), _("In a table")),
        Shortcut("Menu, Shift+F10", _("Choose how the rows are sorted"), _("In a table")),
    )

"""When what is typed counts: after a short pause, and now and then while somebody types on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

SETTLE_MS = 400
"""What is typed counts after this pause."""
SETTLE_AT_MOST_MS = 1000
"""So long after its first letter it counts, pause or no pause: no more than this is ever in flight."""


class Settling(QObject):
    """Calls `settle` once typing has paused, or has gone on for a second.

    Args:
        settle: Takes what was typed; calls `stop`.
        parent: The field.
    """

    def __init__(self, settle: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._pause = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._latest = QTimer(self, singleShot=True, interval=SETTLE_AT_MOST_MS)
        for timer in (self._pause, self._latest):
            timer.timeout.connect(settle)

    def typed(self) -> None:
        """Another key was pressed."""
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def stop(self) -> None:
        """Nothing waits any more."""
        self._pause.stop()
        self._latest.stop()

    def isActive(self) -> bool:  # noqa: N802 - as Qt's timers say it
        """Whether something typed waits to count."""
        return self._pause.isActive()

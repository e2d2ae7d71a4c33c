"""One of a few, all in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.widgets.segments import Segment, SegmentBar


class ChoiceButtons(SegmentBar):
    """Joined buttons for two to five short options; digits choose as well.

    Args:
        name: What is being chosen.
        options: Pairs of value and word.
        parent: Qt parent.
    """

    def __init__(self, name: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        segments = tuple(
            Segment(value, word, str(number)) for number, (value, word) in enumerate(options, start=1)
        )
        super().__init__(segments, name, parent)

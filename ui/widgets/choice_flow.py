"""One of some options, all in sight, on as many lines as the width needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from ui.theme.tokens import SPACE_XS
from ui.widgets.flow import Flow
from ui.widgets.segments import Segment, SegmentBar


class ChoiceFlow(SegmentBar):
    """Buttons side by side that wrap; digits choose as well.

    Args:
        name: What is being chosen.
        options: Pairs of value and words; at most nine get a digit.
        parent: Qt parent.
        kinds: "yes" or "no" for values that are drawn as the good or the poor one.
        keys: The letter of a value that has one instead of a digit.
    """

    joined = False

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        kinds: Mapping[str, str] | None = None,
        keys: Mapping[str, str] | None = None,
    ) -> None:
        letters = keys or {}
        segments = tuple(
            Segment(
                value,
                words,
                letters.get(value, str(number) if number < 10 else ""),
                (kinds or {}).get(value, "plain"),
            )
            for number, (value, words) in enumerate(options, start=1)
        )
        super().__init__(segments, name, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Return True: it wraps."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of the lines."""
        return self._flow().heightForWidth(width)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return room for the widest button."""
        return self._flow().minimumSize()

    def _make_layout(self) -> QLayout:
        return Flow(self, gap=SPACE_XS, line_gap=SPACE_XS)

    def _flow(self) -> Flow:
        layout = self.layout()
        if not isinstance(layout, Flow):
            raise TypeError("the buttons are in a flow")
        return layout

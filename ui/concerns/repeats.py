"""The concerns of earlier visits that were like the chosen one; each opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.words import _, plural
from ui.report_reader.parts import Section
from ui.widgets.button import Button
from ui.widgets.labels import Heading, Muted

MOST = 12


class RepeatsSection(Section):
    """Which time it came up, and a link for each time before, the newest first."""

    opened = Signal(str)
    """The identifier of a concern."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__()
        self.setParent(parent)
        self.heading = Heading("", 3)
        self.more = Muted("")
        # All links from the start: what is made later stands at the end of the order of Tab.
        self.links = tuple(Button("", "link") for _number in range(MOST))
        self._ids: list[str] = []
        self.add(self.heading, *self.links, self.more)
        for at, link in enumerate(self.links):
            link.clicked.connect(lambda _checked=False, at=at: self.opened.emit(self._ids[at]))
        self.show_repeats("", ())

    def show_repeats(self, words: str, earlier: Sequence[tuple[str, str]]) -> None:
        """Show which time it came up, with the concerns before: identifier and words of each."""
        self.heading.setText(words)
        shown = earlier[:MOST]
        self._ids = [concern_id for concern_id, _words in shown]
        for at, link in enumerate(self.links):
            link.setVisible(at < len(shown))
            link.setText(shown[at][1] if at < len(shown) else "")
        left = len(earlier) - len(shown)
        self.more.setText(plural("and {n} before", "and {n} before", left) if left else "")
        self.more.setVisible(bool(left))
        self.setAccessibleName(words or _("Came up before"))
        self.setVisible(bool(earlier))

"""What the parts of a report are set with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XS
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.restyle import restyle
from ui.widgets.tag import Tag, Tagged

_LEAST_COLUMN = 230


class Words(Text):
    """Words in a flow: on one line where there is room, wrapped where not."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size on one line."""
        self.ensurePolished()
        return self.fontMetrics().size(0, self.text()) + QSize(2, 0)


class Flowed(QWidget):
    """Widgets side by side, on as many lines as they need."""

    def __init__(self, *widgets: QWidget, gap: int = SPACE_S) -> None:
        super().__init__()
        flow = Flow(self, gap=gap)
        for widget in widgets:
            flow.addWidget(widget)


class Section(QWidget):
    """A part of a report under its heading.

    Attributes:
        body: Add the content here.
    """

    def __init__(self, title: str = "", aside: str = "") -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_L + 4, SPACE_L - 2, SPACE_L + 4, SPACE_L - 2)
        self.body.setSpacing(SPACE_S)
        if title:
            heading = Heading(title, wrap=False)
            self.body.addWidget(Flowed(heading, Muted(aside, wrap=False)) if aside else heading)

    def add(self, *widgets: QWidget) -> Section:
        """Add widgets one below the other."""
        for widget in widgets:
            self.body.addWidget(widget)
        return self


class Note(QFrame):
    """A framed note with a bar in its hue; its words say what it is.

    Attributes:
        body: Add the content here.
    """

    def __init__(self, hue: str, name: str) -> None:
        super().__init__()
        self.setProperty("role", "note")
        restyle(self, hue=hue)
        self.setAccessibleName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_L - 2, SPACE_S, SPACE_L - 2, SPACE_S)
        self.body.setSpacing(SPACE_XS)


class FactGrid(QWidget):
    """Labelled figures in two columns, level at the top, or in one where they would be too narrow."""

    def __init__(self, facts: Iterable[tuple[str, str, str]]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_L)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._facts = [_fact(*fact) for fact in facts]
        self._columns = 0
        self._arrange(2)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Decide for the new width."""
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= 2 * current_theme().px(_LEAST_COLUMN) else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, fact in enumerate(self._facts):
            self._grid.addWidget(fact, at // columns, at % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns == 2 else 0)


def _fact(name: str, figure: str, of: str) -> QWidget:
    fact = Flowed(Words(name, tone="muted"), Words(figure, weight="bold"), Words(of))
    fact.setAccessibleName(" ".join(part for part in (name, figure, of) if part))
    return fact


class Fold(QWidget):
    """A link that shows more below it, made when it is first asked for."""

    def __init__(self, words: str, *, name: str = "") -> None:
        super().__init__()
        self._words = words
        self._name = name
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_XS)
        self.button = Button("", "link")
        self.button.clicked.connect(self.toggle)
        self._column.addWidget(Flowed(self.button))
        self._inside: QWidget | None = None
        self._opened = False
        self._say()

    @property
    def opened(self) -> bool:
        """Whether it is shown."""
        return self._opened

    def make(self) -> QWidget:
        """Make what is folded away; overridden."""
        raise NotImplementedError

    def open(self) -> None:
        """Show it."""
        if not self._opened:
            self.toggle()

    def toggle(self) -> None:
        """Show it, or fold it away again."""
        self._opened = not self._opened
        if self._inside is None:
            self._inside = self.make()
            self._column.addWidget(self._inside)
        self._inside.setVisible(self._opened)
        self._say()

    def _say(self) -> None:
        text = (_("Hide {what}") if self._opened else _("Show {what}")).format(what=self._words)
        self.button.setText(text)
        self.button.setAccessibleName(f"{text}, {self._name}" if self._name else text)


def tags(words: Sequence[Tagged]) -> list[QWidget]:
    """Return a tag for each."""
    return [Tag(word, hue) for word, hue in words]

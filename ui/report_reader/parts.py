"""What the parts of a report are set with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from icv_app.words import _
from ui.theme.tokens import SPACE_L, SPACE_S, SPACE_XS
from ui.widgets.button import Button
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Line, Muted, Text
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
    """Labelled figures in two columns, or in one where they would be too narrow."""

    def __init__(self, facts: Iterable[tuple[str, str, str]]) -> None:
        super().__init__()
        columns = EqualColumns(_LEAST_COLUMN, 2, self)
        columns.setSpacing(SPACE_XS)
        for fact in facts:
            columns.addWidget(_fact(*fact))


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


def lined(parts: Iterable[QWidget | None]) -> list[QWidget]:
    """Return the parts that there are, with lines between them."""
    found = [part for part in parts if part is not None]
    return [widget for at, part in enumerate(found) for widget in ((Line(), part) if at else (part,))]

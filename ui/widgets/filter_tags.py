"""Which part of a list is shown: tags with counts, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Hue, current_theme
from ui.theme.tokens import SMALL, SPACE_S
from ui.widgets.flow import Flow
from ui.widgets.painted_radio import PaintedRadio

_HEIGHT = 26
_SIDE = 9
_BAR = 3


class FilterTag(PaintedRadio):
    """One part of the list; chosen shows as a blue ground and a bar below the words."""

    def __init__(self, value: str, word: str, parent: QWidget) -> None:
        super().__init__(word, parent)
        self.value = value
        self.word = word
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int | None) -> None:
        """Show how many there are behind the word."""
        self.setText(self.word if count is None else f"{self.word} {count}")
        self.setAccessibleName(self.text())
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the words."""
        theme = current_theme()
        metrics = QFontMetrics(theme.font(SMALL, bold=True))
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * theme.px(_SIDE), theme.px(_HEIGHT))

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw ground, words and bar."""
        theme = current_theme()
        tint = theme.tokens.tags[Hue.BLUE if self.isChecked() else Hue.GREY]
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tint.text if self.underMouse() else tint.edge), 1))
        painter.setBrush(QColor(tint.ground))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            painter.fillRect(QRectF(2, self.height() - _BAR, self.width() - 4, _BAR), QColor(tint.text))
        painter.setPen(QColor(tint.text))
        painter.setFont(theme.font(SMALL, bold=self.isChecked(), semibold=True, tabular=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class FilterTags(QWidget):
    """Tags with one stop for Tab; Left and Right choose the neighbour.

    Args:
        name: What is filtered; screen readers say it with every tag.
        options: Pairs of value and word.
        parent: Qt parent.
    """

    chosen = Signal(str)
    """A person chose another part."""

    def __init__(self, name: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        flow = Flow(self, gap=SPACE_S)
        self.tags = tuple(FilterTag(value, word, self) for value, word in options)
        for tag in self.tags:
            tag.setAccessibleDescription(name)
            tag.show_count(None)
            tag.clicked.connect(self._on_clicked)
            flow.addWidget(tag)
        self._value = self.tags[0].value
        self.set_value(self._value)

    def value(self) -> str:
        """Return what is chosen."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show a choice without signalling it."""
        self._value = value
        for tag in self.tags:
            tag.show_checked(tag.value == value)
            policy = Qt.FocusPolicy.StrongFocus if tag.value == value else Qt.FocusPolicy.ClickFocus
            tag.setFocusPolicy(policy)

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show how many there are of each; those left out show none."""
        for tag in self.tags:
            tag.show_count(counts.get(tag.value))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the neighbour."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            values = [tag.value for tag in self.tags]
            by = -1 if event.key() == Qt.Key.Key_Left else 1
            tag = self.tags[(values.index(self._value) + by) % len(values)]
            tag.setFocus(Qt.FocusReason.OtherFocusReason)
            self._choose(tag.value)
        else:
            super().keyPressEvent(event)

    def _on_clicked(self) -> None:
        tag = self.sender()
        if isinstance(tag, FilterTag):
            self._choose(tag.value)

    def _choose(self, value: str) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.chosen.emit(value)

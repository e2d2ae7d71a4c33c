"""The steps of a visit with what stands in each; any step at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from icv_app.words import _
from ui.theme import Hue, current_theme
from ui.theme.tokens import BODY, RADIUS, SMALL, SPACE_M, SPACE_S
from ui.widgets.announce import announce
from ui.widgets.painted_radio import PaintedRadio


class Status(StrEnum):
    """How far a step is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    ATTENTION = "attention"


_HUES = {
    Status.NOT_STARTED: Hue.GREY,
    Status.IN_PROGRESS: Hue.BLUE,
    Status.DONE: Hue.GREEN,
    Status.ATTENTION: Hue.ORANGE,
}
_BAR_PX = 4


def status_word(status: Status) -> str:
    """Return the status in words."""
    return {
        Status.NOT_STARTED: _("Not started"),
        Status.IN_PROGRESS: _("In progress"),
        Status.DONE: _("Done"),
        Status.ATTENTION: _("Needs attention"),
    }[status]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is signalled for it, and its title without a number."""

    key: str
    title: str


class StepTile(PaintedRadio):
    """One step of the bar."""

    def __init__(self, step: Step, number: int, parent: QWidget) -> None:
        super().__init__(f"{number}. {step.title}", parent)
        self.step = step
        self.status = Status.NOT_STARTED
        self._note: tuple[str, str, Hue] = ("", "", Hue.GREY)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_status(self.status)

    def show_status(self, status: Status) -> None:
        """Show how far it is."""
        self.status = status
        self._show()

    def show_note(self, words: str, spoken: str, hue: Hue) -> None:
        """Show a few words beside the title; `spoken` is said in full by screen readers."""
        if (words, spoken, hue) != self._note:
            self._note = (words, spoken, hue)
            self._show()

    def note(self) -> str:
        """Return the words beside the title."""
        return self._note[0]

    def _show(self) -> None:
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(
            ". ".join(part for part in (status_word(self.status), self._note[1]) if part)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the title over the longest status."""
        theme = current_theme()
        title = QFontMetrics(theme.font(BODY, bold=True)).horizontalAdvance(self.text())
        metrics = QFontMetrics(theme.font(SMALL, semibold=True))
        if self._note[0]:
            title += SPACE_S + metrics.horizontalAdvance(self._note[0])
        pill = max(metrics.horizontalAdvance(status_word(status)) for status in Status) + 2 * SPACE_S
        return QSize(max(title, pill) + 2 * SPACE_M, theme.px(60))

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the panel, the title and the status."""
        theme = current_theme()
        tokens = theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(tokens.link if self.isChecked() else tokens.line), 1))
        hovered = self.underMouse() and not self.isChecked()
        painter.setBrush(QColor(tokens.hover if hovered else tokens.card))
        painter.drawRoundedRect(box, RADIUS + 1, RADIUS + 1)
        if self.isChecked():
            self._draw_bar(painter, box, tokens.link)
        title_top, middle = theme.px(7), theme.px(30)
        words = self.rect().adjusted(SPACE_M, title_top, -SPACE_M, 0)
        painter.setPen(QColor(tokens.ink))
        painter.setFont(theme.font(BODY, bold=self.isChecked(), semibold=True))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.text())
        if self._note[0]:
            ink = {Hue.GREEN: tokens.yes, Hue.RED: tokens.error}.get(self._note[2], tokens.ink)
            painter.setPen(QColor(ink))
            painter.setFont(theme.font(SMALL, semibold=True))
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self._note[0])
        tint = tokens.tags[_HUES[self.status]]
        painter.setFont(theme.font(SMALL, semibold=True))
        word = status_word(self.status)
        width = painter.fontMetrics().horizontalAdvance(word) + 2 * SPACE_S
        pill = QRect(SPACE_M, middle, width, theme.px(20))
        painter.setPen(QColor(tint.edge))
        painter.setBrush(QColor(tint.ground))
        painter.drawRoundedRect(QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(QColor(tint.text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, word)
        painter.end()

    @staticmethod
    def _draw_bar(painter: QPainter, box: QRectF, colour: str) -> None:
        whole = QPainterPath()
        whole.addRoundedRect(box, RADIUS + 1, RADIUS + 1)
        painter.save()
        painter.setClipRect(QRectF(box.x(), box.y(), box.width(), _BAR_PX))
        painter.fillPath(whole, QColor(colour))
        painter.restore()


class StepBar(QWidget):
    """Steps side by side, on two lines where large text needs them.

    One stop for Tab; Left and Right go to the neighbour, Ctrl and a digit from
    anywhere on the page.
    """

    chosen = Signal(str)
    """A person chose another step."""

    def __init__(self, name: str, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_S)
        self._columns = 0
        self._current = steps[0].key
        self.tiles = tuple(StepTile(step, number, self) for number, step in enumerate(steps, start=1))
        for number, tile in enumerate(self.tiles, start=1):
            tile.clicked.connect(self._on_clicked)
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda tile=tile: self._go(tile))
        self._arrange(len(self.tiles))
        self.set_current(steps[0].key)

    def current(self) -> str:
        """Return the key of the step shown."""
        return self._current

    def set_current(self, key: str) -> None:
        """Show a step as the present one without signalling it."""
        self._current = key
        for tile in self.tiles:
            present = tile.step.key == key
            tile.show_checked(present)
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if present else Qt.FocusPolicy.ClickFocus)

    def set_status(self, key: str, status: Status) -> None:
        """Show how far a step is."""
        next(tile for tile in self.tiles if tile.step.key == key).show_status(status)

    def set_note(self, key: str, words: str, spoken: str, hue: Hue) -> None:
        """Show a few words beside the title of a step."""
        next(tile for tile in self.tiles if tile.step.key == key).show_note(words, spoken, hue)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go to a neighbour."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        at = next(at for at, tile in enumerate(self.tiles) if tile.step.key == self._current)
        tile = self.tiles[(at + by) % len(self.tiles)]
        self._go(tile)
        tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return room for two tiles: a narrow window gets more lines."""
        widest = max(tile.sizeHint().width() for tile in self.tiles)
        return QSize(2 * widest + SPACE_S, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Use as many lines as the width needs."""
        super().resizeEvent(event)
        widest = max(tile.sizeHint().width() for tile in self.tiles)
        fit = next(
            (
                columns
                for columns in (len(self.tiles), 3, 2)
                if columns * widest + (columns - 1) * SPACE_S <= self.width()
            ),
            2,
        )
        if fit != self._columns:
            self._arrange(fit)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for column in range(len(self.tiles)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for at, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, at // columns, at % columns)
        self.updateGeometry()

    def _on_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, StepTile):
            self._go(tile)

    def _go(self, tile: StepTile) -> None:
        before = self.current()
        self.set_current(tile.step.key)
        if tile.step.key != before:
            announce(self, f"{tile.text()}, {status_word(tile.status)}")
            self.chosen.emit(tile.step.key)

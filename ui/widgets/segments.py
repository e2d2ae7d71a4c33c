"""Radio buttons drawn as one joined bar: the base of `AnswerButtons` and `ChoiceButtons`."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from ui.theme import Tokens, current_theme
from ui.theme.fonts import width_of
from ui.theme.tokens import RADIUS, SMALL, TARGET
from ui.widgets.painted_radio import PaintedRadio

_TICK_PX = 9
_SIDE_PX = 14
"""Room left and right of the word; the tick and the key fit into the left one, so nothing moves."""
_KEY_PX = 10
"""Size of the key's letters."""

_MOST_DRAWN = 400
_DRAWN: dict[tuple[object, ...], QPixmap] = {}
"""Buttons as they were drawn, by everything their looks depend on."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One button of the bar.

    Attributes:
        value: What is signalled.
        word: What is shown.
        keys: Keys that choose it while the bar has the keyboard, such as "Y1".
        kind: "yes", "no" or "plain": its ground when chosen.
    """

    value: str
    word: str
    keys: str = ""
    kind: str = "plain"


class SegmentButton(PaintedRadio):
    """One joined button; chosen shows as a filled ground, bold text and a tick."""

    keyboard_came = Signal(bool)
    """The keyboard came, or went."""

    def __init__(self, segment: Segment, *, first: bool, last: bool, parent: QWidget) -> None:
        super().__init__(segment.word, parent)
        self.segment = segment
        self._first = first
        self._last = last
        self._key_works = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the bold word and the tick."""
        theme = current_theme()
        words = width_of(self.text(), theme.px(SMALL), bold=True)
        return QSize(words + 2 * theme.px(_SIDE_PX), theme.px(TARGET))

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    @property
    def key_in_sight(self) -> str:
        """The key drawn on it: the one that chooses it now, while the bar has the keyboard."""
        keys = self.segment.keys
        return keys if self._key_works and len(keys) == 1 and keys != self.segment.word else ""

    def show_key(self, works: bool) -> None:
        """Draw the key that chooses it, or not."""
        if works != self._key_works:
            self._key_works = works
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell the bar that it has the keyboard."""
        super().focusInEvent(event)
        self.keyboard_came.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell the bar that the keyboard went, perhaps to a neighbour."""
        super().focusOutEvent(event)
        self.keyboard_came.emit(False)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw it as it was drawn before, where one like it was: a list of questions is full of them."""
        theme = current_theme()
        look = (
            self.text(),
            self._colours(theme.tokens),
            self.isChecked(),
            self.key_in_sight,
            self._first,
            self._last,
            self.size().toTuple(),
            self.devicePixelRatioF(),
            theme.px(100),
        )
        drawn = _DRAWN.get(look)
        if drawn is None:
            if len(_DRAWN) >= _MOST_DRAWN:
                _DRAWN.clear()
            drawn = _DRAWN[look] = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, drawn)
        painter.end()

    def _draw(self) -> QPixmap:
        """Return ground, border, word, and the tick or the key."""
        theme = current_theme()
        ground, text, border = self._colours(theme.tokens)
        drawn = QPixmap(self.size() * self.devicePixelRatioF())
        drawn.setDevicePixelRatio(self.devicePixelRatioF())
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(border), 1))
        painter.setBrush(QColor(ground))
        painter.drawPath(self._outline())
        painter.setPen(QColor(text))
        painter.setFont(theme.font(SMALL, bold=self.isChecked(), semibold=True))
        words = self.rect()
        if self.isChecked():
            self._draw_tick(painter, text)
            words = words.adjusted(theme.px(_TICK_PX), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.key_in_sight and not self.isChecked():
            painter.setPen(QColor(theme.tokens.muted))
            painter.setFont(theme.font(_KEY_PX, semibold=True))
            left = self.rect().adjusted(theme.px(2), 0, 0, 0)
            left.setWidth(theme.px(_SIDE_PX - 3))
            painter.drawText(left, Qt.AlignmentFlag.AlignCenter, self.key_in_sight)
        painter.end()
        return drawn

    def _colours(self, tokens: Tokens) -> tuple[str, str, str]:
        if self.isChecked():
            return {
                "yes": (tokens.yes, tokens.on_yes, tokens.yes),
                "no": (tokens.no, tokens.on_no, tokens.no),
            }.get(self.segment.kind, (tokens.link, tokens.card, tokens.link))
        ground = tokens.hover if self.underMouse() and self.isEnabled() else tokens.card
        return ground, tokens.ink if self.isEnabled() else tokens.muted, tokens.line

    def _outline(self) -> QPainterPath:
        # Neighbours share one border line: each but the last reaches half a pixel further.
        box = QRectF(self.rect()).adjusted(0.5 if self._first else -0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(box, RADIUS, RADIUS)
        if not self._first:
            path.addRect(box.adjusted(0, 0, 2 * RADIUS - box.width(), 0))
        if not self._last:
            path.addRect(box.adjusted(box.width() - 2 * RADIUS, 0, 0, 0))
        return path.simplified()

    def _draw_tick(self, painter: QPainter, colour: str) -> None:
        size = current_theme().px(_TICK_PX)
        left, middle = current_theme().px(6), self.height() / 2
        pen = QPen(QColor(colour), max(2.0, size / 5))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        corner = QPoint(left + size // 3, round(middle + size / 3))
        painter.drawLine(QPoint(left, round(middle)), corner)
        painter.drawLine(corner, QPoint(left + size, round(middle - size / 3)))


class SegmentBar(QWidget):
    """A bar of joined radio buttons with one stop for Tab.

    Left and Right move between the buttons, Space and Enter choose, the keys of
    the segments choose at once, Delete takes the choice back. A key held down
    chooses once only, so that it cannot answer what comes next.

    Args:
        segments: At least two.
        name: What is being chosen; screen readers say it with every button.
        parent: Qt parent.
    """

    joined = True
    """Whether the buttons share their borders."""
    enter_goes_on = False
    """Enter chooses only what the arrows went to; otherwise whoever holds the bar goes on by it."""

    chosen = Signal(str)
    """A person chose; also when it is the same again."""
    chosen_by_key = Signal()
    """The choice was made from the keyboard, so the keyboard may go on; `chosen` came before."""
    cleared = Signal()
    """A person took the choice back."""

    def __init__(self, segments: tuple[Segment, ...], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = self._make_layout()
        self.buttons: tuple[SegmentButton, ...] = tuple(
            SegmentButton(
                segment,
                first=at == 0 or not self.joined,
                last=at == len(segments) - 1 or not self.joined,
                parent=self,
            )
            for at, segment in enumerate(segments)
        )
        for button in self.buttons:
            row.addWidget(button)
            button.clicked.connect(self._on_clicked)
            button.keyboard_came.connect(self._show_keys)
        self._value: str | None = None
        self.set_name(name)
        self._set_tab_stop(self.buttons[0])

    def set_name(self, name: str) -> None:
        """Say what is being chosen."""
        self.setAccessibleName(name)
        for button in self.buttons:
            keys = " ".join(button.segment.keys)
            button.setAccessibleName(button.segment.word)
            button.setAccessibleDescription(f"{name} ({keys})" if keys else name)

    def value(self) -> str | None:
        """Return what is chosen."""
        return self._value

    def set_value(self, value: str | None) -> None:
        """Show a choice without signalling it.

        Raises:
            ValueError: No segment has this value.
        """
        if value is not None and value not in {button.segment.value for button in self.buttons}:
            raise ValueError(f"no segment {value!r}")
        self._value = value
        stop = self.buttons[0]
        for button in self.buttons:
            button.show_checked(button.segment.value == value)
            if button.isChecked():
                stop = button
        self._set_tab_stop(stop)

    def set_focus(self) -> None:
        """Put the keyboard on the chosen button, or the first."""
        self._stop().setFocus(Qt.FocusReason.TabFocusReason)

    def choose(self, value: str) -> None:
        """Choose as a person does: shown and signalled."""
        self.set_value(value)
        self.chosen.emit(value)

    def press(self, letter: str) -> bool:
        """Choose the segment with this key, if there is one."""
        wanted = letter.upper()
        pressed = next((b for b in self.buttons if wanted and wanted in b.segment.keys), None)
        if pressed is None:
            return False
        pressed.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.choose(pressed.segment.value)
        self.chosen_by_key.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move, choose or clear; anything else goes on to the parent."""
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        enter = plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.isAutoRepeat() and (enter or event.text().strip()):
            return
        if plain and self.press(event.text()):
            return
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(-1 if key == Qt.Key.Key_Left else 1)
        elif enter and (focused := self._focused()) is not None and self._enter_chooses(focused):
            self.choose(focused.segment.value)
            self.chosen_by_key.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._value is not None:
            self.set_value(None)
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def _enter_chooses(self, focused: SegmentButton) -> bool:
        return not self.enter_goes_on or focused is not self._stop()

    def _make_layout(self) -> QLayout:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        return row

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, SegmentButton):
            self.choose(button.segment.value)

    def _show_keys(self, here: bool) -> None:
        """Draw the keys where they work: while the bar has the keyboard."""
        for button in self.buttons:
            button.show_key(here)

    def _focused(self) -> SegmentButton | None:
        return next((button for button in self.buttons if button.hasFocus()), None)

    def _move(self, by: int) -> None:
        focused = self._focused()
        at = self.buttons.index(focused) if focused is not None else 0
        self.buttons[(at + by) % len(self.buttons)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> SegmentButton:
        return next((button for button in self.buttons if button.isChecked()), self.buttons[0])

    def _set_tab_stop(self, stop: SegmentButton) -> None:
        for button in self.buttons:
            policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

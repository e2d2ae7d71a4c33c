"""Where one can go, always at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from icv_app.words import _, plural
from ui.theme import current_theme
from ui.theme.icons import tinted_pixmap
from ui.theme.tokens import BODY, SMALL, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from ui.widgets.button import Button
from ui.widgets.labels import Line, Muted, Text
from ui.widgets.painted_radio import PaintedRadio
from ui.widgets.scroll_area import ScrollArea

_ROW_PX = 39
_ICON_PX = 18
_EDGE_PX = 4
_LEAST_WIDTH = 200
_BESIDE_BADGE = SPACE_L


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One place: its key, its word, and its icon in `resources/icons`."""

    key: str
    word: str
    icon: str


class NavButton(PaintedRadio):
    """One place; a yellow bar marks the one shown."""

    def __init__(self, entry: NavEntry, parent: QWidget) -> None:
        super().__init__(entry.word, parent)
        self.entry = entry
        self.badge = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_badge(0)

    def show_badge(self, count: int) -> None:
        """Show how many things wait there; nothing when 0."""
        self.badge = count
        waiting = plural("{n} waits for you", "{n} wait for you", count) if count else ""
        self.setAccessibleName(self.entry.word)
        self.setAccessibleDescription(waiting)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for icon, word and a badge of two digits."""
        theme = current_theme()
        word = QFontMetrics(theme.font(BODY, bold=True)).horizontalAdvance(self.text())
        badge = SPACE_S + self._badge_width("99") + _BESIDE_BADGE
        return QSize(SPACE_XL + theme.px(_ICON_PX) + SPACE_M + word + badge, theme.px(_ROW_PX))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return a little less, for a scroll bar beside it where not all places fit the height."""
        return self.sizeHint() - QSize(SPACE_L, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw ground, bar, icon, word and badge."""
        theme = current_theme()
        tokens = theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        raised = self.isChecked() or self.underMouse()
        if raised:
            painter.fillRect(self.rect(), QColor(tokens.brand_raised))
        if self.isChecked():
            painter.fillRect(QRect(0, 0, _EDGE_PX, self.height()), QColor(tokens.focus))
        colour = tokens.on_brand_raised if raised else tokens.on_brand
        size = theme.px(_ICON_PX)
        density = max(1, round(self.devicePixelRatioF()))
        icon = tinted_pixmap(self.entry.icon, colour, size, density)
        painter.drawPixmap(SPACE_XL, (self.height() - size) // 2, icon)
        painter.setPen(QColor(colour))
        painter.setFont(theme.font(BODY, bold=self.isChecked()))
        words = self.rect().adjusted(SPACE_XL + size + SPACE_M - 2, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.badge:
            self._draw_badge(painter)
        painter.end()

    def _badge_width(self, number: str) -> int:
        theme = current_theme()
        room = QFontMetrics(theme.font(SMALL, bold=True)).horizontalAdvance(number) + theme.px(14)
        return max(theme.px(18) + 4, room)

    def _draw_badge(self, painter: QPainter) -> None:
        theme = current_theme()
        painter.setFont(theme.font(SMALL, bold=True))
        number = str(self.badge)
        height = theme.px(18)
        width = self._badge_width(number)
        pill = QRect(self.width() - _BESIDE_BADGE - width, (self.height() - height) // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens.on_brand))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(theme.tokens.brand))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, number)


class NavBar(QFrame):
    """The places of a role, one stop for Tab; Up and Down move, Enter goes there.

    Args:
        name: The program's name, at the top.
        parent: Qt parent.
    """

    chosen = Signal(str)
    """A person asked for a place."""
    foot_opened = Signal()
    """A person asked for more about what the foot says."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "nav")
        self.setAccessibleName(_("Navigation"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SPACE_L, 0, SPACE_L)
        self._column.setSpacing(0)
        self.who = Muted(wrap=False)
        for label in (Text(name, size="large", weight="bold", wrap=False), self.who):
            label.setContentsMargins(20, 0, 20, 4)
            self._column.addWidget(label)
        self._column.addSpacing(SPACE_L)
        holder = QWidget()
        self._places = QVBoxLayout()
        self._places.setSpacing(0)
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self._places)
        inner.addStretch(1)
        # Nine places at 200 % are taller than the window.
        self._scrolling = ScrollArea(holder)
        self._column.addWidget(self._scrolling, 1)
        self._column.addWidget(Line())
        self._column.addSpacing(SPACE_M)
        self._foot = Muted(wrap=True)
        self._foot.setContentsMargins(20, 0, 12, 0)
        self._column.addWidget(self._foot)
        self.foot_button = Button(_("Sync centre"), "nav-link")
        self.foot_button.setAccessibleDescription(_("Where every record is, and why it waits"))
        self.foot_button.clicked.connect(self.foot_opened)
        self.foot_button.hide()
        below = QHBoxLayout()
        below.setContentsMargins(SPACE_L, 0, SPACE_M, 0)
        below.addWidget(self.foot_button)
        below.addStretch(1)
        self._column.addLayout(below)
        self.buttons: tuple[NavButton, ...] = ()
        self._current: str | None = None
        current_theme().changed.connect(self._fit)
        self._fit()

    def set_entries(self, entries: Sequence[NavEntry]) -> None:
        """Offer these places."""
        for button in self.buttons:
            self._places.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = tuple(NavButton(entry, self) for entry in entries)
        for button in self.buttons:
            self._places.addWidget(button)
            button.clicked.connect(self._on_clicked)
        self._current = None
        if self.buttons:
            self.set_current(self.buttons[0].entry.key)
        self._fit()

    def current(self) -> str | None:
        """Return the key of the place marked."""
        return self._current

    def set_current(self, key: str) -> None:
        """Mark the place shown without signalling it."""
        self._current = key
        for button in self.buttons:
            present = button.entry.key == key
            button.show_checked(present)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if present else Qt.FocusPolicy.ClickFocus)

    def set_badge(self, key: str, count: int) -> None:
        """Show how many things wait at a place, if it is offered."""
        for button in self.buttons:
            if button.entry.key == key:
                button.show_badge(count)

    def set_foot(self, lines: Sequence[str]) -> None:
        """Say, one line each, what is on this laptop, what the server has and when it last synced."""
        self._foot.setText("\n".join(lines))
        self.foot_button.setVisible(bool(lines))

    def set_who(self, who: str) -> None:
        """Say under the name whose program this is, such as "West Yorkshire · visitor"."""
        self.who.setText(who)
        self._fit()

    def set_focus(self) -> None:
        """Put the keyboard on the place marked."""
        stop = next((button for button in self.buttons if button.isChecked()), None)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move with Up and Down, go with Enter."""
        focused = next((at for at, button in enumerate(self.buttons) if button.hasFocus()), None)
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if focused is not None and by is not None:
            self.buttons[(focused + by) % len(self.buttons)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif focused is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.buttons[focused])
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        theme = current_theme()
        bar = self._scrolling.verticalScrollBar().sizeHint().width()
        hints = [button.sizeHint().width() + bar for button in self.buttons]
        who = QFontMetrics(theme.font(SMALL)).horizontalAdvance(self.who.text()) + 2 * SPACE_L + SPACE_S
        self.setFixedWidth(max([_LEAST_WIDTH, who, *hints]))

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, NavButton):
            self._go(button)

    def _go(self, button: NavButton) -> None:
        # The mark follows the page shown: the shell may have to ask before it leaves a page.
        for other in self.buttons:
            other.show_checked(other.entry.key == self._current)
        self.chosen.emit(button.entry.key)

"""Gives the application its colours, fonts and text size, once for all windows."""

from __future__ import annotations

from enum import StrEnum
from string import Template

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui.theme import tokens as t
from ui.theme.focus_ring import FocusRing
from ui.theme.fonts import font, load_fonts

LEAST_PERCENT = 100
MOST_PERCENT = 200


class Look(StrEnum):
    """Which colours the person chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Theme(QObject):
    """The application's look; there is one, owned by the `QApplication`.

    Args:
        look: `SYSTEM` follows the system while the program runs.
        text_percent: Size of all text, 100 to 200.

    Attributes:
        tokens: The colours in use.
    """

    changed = Signal()
    """Colours or text size are other than before; the style sheet is already set."""

    def __init__(self, look: Look = Look.SYSTEM, text_percent: int = LEAST_PERCENT) -> None:
        super().__init__()
        self.tokens = t.LIGHT
        self._look = look
        self._text_percent = _within(text_percent)
        self._app: QApplication | None = None
        self._ring: FocusRing | None = None
        self._high = False
        self._dressing = False

    @property
    def look(self) -> Look:
        """What was chosen, not what it led to."""
        return self._look

    @property
    def text_percent(self) -> int:
        """Size of all text, 100 to 200."""
        return self._text_percent

    def apply(self, app: QApplication) -> None:
        """Load the fonts and dress every window of `app`, now and in future.

        Raises:
            StoreError: A font file is damaged.
        """
        load_fonts()
        self._app = app
        previous = _Current.theme
        if previous is not None and previous is not self and shiboken6.isValid(previous):
            previous.retire()
        self.setParent(app)
        _Current.theme = self
        app.setStyle("Fusion")
        # Kept by name: PySide takes what hangs from a wrapper for gone as soon as the wrapper is.
        self._hints = app.styleHints()
        self._accessibility = self._hints.accessibility()
        for changed in self._system_signals():
            changed.connect(self._on_system_changed)
        self._ring = FocusRing(app, self)
        self._dress()

    def retire(self) -> None:
        """Stop following the system; another theme takes over."""
        if self._app is not None:
            for changed in self._system_signals():
                changed.disconnect(self._on_system_changed)
        if self._ring is not None:
            self._ring.retire()
        self.setParent(None)

    def set_look(self, look: Look) -> None:
        """Choose other colours."""
        if look is not self._look:
            self._look = look
            self._dress()

    def set_text_percent(self, percent: int) -> None:
        """Choose another text size; below 100 and above 200 count as those."""
        if _within(percent) != self._text_percent:
            self._text_percent = _within(percent)
            self._dress()

    def px(self, size: int) -> int:
        """Return `size` (pixels at 100 %) at the chosen text size."""
        return round(size * self._text_percent / 100)

    def font(self, size: int, *, bold: bool = False, semibold: bool = False, tabular: bool = False) -> QFont:
        """Return a font for painting; `size` is in pixels at 100 %."""
        return font(self.px(size), bold=bold, semibold=semibold, tabular=tabular)

    def _system_signals(self) -> tuple[SignalInstance, ...]:
        """What the system tells of its look while the program runs."""
        app = self._app
        if app is None:
            return ()
        return (
            self._hints.colorSchemeChanged,
            self._accessibility.contrastPreferenceChanged,
            app.paletteChanged,
        )

    def _on_system_changed(self, _what: object) -> None:
        app = self._app
        if app is None or self._dressing:
            return  # the palette is being set here
        if self._is_high_contrast():
            # As long as the palette in use is ours, the system's is not to be seen.
            follows = not self._high or _from_palette(app.palette()) != self.tokens
        else:
            follows = self._high or self._ordinary() is not self.tokens
        if follows:
            self._dress()

    def _dress(self) -> None:
        app = self._app
        if app is None:
            return
        self._dressing = True
        self._high = self._is_high_contrast()
        if self._high:
            app.setPalette(QPalette())
            self.tokens = _from_palette(app.palette())
        else:
            self.tokens = self._ordinary()
            app.setPalette(_palette(self.tokens))
        app.setFont(self.font(t.BODY))
        app.setStyleSheet(style_sheet(self.tokens, self._text_percent))
        self._dressing = False
        self.changed.emit()

    def _is_high_contrast(self) -> bool:
        if self._look is Look.SYSTEM:
            return self._accessibility.contrastPreference() is Qt.ContrastPreference.HighContrast
        return self._look is Look.HIGH_CONTRAST

    def _ordinary(self) -> t.Tokens:
        """The light or the dark colours, as chosen or as the system has it."""
        if self._look is Look.SYSTEM:
            dark = self._hints.colorScheme() is Qt.ColorScheme.Dark
        else:
            dark = self._look is Look.DARK
        return t.DARK if dark else t.LIGHT


class _Current:
    """The theme in use, kept because every painting asks for it; Qt owns it."""

    theme: Theme | None = None


def current_theme() -> Theme:
    """Return the application's theme; for painting code. Light and unapplied if none was set."""
    found = _Current.theme
    if found is None or not shiboken6.isValid(found):
        app = QApplication.instance()
        if app is None:
            raise RuntimeError("no QApplication yet")
        found = Theme(Look.LIGHT)
        found.setParent(app)
        _Current.theme = found
    return found


def style_sheet(tokens: t.Tokens, text_percent: int) -> str:
    """Return the style sheet for these colours and this text size."""
    values = {name: str(getattr(tokens, name)) for name in t.Tokens.__slots__ if name != "tags"}
    for hue, tint in tokens.tags.items():
        values[f"{hue}_ground"] = tint.ground
        values[f"{hue}_text"] = tint.text
        values[f"{hue}_edge"] = tint.edge
    for size in (*t.TEXT_SIZES, t.TARGET, t.SPACE_L, t.SPACE_XL):
        values[f"px{size}"] = f"{round(size * text_percent / 100)}px"
    sheets = sorted(resources.path("styles").glob("*.qss"))
    return "\n".join(Template(sheet.read_text("utf-8")).substitute(values) for sheet in sheets)


def _within(percent: int) -> int:
    return max(LEAST_PERCENT, min(MOST_PERCENT, percent))


def _from_palette(palette: QPalette) -> t.Tokens:
    role = QPalette.ColorRole

    def name(which: QPalette.ColorRole) -> str:
        return palette.color(QPalette.ColorGroup.Active, which).name()

    return t.high_contrast(
        text=name(role.WindowText),
        window=name(role.Window),
        base=name(role.Base),
        link=name(role.Link),
        highlight=name(role.Highlight),
        highlighted_text=name(role.HighlightedText),
    )


def _palette(tokens: t.Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in {
        role.Window: tokens.page,
        role.WindowText: tokens.ink,
        role.Base: tokens.card,
        role.AlternateBase: tokens.page,
        role.Text: tokens.ink,
        role.Button: tokens.card,
        role.ButtonText: tokens.ink,
        role.BrightText: tokens.error,
        role.Link: tokens.link,
        role.LinkVisited: tokens.link,
        role.Highlight: tokens.link,
        role.HighlightedText: tokens.card,
        role.PlaceholderText: tokens.muted,
        role.ToolTipBase: tokens.card,
        role.ToolTipText: tokens.ink,
        role.Mid: tokens.line,
        role.Dark: tokens.edge,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.muted))
    return palette

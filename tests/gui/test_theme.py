"""Colours are readable, the text size is chosen, and the keyboard is always in sight."""

from __future__ import annotations

import re
from collections.abc import Callable
from weakref import ref

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibilityHints, QColor, QImage, QPalette, QStyleHints
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import gallery
from tests.gui.conftest import Show
from ui.shell import Page, ShellWindow
from ui.theme import Hue, Look, Theme, Tokens
from ui.theme.contrast import BORDER_AT_LEAST, TEXT_AT_LEAST, contrast
from ui.theme.icons import tinted_pixmap
from ui.theme.theme import style_sheet
from ui.theme.tokens import DARK, HIGH_AT_LEAST, LIGHT, high_contrast
from ui.widgets.data_table import DataTable
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.table_model import Cell, Column, RowsModel

SYSTEMS = {
    "white on black": ("#ffffff", "#000000", "#000000", "#8080ff", "#1aebff", "#000000"),
    "black on white": ("#000000", "#ffffff", "#ffffff", "#00009f", "#37006e", "#ffffff"),
    "not asked for": ("#000000", "#efefef", "#ffffff", "#0000ff", "#308cc6", "#ffffff"),
    "without contrast": ("#777777", "#888888", "#666666", "#999999", "#777777", "#888888"),
}
"""Palettes of systems: text, window, base, link, highlight and the text on it."""
_ROLES = ("text", "window", "base", "link", "highlight", "highlighted_text")
HIGH = {
    f"high contrast, {name}": high_contrast(**dict(zip(_ROLES, colours, strict=True)))
    for name, colours in SYSTEMS.items()
}
THEMES = {"light": LIGHT, "dark": DARK, **HIGH}
TEXTS = [
    ("ink", "page"),
    ("ink", "card"),
    ("ink", "hover"),
    ("muted", "page"),
    ("muted", "card"),
    ("muted", "track"),
    ("on_brand", "brand"),
    ("on_brand_muted", "brand"),
    ("on_brand_raised", "brand_raised"),
    ("brand", "on_brand"),
    ("link", "page"),
    ("link", "card"),
    ("card", "link"),
    ("on_selection", "selection"),
    ("on_selection_muted", "selection"),
    ("on_yes", "yes"),
    ("on_yes", "yes_hover"),
    ("on_no", "no"),
    ("on_no", "no_hover"),
    ("error", "page"),
    ("error", "card"),
]
BORDERS = [
    ("edge", "card"),
    ("edge", "page"),
    ("error", "card"),
    ("amber", "card"),
    ("link", "card"),
    ("link", "track"),
]


def named(tokens: Tokens, name: str) -> str:
    return str(getattr(tokens, name))


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_every_text_stands_out_from_its_ground(theme_name: str, text: str, ground: str) -> None:
    tokens = THEMES[theme_name]
    assert contrast(named(tokens, text), named(tokens, ground)) >= TEXT_AT_LEAST


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize("hue", Hue)
def test_every_tag_is_readable(theme_name: str, hue: Hue) -> None:
    tint = THEMES[theme_name].tags[hue]
    assert contrast(tint.text, tint.ground) >= TEXT_AT_LEAST


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize(("border", "ground"), BORDERS)
def test_borders_that_mean_something_stand_out(theme_name: str, border: str, ground: str) -> None:
    tokens = THEMES[theme_name]
    assert contrast(named(tokens, border), named(tokens, ground)) >= BORDER_AT_LEAST


@pytest.mark.parametrize("theme_name", THEMES)
def test_a_chosen_row_is_told_by_its_bar_or_its_ground(theme_name: str) -> None:
    tokens = THEMES[theme_name]
    seen = max(contrast(tokens.link, tokens.selection), contrast(tokens.selection, tokens.card))
    assert seen >= BORDER_AT_LEAST


@pytest.mark.parametrize("theme_name", THEMES)
def test_the_focus_ring_stands_out_from_its_ink_line(theme_name: str) -> None:
    tokens = THEMES[theme_name]
    assert contrast(tokens.focus, tokens.focus_ink) >= BORDER_AT_LEAST
    for ground in ("page", "card"):
        seen = max(
            contrast(tokens.focus, named(tokens, ground)), contrast(tokens.focus_ink, named(tokens, ground))
        )
        assert seen >= BORDER_AT_LEAST


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffdd00", "#ffdd00") == 1


@pytest.mark.parametrize("theme_name", THEMES)
def test_the_style_sheet_has_every_name_filled_in(theme_name: str) -> None:
    sheet = style_sheet(THEMES[theme_name], 100)
    without_comments = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    assert "$" not in without_comments
    assert THEMES[theme_name].card in sheet


def test_text_grows_to_twice_its_size_and_no_further(theme: Theme, qapp: QApplication) -> None:
    theme.set_text_percent(150)
    assert theme.px(18) == 27
    assert "font-size: 27px" in qapp.styleSheet()
    theme.set_text_percent(300)
    assert theme.text_percent == 200
    assert qapp.font().pixelSize() == 30


def test_dark_and_light_can_be_chosen_and_are_told(qtbot: QtBot, theme: Theme, qapp: QApplication) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_look(Look.DARK)
    assert theme.tokens is DARK
    assert qapp.palette().window().color().name() == DARK.page
    with qtbot.waitSignal(theme.changed):
        theme.set_look(Look.LIGHT)
    assert qapp.palette().window().color().name() == LIGHT.page


@pytest.mark.parametrize("name", HIGH)
def test_high_contrast_has_more_of_it_whatever_the_palette_of_the_system(name: str) -> None:
    tokens = HIGH[name]
    for ground in (tokens.page, tokens.card, tokens.hover, tokens.track):
        assert contrast(tokens.ink, ground) >= min(HIGH_AT_LEAST, contrast("#000000", "#888888"))
    assert tokens.muted == tokens.line == tokens.edge == tokens.ink, "nothing is quieter than the text"


def test_high_contrast_uses_the_colours_of_a_system_that_has_them(theme: Theme, qapp: QApplication) -> None:
    tokens = HIGH["high contrast, white on black"]
    assert (tokens.ink, tokens.page, tokens.link, tokens.selection) == (
        "#ffffff",
        "#000000",
        "#8080ff",
        "#1aebff",
    )
    theme.set_look(Look.HIGH_CONTRAST)
    system = qapp.palette()
    assert theme.tokens.ink == system.windowText().color().name()
    assert theme.tokens.card == system.base().color().name()
    assert {tint.text for tint in theme.tokens.tags.values()} == {theme.tokens.ink}


class System:
    """What the system says of its look, in the hands of a test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
        self.hints = qapp.styleHints()
        self.accessibility = self.hints.accessibility()
        self.scheme, self.contrast = Qt.ColorScheme.Light, Qt.ContrastPreference.NoPreference
        monkeypatch.setattr(QStyleHints, "colorScheme", lambda _hints: self.scheme)
        monkeypatch.setattr(QAccessibilityHints, "contrastPreference", lambda _hints: self.contrast)

    def turn(self, scheme: Qt.ColorScheme) -> None:
        """Go light or dark."""
        self.scheme = scheme
        self.hints.colorSchemeChanged.emit(scheme)

    def want(self, contrast: Qt.ContrastPreference) -> None:
        """Ask for contrast, or no more."""
        self.contrast = contrast
        self.accessibility.contrastPreferenceChanged.emit(contrast)


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> System:
    return System(monkeypatch, qapp)


def test_the_look_follows_the_system_while_the_program_runs(
    theme: Theme, system: System, qapp: QApplication
) -> None:
    theme.set_look(Look.SYSTEM)
    assert theme.tokens is LIGHT
    system.turn(Qt.ColorScheme.Dark)
    assert theme.tokens is DARK
    assert qapp.palette().window().color().name() == DARK.page
    system.want(Qt.ContrastPreference.HighContrast)
    assert theme.tokens.muted == theme.tokens.ink == qapp.palette().windowText().color().name()
    system.want(Qt.ContrastPreference.NoPreference)
    assert theme.tokens is DARK
    system.turn(Qt.ColorScheme.Light)
    assert theme.tokens is LIGHT


def test_in_high_contrast_other_colours_of_the_system_are_taken_over(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    class OfTheSystem(QPalette):
        """What the system has now; no palette of the program's own lies over it."""

        def __init__(self) -> None:
            super().__init__(QColor("#000000"), QColor("#000000"))
            self.setColor(QPalette.ColorRole.WindowText, QColor("#ffff00"))

    theme.set_look(Look.HIGH_CONTRAST)
    monkeypatch.setattr("ui.theme.theme.QPalette", OfTheSystem)
    qapp.paletteChanged.emit(OfTheSystem())
    assert theme.tokens.ink != "#ffff00", "nothing has changed yet"
    qapp.setPalette(OfTheSystem())
    assert (theme.tokens.ink, theme.tokens.card) == ("#ffff00", "#000000")


def test_what_was_chosen_stays_whatever_the_system_does(theme: Theme, system: System) -> None:
    theme.set_look(Look.LIGHT)
    system.turn(Qt.ColorScheme.Dark)
    system.want(Qt.ContrastPreference.HighContrast)
    assert theme.tokens is LIGHT


def drawn(window: ShellWindow) -> QImage:
    """The window as it looks alone, without the keyboard."""
    window.resize(1280, 800)
    window.show()
    QApplication.processEvents()
    if (focused := QApplication.focusWidget()) is not None:
        focused.clearFocus()
    QApplication.processEvents()
    image = window.grab().toImage()
    window.hide()
    return image


@pytest.mark.parametrize("page", [gallery.PeoplePage, gallery.ControlsPage])
def test_a_window_that_is_open_is_painted_anew_all_over(theme: Theme, page: Callable[[], Page]) -> None:
    open_before = gallery.shell(page)
    for look in (Look.DARK, Look.HIGH_CONTRAST, Look.LIGHT):
        theme.set_look(look)
        made_after = gallery.shell(page)
        assert drawn(open_before) == drawn(made_after), look
        shiboken6.delete(made_after)
    shiboken6.delete(open_before)


def test_fonts_come_with_the_program(theme: Theme) -> None:
    from PySide6.QtGui import QFontInfo

    assert QFontInfo(theme.font(15)).family() == "Atkinson Hyperlegible Next"
    assert QFontInfo(theme.font(15, semibold=True)).weight() == 600


def test_digits_in_tables_are_equally_wide(theme: Theme) -> None:
    from PySide6.QtGui import QFontMetrics

    metrics = QFontMetrics(theme.font(15, tabular=True))
    assert len({metrics.horizontalAdvance(digit * 10) for digit in "0123456789"}) == 1


def test_icons_have_the_colour_of_their_text(theme: Theme) -> None:
    image = tinted_pixmap("check", "#ff0000", 24).toImage()
    colours = {
        QColor(image.pixelColor(x, y)).name()
        for x in range(24)
        for y in range(24)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#ff0000"}


def ring_colours(window: QWidget, control: QWidget) -> set[str]:
    """Colours just outside the middle of each side of `control`."""
    image = window.grab().toImage()
    corner = control.mapTo(window, control.rect().topLeft())
    middle_x, middle_y = corner.x() + control.width() // 2, corner.y() + control.height() // 2
    around = [
        (corner.x() - 2, middle_y),
        (corner.x() + control.width() + 1, middle_y),
        (middle_x, corner.y() - 2),
        (middle_x, corner.y() + control.height() + 1),
    ]
    return {image.pixelColor(x, y).name() for x, y in around}


def test_the_ring_is_around_whatever_has_the_keyboard_and_follows_it(qtbot: QtBot, show: Show) -> None:
    line, button = QLineEdit(), QPushButton("Go")
    window = show(line, button)
    line.setFocus()
    qtbot.waitUntil(lambda: ring_colours(window, line) == {LIGHT.focus})
    QTest.keyClick(line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: ring_colours(window, button) == {LIGHT.focus})
    assert LIGHT.focus not in ring_colours(window, line)
    button.setFixedWidth(200)
    qtbot.waitUntil(lambda: ring_colours(window, button) == {LIGHT.focus})


def test_the_ring_goes_with_its_control_when_that_is_hidden(qtbot: QtBot, show: Show) -> None:
    line = QLineEdit()
    window = show(line)
    line.setFocus()
    qtbot.waitUntil(lambda: ring_colours(window, line) == {LIGHT.focus})
    line.hide()
    qtbot.waitUntil(lambda: LIGHT.focus not in ring_colours(window, line))


def test_the_ring_keeps_no_window_alive(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    QVBoxLayout(window).addWidget(QLineEdit())
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    assert theme.tokens is LIGHT
    kept = ref(window)
    del window
    assert kept() is None


def test_scrolling_follows_the_keyboard(qtbot: QtBot, show: Show) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    lines = [QLineEdit() for _line in range(30)]
    for line in lines:
        column.addWidget(line)
    area = ScrollArea(content)
    show(area, height=300)
    lines[-1].setFocus()
    qtbot.waitUntil(
        lambda: area.viewport().rect().contains(lines[-1].mapTo(area.viewport(), lines[-1].rect().center()))
    )
    lines[0].setFocus()
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() == 0)


def test_a_table_that_gets_its_rows_while_it_has_the_keyboard_has_one_ring(qtbot: QtBot, show: Show) -> None:
    model: RowsModel[str] = RowsModel((Column("Name", Cell),), key=lambda word: word)
    table = DataTable("Names", model, "Nobody yet.")
    window = show(table, width=400, height=400)
    table.setFocus()
    qtbot.waitUntil(lambda: ring_colours(window, table) == {LIGHT.focus})
    model.show(["one", "two"])
    qtbot.waitUntil(lambda: LIGHT.focus not in ring_colours(window, table))


def test_of_what_is_taller_than_the_area_the_beginning_is_shown(qtbot: QtBot, show: Show) -> None:
    content, tall, button = QWidget(), QPushButton("Tall"), QPushButton("Last")
    tall.setFixedHeight(900)
    column = QVBoxLayout(content)
    for widget in (QPushButton("First"), tall, button):
        column.addWidget(widget)
    area = ScrollArea(content)
    show(area, height=300)
    button.setFocus()
    qtbot.waitUntil(lambda: not button.visibleRegion().isEmpty())
    tall.setFocus()
    qtbot.waitUntil(
        lambda: not tall.visibleRegion().isEmpty() and tall.visibleRegion().contains(tall.rect().topLeft())
    )

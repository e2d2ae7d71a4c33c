"""Fonts and icons are there, whole, and fit for screen and paper."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot
from reportlab.pdfbase.ttfonts import TTFont

import resources

FONTS = [name for name in resources.names("fonts", ".ttf") if "Arabic" not in name]
ICONS = resources.names("icons", ".svg")
WELSH_AND_FIGURES = "ŴŵŶŷÂâÊêÎîÔôÛû 0123456789 % £ – — ‘ ’ “ ” … · é"


def test_the_faces_of_the_design_are_there() -> None:
    assert {f"fonts/AtkinsonHyperlegibleNext-{face}.ttf" for face in ("Regular", "SemiBold", "Bold")} <= set(
        FONTS
    )
    assert {f"fonts/NotoSans-{face}.ttf" for face in ("Regular", "SemiBold", "Bold")} <= set(FONTS)


@pytest.mark.parametrize("name", FONTS)
def test_a_font_writes_welsh_and_lines_numbers_up_on_paper(name: str) -> None:
    font = TTFont(name, str(resources.path(name)))
    assert [sign for sign in WELSH_AND_FIGURES if ord(sign) not in font.face.charToGlyph] == []
    assert len({font.stringWidth(digit, 100) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("name", FONTS)
def test_a_font_writes_welsh_and_lines_numbers_up_on_screen(qtbot: QtBot, name: str) -> None:
    font = QRawFont(str(resources.path(name)), 15)
    assert font.isValid()
    assert [sign for sign in WELSH_AND_FIGURES if not font.supportsCharacter(ord(sign))] == []
    digits = font.advancesForGlyphIndexes(font.glyphIndexesForString("0123456789"))
    assert len({advance.x() for advance in digits}) == 1


@pytest.mark.parametrize("family", ["Atkinson Hyperlegible Next", "Noto Sans"])
def test_qt_finds_the_three_weights_in_one_family(qtbot: QtBot, family: str) -> None:
    for name in FONTS:
        assert QFontDatabase.addApplicationFont(str(resources.path(name))) >= 0
    weights = {QFontDatabase.weight(family, style) for style in QFontDatabase.styles(family)}
    assert weights == {400, 600, 700}


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_draws_and_takes_the_colour_it_is_given(qtbot: QtBot, name: str) -> None:
    assert QSvgRenderer(str(resources.path(name))).isValid()
    assert 'stroke="currentColor"' in resources.path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["fonts", "icons"])
def test_what_others_made_carries_its_licence(folder: str) -> None:
    licences = [resources.path(name).read_text(encoding="utf-8") for name in resources.names(folder, ".txt")]
    assert licences
    assert all("Copyright" in licence for licence in licences)


@pytest.mark.parametrize("name", ["icons/none.svg", "../pyproject.toml"])
def test_only_resources_are_resources(name: str) -> None:
    with pytest.raises(FileNotFoundError, match="no resource"):
        resources.path(name)

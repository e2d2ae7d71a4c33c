"""Text with some of its words marked: bold, underlined and on a ground, so never by colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextLayout, QTextOption

from ui.theme import Hue, current_theme

Mark = tuple[int, int]
"""Where a marked piece begins in the text, and how many characters it has."""


def marked_layout(text: str, marks: Sequence[Mark], font: QFont, room: int) -> QTextLayout:
    """Return the text set in lines of a width, to be measured and drawn."""
    layout = QTextLayout(text.replace("\n", " "), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_format(text, mark) for mark in marks])
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def height_of(layout: QTextLayout) -> int:
    """Return the height of the lines."""
    return round(sum(layout.lineAt(at).height() for at in range(layout.lineCount())))


def _format(text: str, mark: Mark) -> QTextLayout.FormatRange:
    begin, length = mark
    tint = current_theme().tokens.tags[Hue.YELLOW]
    looks = QTextCharFormat()
    looks.setFontWeight(QFont.Weight.Bold)
    looks.setFontUnderline(True)
    looks.setBackground(QColor(tint.ground))
    looks.setForeground(QColor(tint.text))
    found = QTextLayout.FormatRange()
    # Qt counts in units of UTF-16, Python in characters.
    found.start = _units(text[:begin])
    found.length = _units(text[begin : begin + length])
    found.format = looks
    return found


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

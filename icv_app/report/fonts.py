"""The embedded fonts: Atkinson Hyperlegible Next, with Noto Sans for what it lacks, Arabic included.

Fonts are read once per process and only when first used; reportlab embeds a
subset of those a document uses.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import groupby

from arabic_reshaper import reshape
from bidi import get_display
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources

UNDRAWABLE = "?"
"""Stands for a character that no embedded font can draw."""


class Face(StrEnum):
    """A face of the main font, by the name it is registered under."""

    REGULAR = "AtkinsonHyperlegibleNext-Regular"
    ITALIC = "AtkinsonHyperlegibleNext-Italic"
    SEMIBOLD = "AtkinsonHyperlegibleNext-SemiBold"
    BOLD = "AtkinsonHyperlegibleNext-Bold"


EMOJI = "documents/NotoEmoji-Regular"
_FALLBACKS = {
    Face.REGULAR: ("NotoSans-Regular", "NotoSansArabic-Regular", EMOJI),
    Face.ITALIC: ("NotoSans-Regular", "NotoSansArabic-Regular", EMOJI),
    Face.SEMIBOLD: ("NotoSans-SemiBold", "NotoSansArabic-Bold", EMOJI),
    Face.BOLD: ("NotoSans-Bold", "NotoSansArabic-Bold", EMOJI),
}
_PLAIN_OR_COLOURED = dict.fromkeys(range(0xFE00, 0xFE10))
"""Characters that only say which form of the one before them is meant; fonts of documents have one."""
_NO_BREAK = "\u00a0"
_NEVER_BROKEN_AT = frozenset({_NO_BREAK, "\u2007", "\u202f"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


_WEIGHTS = {"Regular": 400, "Italic": 400, "SemiBold": 600, "Bold": 700}


def weight_of(font: str) -> int:
    """The weight of a face or of a font that stands in for one, by its name."""
    return _WEIGHTS[font.rpartition("-")[2]]


def in_right_to_left(text: str) -> bool:
    """Whether any of it belongs to a script that runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)


@cache
def _load(name: str) -> frozenset[int]:
    """Register a font by its name; returns the code points it can draw."""
    font = TTFont(name, str(resources.path(f"fonts/{name}.ttf")))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@cache
def register() -> None:
    """Make every face of the main font known to reportlab; may be called any number of times."""
    for face in Face:
        _load(face.value)


def cleaned(text: str) -> str:
    """Text without control, formatting and surrogate characters, in composed form, with plain spaces."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return composed
    return "".join(_printable(char) for char in composed)


def _printable(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    if category == "Zs":  # of any width; fonts draw two of them
        return _NO_BREAK if char in _NEVER_BROKEN_AT else " "
    return " " if category in {"Cc", "Cs", "Co", "Zl", "Zp"} else char


@cache
def _font_for(char: str, face: Face) -> str | None:
    return next((font for font in (face.value, *_FALLBACKS[face]) if ord(char) in _load(font)), None)


def in_visual_order(text: str) -> str:
    """Text with right-to-left scripts joined and turned round, as a PDF must be given it.

    Within a line that is exact; a right-to-left phrase broken over two lines
    reads from the lower one. Text without such a script comes back as it is.
    """
    if not in_right_to_left(text):
        return text
    return str(get_display(reshape(text), base_dir="L"))


def runs(text: str, face: Face) -> Iterator[tuple[str, str]]:
    """Cut text into (font name, text) pieces that each font can draw, spaces staying where they are."""
    text = in_visual_order(cleaned(text))
    if not text.isascii():
        text = text.translate(_PLAIN_OR_COLOURED)
    if text.isascii() or _load(face.value).issuperset(map(ord, text)):
        if text:
            yield face.value, text
        return
    drawn = [(_font_for(char, face), char) for char in text]
    pieces = ((font, char) if font else (face.value, UNDRAWABLE) for font, char in drawn)
    for font, group in groupby(pieces, key=lambda piece: piece[0]):
        yield font, "".join(char for _font, char in group)


def undrawable(text: str) -> str:
    """The characters that no embedded font can draw, each once, in the order they come."""
    read = in_visual_order(cleaned(text)).translate(_PLAIN_OR_COLOURED)
    odd = dict.fromkeys(read) if not read.isascii() else {}
    return "".join(char for char in odd if _font_for(char, Face.REGULAR) is None)


def width_of(text: str, face: Face, size: float) -> float:
    """The width of a line of text in points."""
    return sum(float(pdfmetrics.stringWidth(piece, font, size)) for font, piece in runs(text, face))


def cut(text: str, characters: int) -> str:
    """The text, cut with an ellipsis where it has more than so many characters."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def shortened(text: str, face: Face, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than the room in points."""
    text = cleaned(text)
    if width_of(text, face, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + "…", face, size) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"

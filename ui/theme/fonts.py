"""The program's own fonts: they look the same on every laptop and need no installing."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

import resources
from icv_app.errors import StoreError
from icv_app.words import _

FAMILIES = ["Atkinson Hyperlegible Next", "Noto Sans"]
"""The second is for the scripts that the first lacks."""


def load_fonts() -> None:
    """Make the fonts in `resources/fonts` known to Qt; once a process is enough.

    Raises:
        StoreError: A font file cannot be used, so the installation is damaged.
    """
    known = set(QFontDatabase.families())
    if known.issuperset(FAMILIES):
        return
    for file in sorted(resources.path("fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) == -1:
            raise StoreError(
                f"font {file.name} not loadable",
                user_text=_("A font that belongs to ICV is damaged: please install ICV again."),
            )


@lru_cache(maxsize=64)
def font(size_px: int, *, bold: bool = False, semibold: bool = False, tabular: bool = False) -> QFont:
    """Return a font of the program at `size_px`, not to be changed; `tabular` makes digits equally wide."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(size_px)
    if bold or semibold:
        made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.DemiBold)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
"""How several lines of words are measured and drawn."""


@lru_cache(maxsize=2048)
def width_of(words: str, size_px: int, *, bold: bool = False) -> int:
    """Return the width of words on one line, pixels; Qt asks for the same ones many times over."""
    return QFontMetrics(font(size_px, bold=bold)).horizontalAdvance(words)


@lru_cache(maxsize=4096)
def height_of(words: str, width: int, size_px: int, *, semibold: bool = False) -> int:
    """Return the height of words wrapped to a width, pixels."""
    room = QRect(0, 0, max(1, width), 10_000)
    return QFontMetrics(font(size_px, semibold=semibold)).boundingRect(room, WRAP, words).height()

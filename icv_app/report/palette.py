"""The colours of printed documents: the light tokens of the scheme's look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import Color, HexColor

INK = HexColor("#0b0c0c")
MUTED = HexColor("#505a5f")
PAGE = HexColor("#f3f4f5")
CARD = HexColor("#ffffff")
LINE = HexColor("#cfd3d6")
BRAND = HexColor("#14304f")
LINK = HexColor("#1d5ea8")
SELECTION = HexColor("#e4eef9")
SHORT = HexColor("#8a4b08")
"""Below a target; always said in words too."""
_BLACK = HexColor("#000000")


def luminance(colour: Color) -> float:
    """Relative luminance, 0 for black to 1 for white. Source: WCAG 2.2."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio of two colours, 1 to 21. Source: WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(ground: Color) -> Color:
    """Black or white, whichever stands out more: always enough, which ink on a middle blue is not."""
    return max((_BLACK, CARD), key=lambda colour: contrast(colour, ground))


def shade(strength: float) -> Color:
    """A step of the single-hue ramp from page grey (0) to brand navy (1); lightness falls throughout."""
    return ON_PAPER.shade(strength)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartColours:
    """What a chart is drawn with.

    Attributes:
        ink: Names, numbers and marks.
        card: What it is drawn on.
        ground: The room of a bar, and a cell that counts nothing.
        short: A bar below its mark; always said in words too.
        ramp: From few to many, of one hue; lightness goes one way throughout.
    """

    ink: Color
    muted: Color
    card: Color
    ground: Color
    line: Color
    bar: Color
    short: Color
    ramp: tuple[Color, Color, Color]

    def shade(self, strength: float) -> Color:
        """A step of the ramp, from 0 to 1."""
        place = min(max(strength, 0.0), 1.0) * (len(self.ramp) - 1)
        below = min(int(place), len(self.ramp) - 2)
        part = place - below
        start, end = self.ramp[below], self.ramp[below + 1]
        return Color(
            start.red + (end.red - start.red) * part,
            start.green + (end.green - start.green) * part,
            start.blue + (end.blue - start.blue) * part,
        )


ON_PAPER: Final = ChartColours(
    ink=INK,
    muted=MUTED,
    card=CARD,
    ground=PAGE,
    line=LINE,
    bar=LINK,
    short=SHORT,
    ramp=(SELECTION, HexColor("#5b8fc7"), BRAND),
)
ON_DARK: Final = ChartColours(
    ink=HexColor("#eceff1"),
    muted=HexColor("#aab4bb"),
    card=HexColor("#1d242a"),
    ground=HexColor("#14191d"),
    line=HexColor("#3a444c"),
    bar=HexColor("#8ec2ff"),
    short=HexColor("#f0a468"),
    ramp=(HexColor("#22384d"), HexColor("#4c83bd"), HexColor("#d3e7ff")),
)
"""The dark tokens of the look, for the screen alone."""

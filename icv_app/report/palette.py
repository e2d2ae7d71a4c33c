"""The colours of printed documents: the light tokens of the scheme's look."""

from __future__ import annotations

from reportlab.lib.colors import Color, HexColor

INK = HexColor("#0b0c0c")
MUTED = HexColor("#505a5f")
PAGE = HexColor("#f3f4f5")
CARD = HexColor("#ffffff")
LINE = HexColor("#cfd3d6")
BRAND = HexColor("#14304f")
BRAND_RAISED = HexColor("#1f4672")
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
    stops = (SELECTION, HexColor("#5b8fc7"), BRAND)
    place = min(max(strength, 0.0), 1.0) * (len(stops) - 1)
    below = min(int(place), len(stops) - 2)
    part = place - below
    start, end = stops[below], stops[below + 1]
    return Color(
        start.red + (end.red - start.red) * part,
        start.green + (end.green - start.green) * part,
        start.blue + (end.blue - start.blue) * part,
    )

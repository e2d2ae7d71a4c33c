"""Every colour ICV draws with, by what it is for; sizes and spaces beside them.

Three sets: light, dark, and one made from the system's own palette where the
person has asked the system for high contrast.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ui.theme.contrast import TEXT_AT_LEAST, contrast

HIGH_AT_LEAST = 7.0
"""Contrast of all text where high contrast is asked for. Source: WCAG 2.2, 1.4.6."""


class Hue(StrEnum):
    """The hues a tag may have; the word on it carries the meaning."""

    GREEN = "green"
    BLUE = "blue"
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    PURPLE = "purple"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Tint:
    """A ground, the text that stands on it and the border around it, all `#rrggbb`."""

    ground: str
    text: str
    edge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One set of colours, all `#rrggbb`.

    Attributes:
        edge: Border that shows where to type or tick; at least 3:1 on `card`.
        line: Border that only divides.
        yes: Ground of a chosen "yes" and of the main button.
        no: Ground of a chosen "no" and of a button that destroys.
        error: Text of an error and the bar beside its field.
        amber: The bar of what is amber; at least 3:1 on `card`.
        track: The unfilled part of a progress bar.
    """

    ink: str
    muted: str
    page: str
    card: str
    line: str
    edge: str
    brand: str
    brand_raised: str
    on_brand_raised: str
    on_brand: str
    on_brand_muted: str
    link: str
    selection: str
    on_selection: str
    on_selection_muted: str
    hover: str
    yes: str
    yes_hover: str
    on_yes: str
    no: str
    no_hover: str
    on_no: str
    error: str
    amber: str
    track: str
    tags: dict[Hue, Tint]
    focus: str = "#ffdd00"
    focus_ink: str = "#0b0c0c"

    @property
    def dark(self) -> bool:
        """Whether light text stands out more on a card than dark text."""
        return contrast("#ffffff", self.card) > contrast("#000000", self.card)


_TAGS = {
    Hue.GREEN: Tint("#cce2d8", "#004d29", "#cce2d8"),
    Hue.BLUE: Tint("#d2e2f1", "#0c2d4a", "#d2e2f1"),
    Hue.RED: Tint("#f6d7d2", "#6b120c", "#f6d7d2"),
    Hue.ORANGE: Tint("#fcdfc9", "#6e3619", "#fcdfc9"),
    Hue.YELLOW: Tint("#fff3b0", "#4d4000", "#fff3b0"),
    Hue.PURPLE: Tint("#e3dcf1", "#35205f", "#e3dcf1"),
    Hue.GREY: Tint("#e6e8ea", "#33393d", "#e6e8ea"),
}

LIGHT = Tokens(
    ink="#0b0c0c",
    muted="#505a5f",
    page="#f3f4f5",
    card="#ffffff",
    line="#cfd3d6",
    edge="#6f777b",
    brand="#14304f",
    brand_raised="#1f4672",
    on_brand="#ffffff",
    on_brand_raised="#ffffff",
    on_brand_muted="#c9d6e4",
    link="#1d5ea8",
    selection="#e4eef9",
    on_selection="#0b0c0c",
    on_selection_muted="#505a5f",
    hover="#eceef0",
    yes="#00703c",
    yes_hover="#005a30",
    on_yes="#ffffff",
    no="#b3261e",
    no_hover="#8f1e18",
    on_no="#ffffff",
    error="#b3261e",
    amber="#b8581c",
    track="#e6e8ea",
    tags=_TAGS,
)

DARK = Tokens(
    ink="#eceff1",
    muted="#aab4bb",
    page="#14191d",
    card="#1d242a",
    line="#3a444c",
    edge="#8a959d",
    brand="#0e1a26",
    brand_raised="#22415f",
    on_brand="#ffffff",
    on_brand_raised="#ffffff",
    on_brand_muted="#b7c4d1",
    link="#8ec2ff",
    selection="#22384d",
    on_selection="#eceff1",
    on_selection_muted="#aab4bb",
    hover="#28313a",
    yes="#6fd19b",
    yes_hover="#8ddcb0",
    on_yes="#06210f",
    no="#ff9a90",
    no_hover="#ffb3ab",
    on_no="#2b0503",
    error="#ff9a90",
    amber="#f0a468",
    track="#333d45",
    tags=_TAGS,
)


def high_contrast(
    *, text: str, window: str, base: str, link: str, highlight: str, highlighted_text: str
) -> Tokens:
    """Return tokens that use nothing but the colours the system's palette gives.

    A palette whose colours are too near to each other, as those of ordinary desktops are, is
    made up for with its own text and ground, at worst with black and white.
    """
    if min(contrast(text, window), contrast(text, base)) < HIGH_AT_LEAST:
        base = window
        text = max("#000000", "#ffffff", key=lambda colour: contrast(colour, window))
    if min(contrast(link, window), contrast(link, base)) < TEXT_AT_LEAST:
        link = text  # links are underlined
    if contrast(highlight, highlighted_text) < TEXT_AT_LEAST:
        highlight, highlighted_text = text, base
    tags = dict.fromkeys(Hue, Tint(base, text, text))
    return Tokens(
        ink=text,
        muted=text,
        page=window,
        card=base,
        line=text,
        edge=text,
        brand=window,
        brand_raised=highlight,
        on_brand=text,
        on_brand_raised=highlighted_text,
        on_brand_muted=text,
        link=link,
        selection=highlight,
        on_selection=highlighted_text,
        on_selection_muted=highlighted_text,
        hover=base,
        yes=highlight,
        yes_hover=highlight,
        on_yes=highlighted_text,
        no=highlight,
        no_hover=highlight,
        on_no=highlighted_text,
        error=text,
        amber=text,
        track=base,
        tags=tags,
    )


SPACE_XS = 4
SPACE_S = 8
SPACE_M = 12
SPACE_L = 16
SPACE_XL = 24
SPACE_XXL = 32
RADIUS = 4
TARGET = 32
"""Least height of anything that can be pressed, in pixels at 100 %."""

SMALL = 13
BODY = 15
LARGE = 18
TITLE = 24
NUMBER = 32
TEXT_SIZES = (SMALL, BODY, LARGE, TITLE, NUMBER)
"""Text sizes in pixels at 100 %."""
LINE_HEIGHT = 1.4
"""Distance between lines as a multiple of the text size."""

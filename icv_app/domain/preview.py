"""A page of a document as it is looked at before it is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A word with a digit or a sign for what is withheld, and where it stands.

    Attributes:
        left, top, right, bottom: Pixels of the picture, from its upper left corner.
        beside: The words of its row and above it in its column.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    beside: str = ""

    def holds(self, x: float, y: float, around: float = 0.0) -> bool:
        """Whether a point lies in it, or so close to it."""
        return (
            self.left - around <= x <= self.right + around and self.top - around <= y <= self.bottom + around
        )


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """One page.

    Attributes:
        picture: PNG.
        words: Those with numbers, in reading order.
    """

    picture: bytes
    words: tuple[PrintedWord, ...] = ()

    def word_at(self, x: float, y: float, around: float = 4.0) -> PrintedWord | None:
        """Return the number at a point, or the nearest close to it; `None` where there is none."""
        exact = next((word for word in self.words if word.holds(x, y)), None)
        return exact or next((word for word in self.words if word.holds(x, y, around)), None)

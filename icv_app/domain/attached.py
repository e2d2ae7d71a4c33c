"""A document that goes with a record: what is said of it beside its bytes."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_DOCUMENT = 4_000_000
"""Bytes of one document: below what an envelope's part may hold, so that it travels by every way."""
ENDINGS = frozenset({"pdf", "png", "docx"})
_DIGEST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedDocument:
    """Which document it is.

    Attributes:
        ending: `pdf`, `png` or `docx`, by what is in it.
        digest: SHA-256 of its bytes in hexadecimal.
        size: Bytes.
    """

    ending: str
    digest: str
    size: int

    @property
    def sound(self) -> bool:
        """Whether it speaks of a document that may be attached."""
        return self.ending in ENDINGS and len(self.digest) == _DIGEST and 0 < self.size <= LARGEST_DOCUMENT

"""Reading back what a PDF says."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdfium2


def squeezed(words: str) -> str:
    """Words without any space: how lines were broken plays no part."""
    return re.sub(r"\s", "", words)


def pages_of(data: bytes) -> tuple[str, ...]:
    """The text of each page in the order it was drawn, squeezed; words broken over lines are whole."""
    with pypdfium2.PdfDocument(data) as pdf:
        return tuple(squeezed(page.get_textpage().get_text_range()) for page in pdf)


def fonts_not_embedded(data: bytes) -> set[str]:
    """The fonts a file names and does not carry."""
    missing: set[str] = set()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for font in dict(page.Resources.get("/Font", {})).values():
                name = str(font.BaseFont)
                described = font.get("/FontDescriptor")
                if described is None or "/FontFile2" not in described:
                    missing.add(name)
    return missing

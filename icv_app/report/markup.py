"""Text on its way into a paragraph: always escaped, always in a font that can draw it."""

from __future__ import annotations

from typing import NewType
from xml.sax.saxutils import escape

from icv_app.report.fonts import Face, register, runs

Markup = NewType("Markup", str)
"""Text already escaped for a paragraph."""


def plain(text: str, face: Face = Face.REGULAR) -> Markup:
    """Any text as markup: nothing in it can be taken for a tag."""
    register()
    return Markup(
        "".join(
            escape(piece) if font == face.value else f'<font name="{font}">{escape(piece)}</font>'
            for font, piece in runs(text, face)
        )
    )

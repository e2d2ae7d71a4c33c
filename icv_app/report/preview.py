"""The pages of a document as pictures to look at before it is written."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from icv_app.domain.preview import PreviewPage, PrintedWord

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_WITH_NUMBER = re.compile(r"\S*(?:\d|\[c\])\S*")
PREVIEW_SCALE = 1.1
"""Pixels for each point of a page."""


def preview_pages(pdf: bytes) -> tuple[PreviewPage, ...]:
    """Return the pages of a PDF as PNG pictures, with where their numbers stand."""
    import pypdfium2

    pages = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            out = io.BytesIO()
            page.render(scale=PREVIEW_SCALE).to_pil().save(out, "PNG")
            pages.append(PreviewPage(out.getvalue(), tuple(_numbers_on(page))))
    finally:
        document.close()
    return tuple(pages)


def _numbers_on(page: PdfPage) -> Iterator[PrintedWord]:
    text, width, height = page.get_textpage(), page.get_width(), page.get_height()
    for found in _WITH_NUMBER.finditer(text.get_text_range()):
        boxes = [text.get_charbox(at) for at in range(found.start(), min(found.end(), text.count_chars()))]
        if boxes:
            lefts, bottoms, rights, tops = zip(*boxes, strict=True)
            left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
            middle = (bottom + top) / 2
            row = text.get_text_bounded(left=0, right=width, bottom=middle - 1, top=middle + 1)
            column = text.get_text_bounded(left=left, right=right, bottom=top, top=height)
            yield PrintedWord(
                found[0],
                left * PREVIEW_SCALE,
                (height - top) * PREVIEW_SCALE,
                right * PREVIEW_SCALE,
                (height - bottom) * PREVIEW_SCALE,
                beside=f"{row} {column}",
            )

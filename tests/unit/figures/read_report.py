"""A report as its readers have it: the tables of the web page by their captions, and its words."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

from icv_app.report.document import Document

CHART = {"svg", "style", "title"}


class Reader(HTMLParser):
    """Takes the tables out of a page, and the words of its paragraphs and lists."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.words: list[str] = []
        self._inside: list[str] = []
        self._rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside.append(tag)
        if tag == "table":
            self._rows = []
        elif tag == "caption":
            self._caption = ""
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"}:
            self._rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass
        if tag == "table":
            self.tables[re.sub(r"^Table \d+: ", "", self._caption.strip())] = self._rows[1:]

    def handle_data(self, data: str) -> None:
        if CHART & set(self._inside):
            return
        if "caption" in self._inside:
            self._caption += data
        elif {"td", "th"} & set(self._inside):
            self._rows[-1][-1] += data
        else:
            self.words.append(data)


def read(document: Document) -> tuple[dict[str, list[list[str]]], str]:
    """The tables of a document without the names of their rows, and the words beside them."""
    page = io.BytesIO()
    document.write_html(page)
    reader = Reader()
    reader.feed(page.getvalue().decode())
    found = {caption: [row[1:] for row in rows] for caption, rows in reader.tables.items()}
    return found, " ".join(reader.words)

"""The web page of a document: one file that runs nothing and asks nobody for anything.

Source: Web Content Accessibility Guidelines 2.2, levels A and AA.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import BinaryIO

import resources
from icv_app.report.charts.svg import svg_of
from icv_app.report.content import (
    Chart,
    Contents,
    Cover,
    DataTable,
    DocumentInfo,
    Items,
    Opening,
    Paragraph,
    Part,
    Tiles,
    Title,
)
from icv_app.report.fonts import Face, cleaned, weight_of
from icv_app.report.styles import CONTENT_WIDTH
from icv_app.words import _

_NARROW = 260.0
"""Points: how wide a chart is drawn a second time, for a telephone."""
_FACES = (Face.REGULAR, Face.SEMIBOLD, Face.BOLD)


def write_html(info: DocumentInfo, parts: Sequence[Part], out: BinaryIO) -> None:
    """Write the document as a web page; the same content gives the same bytes."""
    out.write("\n".join(_Page(info, parts).lines()).encode("utf-8"))


def _words(text: str) -> str:
    return escape(cleaned(text).strip())


@cache
def _style() -> str:
    """The page's style with the faces it needs inside it."""
    faces = []
    for face in _FACES:
        data = base64.b64encode(resources.path(f"fonts/{face.value}.ttf").read_bytes()).decode("ascii")
        faces.append(
            '@font-face{font-family:"Atkinson Hyperlegible Next";'
            f"font-weight:{weight_of(face.value)};src:url(data:font/ttf;base64,{data})}}"
        )
    return resources.path("styles/report.css").read_text(encoding="utf-8") + "".join(faces)


class _Page:
    """Turns parts into markup, in reading order."""

    def __init__(self, info: DocumentInfo, parts: Sequence[Part]) -> None:
        self._info = info
        self._parts = parts
        self._titles = [part for part in parts if isinstance(part, Title) and cleaned(part.words).strip()]
        self._count = 0

    def lines(self) -> Iterator[str]:
        """Yield the page line by line."""
        info = self._info
        yield "<!DOCTYPE html>"
        yield f'<html lang="{escape(info.language)}">'
        yield '<head><meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield '<meta name="color-scheme" content="light dark"><meta name="generator" content="ICV">'
        yield f'<meta name="author" content="{_words(info.author)}">'
        yield f'<meta name="description" content="{_words(info.subject)}">'
        if info.keywords:
            yield f'<meta name="keywords" content="{_words(info.keywords)}">'
        yield f"<title>{_words(info.title)}</title><style>{_style()}</style></head>"
        skip = _("Skip to the content")
        yield f'<body><a class="skip" href="#content">{escape(skip)}</a>'
        before = [part for part in self._parts if isinstance(part, Cover | Opening | Contents)]
        for part in before:
            yield from self._contents() if isinstance(part, Contents) else self._head(part)
        yield '<main id="content" tabindex="-1">'
        yield from self._sections([part for part in self._parts if part not in before])
        yield "</main>"
        back = escape(_("Back to the top"))
        yield f'<footer><p>{_words(info.title)}</p><p><a href="#top">{back}</a></p></footer>'
        yield "</body></html>\n"

    def _head(self, part: Cover | Opening) -> Iterator[str]:
        info = self._info
        ground = (
            f' style="background:{escape(info.colour)}"' if info.colour and isinstance(part, Cover) else ""
        )
        logo = ""
        if info.logo is not None:
            data = base64.b64encode(info.logo).decode()
            logo = f'<img class="logo" alt="" src="data:image/png;base64,{data}">'
        period = f'<p class="period">{_words(part.period)}</p>'
        title = part.title
        if isinstance(part, Opening):
            title, period = f"{part.title}: {part.period}", ""
        yield f'<header id="top"{ground}><div>{logo}<p>{_words(part.scheme)}</p><h1>{_words(title)}</h1>'
        yield f'{period}<div class="facts">'
        yield from (f"<p>{_words(fact)}</p>" for fact in part.facts)
        yield "</div></div></header>"

    def _contents(self) -> Iterator[str]:
        yield f'<nav aria-labelledby="contents"><h2 id="contents">{escape(_("Contents"))}</h2><ol>'
        inside = False
        for at, title in enumerate(self._titles):
            link = f'<li><a href="#{title.key}">{_words(title.words)}</a>'
            following = self._titles[at + 1].level if at + 1 < len(self._titles) else 2
            if title.level == 2:
                inside = following > 2
                yield link + ("<ol>" if inside else "</li>")
            else:
                yield link + "</li>"
                if following == 2 and inside:
                    yield "</ol></li>"
        yield "</ol></nav>"

    def _sections(self, parts: Sequence[Part]) -> Iterator[str]:
        is_open = False
        for part in parts:
            if isinstance(part, Title) and part.level == 2:
                if is_open:
                    yield "</section>"
                is_open = True
                yield f'<section aria-labelledby="{part.key}">'
            yield from self._part(part)
        if is_open:
            yield "</section>"

    def _part(self, part: Part) -> Iterator[str]:
        match part:
            case Title():
                if cleaned(part.words).strip():
                    yield f'<h{part.level} id="{part.key}">{_words(part.words)}</h{part.level}>'
            case Paragraph():
                if cleaned(part.words).strip():
                    kind = ' class="lead"' if part.lead else ""
                    yield f"<p{kind}>{_words(part.words)}</p>"
            case Items():
                texts = [one for one in part.texts if cleaned(one).strip()]
                if texts:
                    yield "<ul>" + "".join(f"<li>{_words(one)}</li>" for one in texts) + "</ul>"
            case Tiles():
                yield '<ul class="tiles">'
                for tile in part.content:
                    said = (("number", tile.number), ("name", tile.name), ("detail", tile.detail))
                    yield "<li>" + "".join(f'<p class="{k}">{_words(w)}</p>' for k, w in said if w) + "</li>"
                yield "</ul>"
            case Chart():
                yield from self._chart(part)
            case DataTable():
                yield from self._table(part)

    def _key(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count}"

    def _chart(self, chart: Chart) -> Iterator[str]:
        key = self._key("figure")
        title, description = cleaned(chart.caption), cleaned(chart.alternative)
        yield f'<figure aria-labelledby="{key}"><figcaption id="{key}">{_words(chart.caption)}</figcaption>'
        broad, narrow = chart.draw(CONTENT_WIDTH), chart.draw(_NARROW)
        both = narrow.width < broad.width
        kind = "broad" if both else "wide"
        focus = "" if both else f' role="group" aria-labelledby="{key}" tabindex="0"'
        yield f'<div class="{kind}"{focus}>{svg_of(broad, f"{key}-broad", title, description)}</div>'
        if both:
            yield f'<div class="narrow">{svg_of(narrow, f"{key}-narrow", title, description)}</div>'
        if chart.numbers is not None:
            yield f"<details><summary>{_words(chart.numbers.caption)}</summary>"
            yield from self._table(chart.numbers)
            yield "</details>"
        yield "</figure>"

    def _table(self, table: DataTable) -> Iterator[str]:
        key = self._key("table")
        yield f'<div class="wide" role="group" aria-labelledby="{key}" tabindex="0"><table>'
        yield f'<caption id="{key}"><span>{_words(table.caption)}</span></caption>'
        kinds = [' class="n"' if column.numbers else "" for column in table.columns]
        heads = (
            f'<th scope="col"{kind}>{_words(column.title)}</th>'
            if cleaned(column.title).strip()
            else "<td></td>"
            for column, kind in zip(table.columns, kinds, strict=True)
        )
        yield "<thead><tr>" + "".join(heads) + "</tr></thead><tbody>"
        for at, row in enumerate(table.rows):
            total = ' class="totals"' if at >= len(table.rows) - table.totals else ""
            cells = [f"<td{kind}>{_words(cell)}</td>" for cell, kind in zip(row[1:], kinds[1:], strict=True)]
            named = cleaned(row[0]).strip()
            first = f'<th scope="row"{kinds[0]}>{_words(row[0])}</th>' if named else "<td></td>"
            yield f"<tr{total}>{first}{''.join(cells)}</tr>"
        yield "</tbody></table></div>"
        if table.note:
            yield f'<p class="note">{_words(table.note)}</p>'

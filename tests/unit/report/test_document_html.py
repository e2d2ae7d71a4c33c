"""The web page of a document, as it is written."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from icv_app.report.charts.bars import Bar
from icv_app.report.charts.svg import svg_of
from icv_app.report.content import Column
from icv_app.report.document import Document
from tests.documents import ARABIC, ENDLESS, MARKUP, annual_document, every_part
from tests.unit.report.test_tagged_pdf import a_document

_EMPTY = {"meta", "img", "rect", "line"}


class Markup(HTMLParser):
    """Notes what is open, what each heading says and every identifier."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A shape of a chart."""

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.crossed.append(tag)


def page_of(document: Document) -> str:
    out = io.BytesIO()
    document.write_html(out)
    return out.getvalue().decode("utf-8")


@pytest.mark.parametrize("make", [annual_document, every_part])
def test_whatever_is_opened_is_closed_and_no_name_is_used_twice(make: Callable[[], Document]) -> None:
    markup = Markup()
    markup.feed(page_of(make()))
    assert markup.open == markup.crossed == []
    assert len(set(markup.ids)) == len(markup.ids)
    assert markup.headings[0] == 1
    assert (
        max(after - before for before, after in zip(markup.headings, markup.headings[1:], strict=False)) <= 1
    )


def test_the_same_content_gives_the_same_page() -> None:
    assert page_of(every_part()) == page_of(every_part())


def test_a_table_has_headers_for_columns_and_rows_and_an_empty_cell_is_none() -> None:
    document = a_document()
    document.section("Section")
    document.table("Rows", [Column("", numbers=False), Column("Number")], [["One", "1"], ["", "2"]], totals=1)
    page = page_of(document)
    assert '<thead><tr><td></td><th scope="col" class="n">Number</th></tr></thead>' in page
    assert '<tr><th scope="row">One</th><td class="n">1</td></tr>' in page
    assert '<tr class="totals"><td></td><td class="n">2</td></tr>' in page


def test_a_chart_is_drawn_twice_named_and_has_its_numbers() -> None:
    document = a_document()
    document.section("Section")
    document.bars("Visits", [Bar(MARKUP, 3, "three"), Bar(ARABIC, 1, "one")], "What it shows")
    page = page_of(document)
    assert page.count("<svg ") == page.count("What it shows</desc>") == 2
    assert "<summary>Numbers of the figure: Visits</summary>" in page
    assert "&lt;b&gt;Leeds &amp; &quot;Sons&quot;" in page
    assert "unicode-bidi:bidi-override" in page


def test_colours_with_a_meaning_follow_the_page_and_steps_of_a_ramp_do_not() -> None:
    document = a_document()
    document.section("Section")
    document.heat_map("Hours", [[0, 3]], ["Monday"], ["00", "01"], "Hours")
    page = page_of(document)
    assert 'class="fill-ground"' in page
    assert re.search(r'<rect [^>]*fill="#[0-9a-f]{6}"', page)


def test_a_grid_too_wide_for_a_telephone_is_turned() -> None:
    document = a_document()
    document.section("Section")
    hours = [f"{hour:02d}" for hour in range(24)]
    document.heat_map("Hours", [[1] * 24] * 7, list("MTWTFSS"), hours, "Hours")
    heights = [float(one) for one in re.findall(r'viewBox="0 0 [\d.]+ ([\d.]+)"', page_of(document))]
    assert heights[1] > 2 * heights[0]


def test_a_shape_charts_are_not_made_of_is_a_defect() -> None:
    from reportlab.graphics.shapes import Circle, Drawing

    with pytest.raises(TypeError, match="Circle"):
        svg_of(Drawing(9, 9, Circle(1, 1, 1)), "key", "Title", ENDLESS)

"""The web page of a report in a browser: for everybody, on a telephone and enlarged, and without a script."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser

from icv_app.report.content import Column
from tests.documents import (
    DOCUMENTS,
    HOSTILE,
    SHORT,
    annual_document,
    every_part,
    hostile_annual,
    short_document,
)
from tests.pdf_texts import squeezed
from tests.read_aloud import read_aloud
from tests.unit.report.test_tagged_pdf import a_document
from tests.web_pages import a_browser, opened, overhang, violations


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "annual": annual_document(),
        "hostile": annual_document(hostile_annual()),
        "every-part": every_part(),
        **{name: short_document(name) for name in SHORT},
    }
    files = {}
    for name, document in made.items():
        out = io.BytesIO()
        document.write_html(out)
        files[name] = folder / f"{name}.html"
        files[name].write_bytes(out.getvalue())
    return files


@pytest.fixture(scope="module")
def pdfs() -> dict[str, bytes]:
    made = {"annual": "annual-report", "hostile": "annual-report-with-hostile-names"}
    made["every-part"] = "every-part-with-hostile-words"
    made |= {name: name for name in SHORT}
    return {name: DOCUMENTS[key]() for name, key in made.items()}


INVISIBLE = dict.fromkeys((0xFE0F, ord("…")))
NAMES = ("annual", "hostile", "every-part", *SHORT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_in_anybodys_way(
    browser: Browser, pages: dict[str, Path], name: str, scheme: str
) -> None:
    with opened(browser, pages[name], scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert violations(page) == []


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 1), (1280, 2), (1280, 4)])
@pytest.mark.parametrize("name", NAMES)
def test_nobody_scrolls_sideways(
    browser: Browser, pages: dict[str, Path], name: str, width: int, zoom: float
) -> None:
    with opened(browser, pages[name], width=width, zoom=zoom) as page:
        assert overhang(page) == 0
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert overhang(page) == 0


def test_the_checks_find_what_stands_in_the_way(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text(
        '<p style="color:#bbb;width:2000px">Pale and wide</p><img src="data:,">', encoding="utf-8"
    )
    with opened(browser, file, width=320) as page:
        rules = {found.partition(":")[0] for found in violations(page)}
        assert {"color-contrast", "html-has-lang", "image-alt", "document-title"} <= rules
        assert overhang(page) > 1000


def test_on_a_telephone_charts_are_drawn_for_it_and_pass_too(
    browser: Browser, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["annual"], width=320) as page:
        assert violations(page) == []
        sizes = page.evaluate(
            "[...document.querySelectorAll('svg text')].filter(one => one.checkVisibility())"
            ".map(one => one.getBoundingClientRect().height)"
        )
        assert min(sizes) > 7


def test_the_keyboard_reaches_the_content_first_and_then_every_link(
    browser: Browser, pages: dict[str, Path]
) -> None:
    with opened(browser, pages["annual"]) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        broken = page.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')]"
            ".filter(one => !document.getElementById(one.hash.slice(1))).length"
        )
        assert broken == 0


def test_the_page_holds_no_script_and_loads_nothing(pages: dict[str, Path]) -> None:
    for file in pages.values():
        text = file.read_text(encoding="utf-8")
        assert "<script" not in text
        assert re.findall(r"(?:src|href)=\"(?!#|data:)", text) == []
        assert re.findall(r"url\((?!data:)", text) == []
        assert " on" not in re.findall(r"<body[^>]*>", text)[0]


def test_hostile_words_are_shown_and_are_no_markup(browser: Browser, pages: dict[str, Path]) -> None:
    with opened(browser, pages["every-part"]) as page:
        shown = page.inner_text("main")
        for words in HOSTILE[:5]:
            assert words.split()[0] in shown
        assert page.query_selector("main p b") is None


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_all_that_the_pdf_says(
    browser: Browser, pages: dict[str, Path], pdfs: dict[str, bytes], name: str
) -> None:
    with opened(browser, pages[name]) as page:
        shown = squeezed(page.evaluate("document.body.textContent"))
    read = read_aloud(pdfs[name]).tree
    said = [
        squeezed(node.text)
        for node in read.all("H1", "H2", "H3", "P", "LBody", "TH", "TD", "Caption", "Note")
    ]
    assert [words for words in said if words.translate(INVISIBLE) not in shown.translate(INVISIBLE)] == []


def printed(browser: Browser, page: Path, to: Path) -> list[str]:
    with opened(browser, page) as shown:
        shown.emulate_media(media="print")
        shown.pdf(path=to, prefer_css_page_size=True)
        assert shown.evaluate(
            "[...document.querySelectorAll('.narrow, .skip, details')].every(one => !one.checkVisibility())"
        )
    with pdfplumber.open(to) as pdf:
        return [sheet.extract_text() or "" for sheet in pdf.pages]


def test_it_prints_each_chart_with_its_numbers_once_and_no_head_of_a_table_without_rows(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    sheets = printed(browser, pages["annual"], tmp_path / "printed.pdf")
    text = "".join(sheets)
    assert "Completed visits by suite" in text
    assert "Numbers of the figure" not in text
    for sheet in sheets:
        last = sheet.splitlines()[-2]  # the page's number stands under it
        assert not last.startswith(("Table", "Figure", "Check", "Suite")), last


def test_the_page_for_the_public_prints_on_one_sheet(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    assert len(printed(browser, pages["public-quarter"], tmp_path / "printed.pdf")) == 1


def test_on_a_telephone_words_in_tables_stay_whole(browser: Browser, tmp_path: Path) -> None:
    document = a_document()
    document.section("Section")
    heads = ("Suite", "Police district (panel)", "Kind", "Open in the year")
    columns = [Column(head, numbers=False) for head in heads]
    document.table("Suites", columns, [["Huddersfield", "Calderdale", "contingency", "all year"]])
    file = tmp_path / "words.html"
    with file.open("wb") as out:
        document.write_html(out)
    with opened(browser, file, width=320) as page:
        lines = page.evaluate("[...document.querySelectorAll('td')].map(one => one.offsetHeight)")
    assert max(lines) < 50, lines  # one line of words, with the room around it

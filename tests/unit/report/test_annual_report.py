from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pdfplumber
import pikepdf
import pytest

from icv_app.domain.audit import AuditHead
from icv_app.figures.annual import AnnualFigures, annual_figures
from icv_app.report.annual import write_annual_report
from icv_app.report.wording import number, per_cent
from tests.facts_builders import a_concern_facts, a_scheme, a_suite, a_visit_facts, contacts
from tests.publication_builders import a_publication
from tests.years import NAMES, YEAR, a_year

PRODUCED_ON = date(2024, 6, 12)
HEADING_SIZE = 14.5
FOOT = 60
"""Points from the lower edge under which only the page number stands."""


@dataclass(frozen=True)
class Report:
    figures: AnnualFigures
    data: bytes
    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)


def figures_of(seed: int = 1, visits: int = 292, **settings: object) -> AnnualFigures:
    year = a_year(seed, visits)
    return annual_figures(
        year.facts,
        year.steps,
        replace(year.settings, **settings),  # type: ignore[arg-type]
        year.members,
        year=YEAR,
        as_of=YEAR.last_day,
        names=NAMES,
    )


def written(figures: AnnualFigures, produced_on: date = PRODUCED_ON) -> bytes:
    out = io.BytesIO()
    write_annual_report(a_publication(figures), out, produced_on=produced_on)
    return out.getvalue()


def read(figures: AnnualFigures) -> Report:
    data = written(figures)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        pages = tuple((page.extract_text() or "").replace("\u00a0", " ") for page in pdf.pages)
    return Report(figures, data, pages)


@pytest.fixture(scope="module")
def report() -> Report:
    return read(figures_of())


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_big_numbers_are_the_computed_ones(report: Report) -> None:
    figures = report.figures
    glance = next(page for page in report.pages if "2 The year at a glance\n" in page)
    people = figures.people
    for expected in (
        number(figures.visits.completed),
        number(people.spoken_pooled.part or 0),
        said(per_cent(people.spoken_mean.value)),
        f"pooled {said(per_cent(people.spoken_pooled.value, 1))}",
        f"it is {said(per_cent(people.spoken_pooled.value, 1))}",
        "51,602",
        number(figures.concerns.raised or 0),
        number(figures.volunteers.hours),
    ):
        assert expected in glance
    assert "mean over 279 visits" in glance


def test_every_suite_stands_with_its_visits_target_and_share(report: Report) -> None:
    for row in report.figures.visits.suites:
        share = row.against_target
        if row.has_target:
            line = f"{row.name} {number(share.part)} {number(share.of, 1)} {said(per_cent(share.value, 1))}"
            assert line in report.text


def test_the_grid_of_weekdays_adds_up_in_print(report: Report) -> None:
    page = next(page for page in report.pages if "Visits by weekday and three hours" in page)
    rows = re.findall(r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day ([\d ]+)$", page, re.MULTILINE)
    table = [[int(cell) for cell in row.split()] for row in rows if len(row.split()) == 9]
    assert len(table) == 7
    assert [row[-1] for row in table] == [sum(row) for row in report.figures.visits.grid]
    assert all(sum(row[:-1]) == row[-1] for row in table)


def test_outcomes_and_reasons_are_printed_with_what_they_are_of(report: Report) -> None:
    people = report.figures.people
    for line in people.reasons:
        assert line.share.part is not None
        cells = f"{number(line.share.part)} {said(per_cent(line.share.value, 1))}"
        assert cells in report.text
    assert f"Of {number(people.in_custody.value or 0)} in custody" in report.text
    assert f"Of {number(people.not_spoken_to.value or 0)}" in report.text


def test_concerns_are_printed_by_category_and_suite(report: Report) -> None:
    concerns = report.figures.concerns
    for line in concerns.letters:
        cells = " ".join("[c]" if cell is None else number(cell) for cell in (*line.by_suite, line.total))
        assert f"{line.letter} {NAMES.category(line.letter)} {cells}" in report.text
    assert any(None in line.by_suite for line in concerns.letters)
    assert "[c]: withheld to protect people" in report.text


def test_the_method_names_both_averages_and_the_threshold(report: Report) -> None:
    assert "mean of S/D over visits with D greater than 0" in report.text
    assert "ΣS / ΣD" in report.text
    assert "below 5, other than nought, are withheld" in report.text.replace("\n", " ")


def test_the_published_report_bears_no_marking(report: Report) -> None:
    assert "SENSITIVE" not in report.text.upper()


def test_pages_are_numbered_and_carry_a_running_head(report: Report) -> None:
    total = len(report.pages)
    for place, page in enumerate(report.pages[1:], start=2):
        assert f"Page {place} of {total}" in page
        assert page.startswith("West Yorkshire · custody visiting 2023–24")


def test_the_contents_lead_to_the_pages_the_sections_stand_on(report: Report) -> None:
    with pdfplumber.open(io.BytesIO(report.data)) as pdf:
        page = pdf.pages[1]
        halves = ((0, page.width / 2), (page.width / 2, page.width))
        columns = [page.crop((left, 0, right, page.height)).extract_text() for left, right in halves]
    contents = " ".join(" ".join(columns).split())
    with pikepdf.open(io.BytesIO(report.data)) as opened, opened.open_outline() as outline:
        titles = [" ".join(str(item.title).split()) for item in outline.root]
    assert len(titles) == 19
    for title in titles:
        found = re.search(rf"{re.escape(title)}[ .]+(\d+)\b", contents)
        assert found is not None, title
        assert title in " ".join(report.pages[int(found[1]) - 1].split())


def test_the_outline_holds_every_heading(report: Report) -> None:
    with pikepdf.open(io.BytesIO(report.data)) as opened, opened.open_outline() as outline:
        sections = [item.title for item in outline.root]
        inner = [item.title for section in outline.root for item in section.children]
    assert [int(title.split()[0]) for title in sections] == list(range(1, 20))
    assert "When visits happened" in inner


def test_the_file_says_what_it_is_and_when_it_was_produced(report: Report) -> None:
    with pikepdf.open(io.BytesIO(report.data)) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("West Yorkshire · Independent custody visiting")
        assert str(pdf.docinfo["/Author"]) == "West Yorkshire Combined Authority"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20240612")
        assert str(pdf.Root["/Lang"]) == "en-GB"
        assert bool(pdf.Root["/ViewerPreferences"]["/DisplayDocTitle"])


def test_every_font_is_embedded(report: Report) -> None:
    used = set()
    with pikepdf.open(io.BytesIO(report.data)) as pdf:
        for page in pdf.pages:
            for font in page["/Resources"].get("/Font", pikepdf.Dictionary()).values():
                descriptor = font.get("/FontDescriptor")
                assert descriptor is not None, font["/BaseFont"]
                assert "/FontFile2" in descriptor, font["/BaseFont"]
                used.add(str(font["/BaseFont"]).split("+")[-1])
    assert {"AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold"} <= used


def test_charts_are_vectors(report: Report) -> None:
    with pikepdf.open(io.BytesIO(report.data)) as pdf:
        assert not [name for page in pdf.pages for name in page.get_images()]


def test_the_same_figures_and_day_give_the_same_bytes(report: Report) -> None:
    assert written(figures_of()) == report.data
    assert written(report.figures, date(2024, 6, 13)) != report.data


def test_no_heading_is_left_at_the_foot_of_a_page(report: Report) -> None:
    with pdfplumber.open(io.BytesIO(report.data)) as pdf:
        for page in pdf.pages[1:]:
            body = [
                char for char in page.chars if page.height - char["bottom"] > FOOT and char["text"].strip()
            ]
            lowest = max(body, key=lambda char: char["bottom"])
            assert lowest["size"] < HEADING_SIZE, f"page {page.page_number}"


def test_a_long_table_repeats_its_header_and_leaves_no_lonely_row() -> None:
    suites = tuple(a_suite(f"Suite {place}") for place in range(70))
    facts = [a_visit_facts(suite=suites[0].suite_id)]
    figures = annual_figures(facts, [], a_scheme(suites=suites), [], year=YEAR, as_of=YEAR.last_day)
    pages = [page for page in read(figures).pages if "Longest gap, days" in page]
    assert len(pages) >= 2
    for page in pages:
        assert len(re.findall(r"^(?:Suite|Suites with|All suites) ", page, re.MULTILINE)) >= 3


def test_a_year_without_visits_says_so() -> None:
    figures = annual_figures([], [], a_scheme(), [], year=YEAR, as_of=YEAR.last_day)
    report = read(figures)
    assert report.text.count("No visits were recorded in this year.") == 3
    assert "Leeds 0 52.3 0.0 %" in report.text


@pytest.mark.parametrize("visits", [1, 2])
def test_a_year_of_a_visit_or_two_withholds_what_is_small(visits: int) -> None:
    facts = [
        a_visit_facts(by_contact=contacts(2, 1, 0, 3, 1), concerns=(a_concern_facts(category="I3"),))
        for _ in range(visits)
    ]
    report = read(annual_figures(facts, [], a_scheme(), [], year=YEAR, as_of=YEAR.last_day))
    assert "[c]" in report.text


def test_a_scheme_without_suites_or_target_still_gets_a_report() -> None:
    figures = annual_figures([a_visit_facts()], [], a_scheme(suites=()), [], year=YEAR, as_of=YEAR.last_day)
    assert "leeds" in read(figures).text


HOSTILE = (
    '<b>Leeds & "Sons"</b> </para>',
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch ŵŷ",
    "مركز احتجاز ليدز",
    "\x00\x07\ud800 control 😀",
    "X" * 300,
)


def test_hostile_names_are_printed_as_they_are_and_break_nothing() -> None:
    year = a_year(3, 60)
    suites = tuple(
        replace(suite, name=name)
        for suite, name in zip(year.settings.suites, (*HOSTILE, *HOSTILE), strict=False)
    )
    names = replace(NAMES, categories={"A": "<i>" + "long " * 200 + "&amp;", "F": "مرافق"})
    settings = replace(year.settings, suites=suites, name="<i>Gwent & مركز</i> " * 30)
    figures = annual_figures(
        year.facts, year.steps, settings, year.members, year=YEAR, as_of=YEAR.last_day, names=names
    )
    report = read(figures)
    assert '<b>Leeds & "Sons"</b>' in report.text
    assert "ŵŷ" in report.text
    with pdfplumber.open(io.BytesIO(report.data)) as pdf:
        for page in pdf.pages[1:]:
            assert max(char["x1"] for char in page.chars) <= page.width - 50


HEAD = AuditHead(value="0123456789abcdef" * 4, entries=214, until=datetime(2024, 6, 11, 23, tzinfo=UTC))


def test_the_head_of_the_audit_log_stands_in_the_method_short_and_whole_with_its_cut_off() -> None:
    out = io.BytesIO()
    write_annual_report(a_publication(figures_of()), out, produced_on=PRODUCED_ON, log=HEAD)
    with pdfplumber.open(out) as pdf:
        text = said("\n".join(page.extract_text() or "" for page in pdf.pages))

    method = text[text.rindex("Where the numbers come from") :]
    assert "Data cut-off the beginning of 12 June 2024" in method
    assert "Entries 214" in method
    assert "Head, short 0123 4567 89ab cdef" in method
    assert " ".join(["0123456789abcdef"] * 4) in method


def test_without_a_log_no_head_is_printed_and_another_head_makes_other_bytes(report: Report) -> None:
    assert "Head of the audit log" not in report.text
    files = []
    for value in ("ab" * 32, "cd" * 32, "ab" * 32):
        out = io.BytesIO()
        write_annual_report(
            a_publication(report.figures), out, produced_on=PRODUCED_ON, log=replace(HEAD, value=value)
        )
        files.append(out.getvalue())
    assert files[0] == files[2] != files[1]

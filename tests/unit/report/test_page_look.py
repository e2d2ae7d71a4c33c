from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pdfplumber
import pytest

from icv_app.domain.periods import quarters_of
from icv_app.domain.publication import PublicationKind
from icv_app.figures.annual import annual_figures
from icv_app.figures.names import CodeNames
from icv_app.report.annual import annual_document
from icv_app.report.charts.bars import Bar, draw_bars, in_parts
from icv_app.report.content import Column, DocumentInfo
from icv_app.report.document import Document
from icv_app.report.public_quarter import public_document
from icv_app.report.quarterly import quarterly_document
from icv_app.report.scrutiny import scrutiny_document
from icv_app.report.wording import exact, period_written, visits_written
from tests.documents import HOSTILE, PRODUCED_ON
from tests.facts_builders import a_scheme, a_suite, a_visit_facts
from tests.publication_builders import a_publication, some_words
from tests.years import YEAR

NOTE = "Small print under the table."
LISTED = "We asked for:\n- nights\n* weekends\n  and holidays\n\nAnd we saw them."


def pages_of(document: Document) -> list[str]:
    out = io.BytesIO()
    document.write(out)
    with pdfplumber.open(io.BytesIO(out.getvalue())) as pdf:
        return [(page.extract_text() or "").replace("\u00a0", " ") for page in pdf.pages]


def a_document() -> Document:
    return Document(
        DocumentInfo(
            title="Trial",
            subject="Trial",
            author="ICV",
            language="en-GB",
            produced_on=date(2024, 6, 12),
            running_head="Trial",
        )
    )


def of_year(visits: Sequence[Any] = (), **changes: Any) -> Any:
    names = changes.pop("names", CodeNames())
    settings = changes.pop("settings", a_scheme())
    figures = annual_figures(visits, [], settings, [], year=YEAR, as_of=YEAR.last_day, names=names)
    return a_publication(figures, **changes)


@pytest.mark.parametrize("rows", range(30, 42))
def test_small_print_stands_on_the_page_of_the_last_rows_it_is_about(rows: int) -> None:
    document = a_document()
    cells = [[f"Row {row}", str(row)] for row in range(rows)]
    document.table("Rows", [Column("Row", numbers=False), Column("Number")], cells, note=NOTE)
    pages = pages_of(document)
    with_note = [page for page in pages if NOTE in page]
    assert len(with_note) == 1
    assert f"Row {rows - 1} " in with_note[0]


def test_a_long_table_of_contents_fits_on_one_page_in_two_columns() -> None:
    document = a_document()
    document.cover("Scheme", "Title", "2023–24", [])
    document.contents()
    for section in range(19):
        document.section(f"Section {section}")
        for part in range(2):
            document.subsection(f"Part {section}.{part}", "Words.")
    pages = pages_of(document)
    assert "Contents" in pages[1]
    assert "1 Section 0" in pages[1]
    assert "19 Section 18" in pages[1]
    assert pages[2].startswith("Trial")


def test_contents_that_need_more_than_a_page_go_on_over_the_next() -> None:
    document = a_document()
    document.cover("Scheme", "Title", "2023–24", [])
    document.contents()
    for section in range(120):
        document.section(f"Section {section}")
    pages = pages_of(document)
    assert "1 Section 0" in pages[1]
    assert "120 Section 119" in pages[2]


def test_the_whole_of_a_long_name_is_on_a_chart() -> None:
    name = "There is a certificate saying why the child was not moved (good: no)"
    for width in (482.0, 260.0):
        drawn = draw_bars([Bar(name, 3, "3"), Bar("Leeds", 4, "4")], width)
        shown = " ".join(shape.text for shape in drawn.contents if hasattr(shape, "text"))
        assert name in shown


def test_a_chart_cut_in_parts_keeps_every_bar_and_each_part_fits_its_room() -> None:
    bars = [Bar(HOSTILE[at % len(HOSTILE)], at, str(at)) for at in range(100)]
    parts = in_parts(bars, 482.0, 600.0)
    assert [bar for part in parts for bar in part] == bars
    assert len(parts) > 1
    assert all(draw_bars(part, 482.0, mark_name="Target").height <= 640 for part in parts)


def test_a_list_that_somebody_typed_is_printed_as_a_list() -> None:
    document = annual_document(of_year(wording=some_words(foreword=LISTED)), PRODUCED_ON)
    out = io.BytesIO()
    document.write_html(out)
    page = out.getvalue().decode()
    assert "<ul><li>nights</li><li>weekends and holidays</li></ul>" in page
    assert "<p>We asked for:</p>" in page
    assert "<p>And we saw them.</p>" in page


def test_checks_asked_in_the_same_words_say_of_whom_and_stand_as_they_are_asked() -> None:
    names = CodeNames(
        checks={
            "woman_named": "Is in the care of a named woman",
            "woman_met": "Has met that woman",
            "child_aa_came": "The adult came",
            "vulnerable_aa_came": "The adult came",
        }
    )
    visit = a_visit_facts(checks={(check, "yes"): 9 for check in names.checks})
    text = "\n".join(pages_of(annual_document(of_year([visit], names=names), PRODUCED_ON)))
    assert "The adult came (children)" in text
    assert "The adult came (vulnerable people)" in text
    themes = text[text.index("Children: checks") :]
    assert themes.index("Is in the care of a named woman") < themes.index("Has met that woman")


def test_a_share_that_is_not_the_whole_is_not_printed_as_the_whole() -> None:
    visit = a_visit_facts(checks={("food", "yes"): 1993, ("food", "no"): 7})
    text = "\n".join(pages_of(annual_document(of_year([visit]), PRODUCED_ON)))
    assert "99.7 % of 2,000" in text
    assert "100 % of 2,000" not in text


def test_many_suites_short_of_their_target_are_counted_and_not_all_named_in_brief() -> None:
    settings = a_scheme(suites=tuple(a_suite(f"Suite {at}") for at in range(30)))
    visit = a_visit_facts(suite=settings.suites[0].suite_id)
    text = "\n".join(pages_of(annual_document(of_year([visit], settings=settings), PRODUCED_ON)))
    assert "30 of 30 suites with a target fell short of it; the section on visits names them." in text


@pytest.mark.parametrize("make", [quarterly_document, scrutiny_document, public_document])
def test_a_short_publication_of_nothing_has_no_share_of_nothing_in_its_sentences(
    make: Callable[..., Document],
) -> None:
    text = "\n".join(pages_of(make(of_year(kind=PublicationKind.QUARTERLY), PRODUCED_ON)))
    assert "(–)" not in text
    assert "– of" not in text


def test_one_visit_is_written_as_one_and_thousands_are_marked() -> None:
    assert visits_written(1) == "1 visit"
    assert visits_written(7361) == "7,361 visits"


def test_a_quarter_is_named_by_its_months() -> None:
    assert period_written(quarters_of(YEAR)[3]).split() == ["January", "to", "March", "2024"]
    assert period_written(YEAR) == "2023–24"


def test_a_number_has_a_part_after_its_point_only_where_there_is_one() -> None:
    assert exact(Fraction(65)) == "65"
    assert exact(Fraction(657, 10)) == "65.7"

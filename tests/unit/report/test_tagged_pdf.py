"""Every PDF of the application, read by its structure."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import pairwise

import pikepdf
import pytest

from icv_app.errors import BadInput
from icv_app.report.charts.bars import Bar
from icv_app.report.content import Column, DocumentInfo
from icv_app.report.document import Document
from icv_app.report.structure import Element, Role
from tests.documents import ARABIC, DOCUMENTS, MARKUP, PRODUCED_ON, WELSH
from tests.pdf_texts import fonts_not_embedded, pages_of
from tests.read_aloud import Spoken, read_aloud


@pytest.fixture(scope="module", params=DOCUMENTS)
def made(request: pytest.FixtureRequest) -> bytes:
    return DOCUMENTS[request.param]()


@pytest.fixture(scope="module")
def spoken(made: bytes) -> Spoken:
    return read_aloud(made)


INFO = DocumentInfo(
    title="Title",
    subject="Subject",
    author="Author",
    language="en-GB",
    produced_on=PRODUCED_ON,
    running_head="Head",
)


def a_document() -> Document:
    return Document(INFO)


def heard(document: Document) -> Spoken:
    out = io.BytesIO()
    document.write(out)
    return read_aloud(out.getvalue())


def test_all_that_is_drawn_belongs_to_one_element_or_is_an_artifact(spoken: Spoken) -> None:
    assert spoken.loose == []
    assert spoken.unreached == []


def test_every_digit_on_the_pages_is_read_or_repeats(made: bytes, spoken: Spoken) -> None:
    read = Counter("".join(leaf.own for leaf in spoken.tree.all(*Role)) + "".join(spoken.furniture))
    drawn = Counter("".join(pages_of(made)))
    assert {digit: (drawn[digit], read[digit]) for digit in "0123456789" if drawn[digit] != read[digit]} == {}


def test_headings_begin_with_the_first_level_and_skip_none(spoken: Spoken) -> None:
    levels = [int(node.role[1]) for node in spoken.tree.all("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_elements_hold_what_the_standard_lets_them_hold(spoken: Spoken) -> None:
    allowed = {
        "L": {"LI"},
        "LI": {"Lbl", "LBody"},
        "Table": {"Caption", "THead", "TBody"},
        "THead": {"TR"},
        "TBody": {"TR"},
        "TR": {"TH", "TD"},
        "TOC": {"TOC", "TOCI"},
        "TOCI": {"Reference"},
    }
    for role, kids in allowed.items():
        for node in spoken.tree.all(role):
            assert {kid.role for kid in node.kids} <= kids
            assert node.own == ""


def test_every_row_of_a_table_has_as_many_cells_and_every_header_cell_says_what_it_heads(
    spoken: Spoken,
) -> None:
    for table in spoken.tree.all("Table"):
        widths = {
            sum(int(cell.attributes.get("/ColSpan", 1)) for cell in row.kids) for row in table.all("TR")
        }
        assert len(widths) == 1
        for cell in table.all("TH"):
            assert str(cell.attributes["/Scope"]) in {"/Row", "/Column"}


def test_every_figure_has_words_for_it_and_a_place(spoken: Spoken) -> None:
    for figure in spoken.tree.all("Figure"):
        assert figure.alternative
        left, bottom, right, top = map(float, figure.attributes["/BBox"])
        assert 0 <= left < right <= 596
        assert 0 <= bottom < top <= 842


def test_the_file_says_what_it_is(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "en-GB"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert all(page.obj.Tabs == pikepdf.Name.S for page in pdf.pages)
        with pdf.open_metadata() as metadata:
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert metadata["dc:title"] == str(pdf.docinfo["/Title"])
    assert fonts_not_embedded(made) == set()


@pytest.mark.parametrize("name", ["annual-report-with-hostile-names", "visit-report"])
def test_the_same_content_gives_the_same_bytes(name: str) -> None:
    assert DOCUMENTS[name]() == DOCUMENTS[name]()


def test_a_table_over_pages_is_one_table_whose_header_is_read_once() -> None:
    document = a_document()
    document.section("Section")
    rows = [[f"Row {row}", f"{row:,}"] for row in range(120)]
    document.table(
        "Rows", [Column("The row", numbers=False), Column("The number")], rows, note="Small print."
    )
    spoken = heard(document)
    (table,) = spoken.tree.all("Table")
    assert [cell.text for cell in table.all("THead")] == ["The row The number"]
    assert [row.text for row in table.all("TR")][1:] == [f"Row {row} {row:,}" for row in range(120)]
    assert table.kids[0].role == "Caption"
    assert sum("The row" in furniture for furniture in spoken.furniture) >= 2
    assert [note.text for note in spoken.tree.all("Note")] == ["Small print."]


def test_a_paragraph_over_pages_is_one_paragraph_and_its_words_stay_apart() -> None:
    document = a_document()
    document.section("Section")
    words = " ".join(f"word{at}" for at in range(3000))
    document.paragraph(words)
    (paragraph,) = heard(document).tree.all("P")
    assert paragraph.text == words


def test_a_word_broken_over_lines_stays_one_word() -> None:
    document = a_document()
    document.section("Section")
    document.paragraph(f"before {'X' * 1000} after")
    (paragraph,) = heard(document).tree.all("P")
    assert paragraph.text == f"before {'X' * 1000} after"


def test_words_are_read_as_they_were_written_whatever_the_script() -> None:
    document = a_document()
    document.section("Section")
    for words in (MARKUP, WELSH, ARABIC, f"Welsh ŵ, then {ARABIC}.", "Tea ☕ 😀"):
        document.paragraph(words)
    read = [one.text for one in heard(document).tree.all("P")]
    assert read == [MARKUP, WELSH, ARABIC, f"Welsh ŵ, then {ARABIC}.", "Tea ☕ 😀"]


@pytest.mark.parametrize("words", ["茶", "Chá ਚਾਹ"])
def test_letters_no_font_has_are_refused_with_a_sentence_and_nothing_is_written(words: str) -> None:
    document = a_document()
    document.section("Section")
    document.bars("Bars", [Bar(words, 1, "one")], "Bars")
    out = io.BytesIO()
    with pytest.raises(BadInput, match=r"U\+") as refused:
        document.write(out)
    assert words in refused.value.user_text
    assert out.getvalue() == b""


def test_a_list_is_read_entry_by_entry_with_its_signs() -> None:
    document = a_document()
    document.section("Section")
    document.items(["One", "", "Two " * 40])
    (whole,) = heard(document).tree.all("L")
    assert [[part.role for part in entry.kids] for entry in whole.kids] == [["Lbl", "LBody"]] * 2
    assert [entry.text for entry in whole.kids] == ["• One", f"• {('Two ' * 40).strip()}"]


def test_the_contents_lead_to_every_heading_and_name_its_page() -> None:
    spoken = read_aloud(DOCUMENTS["annual-report"]())
    links = list(spoken.tree.all("Link"))
    titles = [node.text for node in spoken.tree.all("H2", "H3")][1:]
    assert [re.sub(r" \d+$", "", link.text) for link in links] == titles
    assert all(link.annotations == 1 for link in links)


def test_names_of_charts_and_lines_of_the_contents_are_read_as_they_were_written() -> None:
    tree = read_aloud(DOCUMENTS["every-part-with-hostile-words"]()).tree
    assert any(one.text.endswith(f": {ARABIC}") for one in tree.all("Caption"))
    assert any(one.text.startswith(ARABIC) for one in tree.all("Link"))


def test_the_marking_is_read_first_and_once() -> None:
    spoken = read_aloud(DOCUMENTS["visit-report"]())
    assert spoken.tree.kids[0].text == "OFFICIAL-SENSITIVE"
    assert sum("OFFICIAL-SENSITIVE" in node.own for node in spoken.tree.all(*Role)) == 1
    assert all("OFFICIAL-SENSITIVE" in furniture for furniture in spoken.furniture)


def test_words_under_a_row_belong_to_its_table() -> None:
    spoken = read_aloud(DOCUMENTS["visit-report"]())
    under = [cell for cell in spoken.tree.all("TD") if int(cell.attributes.get("/ColSpan", 1)) > 1]
    assert under
    assert all(kid.role == "P" for cell in under for kid in cell.kids)


def test_blocks_side_by_side_on_paper_are_read_one_after_the_other() -> None:
    spoken = read_aloud(DOCUMENTS["aide-memoire"]())
    block = next(
        node for node in spoken.tree.all("Sect") if [kid.text for kid in node.all("H2")] == ["Under 18"]
    )
    numbers = [kid.text for kid in block.kids if re.fullmatch(r"\d+[a-z]\*?", kid.text)]
    assert len(numbers) > 5
    assert {number[:2] for number in numbers} == {"23"}


def test_an_element_stands_in_one_place_only() -> None:
    one = Element(Role.P)
    Element(Role.SECT).add(one)
    with pytest.raises(ValueError, match="two places"):
        Element(Role.SECT).add(one)
    with pytest.raises(ValueError, match="two places"):
        one.add(one.top)

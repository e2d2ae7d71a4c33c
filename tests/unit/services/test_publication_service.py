"""Publications at the office: texts of two coordinators, what was published, what is behind figures."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from icv_app.bootstrap.publications import PublicationFiles, files_beside, prepare, printing_of
from icv_app.domain.justified import Justified
from icv_app.domain.periods import Quarter, QuarterOfYear
from icv_app.domain.publication import (
    Change,
    PublicationKind,
    Section,
    WordPart,
    contrast_with_white,
    wording_of,
)
from icv_app.domain.times import FinancialYear, london_day
from icv_app.errors import BadInput, RuleBroken
from icv_app.seal.cipher import sha256_hex
from icv_app.services.logos import check_logo
from tests.builders import NOON, a_concern
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.pdf_texts import pages_of, squeezed

YEAR = FinancialYear.containing(london_day(NOON))
QUARTER = QuarterOfYear(YEAR, Quarter.JANUARY)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#123"/></svg>'
DEFINED = b'<!DOCTYPE svg [<!ENTITY a "M0 0h9v9z">]>' + SVG.replace(b"M0 0h9v9z", b"&a;")


def a_png() -> bytes:
    picture = io.BytesIO()
    Image.effect_noise((40, 20), 50).save(picture, "PNG")
    return picture.getvalue()


A_PNG = a_png()


@pytest.fixture
def scheme() -> MemoryScheme:
    made = a_scheme()
    made.filed_by("V-001", concerns=(a_concern(),))
    made.exchange()
    return made


def test_a_text_is_kept_and_reaches_the_office_alone(scheme: MemoryScheme) -> None:
    words = scheme["C-001"].desk.publication_words
    words.write_text(words.wording(YEAR.label), WordPart.FOREWORD, "A year of many visits.")
    scheme.exchange()

    other = scheme["C-002"].desk.publication_words.wording(YEAR.label)
    assert other.text(WordPart.FOREWORD) == "A year of many visits."
    assert scheme["V-001"].records("publication.word") == []


def test_of_two_texts_written_at_once_both_are_shown_and_every_device_ends_the_same(
    scheme: MemoryScheme,
) -> None:
    first, second = (scheme[name].desk.publication_words for name in ("C-001", "C-002"))
    seen = first.wording(YEAR.label)
    first.write_text(seen, WordPart.PLAN, "One plan.")
    scheme.clock.forward(minutes=3)
    second.write_text(seen, WordPart.PLAN, "Another plan.")
    scheme.exchange()
    scheme.exchange()

    found = first.wording(YEAR.label)
    assert found == second.wording(YEAR.label)
    assert found.text(WordPart.PLAN) == "Another plan."
    assert [one.text for one in found.part(WordPart.PLAN).beside] == ["One plan."]
    first.write_text(found, WordPart.PLAN, "Both plans.")
    scheme.exchange()
    assert second.wording(YEAR.label).part(WordPart.PLAN).beside == ()


def test_the_order_in_which_words_arrive_changes_nothing(scheme: MemoryScheme) -> None:
    words = scheme["C-001"].desk.publication_words
    for text in ("One.", "Two.", "Three."):
        scheme.clock.forward(minutes=1)
        words.write_text(words.wording(YEAR.label), WordPart.FOREWORD, text)
    said = [word for part in words.wording(YEAR.label).parts.values() if (word := part.word) is not None]
    assert wording_of(YEAR.label, said) == wording_of(YEAR.label, reversed(said))
    assert words.wording(YEAR.label).text(WordPart.FOREWORD) == "Three."


def test_a_visitor_writes_no_publication(scheme: MemoryScheme) -> None:
    desk = scheme["V-001"].desk
    with pytest.raises(RuleBroken):
        desk.publication_words.write_text(
            desk.publication_words.wording(YEAR.label), WordPart.FOREWORD, "Mine."
        )
    with pytest.raises(RuleBroken):
        desk.publications.publication(PublicationKind.ANNUAL, YEAR)
    with pytest.raises(RuleBroken):
        desk.publications.behind(YEAR, "visits.completed")


def test_a_name_in_a_text_needs_a_reason_but_the_force_s_words_are_kept_and_masked_in_print(
    scheme: MemoryScheme,
) -> None:
    desk = scheme["C-001"].desk
    words, named = desk.publication_words, "Sgt Margaret Hollins thanked us."
    seen = words.wording(YEAR.label)
    with pytest.raises(RuleBroken):
        words.write_text(seen, WordPart.FOREWORD, named)
    words.write_text(seen, WordPart.RESPONSE, named)

    assert words.wording(YEAR.label).text(WordPart.RESPONSE) == named
    printed = desk.publications.publication(PublicationKind.ANNUAL, YEAR).wording.text(WordPart.RESPONSE)
    assert "Hollins" not in printed
    assert "[…]" in printed


def test_a_name_that_is_justified_stays(scheme: MemoryScheme) -> None:
    desk = scheme["C-001"].desk
    words, text = desk.publication_words, "Margaret Hollins"
    guard = desk.guard_for(desk.scheme.settings())
    stays = [
        Justified(path="text", found=one.text, hint=one.hint, reason="other", note="the author")
        for one in guard.scan(text)
    ]
    words.write_text(words.wording(YEAR.label), WordPart.FOREWORD, text, stays)
    assert words.wording(YEAR.label).text(WordPart.FOREWORD) == text


def test_what_changed_stands_in_the_report_and_sections_are_left_out_and_reordered(
    scheme: MemoryScheme,
) -> None:
    desk = scheme["C-001"].desk
    words = desk.publication_words
    words.write_changes(
        words.wording(YEAR.label), [Change(said="Too few blankets.", did="More were bought.")]
    )
    with pytest.raises(BadInput):
        words.choose_sections(words.wording(YEAR.label), [Section.GLANCE])
    order = (Section.CHANGES, Section.METHOD, Section.GLANCE)
    words.choose_sections(words.wording(YEAR.label), order)

    prepared = prepare(desk, PublicationKind.ANNUAL, YEAR)
    assert prepared is not None
    text = "".join(pages_of(prepared.pdf))
    assert squeezed("Too few blankets.") in text
    assert squeezed("3 The year at a glance") in text
    assert squeezed("The visitors") not in text


def test_a_light_colour_and_a_picture_that_runs_something_are_refused(scheme: MemoryScheme) -> None:
    words = scheme["C-001"].desk.publication_words
    seen = words.wording(YEAR.label)
    for wrong in ("#ffff00", "red", "#12345"):
        with pytest.raises(BadInput):
            words.choose_look(seen, colour=wrong)
    for picture in (
        *(b"GIF89a", SVG.replace(b"<path", b"<script>1</script><path"), b"\x89PNG", SVG * 9000),
        *(DEFINED, DEFINED.decode().encode("utf-16"), SVG.decode().encode("utf-16")),
        *(A_PNG[:60], A_PNG[: len(A_PNG) // 2], A_PNG.replace(b"IDAT", b"IDAX")),
    ):
        with pytest.raises(BadInput):
            words.choose_look(seen, logo=picture)
    word = words.choose_look(seen, scheme="Our scheme", colour="#1d3557", logo=SVG)
    assert words.logo(word) == SVG
    prepared = prepare(scheme["C-001"].desk, PublicationKind.ANNUAL, YEAR)
    assert prepared is not None
    with pikepdf.open(io.BytesIO(prepared.pdf)) as pdf:
        assert len(list(pdf.pages[0].get_images())) >= 1
    assert b"background:#1d3557" in prepared.html
    assert squeezed("Our scheme") in pages_of(prepared.pdf)[0]
    assert check_logo(A_PNG) == "png"
    assert contrast_with_white("#000000") == 21


def test_the_data_file_s_hash_stands_in_the_report_with_the_head_of_the_log(scheme: MemoryScheme) -> None:
    prepared = prepare(scheme["C-001"].desk, PublicationKind.ANNUAL, YEAR)
    assert prepared is not None
    text = "".join(pages_of(prepared.pdf))
    assert sha256_hex(prepared.json) == prepared.figures_digest
    assert prepared.figures_digest in text
    assert prepared.head is not None
    assert prepared.head.value in text


@pytest.mark.parametrize(
    "kind", [PublicationKind.QUARTERLY, PublicationKind.SCRUTINY, PublicationKind.PUBLIC]
)
def test_what_a_file_prints_and_its_data_are_the_same_and_nothing_of_a_visit_is_in_it(
    scheme: MemoryScheme, tmp_path: Path, kind: PublicationKind
) -> None:
    desk, file = scheme["C-001"].desk, tmp_path / "paper.pdf"
    PublicationFiles().write(desk, kind, QUARTER, file)
    page, as_json, as_csv = files_beside(file)
    figures = json.loads(as_json.read_text(encoding="utf-8"))["figures"]
    assert len(as_csv.read_text(encoding="utf-8-sig").splitlines()) == len(figures) + 1
    assert all((one["value"] is None) == (one["status"] != "shown") for one in figures)
    visit = desk.reviews.list()[0].visit_id
    for written in (file, page, as_json, as_csv):
        assert visit.encode() not in written.read_bytes()
    printing = printing_of(desk, file)
    assert (printing.kind, printing.period) == (kind, QUARTER)
    assert printing.figures is not None
    assert list(printing.figures) == [one["key"] for one in figures]


def test_every_figure_of_the_annual_report_has_a_trace(scheme: MemoryScheme) -> None:
    desk = scheme["C-001"].desk
    lines = desk.publications.publication(PublicationKind.ANNUAL, YEAR).lines
    assert len(lines) > 100
    for line in lines:
        desk.publications.behind(YEAR, line.key)  # raises where there is none


def test_what_was_published_is_noted_and_reaches_the_other_coordinator(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    files, desk = PublicationFiles(), scheme["C-001"].desk
    files.write(desk, PublicationKind.ANNUAL, YEAR, tmp_path / "draft.pdf")
    assert desk.publications.issued() == ()
    files.write(desk, PublicationKind.ANNUAL, YEAR, tmp_path / "final.pdf", publish=True)
    scheme.exchange()

    issued = scheme["C-002"].desk.publications.issued()
    assert [one.period for one in issued] == [YEAR.label]
    assert issued[0].digest == sha256_hex((tmp_path / "final.pdf").read_bytes())
    assert (tmp_path / "draft.pdf").read_bytes() == (tmp_path / "final.pdf").read_bytes()


def test_an_annual_report_is_about_a_year_and_the_others_about_a_quarter(scheme: MemoryScheme) -> None:
    publications = scheme["C-001"].desk.publications
    with pytest.raises(BadInput):
        publications.publication(PublicationKind.ANNUAL, QUARTER)
    with pytest.raises(BadInput):
        publications.publication(PublicationKind.PUBLIC, YEAR)

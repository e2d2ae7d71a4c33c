"""Publications at the office: texts of two coordinators, what was published, what is behind figures."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from icv_app.bootstrap.publications import PublicationFiles, files_beside, prepare, printing_of
from icv_app.domain.justified import Justified
from icv_app.domain.periods import Quarter, QuarterOfYear, quarters_of
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
from icv_app.services.logos import check_logo, still
from tests.builders import NOON, a_concern
from tests.documents import annual_of
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.pdf_texts import pages_of, squeezed
from tests.publication_builders import a_publication

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


def a_file_of(mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (40, 20)).save(out, "PNG", **options)
    return out.getvalue()


@pytest.mark.parametrize(
    "picture",
    [
        a_file_of()[:40],
        a_file_of()[:33] + a_file_of()[-12:],
        a_file_of()[:29] + bytes(4) + a_file_of()[33:],
        SVG.decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="nobody-knows"?>' + SVG,
    ],
    ids=["cut off", "without pixels", "damaged", "in UTF-16", "in no known encoding"],
)
def test_a_picture_that_cannot_be_read_is_refused_before_it_is_in_a_report(picture: bytes) -> None:
    with pytest.raises(BadInput):
        check_logo(picture)


def test_what_a_picture_carries_beside_its_pixels_is_not_published(scheme: MemoryScheme) -> None:
    about, desk = PngInfo(), scheme["C-001"].desk
    about.add_text("Author", "whoever drew it")
    another = Image.new("RGB", (40, 20), "red")
    logo = a_file_of(pnginfo=about, save_all=True, append_images=[another])
    assert b"acTL" in logo
    desk.publication_words.choose_look(desk.publication_words.wording(YEAR.label), logo=logo)

    prepared = prepare(desk, PublicationKind.ANNUAL, YEAR)
    assert prepared is not None
    told = re.search(rb"data:image/png;base64,([^\"]+)", prepared.html)
    assert told is not None
    published = base64.b64decode(told[1])
    assert b"whoever" not in published
    assert b"acTL" not in published, "nothing moves that a reader cannot stop"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_the_logo(mode: str) -> None:
    with Image.open(io.BytesIO(still(a_file_of(mode)))) as picture:
        assert picture.mode in {"RGB", "RGBA"}
        assert picture.size == (40, 20)


def test_a_report_is_not_named_like_its_own_web_page(scheme: MemoryScheme, tmp_path: Path) -> None:
    desk = scheme["C-001"].desk
    before = desk.audit.head()
    for name in ("report.html", "report.HTML"):
        with pytest.raises(BadInput, match="web page"):
            PublicationFiles().write(desk, PublicationKind.ANNUAL, YEAR, tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    assert desk.audit.head() == before


def test_nothing_is_published_about_a_period_that_has_not_begun(scheme: MemoryScheme) -> None:
    publications, after = scheme["C-001"].desk.publications, FinancialYear(YEAR.first_calendar_year + 1)
    for kind, period in ((PublicationKind.ANNUAL, after), (PublicationKind.PUBLIC, quarters_of(after)[0])):
        with pytest.raises(BadInput, match="not begun"):
            publications.publication(kind, period)


def test_fewer_people_detained_than_visitors_spoke_to_are_refused(scheme: MemoryScheme) -> None:
    desk = scheme["C-001"].desk
    scheme.filed_by("V-001")
    scheme.exchange()
    desk.settings.change(lambda now: replace(now, people_detained={YEAR.label: 1}))
    with pytest.raises(RuleBroken, match="spoken to") as refused:
        desk.publications.publication(PublicationKind.ANNUAL, YEAR)
    assert "Correct the force’s figure" in refused.value.user_text


@pytest.mark.parametrize("words", ["half \ud800 a character", "\udfff"])
def test_half_a_character_is_refused_with_a_sentence(scheme: MemoryScheme, words: str) -> None:
    desk_words = scheme["C-001"].desk.publication_words
    seen = desk_words.wording(YEAR.label)
    with pytest.raises(BadInput):
        desk_words.write_text(seen, WordPart.CONTACT, words)
    with pytest.raises(BadInput):
        desk_words.write_changes(seen, [Change(said="We said.", did=words)])
    with pytest.raises(BadInput):
        desk_words.choose_look(seen, scheme=words)


def test_what_nobody_can_see_is_no_text_and_an_empty_line_may_hold_spaces(scheme: MemoryScheme) -> None:
    desk = scheme["C-001"].desk
    words = desk.publication_words
    words.write_text(words.wording(YEAR.label), WordPart.RESPONSE, " \u200b\u3000\r\n ")
    words.write_text(words.wording(YEAR.label), WordPart.FOREWORD, "We visited.\r\n \t\r\nWe\u2003asked.")
    prepared = prepare(desk, PublicationKind.ANNUAL, YEAR)
    assert prepared is not None
    assert b"has not responded to this report" in prepared.html
    assert b"<p>We visited.</p>\n<p>We asked.</p>" in prepared.html


@pytest.mark.parametrize("kind", [PublicationKind.SCRUTINY, PublicationKind.PUBLIC])
def test_a_publication_that_sets_no_period_beside_tells_of_none(
    scheme: MemoryScheme, kind: PublicationKind
) -> None:
    publications = scheme["C-001"].desk.publications
    found = publications.publication(kind, QUARTER)
    assert (found.before, found.lines_before) == (None, {})
    assert QUARTER.previous().label not in found.counts


def test_nothing_is_told_of_the_period_before_that_is_not_told_of_the_period() -> None:
    figures = annual_of(visits=60)
    for kind in (PublicationKind.ANNUAL, PublicationKind.QUARTERLY):
        made = a_publication(figures, kind=kind, before=figures)
        assert made.lines_before
        assert set(made.lines_before) <= {line.key for line in made.lines}


def test_what_was_laid_out_before_another_came_out_is_not_published_beside_it(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    files, desks = PublicationFiles(), [scheme[name].desk for name in ("C-001", "C-002")]
    mine = prepare(desks[0], PublicationKind.ANNUAL, YEAR)
    assert mine is not None
    files.write(desks[1], PublicationKind.QUARTERLY, QUARTER, tmp_path / "theirs.pdf", publish=True)
    scheme.exchange()
    entries = desks[0].audit.head()

    with pytest.raises(RuleBroken, match="came out"):
        files.save(desks[0], mine, tmp_path / "mine.pdf", publish=True)
    assert not (tmp_path / "mine.pdf").exists()
    assert desks[0].audit.head() == entries
    files.write(desks[0], PublicationKind.ANNUAL, YEAR, tmp_path / "mine.pdf", publish=True)


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


@pytest.mark.parametrize("period", ["2023-99", "9999-00", "0000-01", "2023-24 Q9"])
def test_a_file_that_speaks_of_a_year_there_is_not_is_no_publication(
    scheme: MemoryScheme, tmp_path: Path, period: str
) -> None:
    file = tmp_path / "told.pdf"
    with pikepdf.new() as made:
        made.docinfo["/Keywords"] = f"icv annual; period {period}; records to 2024-03-31"
        made.save(file)
    with pytest.raises(BadInput, match="without a period"):
        printing_of(scheme["C-001"].desk, file)


def test_a_file_under_a_password_cannot_be_read(scheme: MemoryScheme, tmp_path: Path) -> None:
    file = tmp_path / "locked.pdf"
    with pikepdf.new() as made:
        made.save(file, encryption=pikepdf.Encryption(owner="one", user="another"))
    with pytest.raises(BadInput, match="PasswordError"):
        printing_of(scheme["C-001"].desk, file)


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

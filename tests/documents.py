"""Every kind of document the application makes as PDF: as usual, long, empty, and with hostile words."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial

from PIL import Image

from icv_app.domain.audit import AuditHead
from icv_app.domain.ids import PersonId
from icv_app.domain.person import Contact
from icv_app.domain.publication import Change, PublicationKind, Wording
from icv_app.domain.quality import Criterion, Level, judge, level_standings
from icv_app.figures.annual import AnnualFigures, annual_figures
from icv_app.report import annual
from icv_app.report.aide_memoire import write_aide_memoire
from icv_app.report.charts.bars import Bar
from icv_app.report.charts.columns import Column as ChartColumn
from icv_app.report.content import Column, DocumentInfo, Tile
from icv_app.report.document import Document
from icv_app.report.public_quarter import public_document
from icv_app.report.quality_report import write_quality_report
from icv_app.report.quarterly import quarterly_document
from icv_app.report.scrutiny import scrutiny_document
from icv_app.report.visit_report import write_police_copy, write_visit_report
from icv_app.services.quality import QualityStanding
from tests.builders import a_checklist, a_person, a_visit, answered
from tests.facts_builders import a_scheme
from tests.publication_builders import a_publication, some_words
from tests.quality_builders import our_framework
from tests.visit_contents import a_content, a_full_visit
from tests.years import NAMES, YEAR, a_year

PRODUCED_ON = date(2024, 6, 12)
HEAD = AuditHead(value="0123456789abcdef" * 4, entries=214, until=datetime(2024, 6, 11, 23, tzinfo=UTC))
WELSH = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch ŵŷ"
ARABIC = "مركز احتجاز ليدز"
EMOJI = "Kettle ☕ and 👩‍⚕️ 😀"
MARKUP = '<b>Leeds & "Sons"</b> </para> &amp; {braces} %s'
ENDLESS = "X" * 1000
HOSTILE = (MARKUP, WELSH, ARABIC, EMOJI, ENDLESS, "\x00\x07\ud800 control", "  ", "Mixed مركز and Welsh ŵ")


def a_logo() -> bytes:
    """A picture with a part that can be seen through."""
    picture = Image.new("RGBA", (120, 60), (20, 120, 60, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 40, 30))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def annual_of(seed: int = 1, visits: int = 292) -> AnnualFigures:
    """The figures of an invented year."""
    year = a_year(seed, visits)
    return annual_figures(
        year.facts, year.steps, year.settings, year.members, year=YEAR, as_of=YEAR.last_day, names=NAMES
    )


def hostile_annual() -> AnnualFigures:
    """A year in which every name is as bad as names can be."""
    year = a_year(3, 60)
    suites = tuple(
        replace(suite, name=name)
        for suite, name in zip(year.settings.suites, (*HOSTILE, *HOSTILE), strict=False)
    )
    names = replace(NAMES, categories={"A": "<i>" + "long " * 200 + "&amp;", "F": ARABIC})
    settings = replace(year.settings, suites=suites, name=f"<i>Gwent & {ARABIC}</i> " * 30)
    return annual_figures(
        year.facts, year.steps, settings, year.members, year=YEAR, as_of=YEAR.last_day, names=names
    )


def every_part() -> Document:
    """A document with every part there is, each of them with hostile words, and tables over pages."""
    document = Document(
        DocumentInfo(
            title=f"{MARKUP} · {WELSH}",
            subject=ARABIC,
            author=EMOJI,
            language="en-GB",
            produced_on=PRODUCED_ON,
            running_head=ENDLESS,
            keywords=EMOJI,
            colour="#3d1a4f",
            logo=a_logo(),
        )
    )
    document.cover(MARKUP, "Every part there is", WELSH, [ARABIC, EMOJI, ENDLESS])
    document.contents()
    for at, words in enumerate(HOSTILE, start=1):
        document.section(words)
        document.lead(words)
        document.paragraph(f"{words}\n{words}")
        document.subsection(words, words)
        document.items([words, f"{words} and more", "One"])
        document.tiles([Tile(str(at), words, words)] * 4)
        document.bars(words, [Bar(words, 3, words), Bar("Leeds", Fraction(1, 2), "half", 2)], words)
        document.columns(words, [ChartColumn(words, 3), ChartColumn("May", 4, Fraction(9, 2))], words)
        document.heat_map(words, [[0, 3], [2, 9]], [words, "Monday"], ["00", words], words)
        columns = [Column(words, numbers=False), Column(words), Column("Number")]
        document.table(words, columns, [[words, words, str(row)] for row in range(9)], totals=1, note=words)
    document.subsection("A table over pages", "It goes on for three.")
    rows = [[f"Row {row}", f"{row:,}"] for row in range(120)]
    document.table("One hundred and twenty rows", [Column("Row", numbers=False), Column("Number")], rows)
    document.section("Text over pages")
    document.paragraph("word " * 3000)
    document.items(["entry " * 1500, "after it"])
    return document


def words_of_people() -> Wording:
    """What people wrote, as badly as they can."""
    return some_words(
        foreword="\n\n".join(HOSTILE),
        response=f"{MARKUP}\n\n{ARABIC}",
        changes=(Change(said=WELSH, did=MARKUP), Change(said=ENDLESS, did=EMOJI)),
    )


def annual_document(figures: AnnualFigures | None = None) -> Document:
    """The annual report, to be written either way."""
    publication = a_publication(figures or annual_of(), wording=words_of_people())
    return annual.annual_document(publication, PRODUCED_ON, HEAD, "ab" * 32)


def _annual(figures: AnnualFigures) -> bytes:
    out = io.BytesIO()
    annual_document(figures).write(out, b'{"schema": "icv-figures-v1", "figures": []}')
    return out.getvalue()


SHORT: Mapping[str, tuple[PublicationKind, Callable[..., Document]]] = {
    "governance-paper": (PublicationKind.QUARTERLY, quarterly_document),
    "scrutiny-extract": (PublicationKind.SCRUTINY, scrutiny_document),
    "public-quarter": (PublicationKind.PUBLIC, public_document),
}


def short_document(name: str) -> Document:
    """One of the publications of a few pages."""
    kind, make = SHORT[name]
    publication = a_publication(annual_of(), kind=kind, wording=words_of_people(), logo=a_logo())
    return make(publication, PRODUCED_ON, HEAD, "ab" * 32)


def _short(name: str) -> bytes:
    out = io.BytesIO()
    short_document(name).write(out)
    return out.getvalue()


def _empty_year() -> bytes:
    return _annual(annual_figures([], [], a_scheme(), [], year=YEAR, as_of=YEAR.last_day))


def _every_part() -> bytes:
    out = io.BytesIO()
    every_part().write(out)
    return out.getvalue()


def _quality() -> bytes:
    framework = our_framework()
    hostile = tuple(
        Criterion(criterion_id=f"c{at}", area="holding", level=Level.GOLD, words=words)
        for at, words in enumerate(HOSTILE)
    )
    framework = replace(framework, criteria=(*framework.criteria, *hostile))
    found = tuple(judge(criterion, (), {}) for criterion in framework.criteria)
    standing = QualityStanding(
        year=YEAR,
        framework=framework,
        in_use=None,
        figures={},
        criteria=found,
        levels=level_standings(found),
        visits={},
        unplaced=0,
    )
    out = io.BytesIO()
    write_quality_report(standing, out, scheme=MARKUP, documents={}, produced_on=PRODUCED_ON)
    return out.getvalue()


def _visit(*, police: bool = False) -> bytes:
    out = io.BytesIO()
    (write_police_copy if police else write_visit_report)(a_content(), out)
    return out.getvalue()


def _hostile_visit() -> bytes:
    words = "\n".join(HOSTILE)
    visit = a_full_visit()
    people = tuple(replace(one, note=words, cell=ENDLESS[:200]) for one in visit.people)
    concerns = tuple(replace(one, text=words) for one in visit.concerns)
    areas = tuple(replace(one, note=words) for one in visit.areas)
    visit = replace(
        visit, positive_practice=words, force_comment=words, people=people, concerns=concerns, areas=areas
    )
    out = io.BytesIO()
    write_visit_report(a_content(visit), out)
    return out.getvalue()


def _many_people() -> bytes:
    people = tuple(
        replace(
            answered(a_person(contact=Contact.SPOKEN_TO)),
            person_id=PersonId(f"p{at}"),
            custody_number=f"13WK/{at:04d}",
        )
        for at in range(25)
    )
    out = io.BytesIO()
    write_visit_report(a_content(a_visit(people=people), events=(), copies=()), out)
    return out.getvalue()


def _letter(concern: str) -> bytes:
    from tests.unit.report.test_concern_letter import STEPS, a_letter, printed

    return printed(a_letter(concern, steps=STEPS))


def _aide_memoire() -> bytes:
    out = io.BytesIO()
    write_aide_memoire(a_checklist(), out, people=2, produced_on=PRODUCED_ON)
    return out.getvalue()


DOCUMENTS: Mapping[str, Callable[[], bytes]] = {
    "annual-report": lambda: _annual(annual_of()),
    "annual-report-of-an-empty-year": _empty_year,
    "annual-report-with-hostile-names": lambda: _annual(hostile_annual()),
    "every-part-with-hostile-words": _every_part,
    **{name: partial(_short, name) for name in SHORT},
    "quality-report": _quality,
    "visit-report": _visit,
    "visit-report-with-hostile-words": _hostile_visit,
    "visit-report-of-many-people": _many_people,
    "police-copy": lambda: _visit(police=True),
    "concern-letter": lambda: _letter("red"),
    "aide-memoire": _aide_memoire,
}

"""The annual report of a scheme as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import BinaryIO, Final

from icv_app.domain.audit import AuditHead
from icv_app.domain.publication import Section
from icv_app.report.annual_checks import write_checks, write_themes
from icv_app.report.annual_concerns import write_concerns
from icv_app.report.annual_method import write_method
from icv_app.report.annual_people import write_people
from icv_app.report.annual_scheme import write_costs, write_legal_basis, write_quality, write_suites
from icv_app.report.annual_short import write_good_practice, write_terrorism
from icv_app.report.annual_summary import write_summary
from icv_app.report.annual_texts import write_changes, write_contact, write_foreword, write_response
from icv_app.report.annual_visits import write_visits
from icv_app.report.annual_volunteers import write_volunteers
from icv_app.report.document import Document
from icv_app.report.publication_cover import begin
from icv_app.report.record_reviews import write_record_reviews
from icv_app.report.wording import year_written
from icv_app.services.publications import Publication
from icv_app.words import _

Write = Callable[[Document, Publication], None]

SECTIONS: Final[Mapping[Section, Write]] = {
    Section.FOREWORD: write_foreword,
    Section.GLANCE: write_summary,
    Section.LEGAL_BASIS: write_legal_basis,
    Section.SUITES: write_suites,
    Section.VOLUNTEERS: lambda document, publication: write_volunteers(document, publication.figures),
    Section.VISITS: lambda document, publication: write_visits(document, publication.figures),
    Section.PEOPLE: lambda document, publication: write_people(document, publication.figures),
    Section.CHECKS: write_checks,
    Section.CONCERNS: lambda document, publication: write_concerns(document, publication.figures),
    Section.CHANGES: write_changes,
    Section.THEMES: write_themes,
    Section.RECORD_REVIEWS: write_record_reviews,
    Section.TERRORISM: write_terrorism,
    Section.GOOD_PRACTICE: write_good_practice,
    Section.RESPONSE: write_response,
    Section.QUALITY: write_quality,
    Section.COSTS: write_costs,
    Section.CONTACT: write_contact,
}
"""Each adds one section to the document; the method is written apart, for it tells of the files too."""


def write_annual_report(
    publication: Publication,
    out: BinaryIO,
    *,
    produced_on: date,
    log: AuditHead | None = None,
    figures_digest: str = "",
) -> None:
    """Write the annual report, ready to publish: it holds no count that is withheld.

    The same figures, texts, day, head and digest give the same bytes.

    Args:
        publication: Of one financial year.
        out: Where it is written.
        produced_on: London day.
        log: Head of the scheme's audit log; without it none is printed.
        figures_digest: SHA-256 of the data file; without it none is printed.
    """
    annual_document(publication, produced_on, log, figures_digest).write(out)


def annual_document(
    publication: Publication, produced_on: date, log: AuditHead | None = None, figures_digest: str = ""
) -> Document:
    """The annual report, to be written as PDF and as a web page."""
    year = year_written(publication.period)
    document = begin(
        publication,
        _("Independent custody visiting"),
        _("Annual report {year}").format(year=year),
        produced_on,
    )
    document.contents()
    for section in publication.wording.sections:
        if section is Section.METHOD:
            write_method(document, publication, log, figures_digest)
        else:
            SECTIONS[section](document, publication)
    return document

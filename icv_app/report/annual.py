"""The annual report of a scheme as a PDF."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from icv_app.domain.audit import AuditHead
from icv_app.figures.annual import AnnualFigures
from icv_app.report.annual_concerns import write_concerns
from icv_app.report.annual_method import write_method
from icv_app.report.annual_people import write_people
from icv_app.report.annual_summary import write_summary
from icv_app.report.annual_visits import write_visits
from icv_app.report.annual_volunteers import write_volunteers
from icv_app.report.document import Document, DocumentInfo
from icv_app.report.wording import day, year_written
from icv_app.words import _

SECTIONS = (write_summary, write_visits, write_people, write_concerns, write_volunteers)
"""In the order of the report, the method after them; each adds one section to the document."""


def write_annual_report(
    figures: AnnualFigures, out: BinaryIO, *, produced_on: date, log: AuditHead | None = None
) -> None:
    """Write the annual report, ready to publish: it holds no count that is withheld.

    The same figures, day and head give the same bytes.

    Args:
        figures: Of one financial year.
        out: Where it is written.
        produced_on: London day.
        log: Head of the scheme's audit log; without it none is printed.
    """
    annual_document(figures, produced_on, log).write(out)


def annual_document(figures: AnnualFigures, produced_on: date, log: AuditHead | None = None) -> Document:
    """The annual report, to be written as PDF and as a web page."""
    year = year_written(figures.year)
    title = _("Independent custody visiting: annual report {year}").format(year=year)
    document = Document(
        DocumentInfo(
            title=f"{figures.scheme} · {title}",
            subject=_("Visits to people held in police custody, {first} to {last}").format(
                first=day(figures.year.first_day), last=day(figures.until)
            ),
            author=figures.policing_body,
            language="en-GB",
            produced_on=produced_on,
            running_head=_("{scheme} · custody visiting {year}").format(scheme=figures.scheme, year=year),
        )
    )
    document.cover(
        figures.scheme,
        _("Independent custody visiting"),
        _("Annual report {year}").format(year=year),
        _cover_facts(figures, produced_on),
    )
    document.contents()
    for write in SECTIONS:
        write(document, figures)
    write_method(document, figures, log)
    return document


def _cover_facts(figures: AnnualFigures, produced_on: date) -> list[str]:
    period = _("What visitors found in police custody from {first} to {last}.").format(
        first=day(figures.year.first_day), last=day(figures.until)
    )
    facts = [period, _("Published by {body}.").format(body=figures.policing_body)]
    if figures.quality_award:
        award = _("{award} in the quality framework of the Independent Custody Visiting Association.")
        facts.append(award.format(award=figures.quality_award))
    dates = _("Produced on {day}; records as they stood on {cut_off}.")
    facts.append(dates.format(day=day(produced_on), cut_off=day(figures.as_of)))
    if figures.contact_email:
        facts.append(_("Contact: {email}").format(email=figures.contact_email))
    return facts

"""The beginning of every publication: what the file says about itself, and the cover."""

from __future__ import annotations

from datetime import date

from icv_app.report.document import Document, DocumentInfo
from icv_app.report.wording import day, period_written, year_written
from icv_app.services.publications import Publication
from icv_app.words import _


def keywords(publication: Publication) -> str:
    """What a publication's file says of itself, from which its figures can be traced."""
    told = f"icv {publication.kind.value}; period {publication.period.label}"
    return f"{told}; records to {publication.figures.as_of.isoformat()}"


def begin(publication: Publication, title: str, subtitle: str, produced_on: date) -> Document:
    """Begin a publication with its cover."""
    document = Document(_info(publication, title, produced_on))
    document.cover(_scheme(publication), title, subtitle, _facts(publication, produced_on))
    return document


def _facts(publication: Publication, produced_on: date) -> list[str]:
    figures = publication.figures
    period = _("What visitors found in police custody from {first} to {last}.").format(
        first=day(publication.period.first_day), last=day(figures.until)
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


def open_short(publication: Publication, title: str, produced_on: date) -> Document:
    """Begin a publication of a few pages, without a cover."""
    document = Document(_info(publication, title, produced_on))
    figures = publication.figures
    told = _("{first} to {last}. Published by {body}. Records as they stood on {cut_off}.")
    fact = told.format(
        first=day(publication.period.first_day),
        last=day(figures.until),
        body=figures.policing_body,
        cut_off=day(figures.as_of),
    )
    document.opening(_scheme(publication), title, period_written(publication.period), [fact])
    return document


def _scheme(publication: Publication) -> str:
    return publication.wording.look.scheme or publication.figures.scheme


def _info(publication: Publication, title: str, produced_on: date) -> DocumentInfo:
    figures, period = publication.figures, year_written(publication.period)
    scheme = _scheme(publication)
    return DocumentInfo(
        title=f"{scheme} · {title} {period}",
        subject=_("Visits to people held in police custody, {first} to {last}").format(
            first=day(publication.period.first_day), last=day(figures.until)
        ),
        author=figures.policing_body,
        language="en-GB",
        produced_on=produced_on,
        running_head=_("{scheme} · custody visiting {year}").format(scheme=scheme, year=period),
        keywords=keywords(publication),
        colour=publication.wording.look.colour,
        logo=publication.logo,
    )

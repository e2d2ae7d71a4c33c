"""Sections of a few lines: record reviews, terrorism visits, good practice."""

from __future__ import annotations

from icv_app.report.document import Document
from icv_app.report.wording import number
from icv_app.services.publications import Publication
from icv_app.words import _, plural


def write_terrorism(document: Document, publication: Publication) -> None:
    """Add the section on people held under the Terrorism Act: visits are counted, nothing else is told."""
    document.section(_("Visits under the Terrorism Act"))
    visits = publication.figures.visits.terrorism
    if not visits:
        document.paragraph(_("No visit was made to anybody held under the Terrorism Act."))
    else:
        document.paragraph(
            plural(
                "{n} completed visit was made to people held under the Terrorism Act.",
                "{n} completed visits were made to people held under the Terrorism Act.",
                visits,
            )
        )
    document.paragraph(
        _(
            "Every such visit is made by visitors trained for it, and its report is copied to the "
            "Independent Reviewer of Terrorism Legislation. Only the number of visits is published."
        )
    )


def write_good_practice(document: Document, publication: Publication) -> None:
    """Add the section on good practice."""
    document.section(_("Good practice"))
    praise = publication.figures.concerns.good_practice
    if not praise:
        document.paragraph(_("No good practice was recorded in this year."))
        return
    told = _(
        "Times that visitors recorded good practice: {n}. These records stand beside the concerns, "
        "never among them, and go to the force as thanks."
    )
    document.paragraph(told.format(n=number(praise)))

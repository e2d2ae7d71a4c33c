"""Custody record reviews: what visitors read in redacted custody records."""

from __future__ import annotations

from icv_app.report.document import Document
from icv_app.services.publications import Publication
from icv_app.words import _


def write_record_reviews(document: Document, publication: Publication) -> None:
    """Add the section on custody record reviews."""
    document.section(_("Custody record reviews"))
    document.paragraph(_("No custody record was reviewed in this year."))

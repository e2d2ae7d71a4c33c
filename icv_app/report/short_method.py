"""How the figures of a short publication were computed, in a paragraph."""

from __future__ import annotations

from icv_app.domain.audit import AuditHead
from icv_app.report.document import Document
from icv_app.report.wording import WITHHELD, day, number
from icv_app.services.publications import Publication
from icv_app.words import _


def write_short_method(
    document: Document, publication: Publication, log: AuditHead | None, figures_digest: str
) -> None:
    """Add the method with the hash of the data file and the head of the audit log, where there are."""
    document.section(_("Method"))
    document.paragraph(
        _(
            "Figures sum over visits completed in person that began in the quarter by London time; concerns "
            "over every filed visit. Records as they stood on {cut_off}. Counts of people from 1 to 4, and "
            "what would give them back, are withheld and shown as {sign}. Definitions are in the data file."
        ).format(cut_off=day(publication.figures.as_of), sign=WITHHELD)
    )
    if figures_digest:
        document.paragraph(_("Data file, SHA-256: {digest}").format(digest=figures_digest))
    if log is not None:
        told = _("Head of the audit log at the data cut-off: {head} ({entries} entries).")
        document.paragraph(told.format(head=log.value, entries=number(log.entries)))

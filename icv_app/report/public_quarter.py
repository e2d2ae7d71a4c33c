"""One page about a quarter for the public."""

from __future__ import annotations

from datetime import date

from icv_app.domain.audit import AuditHead
from icv_app.report.charts.bars import Bar
from icv_app.report.document import Document
from icv_app.report.parts import Tile
from icv_app.report.publication_cover import open_short
from icv_app.report.wording import WITHHELD, count, number, per_cent, share_written
from icv_app.services.publications import Publication
from icv_app.words import _


def public_document(
    publication: Publication, produced_on: date, log: AuditHead | None = None, figures_digest: str = ""
) -> Document:
    """The page; for the arguments see `annual.write_annual_report`."""
    document = open_short(publication, _("Visits to people in police custody"), produced_on)
    figures = publication.figures
    people, concerns, volunteers = figures.people, figures.concerns, figures.volunteers
    target = figures.visits.total_target
    document.tiles(
        [
            Tile(
                number(figures.visits.completed),
                _("visits"),
                _("{share} of the target of {n}").format(
                    share=per_cent(target.value), n=number(target.of, 1)
                ),
            ),
            Tile(
                count(people.spoken_pooled.part),
                _("people spoken to"),
                _("{share} of {n} in custody").format(
                    share=share_written(people.spoken_pooled), n=count(people.in_custody.value)
                ),
            ),
            Tile(
                count(concerns.raised),
                _("concerns raised"),
                _("{share} put right at once").format(share=share_written(concerns.put_right)),
            ),
        ]
    )
    if concerns.letters:
        document.bars(
            _("What concerns were about"),
            [
                Bar(figures.names.category(line.letter), line.total, count(line.total))
                for line in concerns.letters
            ],
            _("How many concerns were raised in each category; the numbers stand beside the bars."),
        )
    _closing(document, publication, number(volunteers.turnover.end), number(volunteers.hours))
    if figures_digest:
        document.paragraph(_("Data file, SHA-256: {digest}").format(digest=figures_digest))
    if log is not None:
        told = _("Audit log: {entries} entries, head {head}.")
        document.paragraph(told.format(entries=number(log.entries), head=log.value))
    return document


def _closing(document: Document, publication: Publication, visitors: str, hours: str) -> None:
    told = _(
        "{visitors} volunteers gave {hours} hours. They come unannounced, see how people are held and ask "
        "them about their rights. {sign} marks counts that are withheld to protect people: those from 1 to 4 "
        "and what would give them back."
    )
    document.paragraph(told.format(visitors=visitors, hours=hours, sign=WITHHELD))

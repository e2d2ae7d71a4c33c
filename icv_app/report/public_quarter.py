"""One page about a quarter for the public."""

from __future__ import annotations

from datetime import date

from icv_app.domain.audit import AuditHead
from icv_app.figures.figure_lines import Status
from icv_app.report.charts.bars import Bar
from icv_app.report.document import Document
from icv_app.report.parts import Tile
from icv_app.report.publication_cover import open_short
from icv_app.report.wording import WITHHELD, count, exact, number, per_cent, share_written
from icv_app.services.publications import Publication
from icv_app.words import _


def public_document(
    publication: Publication, produced_on: date, log: AuditHead | None = None, figures_digest: str = ""
) -> Document:
    """The page; for the arguments see `annual.write_annual_report`."""
    document = open_short(publication, _("Visits to people in police custody"), produced_on)
    figures = publication.figures
    concerns, volunteers = figures.concerns, figures.volunteers
    document.lead(
        _(
            "Independent custody visitors are volunteers. They come to police stations unannounced, see how "
            "people are held and ask them about their rights and how they are treated."
        )
    )
    document.tiles(_tiles(publication))
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


def _tiles(publication: Publication) -> list[Tile]:
    figures = publication.figures
    people, concerns, target = figures.people, figures.concerns, figures.visits.total_target
    visits = _("completed in person")
    if target.value is not None:
        visits = _("{part} in suites with a target: {share} of the {n} due").format(
            part=number(target.part), share=per_cent(target.value), n=exact(target.of)
        )
    spoken = _("{share} of the {n} in custody when visited").format(
        share=share_written(people.spoken_pooled), n=count(people.in_custody.value)
    )
    put_right = _("{part} put right during the visit ({share})").format(
        part=count(concerns.put_right.part), share=share_written(concerns.put_right)
    )
    if not people.in_custody.value:
        spoken = "" if people.in_custody.value is None else _("nobody was in custody when visited")
    if not concerns.raised:
        put_right = ""
    return [
        Tile(number(figures.visits.completed), _("visits"), _before(publication, "visits.completed", visits)),
        Tile(
            count(people.spoken_pooled.part),
            _("people spoken to"),
            _before(publication, "people.spoken_to", spoken),
        ),
        Tile(
            count(concerns.raised),
            _("concerns raised"),
            _before(publication, "concerns.raised", put_right),
        ),
    ]


def _before(publication: Publication, key: str, detail: str) -> str:
    """What a number is of, and what it was in the quarter before."""
    line = publication.lines_before.get(key)
    if line is None or line.status is Status.WITHHELD:
        return detail
    value = line.part if line.unit == "share" else line.value
    if value is None:
        return detail
    before = _("{n} in the quarter before").format(n=number(value))
    return f"{detail}; {before}" if detail else before


def _closing(document: Document, publication: Publication, visitors: str, hours: str) -> None:
    told = _(
        "{visitors} volunteers gave {hours} hours to visits and travel. {sign} marks counts that are "
        "withheld to protect people: those from 1 to 4 and what would give them back. Every figure is in "
        "the data file beside this page."
    )
    document.paragraph(told.format(visitors=visitors, hours=hours, sign=WITHHELD))
    email = publication.figures.contact_email
    if email:
        document.paragraph(_("To become a visitor, or to ask about this page: {email}").format(email=email))

"""The extract for the panel that scrutinises the detention of children: counts alone, small ones withheld."""

from __future__ import annotations

from datetime import date

from icv_app.domain.audit import AuditHead
from icv_app.figures.children import ChildFigures
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.publication_cover import open_short
from icv_app.report.short_method import write_short_method
from icv_app.report.wording import WITHHELD, count, minutes, share_written
from icv_app.services.publications import Publication
from icv_app.words import _

_QUESTIONS = {
    "aa_called": "An appropriate adult was called",
    "aa_came": "The appropriate adult came",
    "parent_told": "A parent or guardian was told",
    "kept_from_adults": "Kept apart from adults, not in an adult’s cell",
    "night": "Spent a night in the cells, or will",
    "bed_asked": "The local authority was asked for a bed",
    "certificate": "There is a certificate saying why the child was not moved",
    "search_aa": "The appropriate adult was there for the strip search",
}


def scrutiny_document(
    publication: Publication, produced_on: date, log: AuditHead | None = None, figures_digest: str = ""
) -> Document:
    """The extract; for the arguments see `annual.write_annual_report`."""
    document = open_short(publication, _("Children in police custody: extract for scrutiny"), produced_on)
    document.section(_("Children in custody when visited"))
    group = next(line.share for line in publication.figures.people.groups if line.group == "children")
    told = _(
        "On completed visits visitors found {of} children in custody and spoke to {part} of them ({share})."
    )
    if group.of == 0:
        told = _("On completed visits visitors found no child in custody.")
    document.paragraph(told.format(of=count(group.of), part=count(group.part), share=share_written(group)))
    children = publication.children
    if children is None or children.met == 0:
        document.paragraph(_("Visitors recorded no answers about a child in this quarter."))
    else:
        _answers(document, children)
        _beds(document, publication, children)
        _searches(document, children)
    write_short_method(document, publication, log, figures_digest)
    return document


def _answers(document: Document, children: ChildFigures) -> None:
    document.paragraph(
        _("Visitors recorded answers about {met} children; n is for whom the answer was yes or no.").format(
            met=count(children.met)
        )
    )
    rows = [
        [
            _(words),
            count(answer.yes.part),
            count(answer.yes.of),
            share_written(answer.yes, 1),
            count(answer.not_known),
        ]
        for name, words in _QUESTIONS.items()
        if name not in {"search_aa", "bed_asked", "certificate"}
        for answer in [children.answers[name]]
    ]
    document.table(
        _("Children: safeguards"),
        [
            Column(_("Question"), 3.4, numbers=False),
            Column(_("Yes")),
            Column(_("n")),
            Column(_("Share yes")),
            Column(_("Not known")),
        ],
        rows,
    )
    document.section(_("Waits for an appropriate adult"))
    if children.waits is None:
        document.paragraph(_("Too few waits are known: they are withheld ({sign}).").format(sign=WITHHELD))
    elif children.wait_median is None:
        document.paragraph(_("No wait is known from call to coming."))
    else:
        told = _(
            "Of {n} waits that are known, from the call to the adult’s coming, half took no longer than "
            "{median} (the median) and nine in ten no longer than {ninetieth} (the 90th percentile)."
        )
        document.paragraph(
            told.format(
                median=minutes(children.wait_median),
                ninetieth=minutes(children.wait_ninetieth),
                n=count(children.waits),
            )
        )


def _beds(document: Document, publication: Publication, children: ChildFigures) -> None:
    document.section(_("PACE beds"))
    asked, moved = children.answers["bed_asked"], publication.figures.people.beds
    certificate = children.answers["certificate"]
    document.paragraph(
        _(
            "A child who is charged and refused bail should be moved to a bed of the local authority (PACE "
            "section\u00a038(6)). Children met who were charged and refused bail: {due}."
        ).format(due=count(children.bed_due))
    )
    rows = (
        (_("A bed was asked for"), asked.yes),
        (_("The child was moved to a bed"), moved),
        (_("A certificate says why the child was not moved"), certificate.yes),
    )
    document.table(
        _("Beds asked for and given"),
        [
            Column(_("What was done"), 3.4, numbers=False),
            Column(_("Children")),
            Column(_("Known for, n"), 1.2),
            Column(_("Share")),
        ],
        [[words, count(one.part), count(one.of), share_written(one, 1)] for words, one in rows],
    )
    if children.bed_results:
        document.table(
            _("What came of asking for a bed"),
            [Column(_("Result"), 4, numbers=False), Column(_("Children"))],
            [
                [publication.figures.names.bed_results.get(code, code), count(n)]
                for code, n in children.bed_results.items()
            ],
        )


def _searches(document: Document, children: ChildFigures) -> None:
    document.section(_("Strip searches"))
    if children.searched == 0:
        document.paragraph(_("No child met had been strip-searched."))
        return
    adult = children.answers["search_aa"]
    told = _("Children met who had been strip-searched: {n}.").format(n=count(children.searched))
    if adult.yes.of is None or adult.yes.withheld:
        beside = _("Whether the appropriate adult was there is withheld ({sign}).").format(sign=WITHHELD)
    elif adult.yes.of:
        beside = _("The appropriate adult was there for {yes} of {of} ({share}).").format(
            yes=count(adult.yes.part), of=count(adult.yes.of), share=share_written(adult.yes)
        )
    else:
        beside = _("Whether the appropriate adult was there is not known.")
    document.paragraph(f"{told} {beside}")

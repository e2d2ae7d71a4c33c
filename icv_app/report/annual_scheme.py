"""What the scheme is: its basis in law, its suites, its framework and its costs."""

from __future__ import annotations

from fractions import Fraction

from icv_app.domain.expenses import ExpenseKind
from icv_app.domain.publication import WordPart
from icv_app.domain.quality import Level, LevelStanding, Standing
from icv_app.domain.scheme import Suite
from icv_app.report.annual_texts import write_paragraphs
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import NOTHING, day, number, year_written
from icv_app.services.publications import Publication
from icv_app.words import _

_LEVELS = {
    Level.CODE_COMPLIANT: "Code Compliant",
    Level.SILVER: "Silver",
    Level.GOLD: "Gold",
    Level.PLATINUM: "Platinum",
}
_STANDINGS = {Standing.MET: "met", Standing.PARTLY: "partly met", Standing.MISSING: "not met"}
_KINDS = {
    ExpenseKind.MILEAGE: "Mileage",
    ExpenseKind.FARE: "Fares",
    ExpenseKind.PARKING: "Parking",
    ExpenseKind.TOLL: "Tolls",
    ExpenseKind.CARE: "Care",
    ExpenseKind.OTHER: "Other",
}


def write_legal_basis(document: Document, publication: Publication) -> None:
    """Add the section on the law."""
    document.section(_("Legal basis"))
    document.paragraph(
        _(
            "Section 51 of the Police Reform Act 2002 obliges {body} to arrange for independent persons to "
            "visit people held in police custody. How they do it is set out in the Home Office’s Code of "
            "Practice on Independent Custody Visiting (2013)."
        ).format(body=publication.figures.policing_body)
    )
    document.paragraph(
        _(
            "Visitors come unannounced and in pairs, and must be admitted at once. They see how detained "
            "people are treated and in what conditions they are held, and whether they are given their "
            "rights under the Police and Criminal Evidence Act 1984 and its codes. They take no part in the "
            "investigation, do not ask about the alleged offence and do not give advice."
        )
    )
    document.paragraph(
        _(
            "Custody visitors are part of the United Kingdom’s National Preventive Mechanism under the "
            "Optional Protocol to the Convention against Torture (OPCAT)."
        )
    )


def write_suites(document: Document, publication: Publication) -> None:
    """Add the section on suites and the panels that visit them."""
    figures = publication.figures
    document.section(_("Suites and panels"))
    if not publication.suites:
        document.paragraph(_("No custody suite is entered in the scheme’s settings."))
        return
    usual = [suite for suite in publication.suites if not suite.contingency]
    told = _("{force} held people in {n} custody suites; {m} more stand by as contingency suites.")
    document.paragraph(
        told.format(force=figures.force, n=number(len(usual)), m=number(len(publication.suites) - len(usual)))
    )
    document.table(
        _("Custody suites"),
        [
            Column(_("Suite"), 2, numbers=False),
            Column(_("Police district (panel)"), 2, numbers=False),
            Column(_("Kind"), 1.4, numbers=False),
            Column(_("Open in the year"), 2.2, numbers=False),
        ],
        [
            [
                suite.name,
                suite.district,
                _("contingency") if suite.contingency else _("custody suite"),
                _opened(suite, publication),
            ]
            for suite in publication.suites
        ],
    )


def _opened(suite: Suite, publication: Publication) -> str:
    first, last = publication.period.first_day, publication.figures.until
    if suite.opened is not None and suite.opened > last:
        return _("not yet open")
    if suite.closed is not None and suite.closed < first:
        return _("closed")
    begins = suite.opened if suite.opened is not None and suite.opened > first else None
    ends = suite.closed if suite.closed is not None and suite.closed < last else None
    if begins is not None and ends is not None:
        return _("from {first} to {last}").format(first=day(begins), last=day(ends))
    if begins is not None:
        return _("from {day}").format(day=day(begins))
    if ends is not None:
        return _("until {day}").format(day=day(ends))
    return _("all year")


def write_quality(document: Document, publication: Publication) -> None:
    """Add the section on the quality framework and next year's plan."""
    figures, quality = publication.figures, publication.quality
    document.section(_("Quality framework and next year’s plan"))
    if figures.quality_award:
        told = _("The scheme holds {award} in the framework of the Independent Custody Visiting Association.")
        document.paragraph(told.format(award=figures.quality_award))
    if quality is None:
        document.paragraph(_("How far the criteria of each level are met was not recorded."))
    else:
        named = _("{title}, version {version}: how far the criteria of each level are met")
        document.table(
            named.format(title=quality.title, version=quality.version),
            [
                Column(_("Level"), 2, numbers=False),
                Column(_("Met")),
                Column(_("Partly met")),
                Column(_("Not met")),
                Column(_("Level with those before it"), 2, numbers=False),
            ],
            [_level_row(one) for one in quality.levels],
        )
    document.subsection(_("Plan for the coming year"))
    write_paragraphs(
        document,
        publication.wording.text(WordPart.PLAN) or _("No plan for the coming year was written."),
    )


def _level_row(one: LevelStanding) -> list[str]:
    counts = [number(one.met), number(one.partly), number(one.missing)]
    return [_(_LEVELS[one.level]), *counts, _(_STANDINGS[one.standing])]


def pounds(pence: Fraction | float) -> str:
    """Pence as pounds."""
    return f"£{number(Fraction(pence) / 100, 2)}"


def write_costs(document: Document, publication: Publication) -> None:
    """Add the section on costs."""
    costs = publication.figures.costs
    document.section(_("Costs"))
    if not costs.claims and not costs.noting:
        document.paragraph(_("No expenses were recorded for this year."))
        return
    if costs.claims:
        rows = [[_(_KINDS[kind]), pounds(pence)] for kind, pence in costs.by_kind.items()]
        rows.append([_("All approved expenses"), pounds(costs.approved)])
        each = NOTHING if costs.per_visit is None else pounds(costs.per_visit)
        document.table(
            _("Visitors’ expenses approved in the year {year}").format(year=year_written(publication.period)),
            [Column(_("What was paid for"), 4, numbers=False), Column(_("Amount"))],
            rows,
            totals=1,
            note=_("{n} claims, for each completed visit {each}; {waiting} more claims wait.").format(
                n=number(costs.claims), each=each, waiting=number(costs.waiting)
            ),
        )
    else:
        document.paragraph(_("No claim for expenses was approved for this year."))
    if costs.noting:
        told = _("Expenses that visitors noted in {n} reports: {sum}.")
        document.paragraph(told.format(n=number(costs.noting), sum=pounds(costs.noted)))

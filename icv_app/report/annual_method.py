"""How every figure was computed."""

from __future__ import annotations

from icv_app.domain.audit import AuditHead
from icv_app.domain.times import london_day
from icv_app.figures.annual import AnnualFigures
from icv_app.figures.suppression import SMALLEST_PUBLISHED
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import WITHHELD, day, number
from icv_app.services.publications import Publication
from icv_app.words import _

_FORMULAS = (
    (
        "Integrity",
        "D = S + Ob + De + NA + NO for every visit; a report is refused where one does not reconcile",
    ),
    ("Spoken to, mean", "mean of S/D over visits with D greater than 0, each visit weighing the same"),
    ("Spoken to, pooled", "ΣS / ΣD"),
    ("Offered; acceptance", "Σ(S + De) / ΣD; ΣS / Σ(S + De)"),
    ("Not available; not offered", "ΣNA / ΣD; ΣNO / ΣD; by reason: people / Σ(D − S)"),
    ("Reach", "ΣS / people detained in the year, as the force reports them"),
    (
        "Visits against target",
        "completed visits / (target per week × weeks the suite was open), weeks being days open / 7",
    ),
    ("Spread", "visits by quarter of the day and at weekends, against 25 % and 28.6 % (two days of seven)"),
    ("Longest gap", "greatest number of days between two visits to a suite that follow each other"),
    ("Completed of attempted", "completed visits / visits attempted in person"),
    (
        "Wait",
        "median, 90th percentile by nearest rank, and share over the threshold, from counter to suite",
    ),
    (
        "Reports in time",
        "reports filed within the scheme's limit after leaving / every report filed",
    ),
    ("Put right at the visit", "concerns put right during the visit / concerns raised"),
    ("Concern rate", "concerns per 100 people spoken to, both on completed visits"),
    (
        "Reply",
        "median working days to the first reply; replies within target / concerns answered or overdue; "
        "concerns not settled at the end of the year",
    ),
    ("Priority groups", "people of the group spoken to / people of the group in custody when visited"),
    ("PACE beds", "children moved to a local authority bed / children charged and refused bail"),
    ("Retention; hours", "visitors still there / at the start; Σ visitors × (visit + travel)"),
)


def write_method(
    document: Document, publication: Publication, log: AuditHead | None = None, figures_digest: str = ""
) -> None:
    """Add the section on method, with the head of the audit log and the data file's hash where there are."""
    figures = publication.figures
    document.section(_("Method"))
    document.subsection(_("What is counted"))
    document.paragraph(
        _(
            "A visit counts when it was completed and made in person; these are the visits every "
            "figure sums over unless it says otherwise. Concerns, good practice and hours are taken "
            "from every visit filed, abandoned ones included. Days, months and hours are those of the "
            "clock in London: a visit across midnight or a clock change counts where it began."
        )
    )
    document.paragraph(
        _(
            "For each visit: D people in custody on entry, S spoken to, Ob observed only, De declined, "
            "NA not available, NO not offered. Somebody who arrives during a visit is not part of D."
        )
    )
    document.table(
        _("Formulas"),
        [Column(_("Figure"), 1.2, numbers=False), Column(_("Formula"), 3, numbers=False)],
        [[_(name), _(formula)] for name, formula in _FORMULAS],
    )
    _small_numbers(document)
    _sources(document, figures)
    if figures_digest:
        _data_file(document, publication, figures_digest)
    if log is not None:
        _audit(document, log)


def _small_numbers(document: Document) -> None:
    document.subsection(_("Small numbers and rounding"))
    document.paragraph(
        _(
            "Counts of detained people below {least}, other than nought, are withheld and shown as "
            "{sign}; so is the smallest count beside them where a withheld one could be worked out "
            "from the rest, and any percentage of it. Counts of concerns about people are treated the "
            "same way. Counts of visits, and of concerns about the estate or the visit itself, are "
            "always shown."
        ).format(least=number(SMALLEST_PUBLISHED), sign=WITHHELD)
    )
    document.paragraph(
        _(
            "Every number is rounded once, from its exact value; a half is rounded up. Percentages may "
            "therefore not add up to 100. A dash stands where there is nothing to divide by."
        )
    )


def _sources(document: Document, figures: AnnualFigures) -> None:
    document.subsection(_("Where the numbers come from"))
    told = _(
        "All figures are computed from the visit reports filed with the scheme, as they stood on {cut_off}. "
        "They hold no name and no custody number."
    ).format(cut_off=day(figures.as_of))
    if figures.people_detained is not None:
        force = _("The number of people detained in the year, {n}, was supplied by {force}.")
        told += " " + force.format(n=number(figures.people_detained), force=figures.force)
    document.paragraph(told)
    document.paragraph(
        _(
            "Custody visiting rests on section 51 of the Police Reform Act 2002 and the Code of Practice on "
            "Independent Custody Visiting. Visitors are part of the United Kingdom’s National Preventive "
            "Mechanism under the Optional Protocol to the Convention against Torture."
        )
    )


def _data_file(document: Document, publication: Publication, digest: str) -> None:
    document.subsection(
        _("Data file"),
        _(
            "Every figure of this publication is in a data file beside it, as JSON and CSV, each under a key "
            "and with its definition; what is withheld here is withheld there. Figures about visits are "
            "under “visits”, about people under “people” and “checks”, about concerns under “concerns”, "
            "about visitors under “volunteers”, about money under “costs”."
        ),
    )
    document.table(
        _("The data file"),
        [Column(_("What"), 1, numbers=False), Column(_("Value"), 3.2, numbers=False)],
        [
            [_("Figures"), number(len(publication.lines))],
            [_("JSON file, SHA-256"), " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))],
        ],
    )


def _audit(document: Document, log: AuditHead) -> None:
    document.subsection(
        _("Audit log"),
        _(
            "The scheme keeps a log of every use of its keys and of whatever leaves it in a file. Each entry "
            "is signed and names the ones before it. The head below stands for the whole log up to the data "
            "cut-off: no entry can be changed, taken out, put in or moved without the head becoming another. "
            "Whoever is given the log can compute it."
        ),
    )
    document.table(
        _("Head of the audit log"),
        [Column(_("What"), 1, numbers=False), Column(_("Value"), 3.2, numbers=False)],
        [
            [_("Data cut-off"), _("the beginning of {day}").format(day=day(london_day(log.until)))],
            [_("Entries"), number(log.entries)],
            [_("Head, short"), log.short],
            [_("Head, SHA-256"), " ".join(log.value[at : at + 16] for at in range(0, len(log.value), 16))],
        ],
    )

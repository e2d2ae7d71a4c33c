"""The governance paper of a quarter: two to four pages for the Mayor and the force."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from icv_app.domain.audit import AuditHead
from icv_app.domain.concern import EscalationLevel
from icv_app.domain.publication import WordPart
from icv_app.figures.figure_lines import GROUP_NAMES
from icv_app.report.annual_texts import write_paragraphs
from icv_app.report.charts.bars import Bar
from icv_app.report.comparison import write_comparison
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.publication_cover import open_short
from icv_app.report.short_method import write_short_method
from icv_app.report.wording import (
    NOTHING,
    count,
    exact,
    minutes,
    number,
    per_cent,
    share_written,
    visits_written,
)
from icv_app.services.publications import Publication
from icv_app.words import _

_LEVELS = {
    EscalationLevel.INSPECTOR: "to the inspector",
    EscalationLevel.CHIEF_INSPECTOR: "to the chief inspector",
    EscalationLevel.GOVERNANCE_MEETING: "to the governance meeting",
}


def quarterly_document(
    publication: Publication, produced_on: date, log: AuditHead | None = None, figures_digest: str = ""
) -> Document:
    """The governance paper; for the arguments see `annual.write_annual_report`."""
    document = open_short(publication, _("Independent custody visiting: governance paper"), produced_on)
    _coverage(document, publication)
    write_comparison(document, publication)
    _themes(document, publication)
    _chasing(document, publication)
    _praise(document, publication)
    document.section(_("What is asked for"))
    write_paragraphs(document, publication.wording.text(WordPart.ASKS) or _("Nothing is asked for."))
    write_short_method(document, publication, log, figures_digest)
    return document


def _coverage(document: Document, publication: Publication) -> None:
    figures, visits = publication.figures, publication.figures.visits
    document.section(_("Coverage"))
    if not visits.completed:
        told = _("No visit was completed in person; {target} were due in suites with a target.")
    else:
        told = _(
            "{visits} were completed in person. Suites with a target had {part} of the {target} due "
            "({share}). Of all, {by_night} ({night}) began between midnight and six, and {on_weekends} "
            "({weekend}) at weekends. {longer} of {n} visits waited longer than {limit} to be let in."
        )
    document.paragraph(
        told.format(
            visits=visits_written(visits.completed),
            part=number(visits.total_target.part),
            target=exact(visits.total_target.of),
            by_night=number(visits.spread.quarters[0].part),
            on_weekends=number(visits.spread.weekend.part),
            share=per_cent(visits.total_target.value),
            night=per_cent(visits.spread.quarters[0].value),
            weekend=per_cent(visits.spread.weekend.value),
            longer=number(visits.delay.longer.part),
            n=number(visits.delay.n),
            limit=minutes(Fraction(int(visits.delay.threshold.total_seconds()), 60)),
        )
    )
    rows = []
    for row in visits.suites:
        gap = visits.gaps.get(row.suite)
        share = row.against_target
        rows.append(
            [
                row.name,
                number(share.part),
                number(share.of, 1) if row.has_target else NOTHING,
                per_cent(share.value, 1),
                NOTHING if gap is None or gap.days is None else number(gap.days),
            ]
        )
    document.table(
        _("Completed visits by suite"),
        [
            Column(_("Suite"), 2.4, numbers=False),
            Column(_("Visits")),
            Column(_("Target")),
            Column(_("Of target")),
            Column(_("Longest gap, days"), 1.2),
        ],
        rows,
    )
    document.table(
        _("Priority groups spoken to"),
        [
            Column(_("Group"), 2.4, numbers=False),
            Column(_("In custody"), 1.2),
            Column(_("Spoken to")),
            Column(_("Share")),
        ],
        [
            [
                _(GROUP_NAMES[one.group]),
                count(one.share.of),
                count(one.share.part),
                share_written(one.share, 1),
            ]
            for one in figures.people.groups
        ],
    )


def _themes(document: Document, publication: Publication) -> None:
    figures, concerns = publication.figures, publication.figures.concerns
    document.section(_("Themes"))
    if concerns.raised == 0:
        document.paragraph(_("No concern was raised in this quarter."))
        return
    told = _("Concerns raised: {n}; put right during the visit: {part} ({share}).")
    document.paragraph(
        told.format(
            n=count(concerns.raised),
            part=count(concerns.put_right.part),
            share=share_written(concerns.put_right),
        )
    )
    document.bars(
        _("Concerns by category"),
        [
            Bar(f"{line.letter} {figures.names.category(line.letter)}", line.total, count(line.total))
            for line in concerns.letters
        ],
        _("How many concerns were raised in each category; the numbers stand beside the bars."),
    )


def _chasing(document: Document, publication: Publication) -> None:
    document.section(_("Concerns that wait, and escalations"))
    found, replies = publication.chasing, publication.figures.concerns.replies
    if found is None or not (found.open or found.escalations or replies.sent):
        document.paragraph(_("No concern is open, and none was taken further in this quarter."))
        return
    told = _(
        "At the end of the period {open} concerns were open, those of earlier quarters included; {overdue} "
        "of them were overdue at the force. Of the quarter’s concerns {sent} were sent; of {of} answered or "
        "overdue, {kept} were answered within the target ({share})."
    )
    document.paragraph(
        told.format(
            open=number(found.open),
            overdue=number(found.overdue),
            sent=count(replies.sent),
            of=count(replies.in_target.of),
            kept=count(replies.in_target.part),
            share=share_written(replies.in_target),
        )
    )
    if found.escalations:
        document.items(
            [
                _("Escalated {level}: {n}").format(level=_(_LEVELS[level]), n=number(n))
                for level, n in found.escalations.items()
            ]
        )
    else:
        document.paragraph(_("No concern was escalated in the quarter."))


def _praise(document: Document, publication: Publication) -> None:
    document.section(_("Good practice"))
    praise = publication.figures.concerns.good_practice
    told = _("Visitors recorded good practice {n} times.") if praise else _("No good practice was recorded.")
    document.paragraph(told.format(n=number(praise)))

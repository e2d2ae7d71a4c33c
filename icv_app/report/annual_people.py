"""Who was in custody, and who was seen."""

from __future__ import annotations

from fractions import Fraction

from icv_app.domain.person import Contact
from icv_app.figures.annual import AnnualFigures
from icv_app.figures.annual_people import ReasonLine
from icv_app.figures.published import PeopleShare
from icv_app.report.annual_summary import NO_VISITS
from icv_app.report.charts.bars import Bar
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import WITHHELD, count, number, per_cent, share_written, visits_written
from icv_app.words import _

_OUTCOMES = {
    Contact.SPOKEN_TO: "Spoken to",
    Contact.OBSERVED_ONLY: "Observed only",
    Contact.DECLINED: "Declined",
    Contact.NOT_AVAILABLE: "Not available",
    Contact.NOT_OFFERED: "Not offered",
}
_GROUPS = {"children": "Children", "vulnerable": "Vulnerable people", "women": "Women"}


def write_people(document: Document, figures: AnnualFigures) -> None:
    """Add the section on who was seen."""
    document.section(_("Who was seen"))
    if figures.visits.completed == 0:
        document.paragraph(_(NO_VISITS))
        return
    _funnel(document, figures)
    _priority(document, figures)
    _reasons(document, figures)


def _bar(name: str, share: PeopleShare) -> Bar:
    if share.part is None:
        return Bar(name, None, WITHHELD)
    return Bar(name, share.part, f"{number(share.part)} ({share_written(share, 1)})")


def _funnel(document: Document, figures: AnnualFigures) -> None:
    people = figures.people
    document.subsection(_("From custody to conversation"))
    document.paragraph(_averages(figures))
    whole = people.in_custody.value
    everybody = Bar(_("In custody when visited"), whole, count(whole))
    offered = _bar(_("Offered a talk"), people.offered)
    document.bars(
        _("People in custody, offered a talk and spoken to"),
        [everybody, offered, _bar(_("Spoken to"), people.spoken_pooled)],
        _("How many people were in custody, were offered a talk and talked; the numbers are in the table."),
    )
    rows = [
        [_(_OUTCOMES[line.contact]), count(line.share.part), share_written(line.share, 1)]
        for line in people.funnel
    ]
    rows.append([_("In custody when visited"), count(whole), share_written(_all(whole), 1)])
    document.table(
        _("What came of the visit for everybody in custody"),
        [
            Column(_("Outcome"), 3, numbers=False),
            Column(_("People")),
            Column(_("Of {n} in custody").format(n=count(whole)), 1.4),
        ],
        rows,
        totals=1,
    )
    told = _(
        "{offered} of the people in custody were offered a talk (spoken to or declined, {n} people); "
        "{acceptance} of them accepted."
    )
    document.paragraph(
        told.format(
            offered=share_written(people.offered),
            n=count(people.offered.part),
            acceptance=share_written(people.acceptance),
        )
    )


def _all(whole: int | None) -> PeopleShare:
    """Everybody, of everybody."""
    return PeopleShare(whole, whole, Fraction(1) if whole else None)


def _averages(figures: AnnualFigures) -> str:
    people = figures.people
    told = _(
        "Visitors found {held} people in custody and spoke to {part} of them: {mean} on average, which "
        "is the mean over {visits} of the share spoken to; pooled over all people it is {pooled}."
    ).format(
        held=count(people.in_custody.value),
        part=count(people.spoken_pooled.part),
        mean=WITHHELD if people.spoken_pooled.withheld else per_cent(people.spoken_mean.value),
        visits=visits_written(people.spoken_mean.n),
        pooled=share_written(people.spoken_pooled, 1),
    )
    if people.per_visit.value is None:
        return told
    each = _("That is {each} people for each visit.").format(each=number(people.per_visit.value, 1))
    return f"{told} {each}"


def _priority(document: Document, figures: AnnualFigures) -> None:
    groups = figures.people.groups
    document.subsection(
        _("Priority groups"),
        _(
            "Visitors ask first for children, then for vulnerable people, then for women, then for "
            "whoever has been held longest. A person can belong to more than one group."
        ),
    )
    document.bars(
        _("People of each priority group who were spoken to"),
        [
            Bar(
                _(_GROUPS[line.group]),
                line.share.part,
                _("{part} of {of}").format(part=count(line.share.part), of=count(line.share.of)),
                line.share.of if line.share.part is not None else None,
            )
            for line in groups
        ],
        _("For each priority group, those spoken to beside all in custody; the numbers are in the table."),
        mark_name=_("All of the group in custody when visited"),
    )
    document.table(
        _("Priority groups"),
        [
            Column(_("Group"), 2.4, numbers=False),
            Column(_("In custody when visited"), 1.4),
            Column(_("Spoken to")),
            Column(_("Share spoken to"), 1.2),
        ],
        [
            [
                _(_GROUPS[line.group]),
                count(line.share.of),
                count(line.share.part),
                share_written(line.share, 1),
            ]
            for line in groups
        ],
    )
    document.paragraph(_beds(figures.people.beds))


def _beds(beds: PeopleShare) -> str:
    if beds.of == 0:
        return _("No child met on a visit had been charged and refused bail (PACE section 38(6)).")
    told = _(
        "Children charged and refused bail should be moved to a local authority bed (PACE section 38(6)): "
        "of {of} such children met on visits, {part} were moved."
    ).format(of=count(beds.of), part=count(beds.part))
    return told if beds.withheld else f"{told} {_('That is {share}.').format(share=per_cent(beds.value))}"


def _reasons(document: Document, figures: AnnualFigures) -> None:
    people = figures.people
    title = _("Why people were not spoken to")
    if not people.reasons:
        document.subsection(title, _("Everybody in custody was spoken to."))
        return
    lines = [(_(_OUTCOMES[line.contact]), _reason(figures, line), line.share) for line in people.reasons]
    rest = count(people.not_spoken_to.value)
    document.subsection(
        title, _("Percentages are of the {n} people in custody who were not spoken to.").format(n=rest)
    )
    document.bars(
        _("Reasons for not speaking to people"),
        [_bar(_named(outcome, reason), share) for outcome, reason, share in lines],
        _("How many people were not spoken to for each reason; the numbers are in the table."),
    )
    rows = [[outcome, reason, count(share.part), share_written(share, 1)] for outcome, reason, share in lines]
    rows.append([_("Not spoken to"), "", rest, share_written(_all(people.not_spoken_to.value), 1)])
    document.table(
        _("People not spoken to, by reason"),
        [
            Column(_("Outcome"), 1.5, numbers=False),
            Column(_("Reason"), 2.6, numbers=False),
            Column(_("People")),
            Column(_("Of {n}").format(n=rest)),
        ],
        rows,
        totals=1,
    )


def _reason(figures: AnnualFigures, line: ReasonLine) -> str:
    """The reason in words; somebody who declined owes nobody one."""
    if line.reason:
        return figures.names.reason(line.reason)
    return "" if line.contact is Contact.DECLINED else _("No reason noted")


def _named(outcome: str, reason: str) -> str:
    return f"{outcome}: {reason}" if reason else outcome

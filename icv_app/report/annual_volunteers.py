"""The visitors."""

from __future__ import annotations

from icv_app.figures.annual import AnnualFigures
from icv_app.figures.measures import Share
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import day, number, per_cent
from icv_app.words import _


def write_volunteers(document: Document, figures: AnnualFigures) -> None:
    """Add the section on the visitors."""
    document.section(_("The visitors"))
    volunteers = figures.volunteers
    turnover = volunteers.turnover
    told = _(
        "Visits are made in pairs by volunteers from the community. {active} visitors made at least one "
        "visit in the year; together they gave {hours} hours to visits and travel."
    ).format(active=number(volunteers.active), hours=number(volunteers.hours))
    document.paragraph(f"{told} {_kept(turnover.retention)}".strip())
    document.table(
        _("Visitors in the year"),
        [Column(_("Visitors"), 4, numbers=False), Column(_("Number"))],
        [
            [_("At the start, {day}").format(day=day(figures.year.first_day)), number(turnover.start)],
            [_("Joined"), number(turnover.joined)],
            [_("Left"), number(turnover.left)],
            [_("At the end, {day}").format(day=day(figures.until)), number(turnover.end)],
        ],
        totals=1,
    )


def _kept(share: Share) -> str:
    if share.value is None:
        return ""
    told = _("Of the {of} visitors there at the start, {part} ({share}) were still there at the end.")
    return told.format(of=number(share.of), part=number(share.part), share=per_cent(share.value))

"""What visitors raised, and what came of it."""

from __future__ import annotations

from icv_app.domain.concern import Severity
from icv_app.figures.annual import AnnualFigures
from icv_app.figures.annual_concerns import OTHER_SUITES, ReplyFigures, SeverityLine
from icv_app.report.charts.bars import Bar
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import NOTHING, WITHHELD, count, number, per_cent, share_written
from icv_app.words import _

_SEVERITIES = {
    Severity.RED: "Red: safety, told at once",
    Severity.AMBER: "Amber: a right or entitlement missed",
    Severity.GREEN: "Green: comfort or repair",
}
_SUITES_ACROSS = 6


def write_concerns(document: Document, figures: AnnualFigures) -> None:
    """Add the section on concerns."""
    document.section(_("Concerns"))
    concerns = figures.concerns
    if concerns.raised == 0:
        document.paragraph(_("No concern was raised in this year."))
        return
    document.paragraph(_told(figures))
    _categories(document, figures)
    _codes(document, figures)
    _severities(document, figures)


def _told(figures: AnnualFigures) -> str:
    concerns = figures.concerns
    told = [_("Concerns raised by visitors: {n}.").format(n=count(concerns.raised))]
    if concerns.put_right.part is not None:
        text = _("Put right during the visit: {n} ({share} of those raised).")
        share = concerns.put_right
        told.append(text.format(n=count(share.part), share=share_written(share)))
    if concerns.rate is not None and concerns.rate.value is not None:
        text = _("On completed visits that is {rate} concerns for every 100 people spoken to.")
        told.append(text.format(rate=number(concerns.rate.value * 100, 1)))
    return " ".join(told)


def _letter(figures: AnnualFigures, letter: str) -> str:
    name = figures.names.category(letter)
    return letter if name == letter else f"{letter} {name}"


def _categories(document: Document, figures: AnnualFigures) -> None:
    concerns = figures.concerns
    document.subsection(_("What concerns were about"))
    document.bars(
        _("Concerns by category"),
        [Bar(_letter(figures, line.letter), line.total, count(line.total)) for line in concerns.letters],
        _("How many concerns were raised in each category; the numbers are in the table."),
    )
    for start in range(0, len(concerns.suites), _SUITES_ACROSS):
        end = start + _SUITES_ACROSS
        last = end >= len(concerns.suites)
        columns = [Column(_("Category"), 2.1, numbers=False)]
        columns += [
            Column(_("Other suites") if suite == OTHER_SUITES else figures.suite_name(suite))
            for suite in concerns.suites[start:end]
        ]
        rows = [
            [_letter(figures, line.letter), *(count(cell) for cell in line.by_suite[start:end])]
            for line in concerns.letters
        ]
        totals = [_("All concerns"), *(count(cell) for cell in concerns.suite_totals[start:end])]
        if last:
            columns.append(Column(_("All suites")))
            for row, line in zip(rows, concerns.letters, strict=True):
                row.append(count(line.total))
            totals.append(count(concerns.raised))
        document.table(_("Concerns by category and suite"), columns, [*rows, totals], totals=1)


def _codes(document: Document, figures: AnnualFigures) -> None:
    rows = [
        [code, figures.names.category(code), count(total)]
        for line in figures.concerns.letters
        for code, total in line.codes
    ]
    document.table(
        _("Concerns by detailed category, all suites"),
        [
            Column(_("Code"), 0.7, numbers=False),
            Column(_("Category"), 5, numbers=False),
            Column(_("Concerns"), 1.2),
        ],
        rows,
    )


def _severity_row(line: SeverityLine) -> list[str]:
    name = _(_SEVERITIES[line.severity])
    return [name, count(line.raised), count(line.put_right.part), *_reply_cells(line.replies)]


def _reply_cells(replies: ReplyFigures) -> list[str]:
    median, kept = replies.median_working_days, replies.in_target
    within = f"{per_cent(kept.value, 1)} ({count(kept.part)} of {count(kept.of)})" if kept.of else NOTHING
    return [
        count(replies.sent),
        WITHHELD if replies.replied is None else NOTHING if median is None else number(median, 1),
        WITHHELD if kept.withheld else within,
        count(replies.open_at_end),
    ]


def _severities(document: Document, figures: AnnualFigures) -> None:
    concerns = figures.concerns
    document.subsection(_("How serious they were, and how the force replied"))
    done = count(concerns.put_right.part)
    total = [_("All concerns"), count(concerns.raised), done, *_reply_cells(concerns.replies)]
    document.table(
        _("Concerns by severity, and replies"),
        [
            Column(_("Severity"), 2.5, numbers=False),
            Column(_("Raised"), 0.9),
            Column(_("Put right at the visit"), 1.1),
            Column(_("Sent to the force"), 1.1),
            Column(_("Median working days to reply"), 1.3),
            Column(_("Reply within target"), 2.1),
            Column(_("Open at year end"), 1),
        ],
        [*(_severity_row(line) for line in concerns.severities), total],
        totals=1,
        note=_(
            "Days are working days in England and Wales from the day a concern was sent to the day of "
            "the first reply. Within target is of the concerns that were answered or overdue; an "
            "overdue concern without a reply is outside the target."
        ),
    )

"""Visits against the target, when they happened, delays and abandoned visits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction

from icv_app.figures.annual import AnnualFigures
from icv_app.figures.coverage import (
    BANDS,
    EVEN_QUARTER,
    EVEN_WEEKEND,
    SuiteTarget,
    in_bands,
    together,
    together_by_month,
)
from icv_app.figures.measures import Share
from icv_app.report.annual_summary import NO_VISITS
from icv_app.report.charts.bars import Bar
from icv_app.report.charts.columns import Column as ChartColumn
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import (
    NOTHING,
    minutes,
    month_name,
    month_short,
    number,
    per_cent,
    weekday,
    with_earlier,
)
from icv_app.words import _, plural

_SUITES_ACROSS = 6


def write_visits(document: Document, figures: AnnualFigures) -> None:
    """Add the section on visits."""
    document.section(_("Visits"))
    _against_target(document, figures)
    if figures.empty:
        document.paragraph(_(NO_VISITS))
        return
    _by_month(document, figures)
    _when(document, figures)
    _spread(document, figures)
    _attempts(document, figures)
    _delays(document, figures)
    _filing(document, figures)


def _beside_target(share: Share) -> str:
    return number(share.of, 1) if share.of else NOTHING


def _bar(row: SuiteTarget) -> Bar:
    share = row.against_target
    if not row.has_target:
        label = _("{visits}, no target").format(visits=number(share.part))
        return Bar(row.name, Fraction(share.part), label)
    short = share.part < share.of
    text = _("{visits}, short of {target}") if short else _("{visits}, target {target}")
    label = text.format(visits=number(share.part), target=number(share.of, 1))
    return Bar(row.name, Fraction(share.part), label, Fraction(share.of), short)


def _gap(figures: AnnualFigures, row: SuiteTarget) -> str:
    gap = figures.visits.gaps.get(row.suite) if row.has_target else None
    return number(gap.days) if gap is not None and gap.days is not None else NOTHING


def _against_target(document: Document, figures: AnnualFigures) -> None:
    visits = figures.visits
    total = visits.total_target
    document.subsection(_("Visits against the target"))
    told = _(
        "Visits completed in person: {visits}. Suites with a target had {part} of the {target} "
        "visits due while they were open: {share}."
    )
    document.paragraph(
        told.format(
            visits=number(visits.completed),
            part=number(total.part),
            target=number(total.of, 1),
            share=per_cent(total.value),
        )
    )
    document.bars(
        _("Completed visits by suite"),
        [_bar(row) for row in visits.suites],
        _("Completed visits of each suite beside its target; the numbers are in the table below."),
        mark_name=_("Target: visits per week times the weeks the suite was open"),
    )
    rows = [
        [
            row.name,
            number(row.against_target.part),
            _beside_target(row.against_target) if row.has_target else NOTHING,
            per_cent(row.against_target.value, 1),
            _gap(figures, row),
        ]
        for row in visits.suites
    ]
    with_target = [
        _("Suites with a target"),
        number(total.part),
        _beside_target(total),
        per_cent(total.value, 1),
        "",
    ]
    rows += [with_target, [_("All suites"), number(visits.completed), "", "", ""]]
    document.table(
        _("Completed visits, target and longest gap by suite"),
        [
            Column(_("Suite"), 2.6, numbers=False),
            Column(_("Visits")),
            Column(_("Target")),
            Column(_("Of target")),
            Column(_("Longest gap, days"), 1.3),
        ],
        rows,
        totals=2,
        note=_(
            "A contingency suite is opened only when needed and has no target. The longest gap is the "
            "greatest number of days between two visits that follow each other."
        ),
    )


def _by_month(document: Document, figures: AnnualFigures) -> None:
    suites = figures.visits.suites
    months = figures.year.months
    of_months = [one.against_target for one in together_by_month(suites)]
    document.subsection(_("Visits by month"))
    document.columns(
        _("Completed visits by month, all suites"),
        [
            ChartColumn(month_short(month), int(share.part), Fraction(share.of) or None)
            for month, share in zip(months, of_months, strict=True)
        ],
        _("Completed visits of each month beside the target; the numbers are in the table below."),
        mark_name=_("Target of the month for all suites together"),
    )
    columns = [*(row for row in suites if row.has_target)]
    for start in range(0, max(len(columns), 1), _SUITES_ACROSS):
        end = start + _SUITES_ACROSS
        others = [row for row in suites if not row.has_target] if end >= len(columns) else []
        _month_table(document, figures, columns[start:end], others, last=end >= len(columns))


def _month_table(
    document: Document,
    figures: AnnualFigures,
    suites: Sequence[SuiteTarget],
    others: Sequence[SuiteTarget],
    *,
    last: bool,
) -> None:
    """One table for some suites; the last one also has suites without a target, and the totals."""
    columns = [Column(_("Month"), 1.4, numbers=False), *(Column(row.name) for row in suites)]
    if others:
        columns.append(Column(_("Suites without target")))
    if last:
        columns += [Column(_("All suites")), Column(_("Target"))]

    def line(shares: Iterable[Share], rest: Share | None, whole: Share) -> list[str]:
        cells = [number(share.part) for share in shares]
        if rest is not None:
            cells.append(number(rest.part))
        return [*cells, number(whole.part), number(whole.of, 1)] if last else cells

    rest_by_month = together_by_month(others)
    rows = [
        [
            month_name(one.month),
            *line(
                (row.months[at].against_target for row in suites),
                rest_by_month[at].against_target if others else None,
                one.against_target,
            ),
        ]
        for at, one in enumerate(together_by_month(figures.visits.suites))
    ]
    of_year = [row.against_target for row in suites]
    rest = together(others) if others else None
    rows.append([_("Year"), *line(of_year, rest, together(figures.visits.suites))])
    targets = [_beside_target(row.against_target) for row in suites]
    rows.append([_("Target"), *targets, *[""] * (len(columns) - len(suites) - 1)])
    document.table(_("Completed visits by month and suite"), columns, rows, totals=2)


def _when(document: Document, figures: AnnualFigures) -> None:
    grid = figures.visits.grid
    days = [weekday(place) for place in range(7)]
    document.subsection(
        _("When visits happened"),
        _(
            "Visits are unannounced and are meant to fall on every day of the week and at every hour. "
            "A visit stands at the hour it began, by the clock in London."
        ),
    )
    document.heat_map(
        _("Visits by weekday and hour"),
        grid,
        days,
        [f"{hour:02d}" for hour in range(24)],
        _("How many visits began in each hour of each weekday; the table below sums three hours at a time."),
    )
    bands = in_bands(grid)
    columns = [Column(_("Weekday"), 1.7, numbers=False)]
    columns += [Column(band.replace("-", "–")) for band in BANDS]
    columns.append(Column(_("All day")))
    rows = [[days[at], *map(number, row), number(sum(row))] for at, row in enumerate(bands)]
    sums = [sum(column) for column in zip(*bands, strict=True)]
    rows.append([_("All week"), *map(number, sums), number(sum(sums))])
    document.table(_("Visits by weekday and three hours"), columns, rows, totals=1)


def _spread(document: Document, figures: AnnualFigures) -> None:
    spread = figures.visits.spread
    names = (
        _("00:00 to 06:00"),
        _("06:00 to 12:00"),
        _("12:00 to 18:00"),
        _("18:00 to 24:00"),
        _("Saturday and Sunday"),
    )
    shares = (*spread.quarters, spread.weekend)
    even = (EVEN_QUARTER,) * 4 + (EVEN_WEEKEND,)
    document.bars(
        _("Visits by quarter of the day and at weekends"),
        [
            Bar(name, share.value or 0, _share_of(share), mark)
            for name, share, mark in zip(names, shares, even, strict=True)
        ],
        _(
            "The share of visits in each quarter of the day and at weekends beside an even spread; see "
            "the table."
        ),
        mark_name=_("Where an even spread would stand"),
    )
    document.table(
        _("Spread over day and week"),
        [
            Column(_("When"), 2.2, numbers=False),
            Column(_("Visits")),
            Column(_("Of {n} visits").format(n=number(figures.visits.completed)), 1.2),
            Column(_("Spread evenly")),
        ],
        [
            [name, number(share.part), per_cent(share.value, 1), per_cent(mark, 1)]
            for name, share, mark in zip(names, shares, even, strict=True)
        ],
    )


def _share_of(share: Share) -> str:
    return _("{share} of {n}").format(share=per_cent(share.value, 1), n=number(share.of))


def _attempts(document: Document, figures: AnnualFigures) -> None:
    visits = figures.visits
    rate = visits.valid_rate
    document.subsection(
        _("Visits that were not completed"),
        _("{part} of the {of} visits attempted in person were completed ({share}).").format(
            part=number(rate.part), of=number(rate.of), share=per_cent(rate.value, 1)
        ),
    )
    document.table(
        _("Visits attempted in person"),
        [
            Column(_("Outcome"), 4, numbers=False),
            Column(_("Visits")),
            Column(_("Of {n}").format(n=number(rate.of))),
        ],
        [
            [name, number(part), per_cent(Share(part, rate.of).value, 1)]
            for name, part in (
                (_("Completed"), visits.completed),
                (_("Ended early"), visits.part),
                (_("Abandoned"), visits.abandoned),
            )
        ],
        note=_("Calls by telephone count neither as attempts nor towards the target; there were {n}.").format(
            n=number(visits.telephone)
        ),
    )
    if visits.abandoned_by_reason:
        rows = [
            [figures.names.abandoned_reason(code) or _("No reason noted"), number(len(trace))]
            for code, trace in visits.abandoned_by_reason.items()
        ]
        rows.append([_("All abandoned visits"), number(visits.abandoned)])
        columns = [Column(_("Reason"), 4, numbers=False), Column(_("Visits"))]
        document.table(_("Abandoned visits by reason"), columns, rows, totals=1)


def _delays(document: Document, figures: AnnualFigures) -> None:
    delay = figures.visits.delay
    limit = with_earlier(_waited(delay.threshold), delay.before, _waited)
    document.subsection(
        _("Waiting to be let in"),
        _(
            "Visitors must be admitted at once; only danger to them is a ground for delay. The wait "
            "runs from the counter to the suite."
        ),
    )
    over = _("Waited longer than {limit}").format(limit=limit)
    document.table(
        _("Wait before entering the suite"),
        [Column(_("Measure"), 3, numbers=False), Column(_("Value")), Column(_("Of visits, n"))],
        [
            [_("Median: half waited no longer"), minutes(delay.median, 1), number(delay.n)],
            [
                _("90th percentile: nine in ten waited no longer"),
                minutes(delay.ninetieth, 1),
                number(delay.n),
            ],
            [_("Longest"), minutes(delay.longest, 1), number(delay.n)],
            [over, f"{number(delay.longer.part)} ({per_cent(delay.longer.value, 1)})", number(delay.n)],
        ],
    )


def _waited(limit: timedelta) -> str:
    return minutes(Fraction(limit.total_seconds()) / 60)


def _hours(limit: timedelta) -> str:
    return plural("{n} hour", "{n} hours", int(limit.total_seconds() // 3600))


def _filing(document: Document, figures: AnnualFigures) -> None:
    share, limit = figures.visits.in_time, figures.visits.filing_limit
    told = _("{part} of {of} reports ({share}) were filed within {limit} of leaving, the rest late.")
    document.subsection(_("Filing the reports"))
    document.paragraph(
        told.format(
            part=number(share.part),
            of=number(share.of),
            share=per_cent(share.value, 1),
            limit=with_earlier(_hours(limit), figures.visits.filing_limit_before, _hours),
        )
    )

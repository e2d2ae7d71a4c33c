"""What stands out in the year, in sentences made from the figures alone."""

from __future__ import annotations

from icv_app.figures.annual import AnnualFigures
from icv_app.report.wording import count, day, number, per_cent, year_written
from icv_app.words import _

_MOST_NAMES = 6


def in_brief(figures: AnnualFigures) -> list[str]:
    """One sentence for each finding there is; nothing that is withheld is named or ranked."""
    found = (
        _force_figure(figures),
        _suites(figures),
        _gap(figures),
        _reason(figures),
        _concerns(figures),
        _open(figures),
    )
    return [sentence for sentence in found if sentence]


def _force_figure(figures: AnnualFigures) -> str:
    if figures.people_detained is None:
        return _("The force's number of people detained in the year has not been entered.")
    told = _("{force} detained {n} people in the year {year}; this figure is the force's own.")
    return told.format(
        force=figures.force, n=number(figures.people_detained), year=year_written(figures.year)
    )


def _suites(figures: AnnualFigures) -> str:
    rows = [row for row in figures.visits.suites if row.has_target and row.against_target.of]
    if not rows:
        return ""
    short = [row.name for row in rows if row.against_target.part < row.against_target.of]
    if not short:
        return _("Every suite with a target reached it.")
    if len(short) > _MOST_NAMES:
        told = _("{n} of {of} suites with a target fell short of it; the section on visits names them.")
        return told.format(n=number(len(short)), of=number(len(rows)))
    told = _("{n} of {of} suites with a target fell short of it: {names}.")
    return told.format(n=number(len(short)), of=number(len(rows)), names=", ".join(short))


def _gap(figures: AnnualFigures) -> str:
    with_target = {row.suite for row in figures.visits.suites if row.has_target}
    gaps = [
        (gap.days, gap.suite, gap.first, gap.second)
        for gap in figures.visits.gaps.values()
        if gap.suite in with_target and gap.days is not None
    ]
    if not gaps:
        return ""
    days, suite, first, second = max(gaps, key=lambda gap: gap[0])
    if first is None or second is None:
        return ""
    told = _("The longest time without a visit was {days} days, at {suite} from {first} to {second}.")
    return told.format(
        days=number(days), suite=figures.suite_name(suite), first=day(first), second=day(second)
    )


def _reason(figures: AnnualFigures) -> str:
    reasons = [line for line in figures.people.reasons if line.reason and line.share.part is not None]
    if not reasons:
        return ""
    most = max(reasons, key=lambda line: line.share.part or 0)
    told = _(
        "The most frequent reason for not speaking to somebody was: {reason} ({n} people, {share} of "
        "those not spoken to)."
    )
    return told.format(
        reason=figures.names.reason(most.reason),
        n=number(most.share.part or 0),
        share=per_cent(most.share.value),
    )


def _concerns(figures: AnnualFigures) -> str:
    lines = [line for line in figures.concerns.letters if line.total is not None]
    if not lines:
        return ""
    most = max(lines, key=lambda line: line.total or 0)
    told = _("Most concerns were in the category {name}: {n} of {of}.")
    return told.format(
        name=figures.names.category(most.letter), n=number(most.total or 0), of=count(figures.concerns.raised)
    )


def _open(figures: AnnualFigures) -> str:
    replies = figures.concerns.replies
    if replies.sent == 0:
        return ""
    told = _("Concerns sent to the force: {sent}. Concerns not settled at the end of the year: {open}.")
    return told.format(sent=count(replies.sent), open=count(replies.open_at_end))

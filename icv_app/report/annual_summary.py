"""The year at a glance."""

from __future__ import annotations

from datetime import timedelta

from icv_app.figures.annual import AnnualFigures
from icv_app.report.annual_findings import in_brief
from icv_app.report.comparison import write_comparison
from icv_app.report.document import Document
from icv_app.report.parts import Tile
from icv_app.report.wording import (
    NOTHING,
    WITHHELD,
    count,
    number,
    per_cent,
    share_written,
    visits_written,
    with_earlier,
    year_written,
)
from icv_app.services.publications import Publication
from icv_app.words import _, plural

NO_VISITS = "No visits were recorded in this year."


def write_summary(document: Document, publication: Publication) -> None:
    """Add the section of big numbers, with those of the year before beside them."""
    figures = publication.figures
    document.section(_("The year at a glance"))
    if figures.empty:
        document.lead(_(NO_VISITS))
        document.paragraph(
            _("The figures that need a visit are left out of this report; the targets and the method stand.")
        )
        return
    document.lead(_opening(figures))
    document.tiles(
        [
            _visits(figures),
            _spoken(figures),
            _share(figures),
            _children(figures),
            _concerns(figures),
            _replies(figures),
            _nights(figures),
            _delay(figures),
            _visitors(figures),
        ]
    )
    document.paragraph(_averages(figures))
    findings = in_brief(figures)
    if findings:
        document.subsection(_("In brief"))
        document.items(findings)
    write_comparison(document, publication)


def _opening(figures: AnnualFigures) -> str:
    visits, people = figures.visits, figures.people
    pairs = _(
        "In {year} independent custody visitors made {visits} to police custody in "
        "{scheme} and spoke to {people} of the {held} people they found there."
    )
    return pairs.format(
        year=year_written(figures.year),
        visits=plural("one unannounced visit", "{n} unannounced visits", visits.completed).replace(
            str(visits.completed), number(visits.completed)
        ),
        scheme=figures.scheme,
        people=count(people.spoken_pooled.part),
        held=count(people.in_custody.value),
    )


def _averages(figures: AnnualFigures) -> str:
    people = figures.people
    if people.spoken_mean.value is None:
        if people.spoken_pooled.withheld:
            return _("The share of people spoken to is withheld, because the counts behind it are too small.")
        return _("Nobody was in custody at any of the visits, so no share of people spoken to is given.")
    return _(
        "{mean} on average is the mean over {visits} of the share of people spoken to, each visit "
        "weighing the same. With the people of all visits taken together (pooled) it is {pooled}."
    ).format(
        mean=per_cent(people.spoken_mean.value),
        visits=visits_written(people.spoken_mean.n),
        pooled=per_cent(people.spoken_pooled.value, 1),
    )


def _visits(figures: AnnualFigures) -> Tile:
    total = figures.visits.total_target
    detail = _("completed, in person")
    if total.value is not None:
        detail = _("completed, in person; {share} of the target, in suites that have one").format(
            share=per_cent(total.value)
        )
    return Tile(number(figures.visits.completed), _("visits"), detail)


def _spoken(figures: AnnualFigures) -> Tile:
    people = figures.people
    detail = ""
    if people.reach is not None and people.reach.of is not None:
        detail = _("{share} of {n} people detained in the year").format(
            share=per_cent(people.reach.value, 1), n=number(people.reach.of)
        )
    return Tile(count(people.spoken_pooled.part), _("people spoken to"), detail)


def _share(figures: AnnualFigures) -> Tile:
    people = figures.people
    shown = WITHHELD if people.spoken_pooled.withheld else per_cent(people.spoken_mean.value)
    detail = _("on average: mean over visits; pooled\u00a0{pooled}").format(
        pooled=WITHHELD if people.spoken_pooled.withheld else per_cent(people.spoken_pooled.value, 1)
    )
    return Tile(shown, _("of people in custody spoken\u00a0to"), detail)


def _children(figures: AnnualFigures) -> Tile:
    share = next(line.share for line in figures.people.groups if line.group == "children")
    shown = WITHHELD if share.withheld else per_cent(share.value)
    detail = _("{part} of {of} in custody when visited").format(part=count(share.part), of=count(share.of))
    return Tile(shown, _("of children spoken to"), detail)


def _concerns(figures: AnnualFigures) -> Tile:
    concerns = figures.concerns
    detail = ""
    if concerns.put_right.value is not None:
        detail = _("{n} put right during the visit ({share})").format(
            n=count(concerns.put_right.part), share=per_cent(concerns.put_right.value)
        )
    return Tile(count(concerns.raised), _("concerns raised"), detail)


def _replies(figures: AnnualFigures) -> Tile:
    replies = figures.concerns.replies
    if replies.replied is None:
        return Tile(WITHHELD, _("working days to a reply"), "")
    if replies.median_working_days is None:
        return Tile(NOTHING, _("working days to a reply"), _("no reply was recorded"))
    within = _("median of {n} replies; {share} of {of} within target").format(
        n=number(replies.replied),
        share=share_written(replies.in_target),
        of=count(replies.in_target.of),
    )
    return Tile(number(replies.median_working_days), _("working days to a reply"), within)


def _nights(figures: AnnualFigures) -> Tile:
    spread = figures.visits.spread
    detail = _("{n} of {of}; at weekends {m} ({weekend}). Spread evenly it would be 25 % and 28.6 %").replace(
        " %", "\u00a0%"
    )
    return Tile(
        per_cent(spread.quarters[0].value),
        _("of visits from midnight to six"),
        detail.format(
            n=number(spread.quarters[0].part),
            of=number(spread.quarters[0].of),
            m=number(spread.weekend.part),
            weekend=per_cent(spread.weekend.value),
        ),
    )


def _delay(figures: AnnualFigures) -> Tile:
    found = figures.visits.delay
    limit = with_earlier(_minutes(found.threshold), found.before, _minutes)
    return Tile(
        per_cent(found.longer.value),
        _("of visits waited over {limit}").format(limit=limit),
        _("{part} of {visits}").format(part=number(found.longer.part), visits=visits_written(found.n)),
    )


def _minutes(limit: timedelta) -> str:
    return plural("{n} minute", "{n} minutes", int(limit.total_seconds() // 60))


def _visitors(figures: AnnualFigures) -> Tile:
    volunteers = figures.volunteers
    hours = _("gave {hours} hours to visits and travel").format(hours=number(volunteers.hours))
    return Tile(
        number(volunteers.turnover.end), plural("visitor", "visitors", volunteers.turnover.end), hours
    )

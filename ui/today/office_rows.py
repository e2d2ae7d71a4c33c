"""What the scheme as a whole waits for, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from icv_app.domain.expenses import ClaimStanding
from icv_app.domain.rota_ahead import UncoveredWeek
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import start_of_london_day
from icv_app.services.member_files import ComingUp
from icv_app.services.notices import NoticeOnDesk
from icv_app.services.today import DueYear, OfficeWaiting, SuiteWaiting
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.expenses.wording import pounds
from ui.rota_words import week_words
from ui.theme import Hue
from ui.today.to_do import Kind, ToDo

_NAMED = 4
"""So many visitors are named in a row that stands for several."""


def office_rows(waiting: OfficeWaiting, settings: SchemeSettings) -> tuple[ToDo, ...]:
    """Return the rows, of each kind those first that have waited longest."""
    return tuple(_rows(waiting, settings))


def recognition_rows(ending: ComingUp) -> tuple[ToDo, ...]:
    """Return the row for visitors who are to be thanked for their years, if there are any."""
    if not ending.thanks:
        return ()
    named = [
        _("{member} ({years})").format(member=member, years=plural("{n} year", "{n} years", years))
        for member, years in ending.thanks
    ]
    shown = ", ".join(named[:_NAMED])
    row = ToDo(
        kind=Kind.YEARS,
        key=("", ""),
        title=plural(
            "Thank {n} visitor for years in the scheme",
            "Thank {n} visitors for years in the scheme",
            len(named),
        ),
        about=shown if len(named) <= _NAMED else _("{visitors} and others").format(visitors=shown),
        tags=((_("Recognition due"), Hue.GREEN),),
        since=None,
        stands_for=len(named),
    )
    return (row,)


def _rows(waiting: OfficeWaiting, settings: SchemeSettings) -> Iterator[ToDo]:
    if waiting.findings:
        yield _findings(waiting.findings)
    yield from (_suite(one, settings) for one in waiting.suites)
    for swap in waiting.swaps:
        yield ToDo(
            kind=Kind.SWAP,
            key=(swap.record_id, ""),
            title=_("Find somebody for the duty of {member} at {suite}").format(
                member=swap.member_id, suite=settings.suite_name(swap.suite_id)
            ),
            about=_("They cannot go in the week of {week}").format(week=week_words(swap.week)),
            tags=((_("Swap asked for"), Hue.ORANGE),),
            since=swap.at,
        )
    if waiting.uncovered:
        yield _uncovered(waiting.uncovered, settings)
    if waiting.planned_until is not None:
        yield _plan(waiting.planned_until)
    if waiting.claims:
        yield _claims(waiting.claims)
    yield from map(_notice, waiting.notices)
    for stale in waiting.evidence:
        yield ToDo(
            kind=Kind.EVIDENCE,
            key=(stale.criterion.criterion_id, ""),
            title=_("Renew the evidence: {criterion}").format(criterion=stale.criterion.words),
            about=_("The newest is older than a year"),
            tags=((_("Old evidence"), Hue.YELLOW),),
            since=stale.at,
        )
    if waiting.kit_due:
        yield ToDo(
            kind=Kind.KIT,
            key=("", ""),
            title=_("Renew the office recovery kit"),
            about=_("It lacks the newest key: if this laptop were lost, newer reports could not be opened"),
            tags=((_("Kit out of date"), Hue.RED),),
            since=None,
        )
    yield from _years(waiting.retention)


def _findings(sent: Sequence[datetime]) -> ToDo:
    return ToDo(
        kind=Kind.FINDINGS,
        key=("", ""),
        title=plural(
            "Settle {n} finding from custody records", "Settle {n} findings from custody records", len(sent)
        ),
        about=_("Raise each as a concern, or close its sample"),
        tags=((_("Record review"), Hue.PURPLE),),
        since=sent[0],
        stands_for=len(sent),
    )


def _suite(one: SuiteWaiting, settings: SchemeSettings) -> ToDo:
    last = one.last_visit
    never = _("Nobody has visited it yet")
    return ToDo(
        kind=Kind.SUITE,
        key=(one.suite_id, ""),
        title=_("Have {suite} visited").format(suite=settings.suite_name(one.suite_id)),
        about=_("Last visited on {day}").format(day=say_date(last)) if last is not None else never,
        tags=((_("Visit overdue"), Hue.ORANGE),),
        since=start_of_london_day(last) if last is not None else None,
    )


def _uncovered(weeks: Sequence[UncoveredWeek], settings: SchemeSettings) -> ToDo:
    first = weeks[0]
    return ToDo(
        kind=Kind.UNCOVERED,
        key=(str(first.week), first.suites[0]),
        title=plural(
            "Find a pair for {n} week of the rota", "Find pairs for {n} weeks of the rota", len(weeks)
        ),
        about=_("First, {week}: nobody goes to {suites}").format(
            week=week_words(first.week),
            suites=", ".join(settings.suite_name(suite) for suite in first.suites),
        ),
        tags=((_("Not covered"), Hue.ORANGE),),
        since=None,
        stands_for=len(weeks),
    )


def _plan(until: date) -> ToDo:
    return ToDo(
        kind=Kind.PLAN,
        key=("", ""),
        title=_("Plan the next quarter"),
        about=_("The rota ends on {day}; visitors need notice").format(day=say_date(until)),
        tags=((_("Rota ends"), Hue.YELLOW),),
        since=None,
    )


def _claims(claims: Sequence[ClaimStanding]) -> ToDo:
    members = len({one.claim.member_id for one in claims})
    return ToDo(
        kind=Kind.CLAIM,
        key=("", ""),
        title=plural("Approve {n} claim for expenses", "Approve {n} claims for expenses", len(claims)),
        about=_("{sum} by {visitors}").format(
            sum=pounds(sum(one.claim.total for one in claims)),
            visitors=plural("{n} visitor", "{n} visitors", members),
        ),
        tags=((_("To pay"), Hue.BLUE),),
        since=min(one.claim.at for one in claims),
        stands_for=len(claims),
    )


def _notice(seen: NoticeOnDesk) -> ToDo:
    notice = seen.notice
    return ToDo(
        kind=Kind.NOTICE,
        key=(notice.notice_id, ""),
        title=_("Ask who has not read “{notice}”").format(notice=notice.title),
        about=plural("{n} visitor has not said so", "{n} visitors have not said so", seen.waits_for),
        tags=((_("Notice"), Hue.BLUE),),
        since=max(notice.at, start_of_london_day(notice.first_day)),
    )


def _years(due: Iterable[DueYear]) -> Iterator[ToDo]:
    for one in due:
        label = one.year.label.replace("-", "\u2013")
        words = _("Erase the visits of {year}") if one.whole else _("Erase what identifies people in {year}")
        yield ToDo(
            kind=Kind.RETENTION,
            key=(one.year.label, ""),
            title=words.format(year=label),
            about=plural(
                "{n} visit is kept longer than the scheme says",
                "{n} visits are kept longer than the scheme says",
                one.visits,
            ),
            tags=((_("Retention"), Hue.ORANGE),),
            since=one.since,
        )

"""Reports, members and laptops that wait, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from icv_app.domain.reminders import Reminder
from icv_app.domain.scheme import Member
from icv_app.domain.times import start_of_london_day
from icv_app.seal.withholding import Missed, Sign
from icv_app.services.agenda import Agenda
from icv_app.services.member_files import ComingUp
from icv_app.services.ports_invitations import IssuedInvitation
from icv_app.services.ports_visits import VisitSummary
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.people.file_words import left_tag, runs_out_words
from ui.people.missed_words import missed_about, missed_tag, missed_title, silent_together
from ui.people.standing import full_name
from ui.report_reader.times import say_short_moment
from ui.reports.table import summary_tags
from ui.theme import Hue
from ui.today.to_do import Kind, ToDo

_PRESSING = 30
"""Days before an end from which it is a row of its own."""


def report_row(report: VisitSummary, agenda: Agenda) -> ToDo:
    """Return the row of a report to decide on."""
    suite = agenda.settings.suite_name(report.suite)
    visitors = ", ".join(report.visitors)
    return ToDo(
        kind=Kind.REPORT,
        key=(report.visit_id, ""),
        title=_("Decide on the report from {suite}").format(suite=suite),
        about=_("Visit of {when} · {visitors}").format(
            when=say_short_moment(report.began_at), visitors=visitors
        ),
        tags=summary_tags(report),
        since=report.submitted_at or report.began_at,
    )


def copy_row(report: VisitSummary, agenda: Agenda) -> ToDo:
    """Return the row of a terrorism report of which a copy is owed."""
    suite = agenda.settings.suite_name(report.suite)
    return ToDo(
        kind=Kind.COPY,
        key=(report.visit_id, ""),
        title=_("Send the Independent Reviewer a copy of the report from {suite}").format(suite=suite),
        about=_("Terrorism visit of {when} · {visitors}").format(
            when=say_short_moment(report.began_at), visitors=", ".join(report.visitors)
        ),
        tags=((_("Copy due"), Hue.ORANGE),),
        since=report.submitted_at or report.began_at,
    )


def laptop_row(invitation: IssuedInvitation, agenda: Agenda) -> ToDo:
    """Return the row of a laptop that waits to be let in."""
    member = agenda.members.get(invitation.member_id)
    name = full_name(member) if member is not None else ""
    who = " ".join(part for part in (str(invitation.member_id), name) if part)
    return ToDo(
        kind=Kind.LAPTOP,
        key=(invitation.member_id, invitation.locator),
        title=_("Approve the new laptop of {who}").format(who=who),
        about=_("Until then they cannot send or receive anything"),
        tags=((_("New laptop"), Hue.BLUE),),
        since=invitation.requested_at or invitation.issued_at,
    )


def leaver_row(member: Member, today: date) -> ToDo:
    """Return the row of a member whose last day is over."""
    assert member.left is not None  # noqa: S101 - they are asked for by their last day
    days = (today - member.left).days
    last = _("yesterday") if days == 1 else _("on {day}").format(day=say_date(member.left))
    return ToDo(
        kind=Kind.LEAVER,
        key=(member.member_id, ""),
        title=_("Remove the laptops of {who}").format(
            who=" ".join(part for part in (str(member.member_id), full_name(member)) if part)
        ),
        about=_("Their last day was {day}; until you do, they can still read and send").format(day=last),
        tags=((_("Left"), Hue.GREY),),
        since=start_of_london_day(member.left + timedelta(days=1)),
    )


def ending_rows(ending: ComingUp) -> tuple[ToDo, ...]:
    """Return a row for each member for whom it presses, and one for what comes later."""
    pressing = [one for one in ending.reminders if one.stage <= _PRESSING]
    members = dict.fromkeys(one.member_id for one in pressing)
    rows = [_ending([one for one in pressing if one.member_id == name], ending) for name in members]
    later = [one for one in ending.reminders if one.stage > _PRESSING]
    return (*rows, _ending_later(later, ending)) if later else tuple(rows)


def _ending(of_one: Sequence[Reminder], ending: ComingUp) -> ToDo:
    first = of_one[0]
    member = ending.members.get(first.member_id)
    name = full_name(member) if member is not None else ""
    who = " ".join(part for part in (str(first.member_id), name) if part)
    what = ", ".join(runs_out_words(one, ending.kinds) for one in of_one)
    return ToDo(
        kind=Kind.ENDING,
        key=(first.member_id, ""),
        title=_("See to what runs out for {who}").format(who=who),
        about=_("{what} · the first on {day}").format(what=what, day=say_date(first.ends))
        if len(of_one) > 1
        else _("{what} · last day {day}").format(what=what, day=say_date(first.ends)),
        tags=(left_tag(first),),
        since=start_of_london_day(first.said_from),
    )


def _ending_later(later: Sequence[Reminder], ending: ComingUp) -> ToDo:
    in_60 = sum(one.stage <= 60 for one in later)
    said = [
        plural("{n} within 60 days", "{n} within 60 days", in_60) if in_60 else "",
        plural("{n} within 90 days", "{n} within 90 days", len(later) - in_60) if in_60 < len(later) else "",
    ]
    first = later[0]
    return ToDo(
        kind=Kind.ENDING,
        key=("", ""),
        title=_("Look ahead: more runs out for members"),
        about=_("{counts}. First: {what} of {member}, {day}").format(
            counts=", ".join(words for words in said if words),
            what=runs_out_words(first, ending.kinds),
            member=first.member_id,
            day=say_date(first.ends),
        ),
        tags=((_("Coming up"), Hue.YELLOW),),
        since=start_of_london_day(min(one.said_from for one in later)),
    )


def noticed_rows(missed: Sequence[Missed], now: datetime) -> tuple[ToDo, ...]:
    """One row for each thing noticed; laptops that are silent together stand in one."""
    silent = [one for one in missed if one.sign is Sign.SILENT]
    rows = [_missed(one, now) for one in missed if one.sign is not Sign.SILENT or len(silent) == 1]
    if len(silent) > 1:
        longest = min(silent, key=lambda one: one.since or now)
        rows.append(replace(_missed(longest, now), title=silent_together(silent)))
    return tuple(rows)


def _missed(one: Missed, now: datetime) -> ToDo:
    return ToDo(
        kind=Kind.MISSED,
        key=(one.member, one.name),
        title=missed_title(one),
        about=missed_about(one),
        tags=(missed_tag(one),),
        since=one.since or now,
    )

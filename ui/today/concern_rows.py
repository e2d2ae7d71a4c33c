"""Concerns that wait, as rows."""

from __future__ import annotations

from datetime import datetime

from icv_app.domain.concern import ConcernState
from icv_app.domain.concern_list import ListedConcern
from icv_app.domain.scheme import SchemeSettings
from icv_app.services.today import ConcernsWaiting
from icv_app.words import _, plural
from ui.report_reader.concern_wording import due_short
from ui.report_reader.times import say_short_moment
from ui.theme import Hue
from ui.today.to_do import Kind, ToDo
from ui.widgets.tag import Tagged


def concern_rows(waiting: ConcernsWaiting, settings: SchemeSettings, now: datetime) -> tuple[ToDo, ...]:
    """Return a row for each concern that is to be followed up, and one for those that wait together."""
    titles = {
        Kind.RED: _("Follow up {concern} at {suite}"),
        Kind.OVERDUE: _("Chase the reply to {concern} at {suite}"),
        Kind.REPLY: _("Settle {concern} at {suite}"),
        Kind.ESCALATED: _("Watch {concern} at {suite}"),
    }
    groups = (
        (Kind.RED, waiting.red),
        (Kind.OVERDUE, waiting.overdue),
        (Kind.REPLY, waiting.replied),
        (Kind.ESCALATED, waiting.escalated),
    )
    rows = [
        ToDo(
            kind=kind,
            key=(one.visit_id, one.concern_id),
            title=titles[kind].format(concern=_named(one, waiting), suite=settings.suite_name(one.suite)),
            about=_about(one, now),
            tags=_tags(kind, one, now),
            since=one.due if kind is Kind.OVERDUE and one.due is not None else one.began_at,
        )
        for kind, found in groups
        for one in found
    ]
    return (*rows, *_together(waiting))


def _together(waiting: ConcernsWaiting) -> tuple[ToDo, ...]:
    rows, unsent = [], waiting.not_sent
    if unsent:
        rows.append(
            ToDo(
                kind=Kind.UNSENT,
                key=("", ""),
                title=plural(
                    "Send {n} more concern to the force",
                    "Send {n} more concerns to the force",
                    waiting.not_sent,
                ),
                about=_("Nobody at the force knows of them yet"),
                tags=((_("Not sent"), Hue.YELLOW),),
                since=waiting.not_sent_since,
                stands_for=unsent,
            )
        )
    if waiting.thanks_owed:
        rows.append(
            ToDo(
                kind=Kind.THANKS,
                key=("", ""),
                title=plural(
                    "Thank the force for {n} example of good practice",
                    "Thank the force for {n} examples of good practice",
                    waiting.thanks_owed,
                ),
                about=_("Visitors noted it, and nobody has told the force"),
                tags=((_("Thanks owed"), Hue.GREEN),),
                since=None,
                stands_for=waiting.thanks_owed,
            )
        )
    return tuple(rows)


def _named(one: ListedConcern, waiting: ConcernsWaiting) -> str:
    return " ".join((one.category, waiting.titles.get(one.category, ""))).strip()


def _about(one: ListedConcern, now: datetime) -> str:
    raised = (
        _("Raised from a custody record read on {when}")
        if one.from_record
        else _("Raised on the visit of {when}")
    ).format(when=say_short_moment(one.began_at))
    if one.due is None:
        return raised
    until = (
        _("{raised} · the reply was due {due}")
        if one.overdue(now)
        else _("{raised} · a reply is asked for by {due}")
    )
    return until.format(raised=raised, due=due_short(one.due))


def _tags(kind: Kind, one: ListedConcern, now: datetime) -> tuple[Tagged, ...]:
    state = _state_tag(one.state)
    tags: list[Tagged] = [(_("Red concern"), Hue.RED)] if kind is Kind.RED else []
    if one.overdue(now):
        tags.append((_("Reply overdue"), Hue.RED))
    if state is not None and not one.overdue(now):
        tags.append(state)
    return tuple(tags)


def _state_tag(state: ConcernState) -> Tagged | None:
    return {
        ConcernState.SENT: (_("With the force"), Hue.BLUE),
        ConcernState.REPLIED: (_("Reply to judge"), Hue.ORANGE),
        ConcernState.ACCEPTED: (_("Accepted: to close"), Hue.BLUE),
        ConcernState.DISPUTED: (_("Disputed: take further"), Hue.ORANGE),
        ConcernState.ESCALATED: (_("Escalated"), Hue.PURPLE),
    }.get(state)

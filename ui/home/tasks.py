"""What waits for a visitor, as rows in the order in which it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from icv_app.domain.reminders import Reminder, RunsOut
from icv_app.domain.scheme import SchemeSettings
from icv_app.services.messages import Message, MessageKind
from icv_app.services.own_day import OwnDay
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.messages.wording import message_about, message_tags, message_title
from ui.people.file_words import left_tag, runs_out_words
from ui.rota_words import week_words, window_words, with_whom
from ui.theme import Hue
from ui.visits.wording import VisitLine
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.widgets.tag import Tagged


class TaskKind(StrEnum):
    """What there is to do; what others wait for goes first."""

    AGREE = "agree"
    ANSWER = "answer"
    DUTY = "duty"
    RECORDS = "records"
    NOTICE = "notice"
    MESSAGE = "message"
    SWAP = "swap"
    SAY = "say"
    ENDING = "ending"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeTask:
    """One thing that waits for a visitor.

    Attributes:
        key: A visit, a message, or what tells it from others of its kind.
        about: Why it waits, or where it stands.
    """

    kind: TaskKind
    key: str
    title: str
    about: str
    tags: tuple[Tagged, ...]


def tasks_table() -> RowsModel[HomeTask]:
    """Return an empty table of what waits."""
    columns: list[Column[HomeTask]] = [
        Column(_("What"), lambda one: Cell(one.title, one.about, bold=True), stretch=3),
        Column(_("Why"), lambda one: Cell(tags=one.tags), stretch=2),
    ]
    return RowsModel(columns, key=lambda one: (one.kind, one.key))


def tasks_of(
    to_agree: Iterable[VisitLine],
    questions: Sequence[VisitLine],
    day: OwnDay,
    settings: SchemeSettings | None,
    own: str,
    records: int = 0,
) -> tuple[HomeTask, ...]:
    """Return everything that waits, in one order; `records` are custody records to read."""
    asked = {str(line.visit_id) for line in questions}
    return (
        *(_report(line, TaskKind.AGREE, _("Agree to the report from {suite}")) for line in to_agree),
        *(_report(line, TaskKind.ANSWER, _("Answer the question about {suite}")) for line in questions),
        *_duties(day, settings, own),
        *_records(records),
        *_messages(day.messages, asked, settings),
        *_rota(day, settings),
        *(_ending(one) for one in day.reminders if one.what is not RunsOut.PROBATION),
    )


def _report(line: VisitLine, kind: TaskKind, words: str) -> HomeTask:
    return HomeTask(
        kind=kind,
        key=line.visit_id,
        title=words.format(suite=line.suite),
        about=_("Visit of {when} with {member}").format(when=line.when, member=line.with_whom),
        tags=(line.state_tag, *line.more_tags),
    )


def _duties(day: OwnDay, settings: SchemeSettings | None, own: str) -> Iterator[HomeTask]:
    for duty in day.duties:
        yield HomeTask(
            kind=TaskKind.DUTY,
            key=f"{duty.week} {duty.suite_id} {duty.number}",
            title=_("Visit {suite} this week").format(suite=_suite(duty.suite_id, settings)),
            about=_("{window} · with {member}").format(
                window=window_words(duty.window), member=with_whom(duty, own)
            ),
            tags=((_("Your duty"), Hue.BLUE),),
        )


def _records(waiting: int) -> Iterator[HomeTask]:
    if waiting:
        yield HomeTask(
            kind=TaskKind.RECORDS,
            key="",
            title=plural("Read {n} custody record", "Read {n} custody records", waiting),
            about=_("Redacted; given to you by the coordinator"),
            tags=((_("Record review"), Hue.PURPLE),),
        )


def _messages(
    messages: Iterable[Message], asked: set[str], settings: SchemeSettings | None
) -> Iterator[HomeTask]:
    """Unread messages; a question whose report waits for an answer stands above already."""
    suites = {str(one.suite_id): one.name for one in settings.suites} if settings is not None else {}
    owed = [one for one in messages if one.notice is not None and one.notice.owes_word]
    others = [one for one in messages if one not in owed]
    for message in (*owed, *others):
        if message.kind is MessageKind.QUESTION and message.visit_id in asked:
            continue
        notice = message.kind is MessageKind.NOTICE
        title = message_title(message, suites)
        yield HomeTask(
            kind=TaskKind.NOTICE if notice else TaskKind.MESSAGE,
            key=message.key,
            title=_("Read “{notice}”").format(notice=title) if notice else title,
            about=message_about(message),
            tags=message_tags(message),
        )


def _rota(day: OwnDay, settings: SchemeSettings | None) -> Iterator[HomeTask]:
    for one in day.settled:
        yield HomeTask(
            kind=TaskKind.SWAP,
            key=one.swap.record_id,
            title=_("Somebody else goes to {suite}").format(suite=_suite(one.swap.suite_id, settings)),
            about=_("Your swap for the week of {week} is settled").format(week=week_words(one.swap.week)),
            tags=((_("Swap settled"), Hue.GREEN),),
        )
    if day.say_from is not None:
        yield HomeTask(
            kind=TaskKind.SAY,
            key="",
            title=_("Say when you can go"),
            about=_("Nothing said yet from {week} on").format(week=week_words(day.say_from)),
            tags=((_("Rota"), Hue.YELLOW),),
        )


def _ending(one: Reminder) -> HomeTask:
    return HomeTask(
        kind=TaskKind.ENDING,
        key=one.what,
        title=_("{what}: ask your coordinator to renew it").format(what=runs_out_words(one, {})),
        about=_("Good to the end of {day}; nobody visits without it").format(day=say_date(one.ends)),
        tags=(left_tag(one),),
    )


def _suite(suite_id: str, settings: SchemeSettings | None) -> str:
    found = next((one.name for one in settings.suites if one.suite_id == suite_id), "") if settings else ""
    return found or suite_id

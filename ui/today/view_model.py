"""What waits for the coordinator today, as rows, and the year so far, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.domain.ids import MemberId
from icv_app.domain.reminders import Reminder
from icv_app.domain.scheme import Member
from icv_app.domain.times import london_day, start_of_london_day
from icv_app.errors import IcvError
from icv_app.figures.rounding import percentage, rounded
from icv_app.seal.withholding import Missed, Sign
from icv_app.services.agenda import Agenda, OpenConcern, YearSoFar
from icv_app.services.member_files import ComingUp
from icv_app.services.ports_invitations import IssuedInvitation
from icv_app.services.ports_visits import VisitSummary
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.entries.numbers import say_count
from ui.people.file_words import left_tag, runs_out_words
from ui.people.missed_words import missed_about, missed_tag, missed_title, silent_together
from ui.people.standing import full_name
from ui.report_reader.times import say_short_moment
from ui.reports.table import summary_tags
from ui.tasks import Lane, Tasks
from ui.theme import Hue
from ui.widgets.tag import Tagged

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


_PRESSING = 30
"""Days before an end from which it is a row of its own."""


class Kind(StrEnum):
    """What is to be done."""

    REPORT = "report"
    CONCERN = "concern"
    LAPTOP = "laptop"
    COPY = "copy"
    MISSED = "missed"
    LEAVER = "leaver"
    ENDING = "ending"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One thing that waits.

    Attributes:
        key: What opens it: a visit, a concern of a visit, or a member.
        since: How long it has waited, UTC.
    """

    kind: Kind
    key: tuple[str, str]
    title: str
    about: str
    tags: tuple[Tagged, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Tile:
    """A number, what it counts, and what to compare it with."""

    number: str
    of: str
    beside: str


class TodayViewModel(QObject):
    """Read again whenever the page comes into sight or something arrives."""

    to_do_changed = Signal()
    year_changed = Signal()
    signed_out = Signal(str)
    """The scheme number of a member whose last day was over."""
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._agenda: tuple[ToDo, ...] = ()
        self._missed: tuple[ToDo, ...] = ()
        self.tiles: tuple[Tile, ...] = ()

    @property
    def to_do(self) -> tuple[ToDo, ...]:
        """What waits: what is missing or does not fit first."""
        return (*self._missed, *self._agenda)

    def now(self) -> datetime:
        """Return the moment that ages are told from, UTC."""
        return self._desk.clock.now()

    def today(self) -> date:
        """Return the present day in London."""
        return london_day(self.now())

    def count(self, kind: Kind) -> int:
        """Return how many things of a kind wait."""
        return sum(one.kind is kind for one in self.to_do)

    def load(self) -> None:
        """Read what waits, then the year."""
        desk = self._desk
        self._tasks.run(
            Lane.STORE,
            lambda: (desk.agenda.waiting(), desk.scheme.to_sign_out(), desk.member_files.coming_up()),
            then=self._show_agenda,
            otherwise=self.failed.emit,
            owner=self,
        )
        self.look_for_missed()
        self._tasks.run(
            Lane.STORE,
            desk.agenda.year_so_far,
            then=self._show_year,
            otherwise=self._no_year,
            owner=self,
        )

    def look_for_missed(self) -> None:
        """Read what is missing, does not fit or is silent: a sync without new records may tell of it."""
        self._tasks.run(
            Lane.STORE,
            self._desk.withholding.missed,
            then=self._show_missed,
            otherwise=self.failed.emit,
            owner=self,
        )

    def sign_out(self, member_id: str) -> None:
        """Take a member whose last day is over out of the scheme."""

        def done(_laptops: int) -> None:
            self.load()
            self.signed_out.emit(member_id)

        self._tasks.run(
            Lane.STORE,
            lambda: self._desk.scheme.sign_out(MemberId(member_id)),
            then=done,
            otherwise=self.failed.emit,
            owner=self,
        )

    def _show_agenda(self, waiting: tuple[Agenda, Sequence[Member], ComingUp]) -> None:
        agenda, leavers, ending = waiting
        reports = [_report(one, agenda) for one in agenda.reports]
        concerns = [_concern(one, agenda) for one in agenda.red_concerns]
        laptops = [_laptop(one, agenda) for one in agenda.joining]
        copies = [_copy(one, agenda) for one in agenda.reviewer_copies]
        left = [_leaver(one, self.today()) for one in leavers]
        self._agenda = (*copies, *reports, *concerns, *laptops, *left, *ending_rows(ending))
        self.to_do_changed.emit()

    def _show_missed(self, missed: Sequence[Missed]) -> None:
        self._missed = _noticed(missed, self.now())
        self.to_do_changed.emit()

    def _show_year(self, year: YearSoFar) -> None:
        self.tiles = year_tiles(year)
        self.year_changed.emit()

    def _no_year(self, error: IcvError) -> None:
        self.tiles = ()
        self.year_changed.emit()
        self.failed.emit(error)


def year_tiles(year: YearSoFar) -> tuple[Tile, ...]:
    """Return the year so far in five numbers, each with what it is of."""
    pooled, mean = year.spoken.pooled, year.spoken.mean
    return (
        Tile(
            say_count(year.visits),
            plural("visit", "visits", year.visits),
            _("target so far {target} · {share}").format(
                target=say_count(int(rounded(Fraction(year.target.of)))), share=_percent(year.target.value)
            ),
        ),
        Tile(
            _percent(mean.value),
            _("of people in custody spoken to"),
            _("mean of {n} visits").format(n=say_count(mean.n)),
        ),
        Tile(
            say_count(int(pooled.part)),
            _("people spoken to"),
            _("of {n} in custody when visited").format(n=say_count(int(pooled.of))),
        ),
        Tile(
            say_count(year.open),
            plural("concern open", "concerns open", year.open),
            _("of {n} raised").format(n=say_count(year.raised)),
        ),
        Tile(
            say_count(year.visitors),
            plural("visitor", "visitors", year.visitors),
            _("{n} have visited this year").format(n=say_count(year.active)),
        ),
    )


def _report(report: VisitSummary, agenda: Agenda) -> ToDo:
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


def _copy(report: VisitSummary, agenda: Agenda) -> ToDo:
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


def _concern(concern: OpenConcern, agenda: Agenda) -> ToDo:
    suite = agenda.settings.suite_name(concern.suite)
    return ToDo(
        kind=Kind.CONCERN,
        key=(concern.visit_id, concern.concern_id),
        title=_("Follow up {category} {title} at {suite}").format(
            category=concern.category, title=concern.title, suite=suite
        ),
        about=(
            _("Raised from a custody record read on {when}")
            if concern.from_record
            else _("Raised on the visit of {when}")
        ).format(when=say_short_moment(concern.began_at)),
        tags=((_("Red concern"), Hue.RED),),
        since=concern.began_at,
    )


def _laptop(invitation: IssuedInvitation, agenda: Agenda) -> ToDo:
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


def _leaver(member: Member, today: date) -> ToDo:
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


def _noticed(missed: Sequence[Missed], now: datetime) -> tuple[ToDo, ...]:
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


def _percent(share: Fraction | None) -> str:
    return "–" if share is None else f"{percentage(share):,}\u00a0%"

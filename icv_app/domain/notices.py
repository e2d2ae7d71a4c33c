"""Notices of the office to visitors, and who has read them.

A notice is told in editions, each a record of its own that is never edited: the first, those that
replace it, and one that withdraws it. Any withdrawal ends it, whoever wrote at the same time; else the
greatest edition stands, of two that were written at once the later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from icv_app.domain.attached import AttachedDocument
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.justified import Justified
from icv_app.domain.rota import Leave
from icv_app.domain.scheme import Member, Role
from icv_app.domain.times import london_day

LONGEST_TITLE = 120
LONGEST_TEXT = 8_000
MOST_NAMED = 1_000


class NoticeState(StrEnum):
    """Whether visitors see it on a day."""

    COMING = "coming"
    SHOWN = "shown"
    OVER = "over"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One edition of a notice.

    Attributes:
        notice_id: The record of its first edition.
        edition: 1 for the first.
        at: UTC.
        by: The coordinator.
        first_day, last_day: London days on which visitors see it; `None` for no last one.
        must_read: Whether a word is asked for that it was read.
        to: The visitors it is shown to; empty for all. Every device of the scheme can open it.
        withdrawn: It says nothing but that the notice counts no more.
        justified: What the privacy guard asked about in it and why it stays.
    """

    record_id: RecordId
    notice_id: RecordId
    edition: int
    at: datetime
    by: MemberId
    title: str = ""
    text: str = ""
    first_day: date
    last_day: date | None = None
    must_read: bool = False
    to: tuple[MemberId, ...] = ()
    document: AttachedDocument | None = None
    withdrawn: bool = False
    justified: tuple[Justified, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it tells something that can be shown, or withdraws and tells nothing."""
        if self.edition < 1 or (self.edition == 1) is not (self.record_id == self.notice_id):
            return False
        if self.withdrawn:
            return self.edition > 1 and not (self.title or self.text or self.document or self.to)
        return (
            0 < len(self.title) <= LONGEST_TITLE
            and self.title == self.title.strip()
            and len(self.text) <= LONGEST_TEXT
            and bool(self.text or self.document)
            and (self.last_day is None or self.last_day >= self.first_day)
            and len(self.to) == len(set(self.to)) <= MOST_NAMED
            and (self.document is None or self.document.sound)
        )

    def is_for(self, member_id: MemberId) -> bool:
        """Whether a visitor is shown it."""
        return not self.to or member_id in self.to

    @property
    def told_on(self) -> date:
        """The London day from which it can have been read."""
        return max(self.first_day, london_day(self.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRead:
    """A visitor's word that they have read an edition.

    Attributes:
        edition_id: The record of the edition.
        at: UTC.
    """

    record_id: RecordId
    member_id: MemberId
    notice_id: RecordId
    edition_id: RecordId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStanding:
    """A notice as it stands.

    Attributes:
        notice: The edition that stands, or stood when it was withdrawn.
        withdrawn_at: UTC; `None` while it counts.
        earlier: Records of the other editions that were shown.
    """

    notice: Notice
    withdrawn_at: datetime | None = None
    earlier: frozenset[RecordId] = frozenset()

    def state(self, today: date) -> NoticeState:
        """Whether visitors see it on a London day."""
        if self.withdrawn_at is not None:
            return NoticeState.WITHDRAWN
        if today < self.notice.first_day:
            return NoticeState.COMING
        last = self.notice.last_day
        return NoticeState.OVER if last is not None and today > last else NoticeState.SHOWN


class Reading(StrEnum):
    """How a visitor stands to a notice, in the order in which somebody asks about it."""

    UNREAD = "unread"
    EARLIER = "earlier"
    """An earlier edition was read."""
    ON_LEAVE = "on_leave"
    JOINED_LATER = "joined_later"
    LEFT = "left"
    READ = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One visitor and a notice.

    Attributes:
        read_at: When they read it, or an earlier edition; UTC.
    """

    member: Member
    reading: Reading
    read_at: datetime | None = None


def notice_standings(editions: Iterable[Notice]) -> tuple[NoticeStanding, ...]:
    """Return every notice as it stands, the one told last first, in whatever order the editions came."""
    notices: dict[RecordId, list[Notice]] = {}
    for one in editions:
        notices.setdefault(one.notice_id, []).append(one)
    found = [standing for told in notices.values() if (standing := _standing(told)) is not None]
    return tuple(
        sorted(
            found, key=lambda one: (one.notice.first_day, one.notice.at, one.notice.record_id), reverse=True
        )
    )


def _standing(editions: Iterable[Notice]) -> NoticeStanding | None:
    told = sorted(editions, key=lambda one: (one.edition, one.at, one.record_id))
    shown = [one for one in told if not one.withdrawn]
    if not shown:
        return None
    return NoticeStanding(
        notice=shown[-1],
        withdrawn_at=min((one.at for one in told if one.withdrawn), default=None),
        earlier=frozenset(one.record_id for one in shown[:-1]),
    )


def readers_of(
    standing: NoticeStanding,
    reads: Iterable[NoticeRead],
    members: Iterable[Member],
    leave: Iterable[Leave],
    today: date,
) -> tuple[Reader, ...]:
    """Return how every visitor it is shown to stands, those to be asked about first, then by number.

    Visitors who had left before it was told are not among them.
    """
    words = _by_member(standing, reads)
    away = {one.member_id for one in leave if one.first <= today <= one.last}
    found = [
        _reader(member, standing.notice, words.get(member.member_id), member.member_id in away, today)
        for member in members
        if member.role is Role.VISITOR
        and standing.notice.is_for(member.member_id)
        and (member.left is None or member.left >= standing.notice.told_on)
    ]
    order = list(Reading)
    return tuple(sorted(found, key=lambda one: (order.index(one.reading), one.member.member_id)))


def _by_member(standing: NoticeStanding, reads: Iterable[NoticeRead]) -> Mapping[MemberId, NoticeRead]:
    """The first word of each member on the edition that stands, or else on an earlier one."""
    known = {standing.notice.record_id, *standing.earlier}
    words = [one for one in reads if one.edition_id in known]
    words.sort(
        key=lambda one: (one.edition_id != standing.notice.record_id, one.at, one.record_id), reverse=True
    )
    return {one.member_id: one for one in words}


def _reader(member: Member, notice: Notice, word: NoticeRead | None, away: bool, today: date) -> Reader:
    at = word.at if word is not None else None
    if word is not None and word.edition_id == notice.record_id:
        return Reader(member=member, reading=Reading.READ, read_at=at)
    if member.left is not None and member.left < today:
        reading = Reading.LEFT
    elif away:
        reading = Reading.ON_LEAVE
    elif word is not None:
        reading = Reading.EARLIER
    elif member.joined is not None and member.joined > notice.told_on:
        reading = Reading.JOINED_LATER
    else:
        reading = Reading.UNREAD
    return Reader(member=member, reading=reading, read_at=at)

"""What the office has said to a visitor, in one list: notices, comments, thanks and questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.comment import CommentKind, ReportComment
from icv_app.domain.ids import MemberId, RecordId, SuiteId, VisitId
from icv_app.domain.records import RecordKind
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.times import start_of_london_day
from icv_app.domain.visit import Stage
from icv_app.services.comment_records import COMMENT, comment_of
from icv_app.services.notices import NoticeService, OwnNotice
from icv_app.services.ports import OpenUnit, StoredRecord, UnitOfWork
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.report_records import event_of, says

OPENED = "opened_messages"
"""Meta name: records (one a line) of messages that were opened on this laptop."""
_SAID = (COMMENT, RecordKind.REVIEW_DECISION.value)


class MessageKind(StrEnum):
    """What somebody said."""

    NOTICE = "notice"
    QUESTION = "question"
    COMMENT = "comment"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing that was said.

    Attributes:
        key: Its record.
        at: From when the visitor could read it, UTC.
        title: Of a notice.
        text: Empty where it was erased.
        unread: Never opened on this laptop, or a word that it was read is still owed.
        notice: Where it is one.
        visit_id, suite, began_at: Of the report that is spoken of, else `None`; UTC.
    """

    key: RecordId
    kind: MessageKind
    at: datetime
    by: MemberId
    title: str = ""
    text: str = ""
    unread: bool
    notice: OwnNotice | None = None
    visit_id: VisitId | None = None
    suite: SuiteId | None = None
    began_at: datetime | None = None


class MessageService:
    """A visitor's messages. Holds no state of its own."""

    def __init__(
        self, open_unit: OpenUnit, notices: NoticeService, open_reading: OpenUnit | None = None
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._notices = notices

    def all(self) -> tuple[Message, ...]:
        """Return every message: unread ones first, of each the newest first."""
        with self._open_reading() as unit:
            return self.messages_in(unit)

    def messages_in(self, unit: UnitOfWork) -> tuple[Message, ...]:
        """Return what `all` does, in a transaction of the caller."""
        opened = _opened(unit)
        found = [
            *(_of_notice(one, opened) for one in self._notices.shown_to_me(unit)),
            *_about_reports(unit, opened),
        ]
        found.sort(key=lambda one: (one.unread, one.at, one.key), reverse=True)
        return tuple(found)

    def note_opened(self, keys: Iterable[RecordId]) -> None:
        """Note on this laptop that messages were opened; what is gone since is forgotten.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        wanted = set(keys)
        self._note(lambda message: message.key in wanted)

    def note_report_opened(self, visit_id: VisitId) -> None:
        """Note that a report was opened: what was said about it stands there, too.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        self._note(lambda message: message.visit_id == visit_id)

    def _note(self, was_opened: Callable[[Message], bool]) -> None:
        with self._open_unit() as unit:
            before = _opened(unit)
            known = self.messages_in(unit)
            now = {one.key for one in known if one.key in before or was_opened(one)}
            if now != before:
                unit.meta.put(OPENED, "\n".join(sorted(now)))
                unit.commit()


def _opened(unit: UnitOfWork) -> Set[str]:
    return frozenset((unit.meta.get(OPENED) or "").split())


def _of_notice(own: OwnNotice, opened: Set[str]) -> Message:
    notice = own.notice
    return Message(
        key=notice.record_id,
        kind=MessageKind.NOTICE,
        at=max(notice.at, start_of_london_day(notice.first_day)),
        by=notice.by,
        title=notice.title,
        text=notice.text,
        unread=own.owes_word or (own.read is None and notice.record_id not in opened),
        notice=own,
    )


def _about_reports(unit: UnitOfWork, opened: Set[str]) -> Iterator[Message]:
    reports = {one.visit_id: one for one in unit.visits.summaries(VisitFilter(stage=Stage.SUBMITTED))}
    for record in unit.records.of_kinds(_SAID):
        report = reports.get(VisitId(record.subject))
        found = _said_in(record) if report is not None and record.parts and says(record) else None
        if report is None or found is None:
            continue
        kind, said = found
        yield Message(
            key=record.record_id,
            kind=kind,
            at=said.at,
            by=said.by,
            text=said.text,
            unread=record.record_id not in opened,
            visit_id=report.visit_id,
            suite=report.suite,
            began_at=report.began_at,
        )


def _said_in(record: StoredRecord) -> tuple[MessageKind, ReportComment | ReviewEvent] | None:
    """What a coordinator said to the visitors of a report; an approval has no words."""
    if record.kind == COMMENT:
        comment = comment_of(record)
        thanks = comment.kind is CommentKind.THANKS
        return (MessageKind.THANKS if thanks else MessageKind.COMMENT), comment
    event = event_of(record)
    return (MessageKind.QUESTION, event) if event.kind is ReviewEventKind.RETURNED else None

"""Doing what is done beside visits, on the device of whoever does it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar, assert_never

from icv_app.bootstrap.wiring import checklists
from icv_app.demo.aftermath import PlannedStep
from icv_app.demo.device import Device
from icv_app.demo.errands import (
    CloseSample,
    Doing,
    DrawSample,
    GiveRecord,
    OpenMessages,
    RaiseFinding,
    ReadNotice,
    ReadRecord,
    SayTime,
    TellNotice,
    WriteWords,
)
from icv_app.demo.scheme import CHECKLIST
from icv_app.domain.concern import ConcernStepKind
from icv_app.domain.ids import ConcernId, RaisedOnId
from icv_app.domain.publication import WordPart
from icv_app.domain.record_review import RecordRead
from icv_app.domain.record_review_standing import SampleStanding
from icv_app.domain.times import london_day
from icv_app.services.concerns import ConcernService
from icv_app.services.desk import Desk
from icv_app.services.notices import NoticeWords

T = TypeVar("T")
_SHEETS = 4


def run_errand(device: Device, does: Doing) -> None:
    """Do it now, by the device's clock.

    Raises:
        IcvError: The services refuse it.
    """
    desk = device.desk
    match does:
        case SayTime():
            desk.duties.say({week: frozenset(windows) for week, windows in does.weeks}, does.leave)
        case TellNotice():
            _tell(desk, does)
        case ReadNotice():
            own = _only(one.notice for one in desk.notices.own() if one.notice.at == does.told_at)
            desk.notices.say_read(own)
            desk.messages.note_opened([own.record_id])
        case OpenMessages():
            now = desk.clock.now()
            desk.messages.note_opened(one.key for one in desk.messages.all() if one.at <= now)
        case DrawSample():
            desk.record_reviews.draw(does.suite, does.days, does.size, does.listed, does.groups_first)
        case GiveRecord():
            seen = _sample(desk, does.drawn_at)
            desk.record_reviews.assign(seen, [seen.records[does.place].reference], does.to)
        case ReadRecord():
            _read(desk, does)
        case RaiseFinding():
            _raise(desk, does)
        case CloseSample():
            desk.record_reviews.close(_sample(desk, does.drawn_at))
        case WriteWords():
            _write(desk, does)
        case _:
            assert_never(does)


def take_step(
    concerns: ConcernService, raised_on: RaisedOnId, concern_id: ConcernId, step: PlannedStep
) -> None:
    """Take a concern's next step as it was planned.

    Raises:
        IcvError: The services refuse it.
    """
    match step.kind:
        case ConcernStepKind.SENT:
            concerns.send(raised_on, concern_id, to_role=step.to_role)
        case ConcernStepKind.REPLIED:
            concerns.note_reply(raised_on, concern_id, words=step.text)
        case ConcernStepKind.ACCEPTED:
            concerns.accept(raised_on, concern_id, note=step.text)
        case ConcernStepKind.DISPUTED:
            concerns.dispute(raised_on, concern_id, note=step.text)
        case ConcernStepKind.ESCALATED:
            concerns.escalate(raised_on, concern_id, to_role=step.to_role, note=step.text)
        case ConcernStepKind.CLOSED:
            concerns.close(raised_on, concern_id, outcome=step.outcome, note=step.text)


def _tell(desk: Desk, does: TellNotice) -> None:
    before = None
    if does.instead_of is not None:
        before = _only(one.notice for one in desk.notices.all() if one.notice.at == does.instead_of)
    words = NoticeWords(
        title=does.title,
        text=does.text,
        first_day=does.first_day,
        last_day=does.last_day,
        must_read=does.must_read,
        to=does.to,
        document=_aide_memoire(desk.clock.now()) if does.aide_memoire else None,
    )
    desk.notices.tell(words, instead_of=before)


def _write(desk: Desk, does: WriteWords) -> None:
    words = desk.publication_words
    seen = words.wording(does.period)
    if does.part is WordPart.CHANGES:
        words.write_changes(seen, does.changes)
    else:
        words.write_text(seen, does.part, does.text)


def _aide_memoire(now: datetime) -> bytes:
    from icv_app.report.aide_memoire import write_aide_memoire

    written = io.BytesIO()
    write_aide_memoire(checklists().newest(CHECKLIST), written, people=_SHEETS, produced_on=london_day(now))
    return written.getvalue()


def _read(desk: Desk, does: ReadRecord) -> None:
    readings = desk.record_readings
    given = _only(one.assignment for one in readings.given() if one.assignment.at == does.given_at)
    found = tuple(replace(one, finding_id=ConcernId(readings.new_finding())) for one in does.read.findings)
    read: RecordRead = replace(does.read, findings=found)
    readings.send(given.record_id, read)


def _raise(desk: Desk, does: RaiseFinding) -> None:
    reading = _sample(desk, does.drawn_at).records[does.place].reading
    if reading is None:
        raise ValueError(f"record {does.place} of the sample of {does.drawn_at} was not read")
    finding = reading.read.findings[does.number]
    if does.step is None:
        desk.record_reviews.raise_concern(reading.record_id, finding.finding_id)
    else:
        take_step(desk.concerns, reading.record_id, finding.finding_id, does.step)


def _sample(desk: Desk, drawn_at: datetime) -> SampleStanding:
    return _only(one for one in desk.record_reviews.all().samples if one.sample.at == drawn_at)


def _only(found: Iterable[T]) -> T:
    [one] = found
    return one

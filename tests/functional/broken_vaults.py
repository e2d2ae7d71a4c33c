"""A vault in which something is broken behind the application’s back, each break once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import delete

from icv_app.bootstrap.wiring import SystemClock, SystemIds, open_desk
from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import RecordId
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope, without_part
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import MemberRemoved, statement_parts
from icv_app.services.desk import Desk
from icv_app.services.ports import RecordState, StoredRecord, UnitOfWork
from icv_app.services.ports_sync import PulledRecord
from icv_app.services.roster_book import RosterBook
from icv_app.store import tables
from icv_app.store.unlocking import unlock
from tests.builders import NOON
from tests.functional.scheme_in_life import PASSPHRASE


@dataclass
class Story:
    """A coordinator's vault with V-001 in the scheme, an imported visit and a log.

    Attributes:
        visitor: The keys of V-001's laptop.
    """

    folder: Path
    visitor: DeviceKeys

    def copy(self, to: Path) -> Story:
        shutil.copytree(self.folder, to)
        return Story(to, self.visitor)

    def at(self, change: Callable[[Desk, Story], None]) -> None:
        """Change something behind the application's back."""
        with unlock(self.folder, PASSPHRASE, now=NOON) as vault:
            change(open_desk(vault), self)


def seal_all(desk: Desk) -> None:
    for name in desk.sync.pending():
        desk.sync.seal_pending(name)


def the_one(unit: UnitOfWork, kind: str, at: int = 0) -> StoredRecord:
    return unit.records.of_kinds((kind,))[at]


def change_record(desk: Desk, kind: str, change: Callable[[StoredRecord], StoredRecord], at: int = 0) -> None:
    with desk.open_unit() as unit:
        unit.records.put(change(the_one(unit, kind, at)))
        unit.commit()


def forge(desk: Desk, story: Story, kind: str, state: RecordState, **parts: bytes) -> None:
    """Put a record well signed by V-001's laptop into the vault as if it counted."""
    ids, opened = SystemIds(SystemClock()), not kind.startswith("roster.")
    with desk.open_unit() as unit:
        roster = RosterBook().current(unit)
    draft = Outgoing(
        record_id=ids.new(),
        kind=kind,
        scheme_id=desk.identity.scheme_id,
        chain_id=ids.new(),
        sequence=1,
        previous=None,
        sealed_at=SystemClock().now(),
        parts=parts if opened else {},
        open_parts={} if opened else parts,
    )
    data = seal_envelope(draft, story.visitor, [roster.office.sealing] if opened else ())
    desk.sync.save_pull([PulledRecord(position=1, record_id=draft.record_id, envelope=data)], "1")
    with desk.open_unit() as unit:
        record = unit.records.get(RecordId(draft.record_id))
        assert record.state is RecordState.REFUSED
        unit.records.put(replace(record, state=state))
        unit.commit()


def an_altered_envelope(desk: Desk, _story: Story) -> None:
    def altered(record: StoredRecord) -> StoredRecord:
        data = bytearray(record.envelope or b"")
        data[-1] ^= 1
        return replace(record, envelope=bytes(data))

    change_record(desk, "visit.imported", altered)


def altered_contents(desk: Desk, _story: Story) -> None:
    def altered(record: StoredRecord) -> StoredRecord:
        report = (record.parts["report"] or b"").replace(b'"wakefield"', b'"elsewhere"')
        return replace(record, parts={**record.parts, "report": report})

    change_record(desk, "visit.imported", altered)


def another_subject(desk: Desk, _story: Story) -> None:
    change_record(desk, "visit.imported", lambda record: replace(record, subject="another visit"))


def a_part_gone(desk: Desk, _story: Story) -> None:
    def erased(record: StoredRecord) -> StoredRecord:
        parts = {name: None if name == "person" else part for name, part in record.parts.items()}
        return replace(record, envelope=without_part(record.envelope or b"", "person"), parts=parts)

    change_record(desk, "visit.imported", erased)


def what_a_visitor_may_not_say(desk: Desk, story: Story) -> None:
    forge(desk, story, "review.decision", RecordState.RECEIVED, report=b"{}")


def a_statement_without_effect(desk: Desk, story: Story) -> None:
    with desk.open_unit() as unit:
        tips = RosterBook().current(unit).tips
    statement = MemberRemoved(after=tips, member="C-001", accepted=())
    forge(desk, story, "roster.member_removed", RecordState.RECEIVED, **statement_parts(statement))


def a_statement_taken_out(desk: Desk, _story: Story) -> None:
    take_out(desk, "roster.member_added")


def a_record_taken_out(desk: Desk, _story: Story) -> None:
    take_out(desk, "member.profile", 1)


def a_line_of_the_log_taken_out(desk: Desk, _story: Story) -> None:
    take_out(desk, "audit.entry", 2)


def take_out(desk: Desk, kind: str, at: int = 0) -> None:
    with desk.open_unit() as unit:
        name = the_one(unit, kind, at).record_id
        connection = unit.records._connection  # type: ignore[attr-defined]
        table = tables.records
        arrival = connection.execute(table.select().where(table.c.record_id == name)).one().arrival
        connection.execute(delete(tables.record_bodies).where(tables.record_bodies.c.arrival == arrival))
        connection.execute(delete(table).where(table.c.record_id == name))
        unit.commit()


def two_under_one_number(desk: Desk, _story: Story) -> None:
    with desk.open_unit() as unit:
        keys = desk.keyring.device(unit)
        like = read_envelope(the_one(unit, "member.profile", 1).envelope or b"").header
        roster = RosterBook().current(unit)
        draft = Outgoing(
            record_id=SystemIds(SystemClock()).new(),
            kind="audit.entry",
            scheme_id=like.scheme_id,
            chain_id=like.chain_id,
            sequence=like.sequence,
            previous=like.previous,
            sealed_at=like.sealed_at,
            parts={"report": b"{}"},
        )
        data = seal_envelope(draft, keys, [roster.office.sealing])
        record = replace(
            the_one(unit, "audit.entry"),
            record_id=RecordId(draft.record_id),
            envelope=data,
            envelope_hash=read_envelope(data).hash,
            sequence=like.sequence,
            state=RecordState.REFUSED,
            parts={},
        )
        unit.records.put(record)
        unit.commit()


def an_unsealed_line_altered(desk: Desk, _story: Story) -> None:
    for day in range(2):
        desk.audit.note(AuditAct.VISITS_EXPORTED, f"{day}" * 64, "3 visits")

    def altered(record: StoredRecord) -> StoredRecord:
        assert record.envelope is None
        return replace(
            record, parts={"report": (record.parts["report"] or b"").replace(b"3 visits", b"2 visits")}
        )

    change_record(desk, "audit.entry", altered, at=-2)


def a_withheld_tail(desk: Desk, _story: Story) -> None:
    """The coordinator's own laptop has said that its chain goes on for three more."""
    desk.heads.settle((), ())
    with desk.open_unit() as unit:
        [kept] = unit.heads.all()
        farthest = tuple(replace(one, sequence=one.sequence + 3) for one in kept.farthest)
        unit.heads.put(replace(kept, farthest=farthest))
        unit.commit()


def an_altered_head(desk: Desk, _story: Story) -> None:
    desk.heads.settle((), ())
    with desk.open_unit() as unit:
        [kept] = unit.heads.all()
        unit.heads.put(replace(kept, envelope=kept.envelope[:-1] + b"\0"))
        unit.commit()


BREAKS: list[tuple[Callable[[Desk, Story], None], str, str, str]] = [
    (an_altered_envelope, "record", "visit.imported", "do not match the header"),
    (altered_contents, "record", "visit.imported", "not what its author signed"),
    (another_subject, "record", "visit.imported", "not what its author signed"),
    (a_part_gone, "record", "visit.imported", "no erasure run names it"),
    (what_a_visitor_may_not_say, "record", "review.decision", "may not make records of this kind"),
    (a_statement_without_effect, "roster", "roster.member_removed", "the roster gives it no effect"),
    (a_statement_taken_out, "roster", "roster.member_added", "names an earlier statement of the roster"),
    (a_record_taken_out, "chain", "", "missing, although later ones are here"),
    (a_line_of_the_log_taken_out, "chain", "", "missing, although later ones are here"),
    (two_under_one_number, "chain", "", "two different records were signed under this number"),
    (a_withheld_tail, "chain", "", "the laptop says that it wrote them"),
    (an_altered_head, "chain", "device.head", "the dated head of this laptop does not verify"),
    (an_unsealed_line_altered, "audit_log", "", "names an earlier entry that is not here"),
]

"""Records: everything that travels, in the order in which it came into this vault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgpack
from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, func, select

from icv_app.domain.ids import ConcernId, DeviceId, RecordId
from icv_app.domain.records import RecordKind
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound
from icv_app.seal.chains import ChainLink
from icv_app.services.concern_records import STEP
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import (
    APART,
    Addressees,
    ChainHead,
    RecordLine,
    RecordState,
    StoredRecord,
    Weight,
)
from icv_app.services.report_records import REPORTS
from icv_app.store import tables
from icv_app.store.concern_rows import ConcernRows
from icv_app.store.passages import SAID, PassageIndex
from icv_app.store.statements import AT_ONCE, upsert
from icv_app.words import _

_RECORDS = tables.records.c
_BODIES = tables.record_bodies.c
_VISITS = tables.visits.c
_UNVERIFIED = tuple(state.value for state in (*APART, RecordState.RECEIVED))
"""States of records that no device of the scheme is known to have signed; statements wait as received."""
_UNUSABLE = (RecordState.QUARANTINED.value, RecordState.REFUSED.value)
_STATES = {state.value: state for state in RecordState}
# Built once: building a statement for each record costs more than running it.
_STATES_OF = select(_RECORDS.record_id, _RECORDS.state).where(
    _RECORDS.record_id.in_(bindparam("wanted", expanding=True))
)
_WHOLE = select(tables.records, _BODIES.parts, _BODIES.envelope).join(tables.record_bodies)
_LINES = select(
    _RECORDS.record_id,
    _RECORDS.kind,
    _RECORDS.subject,
    _RECORDS.author,
    _RECORDS.device,
    _RECORDS.written_at,
    _RECORDS.state,
    _RECORDS.position,
    _RECORDS.accepted_at,
    _RECORDS.reason,
    _RECORDS.envelope_hash,
    _RECORDS.chain_id,
)
_LINES_OF = _LINES.where(_RECORDS.record_id.in_(bindparam("wanted", expanding=True)))
_BY_ID = _WHOLE.where(_RECORDS.record_id == bindparam("wanted"))
_ABOUT = _WHOLE.where(_RECORDS.subject == bindparam("subject")).order_by(_RECORDS.arrival)
_SAID_ABOUT = _WHOLE.where(
    _RECORDS.subject.in_(bindparam("subjects", expanding=True)), _RECORDS.kind.in_(SAID)
).order_by(_RECORDS.arrival)
_PUT_ROW = upsert(tables.records, "record_id").returning(_RECORDS.arrival)
_PUT_BODY = upsert(tables.record_bodies, "arrival")


class SqlRecordRepository:
    """`RecordRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, record_id: RecordId) -> StoredRecord:
        """Return one record.

        Raises:
            NotFound: It is not in this vault.
        """
        record = self.find(record_id)
        if record is None:
            raise NotFound(f"record {record_id}", user_text=_("That record is not on this computer."))
        return record

    def find(self, record_id: RecordId) -> StoredRecord | None:
        """Return one record, or `None`."""
        row = self._connection.execute(_BY_ID, {"wanted": record_id}).one_or_none()
        return None if row is None else _record(row)

    def put(self, record: StoredRecord) -> None:
        """Insert or replace by identifier; a replaced record keeps its place in the order."""
        row = {
            "record_id": record.record_id,
            "kind": record.kind,
            "subject": record.subject,
            "author": record.author,
            "device": record.device,
            "written_at": record.written_at,
            "state": record.state.value,
            "addressees": to_json(record.addressees),
            "envelope_hash": record.envelope_hash,
            "chain_id": record.chain_id,
            "sequence": record.sequence,
            "previous": record.previous,
            "position": record.position,
            "accepted_at": record.accepted_at,
            "reason": record.reason,
        }
        arrival = self._connection.execute(_PUT_ROW, row).scalar_one()
        body = {"arrival": arrival, "parts": msgpack.packb(dict(record.parts)), "envelope": record.envelope}
        self._connection.execute(_PUT_BODY, body)
        PassageIndex(self._connection).put_record(record)
        if record.kind == STEP:
            concern_id = ConcernId(record.subject)
            ConcernRows(self._connection).follow(concern_id, self.about(concern_id, (STEP,)))

    def about(self, subject: str, kinds: Iterable[str] = ()) -> Sequence[StoredRecord]:
        """Records about one subject, oldest first; all kinds where none is named."""
        named = tuple(kinds)
        if named:
            return self._matching(_RECORDS.subject == subject, _RECORDS.kind.in_(named))
        return [_record(row) for row in self._connection.execute(_ABOUT, {"subject": subject})]

    def said_about(self, visits: Iterable[Visit]) -> Sequence[StoredRecord]:
        """What was said about visits and their concerns after they were filed."""
        subjects = [
            subject
            for visit in visits
            for subject in (visit.visit_id, *(concern.concern_id for concern in visit.concerns))
        ]
        return [
            _record(row)
            for at in range(0, len(subjects), AT_ONCE)
            for row in self._connection.execute(_SAID_ABOUT, {"subjects": subjects[at : at + AT_ONCE]})
        ]

    def about_each(self, subjects: Iterable[str], kinds: Iterable[str]) -> Sequence[StoredRecord]:
        """Records of some kinds about many subjects, those about one oldest first."""
        wanted, named = sorted(set(subjects)), tuple(kinds)
        return [
            record
            for at in range(0, len(wanted), AT_ONCE)
            for record in self._matching(
                _RECORDS.subject.in_(wanted[at : at + AT_ONCE]), _RECORDS.kind.in_(named)
            )
        ]

    def of_kinds(self, kinds: Iterable[str]) -> Sequence[StoredRecord]:
        """Records of some kinds, oldest first (in the order they came into this vault)."""
        return self._matching(_RECORDS.kind.in_(tuple(kinds)))

    def states_of_kinds(self, kinds: Iterable[str]) -> Sequence[tuple[RecordId, RecordState]]:
        """Identifiers and states of the records of some kinds, oldest first, without reading them.

        Those of which a part was erased here are not among them.
        """
        erased = exists().where(tables.erased_parts.c.record_id == _RECORDS.record_id)
        query = select(_RECORDS.record_id, _RECORDS.state).where(_RECORDS.kind.in_(tuple(kinds)), ~erased)
        rows = self._connection.execute(query.order_by(_RECORDS.arrival))
        return [(RecordId(record_id), _STATES[state]) for record_id, state in rows]

    def in_states(self, states: Iterable[RecordState]) -> Sequence[StoredRecord]:
        """Records in some states, oldest first."""
        return self._matching(_RECORDS.state.in_(tuple(state.value for state in states)))

    def states_of(self, record_ids: Iterable[RecordId]) -> Mapping[RecordId, RecordState]:
        """The states of those of these records that are in this vault."""
        wanted = tuple(record_ids)
        found: dict[RecordId, RecordState] = {}
        for at in range(0, len(wanted), AT_ONCE):
            rows = self._connection.execute(_STATES_OF, {"wanted": wanted[at : at + AT_ONCE]})
            found |= {RecordId(record_id): _STATES[state] for record_id, state in rows}
        return found

    def count_by_state(self) -> Mapping[RecordState, int]:
        """How many records are in each state; every state is there, with 0 where none is."""
        query = select(_RECORDS.state, func.count()).group_by(_RECORDS.state)
        found = {RecordState(state): count for state, count in self._connection.execute(query)}
        return dict.fromkeys(RecordState, 0) | found

    def lines(self, state: RecordState, *, limit: int) -> Sequence[RecordLine]:
        """At most `limit` records in a state without their contents, the one that came last first."""
        query = _LINES.where(_RECORDS.state == state.value).order_by(_RECORDS.arrival.desc()).limit(limit)
        return [_line(row) for row in self._connection.execute(query)]

    def lines_of(self, record_ids: Iterable[RecordId]) -> Sequence[RecordLine]:
        """Those of these records that are in this vault, without their contents."""
        wanted = tuple(record_ids)
        return [
            _line(row)
            for at in range(0, len(wanted), AT_ONCE)
            for row in self._connection.execute(_LINES_OF, {"wanted": wanted[at : at + AT_ONCE]})
        ]

    def count_opened(self) -> int:
        """How many reports the server has by its receipt, and a coordinator has opened."""
        query = (
            select(func.count())
            .select_from(tables.records.join(tables.visits, _VISITS.visit_id == _RECORDS.subject))
            .where(
                _RECORDS.state == RecordState.ACCEPTED.value,
                _RECORDS.kind.in_(REPORTS),
                _VISITS.review != ReviewState.FILED.value,
            )
        )
        return self._connection.scalar(query) or 0

    def weigh_unverified(self, *, from_server: bool) -> Weight:
        """What came from elsewhere and no device of the scheme is known to have signed."""
        by_server = _RECORDS.position.is_not(None) if from_server else _RECORDS.position.is_(None)
        return self._weight(_RECORDS.state.in_(_UNVERIFIED), _RECORDS.chain_id.is_(None), by_server)

    def weigh_apart_of(self, device: DeviceId) -> Weight:
        """What is set apart for good or for a decision, of those a device is known to have signed."""
        return self._weight(
            _RECORDS.state.in_(_UNUSABLE), _RECORDS.chain_id.is_not(None), _RECORDS.device == device
        )

    def _weight(self, *conditions: ColumnElement[bool]) -> Weight:
        size = func.coalesce(func.sum(func.length(_BODIES.envelope)), 0)
        query = select(func.count(), size).select_from(tables.records.join(tables.record_bodies))
        envelopes, size_bytes = self._connection.execute(query.where(*conditions)).one()
        return Weight(envelopes, size_bytes)

    def chain_head(self, chain_id: str) -> ChainHead | None:
        """The newest envelope of a chain, or `None` for a chain without any."""
        query = (
            select(_RECORDS.sequence, _RECORDS.envelope_hash)
            .where(
                _RECORDS.chain_id == chain_id,
                _RECORDS.sequence.is_not(None),
                _RECORDS.envelope_hash.is_not(None),
            )
            .order_by(_RECORDS.sequence.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else ChainHead(chain_id, row.sequence, row.envelope_hash)

    def chains_of(self, device: DeviceId) -> Sequence[ChainHead]:
        """The newest verified envelope of each chain of a device, longest chain first."""
        query = (
            select(_RECORDS.chain_id, func.max(_RECORDS.sequence))
            .where(
                _RECORDS.device == device,
                _RECORDS.chain_id.is_not(None),
                _RECORDS.envelope_hash.is_not(None),
            )
            .group_by(_RECORDS.chain_id)
            .order_by(func.max(_RECORDS.sequence).desc(), _RECORDS.chain_id)
        )
        heads = (self.chain_head(chain_id) for chain_id, _last in self._connection.execute(query).all())
        return [head for head in heads if head is not None]

    def links(self) -> Sequence[ChainLink]:
        """The place of every verified envelope in its chain, heads left out."""
        query = select(
            _RECORDS.chain_id,
            _RECORDS.sequence,
            _RECORDS.envelope_hash,
            _RECORDS.previous,
            _RECORDS.record_id,
            _RECORDS.device,
            _RECORDS.written_at,
        ).where(
            _RECORDS.chain_id.is_not(None),
            _RECORDS.envelope_hash.is_not(None),
            _RECORDS.kind != RecordKind.DEVICE_HEAD,
        )
        return [
            ChainLink(
                chain_id=row.chain_id,
                sequence=row.sequence,
                hash=row.envelope_hash,
                previous=row.previous,
                record_id=row.record_id,
                author_device=row.device,
                made_at=row.written_at,
            )
            for row in self._connection.execute(query)
        ]

    def last_written_by(self, device: DeviceId) -> datetime | None:
        """When a device wrote the newest of its records in this vault, UTC."""
        query = select(func.max(_RECORDS.written_at)).where(_RECORDS.device == device)
        found: datetime | None = self._connection.execute(query).scalar_one()
        return found

    def enveloped_ids(self, *, with_server: bool = False) -> Sequence[tuple[RecordId, str]]:
        """(record id, envelope hash) of every record that has an envelope, by record id."""
        query = (
            select(_RECORDS.record_id, _RECORDS.envelope_hash)
            .where(_RECORDS.envelope_hash.is_not(None))
            .order_by(_RECORDS.record_id)
        )
        if with_server:
            query = query.where(_RECORDS.position.is_not(None))
        return [(RecordId(record_id), digest) for record_id, digest in self._connection.execute(query)]

    def _matching(self, *conditions: ColumnElement[bool]) -> list[StoredRecord]:
        query = _WHOLE.where(*conditions).order_by(_RECORDS.arrival)
        return [_record(row) for row in self._connection.execute(query)]


def _line(row: Row[*tuple[Any, ...]]) -> RecordLine:
    record_id, kind, subject, author, device, written_at, state, position, accepted_at, *rest = row
    reason, envelope_hash, chain_id = rest
    return RecordLine(
        record_id=record_id,
        kind=kind,
        subject=subject,
        author=author,
        device=device,
        written_at=written_at,
        state=_STATES[state],
        position=position,
        accepted_at=accepted_at,
        reason=reason,
        sealed=envelope_hash is not None,
        verified=chain_id is not None,
    )


def _record(row: Row[*tuple[Any, ...]]) -> StoredRecord:
    # Taken apart in the order of the columns: by name it takes twice as long.
    _arrival, record_id, kind, subject, author, device, written_at, state, addressees, *rest = row
    envelope_hash, chain_id, sequence, position, accepted_at, reason, previous, *body = rest
    parts, envelope = body
    return StoredRecord(
        record_id=record_id,
        kind=kind,
        subject=subject,
        author=author,
        device=device,
        written_at=written_at,
        state=_STATES[state],
        parts=msgpack.unpackb(parts),
        addressees=_addressees(addressees),
        envelope=envelope,
        envelope_hash=envelope_hash,
        chain_id=chain_id,
        sequence=sequence,
        position=position,
        accepted_at=accepted_at,
        reason=reason,
        previous=previous,
    )


@lru_cache(maxsize=64)
def _addressees(document: bytes) -> Addressees:
    return from_json(Addressees, document)

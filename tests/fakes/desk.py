"""A desk with every real service over a vault in memory."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

from icv_app.bootstrap.wiring import open_desk
from icv_app.domain.concern import ConcernStep
from icv_app.domain.ids import DeviceId, MemberId, RecordId, SchemeId
from icv_app.domain.records import RecordKind
from icv_app.domain.review import ReviewEvent
from icv_app.domain.scheme import Member, Role, SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.services.concern_records import STEP, step_parts
from icv_app.services.desk import Desk
from icv_app.services.folding import apply_record
from icv_app.services.identity import Identity
from icv_app.services.membership import Belonging, keep_belonging
from icv_app.services.ports import RecordState, StoredRecord
from icv_app.services.report_records import EVENT_KINDS, event_parts, report_parts
from icv_app.store.vault import Vault
from tests.builders import NOON, a_checklist, a_coordinator, a_member, settings
from tests.fakes.memory_store import MemoryStore
from tests.fakes.office import MemoryVault


@dataclass
class Counter:
    """Identifiers in order."""

    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def new(self) -> str:
        return f"00000000-0000-7000-8000-{next(self.numbers):012d}"


@dataclass
class HandClock:
    """A clock moved by hand."""

    moment: datetime = NOON + timedelta(hours=3)

    def now(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


def a_desk(
    store: MemoryStore,
    member_id: str = "C-001",
    *,
    clock: HandClock | None = None,
    scheme: SchemeSettings | None = None,
    members: Iterable[Member] = (),
) -> Desk:
    """The desk of one member; several members may share one store, as if always in sync."""
    clock = clock or HandClock()
    role = Role.COORDINATOR if member_id.startswith("C") else Role.VISITOR
    identity = Identity(
        member_id=MemberId(member_id),
        role=role,
        scheme_id=SchemeId("west-yorkshire"),
        device_id=DeviceId(f"device-{member_id}"),
    )
    known = tuple(members) or (*(a_member(number) for number in range(1, 5)), a_coordinator())
    with store() as unit:
        keep_belonging(
            unit,
            Belonging(
                identity=identity, root_fingerprint="f" * 64, scheme_name="West Yorkshire", server_url=None
            ),
        )
        unit.settings.put(scheme or settings())
        for member in known:
            unit.members.put(member)
        unit.commit()
    vault = cast("Vault", MemoryVault(store))
    return open_desk(vault, clock=clock, transport_clock=clock, ids=Counter())


def file_report(
    store: MemoryStore,
    visit: Visit,
    *events: ReviewEvent,
    steps: Iterable[ConcernStep] = (),
    state: RecordState = RecordState.RECEIVED,
) -> Visit:
    """Put a filed visit into a vault as the record it came in, with what was said about it."""
    report = _record(f"report-{visit.visit_id}", RecordKind.VISIT_REPORT, visit.visit_id, visit.author)
    assert visit.submitted_at is not None
    records = [replace(report, parts=report_parts(visit, a_checklist()), written_at=visit.submitted_at)]
    for event in events:
        record = _record(event.record_id, EVENT_KINDS[event.kind], event.visit_id, event.by)
        records.append(replace(record, parts=event_parts(event), written_at=event.at))
    for step in steps:
        record = _record(step.record_id, STEP, step.concern_id, step.by)
        records.append(replace(record, parts=step_parts(step), written_at=step.at))
    with store() as unit:
        for record in (replace(one, state=state) for one in records):
            unit.records.put(record)
            apply_record(unit, record)
        unit.commit()
    return visit


def _record(record_id: str, kind: str, subject: str, author: str) -> StoredRecord:
    return StoredRecord(
        record_id=RecordId(record_id),
        kind=kind,
        subject=subject,
        author=MemberId(author),
        device=DeviceId(f"device-{author}"),
        written_at=NOON,
        state=RecordState.RECEIVED,
    )

"""A vault in a dict, keeping the promises of transactions that the real one keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock, get_ident
from types import TracebackType
from typing import Self

from icv_app.domain.concern import Severity
from icv_app.domain.ids import DeviceId, MemberId, RecordId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.records import RecordKind
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit import Stage, Visit
from icv_app.domain.visit_facts import VisitFacts, visit_facts
from icv_app.errors import NotFound, StoreError, VaultLocked
from icv_app.seal.chains import ChainLink
from icv_app.services.documents import to_json
from icv_app.services.ports import (
    APART,
    ChainHead,
    HeadRepository,
    KeptHead,
    KeyRepository,
    MemberRepository,
    MetaRepository,
    RecordLine,
    RecordRepository,
    RecordState,
    SettingsRepository,
    StoredRecord,
    Weight,
)
from icv_app.services.ports_coverage import CoverageRepository
from icv_app.services.ports_drafts import DraftRepository, UnsentRepository
from icv_app.services.ports_erasures import ErasedPart, ErasureRepository
from icv_app.services.ports_invitations import InvitationRepository, IssuedInvitation
from icv_app.services.ports_visits import (
    FiledVisit,
    SearchRepository,
    VisitFilter,
    VisitRepository,
    VisitSummary,
)
from tests.fakes.memory_coverage import MemoryCoverage
from tests.fakes.memory_drafts import BesideDrafts, MemoryDrafts, MemoryUnsent
from tests.fakes.memory_search import MemorySearch


@dataclass(frozen=True, slots=True)
class _Filed:
    review: ReviewState
    changed_at: datetime


@dataclass(slots=True)
class _Contents:
    """Everything of a vault; its values are immutable, so a copy of the dicts is a copy of all."""

    visits: dict[VisitId, Visit] = field(default_factory=dict)
    late: dict[VisitId, bool] = field(default_factory=dict)
    filed: dict[VisitId, _Filed] = field(default_factory=dict)
    records: dict[RecordId, StoredRecord] = field(default_factory=dict)
    heads: dict[DeviceId, KeptHead] = field(default_factory=dict)
    members: dict[MemberId, Member] = field(default_factory=dict)
    settings: dict[int, SchemeSettings] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    invitations: dict[str, IssuedInvitation] = field(default_factory=dict)
    beside: BesideDrafts = field(default_factory=BesideDrafts)
    erased: dict[tuple[RecordId, str], ErasedPart] = field(default_factory=dict)

    def copy(self) -> _Contents:
        return _Contents(
            dict(self.visits),
            dict(self.late),
            dict(self.filed),
            dict(self.records),
            dict(self.heads),
            dict(self.members),
            dict(self.settings),
            dict(self.meta),
            dict(self.keys),
            dict(self.invitations),
            self.beside.copy(),
            dict(self.erased),
        )


class MemoryStore:
    """Stands in for a vault in tests: `MemoryStore()` is an `OpenUnit`.

    Attributes:
        fail_next_commit: The next commit says that the disk is full and changes nothing.
        locked: Units can no longer be opened.
        commits: How many commits changed something.
    """

    def __init__(self, *visits: Visit) -> None:
        self._contents = _Contents()
        self._turn = Lock()
        self._writer: int | None = None
        self.fail_next_commit = False
        self.locked = False
        self.commits = 0
        for visit in visits:
            MemoryVisits(self._contents).put(visit)

    def __call__(self) -> MemoryUnit:
        return MemoryUnit(self)

    def open_unit(self) -> MemoryUnit:
        return MemoryUnit(self)

    def open_reading(self) -> MemoryUnit:
        return MemoryUnit(self, reading=True)

    def copy(self) -> MemoryStore:
        """Another store that holds what is committed here."""
        twin = MemoryStore()
        twin._contents = self._contents.copy()
        return twin

    @property
    def saved(self) -> Mapping[VisitId, Visit]:
        """The committed visits."""
        return self._contents.visits

    @property
    def saved_records(self) -> Mapping[RecordId, StoredRecord]:
        """The committed records."""
        return self._contents.records


class MemoryUnit:
    """`UnitOfWork` over a copy, put in place of the original by `commit`."""

    visits: VisitRepository
    search: SearchRepository
    coverage: CoverageRepository
    records: RecordRepository
    heads: HeadRepository
    members: MemberRepository
    settings: SettingsRepository
    meta: MetaRepository
    keys: KeyRepository
    invitations: InvitationRepository
    drafts: DraftRepository
    unsent: UnsentRepository
    erasures: ErasureRepository

    def __init__(self, store: MemoryStore, *, reading: bool = False) -> None:
        self._store = store
        self._reading = reading
        self._mine: _Contents | None = None

    def __enter__(self) -> Self:
        store = self._store
        if self._mine is not None:
            raise RuntimeError("this unit of work is already open")
        if not self._reading:
            if store._writer == get_ident():
                raise RuntimeError("a unit of work is already open on this thread")
            store._turn.acquire()
            store._writer = get_ident()
        if store.locked:
            self._end()
            raise VaultLocked("the vault is locked", user_text="The vault is locked.")
        self._begin()
        return self

    def _begin(self) -> None:
        mine = self._store._contents.copy()
        self._mine = mine
        self.visits = MemoryVisits(mine)
        self.search = MemorySearch(self.visits, mine.records.values())
        self.coverage = MemoryCoverage(self.visits)
        self.records = MemoryRecords(mine)
        self.heads = MemoryHeads(mine)
        self.members = MemoryMembers(mine)
        self.settings = MemorySettings(mine)
        self.meta = MemoryMeta(mine)
        self.keys = MemoryKeys(mine)
        self.invitations = MemoryInvitations(mine)
        self.drafts = MemoryDrafts(mine.beside)
        self.unsent = MemoryUnsent(mine.beside)
        self.erasures = MemoryErasures(mine)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._mine = None
        if not self._reading:
            self._store._writer = None
            self._store._turn.release()

    def commit(self) -> None:
        if self._mine is None or self._reading:
            raise RuntimeError("nothing can be committed here")
        store = self._store
        if store.fail_next_commit:
            store.fail_next_commit = False
            raise StoreError("disk full: injected", user_text="The disk is full. Nothing was changed.")
        if self._mine != store._contents:
            store.commits += 1
        store._contents = self._mine.copy()


class MemoryVisits:
    def __init__(self, contents: _Contents) -> None:
        self._all = contents

    def get(self, visit_id: VisitId) -> Visit:
        visit = self.find(visit_id)
        if visit is None:
            raise NotFound(f"visit {visit_id}", user_text="That visit is not on this computer.")
        return visit

    def find(self, visit_id: VisitId) -> Visit | None:
        return self._all.visits.get(visit_id)

    def put(self, visit: Visit, *, late: bool = False) -> None:
        if visit.stage is Stage.SUBMITTED:
            visit_facts(visit)  # a visit without a suite, outcome or times is a defect here too
            assert visit.submitted_at is not None
            self._all.filed.setdefault(visit.visit_id, _Filed(ReviewState.FILED, visit.submitted_at))
        else:
            self._all.filed.pop(visit.visit_id, None)
        self._all.visits[visit.visit_id] = visit
        self._all.late[visit.visit_id] = late

    def remove_filed(self, visit_id: VisitId) -> None:
        visit = self.find(visit_id)
        if visit is not None and visit.stage is Stage.SUBMITTED:
            del self._all.visits[visit_id], self._all.late[visit_id], self._all.filed[visit_id]

    def document_of(self, visit: Visit) -> bytes:
        return to_json(visit)

    def known(self, visit_ids: Iterable[VisitId]) -> Set[VisitId]:
        return self._all.visits.keys() & set(visit_ids)

    def add_filed(self, filed: Sequence[FiledVisit]) -> None:
        for one in filed:
            assert one.visit.visit_id not in self._all.visits
            self.put(one.visit, late=one.late)
            self.set_review(one.visit.visit_id, one.review, one.review_changed_at)

    def remove_draft(self, visit_id: VisitId) -> None:
        visit = self.find(visit_id)
        if visit is None or visit.stage is not Stage.DRAFT:
            raise NotFound(f"draft {visit_id}", user_text="That draft is not on this computer.")
        del self._all.visits[visit_id], self._all.late[visit_id]
        MemoryDrafts(self._all.beside).forget(visit_id)

    def summaries(
        self, wanted: VisitFilter, *, limit: int | None = None, offset: int = 0
    ) -> Sequence[VisitSummary]:
        found = [
            summary for summary in map(self._summary, self._all.visits.values()) if wanted.takes(summary)
        ]
        found.sort(key=lambda summary: (summary.began_at, summary.visit_id), reverse=True)
        return found[offset:] if limit is None else found[offset : offset + limit]

    def count(self, wanted: VisitFilter) -> int:
        return len(self.summaries(wanted))

    def first_filed(self) -> datetime | None:
        return min((one.began_at for one in self._filed_visits() if one.began_at), default=None)

    def count_drafts(self) -> int:
        return sum(visit.stage is Stage.DRAFT for visit in self._all.visits.values())

    def set_review(self, visit_id: VisitId, state: ReviewState, changed_at: datetime) -> None:
        if visit_id not in self._all.filed:
            raise NotFound(f"visit {visit_id}", user_text="That visit is not on this computer.")
        self._all.filed[visit_id] = _Filed(state, changed_at)

    def facts(
        self, since: datetime | None = None, until: datetime | None = None, *, with_red: bool = False
    ) -> Sequence[VisitFacts]:
        visits = self._filed_visits()
        if with_red:
            visits = [one for one in visits if self._summary(one).severities.get(Severity.RED)]
        facts = [visit_facts(visit) for visit in visits]
        wanted = [
            fact
            for fact in facts
            if (since is None or since <= fact.began_at) and (until is None or fact.began_at < until)
        ]
        return sorted(wanted, key=lambda fact: (fact.began_at, fact.visit_id))

    def passing_facts(self, since: datetime, until: datetime) -> Iterator[VisitFacts]:
        return iter(self.facts(since, until))

    def filed_at(self, suite: SuiteId, *, since: datetime, before: datetime, limit: int) -> Sequence[Visit]:
        found = self.summaries(
            VisitFilter(stage=Stage.SUBMITTED, suite=suite, since=since, until=before), limit=limit
        )
        return [self.get(summary.visit_id) for summary in found]

    def last_filed_at(self, suite: SuiteId, before: datetime) -> Visit | None:
        earlier = [
            visit
            for visit in self._filed_visits()
            if visit.suite == suite and visit.began_at is not None and visit.began_at < before
        ]
        return max(earlier, key=lambda visit: (visit.began_at, visit.visit_id), default=None)

    def _filed_visits(self) -> list[Visit]:
        return [visit for visit in self._all.visits.values() if visit.stage is Stage.SUBMITTED]

    def _summary(self, visit: Visit) -> VisitSummary:
        raised = Counter(concern.severity for concern in visit.concerns if not concern.good_practice)
        filed = self._all.filed.get(visit.visit_id)
        return VisitSummary(
            visit_id=visit.visit_id,
            suite=visit.suite,
            kind=visit.kind,
            stage=visit.stage,
            outcome=visit.outcome,
            author=visit.author,
            visitors=visit.visitors,
            began_at=visit.began_at or visit.created_at,
            submitted_at=visit.submitted_at,
            in_custody=visit.census.total or 0,
            spoken_to=visit.reconciliation.by_contact[Contact.SPOKEN_TO],
            severities={severity: raised[severity] for severity in Severity},
            good_practice=sum(concern.good_practice for concern in visit.concerns),
            review=filed.review if filed else None,
            review_changed_at=filed.changed_at if filed else None,
            late=self._all.late[visit.visit_id],
        )


class MemoryRecords:
    def __init__(self, contents: _Contents) -> None:
        self._all = contents

    def get(self, record_id: RecordId) -> StoredRecord:
        record = self.find(record_id)
        if record is None:
            raise NotFound(f"record {record_id}", user_text="That record is not on this computer.")
        return record

    def find(self, record_id: RecordId) -> StoredRecord | None:
        return self._all.records.get(record_id)

    def put(self, record: StoredRecord) -> None:
        self._all.records[record.record_id] = replace(record, parts=dict(record.parts))

    def about(self, subject: str, kinds: Iterable[str] = ()) -> Sequence[StoredRecord]:
        named = set(kinds)
        return [
            record
            for record in self._all.records.values()
            if record.subject == subject and (not named or record.kind in named)
        ]

    def of_kinds(self, kinds: Iterable[str]) -> Sequence[StoredRecord]:
        named = set(kinds)
        return [record for record in self._all.records.values() if record.kind in named]

    def in_states(self, states: Iterable[RecordState]) -> Sequence[StoredRecord]:
        named = set(states)
        return [record for record in self._all.records.values() if record.state in named]

    def states_of(self, record_ids: Iterable[RecordId]) -> Mapping[RecordId, RecordState]:
        found = (self.find(record_id) for record_id in record_ids)
        return {record.record_id: record.state for record in found if record is not None}

    def count_by_state(self) -> Mapping[RecordState, int]:
        counts = Counter(record.state for record in self._all.records.values())
        return {state: counts[state] for state in RecordState}

    def lines(self) -> Sequence[RecordLine]:
        return [
            RecordLine(
                record_id=record.record_id,
                kind=record.kind,
                subject=record.subject,
                author=record.author,
                device=record.device,
                written_at=record.written_at,
                state=record.state,
                position=record.position,
                accepted_at=record.accepted_at,
                reason=record.reason,
                sealed=record.envelope_hash is not None,
                verified=record.verified,
            )
            for record in reversed(self._all.records.values())
        ]

    def weigh_unverified(self, *, from_server: bool) -> Weight:
        return self._weight(
            lambda record: not record.verified and (record.position is not None) is from_server,
            (*APART, RecordState.RECEIVED),
        )

    def weigh_apart_of(self, device: DeviceId) -> Weight:
        unusable = (RecordState.QUARANTINED, RecordState.REFUSED)
        return self._weight(lambda record: record.verified and record.device == device, unusable)

    def _weight(self, fits: Callable[[StoredRecord], bool], states: Iterable[RecordState]) -> Weight:
        found = [len(record.envelope or b"") for record in self.in_states(states) if fits(record)]
        return Weight(len(found), sum(found))

    def chain_head(self, chain_id: str) -> ChainHead | None:
        heads = [
            ChainHead(chain_id, record.sequence, record.envelope_hash)
            for record in self._all.records.values()
            if record.chain_id == chain_id
            and record.sequence is not None
            and record.envelope_hash is not None
        ]
        return max(heads, key=lambda head: head.sequence, default=None)

    def chains_of(self, device: DeviceId) -> Sequence[ChainHead]:
        chains = {
            record.chain_id
            for record in self._all.records.values()
            if record.device == device and record.chain_id is not None
        }
        heads = [head for chain in chains if (head := self.chain_head(chain)) is not None]
        return sorted(heads, key=lambda head: (-head.sequence, head.chain_id))

    def links(self) -> Sequence[ChainLink]:
        return [
            ChainLink(
                chain_id=record.chain_id,
                sequence=record.sequence,
                hash=record.envelope_hash,
                previous=record.previous,
                record_id=record.record_id,
                author_device=record.device or "",
                made_at=record.written_at,
            )
            for record in self._all.records.values()
            if record.chain_id is not None
            and record.sequence is not None
            and record.envelope_hash is not None
            and record.kind != RecordKind.DEVICE_HEAD
        ]

    def last_written_by(self, device: DeviceId) -> datetime | None:
        found = (record.written_at for record in self._all.records.values() if record.device == device)
        return max(found, default=None)

    def enveloped_ids(self, *, with_server: bool = False) -> Sequence[tuple[RecordId, str]]:
        return sorted(
            (record.record_id, record.envelope_hash)
            for record in self._all.records.values()
            if record.envelope_hash is not None and (record.position is not None or not with_server)
        )


class MemoryErasures:
    def __init__(self, contents: _Contents) -> None:
        self._all = contents

    def note(self, erased: ErasedPart) -> None:
        held = self._all.erased.get((erased.record_id, erased.part))
        if held is None or (held.run is None and erased.run is not None):
            self._all.erased[erased.record_id, erased.part] = erased

    def of(self, record_id: RecordId) -> Mapping[str, ErasedPart]:
        return {one.part: one for one in self.all() if one.record_id == record_id}

    def all(self) -> Sequence[ErasedPart]:
        return [one for _name, one in sorted(self._all.erased.items())]


class MemoryHeads:
    def __init__(self, contents: _Contents) -> None:
        self._all = contents

    def put(self, head: KeptHead) -> None:
        self._all.heads[head.device] = head

    def find(self, device: DeviceId) -> KeptHead | None:
        return self._all.heads.get(device)

    def all(self) -> Sequence[KeptHead]:
        return sorted(self._all.heads.values(), key=lambda head: head.device)


class MemoryMembers:
    def __init__(self, contents: _Contents) -> None:
        self._all = contents

    def put(self, member: Member) -> None:
        self._all.members[member.member_id] = member

    def find(self, member_id: MemberId) -> Member | None:
        return self._all.members.get(member_id)

    def all(self) -> Sequence[Member]:
        return sorted(self._all.members.values(), key=lambda member: member.member_id)


class MemorySettings:
    def __init__(self, contents: _Contents) -> None:
        self._all = contents

    def put(self, settings: SchemeSettings) -> None:
        self._all.settings[settings.version] = settings

    def current(self) -> SchemeSettings:
        return self.version(max(self._all.settings, default=0))

    def version(self, version: int) -> SchemeSettings:
        settings = self._all.settings.get(version)
        if settings is None:
            raise NotFound(f"scheme settings {version}", user_text="The settings have not arrived yet.")
        return settings


class MemoryMeta:
    def __init__(self, contents: _Contents) -> None:
        self._all = contents

    def get(self, name: str) -> str | None:
        return self._all.meta.get(name)

    def put(self, name: str, value: str) -> None:
        self._all.meta[name] = value


class MemoryKeys:
    def __init__(self, contents: _Contents) -> None:
        self._all = contents

    def put(self, name: str, wrapped: bytes) -> None:
        self._all.keys[name] = wrapped

    def find(self, name: str) -> bytes | None:
        return self._all.keys.get(name)

    def remove(self, name: str) -> None:
        self._all.keys.pop(name, None)

    def names(self) -> Sequence[str]:
        return sorted(self._all.keys)


class MemoryInvitations:
    def __init__(self, contents: _Contents) -> None:
        self._all = contents

    def put(self, invitation: IssuedInvitation) -> None:
        self._all.invitations[invitation.locator] = invitation

    def find(self, locator: str) -> IssuedInvitation | None:
        return self._all.invitations.get(locator)

    def all(self) -> Sequence[IssuedInvitation]:
        return sorted(
            self._all.invitations.values(), key=lambda one: (one.issued_at, one.locator), reverse=True
        )

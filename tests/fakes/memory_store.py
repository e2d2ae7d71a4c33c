"""A vault in a dict, keeping the promises of transactions that the real one keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock, get_ident
from types import TracebackType
from typing import Self

from icv_app.domain.ids import DeviceId, MemberId, RecordId, VisitId
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound, StoreError, VaultLocked
from icv_app.services.ports import (
    PROVISIONAL,
    HeadRepository,
    KeptHead,
    KeyRepository,
    MemberRepository,
    MetaRepository,
    RecordRepository,
    SettingsRepository,
    StoredRecord,
)
from icv_app.services.ports_concerns import ConcernRepository
from icv_app.services.ports_coverage import CoverageRepository
from icv_app.services.ports_drafts import DraftRepository, UnsentRepository
from icv_app.services.ports_erasures import ErasedPart, ErasureRepository
from icv_app.services.ports_invitations import InvitationRepository, IssuedInvitation
from icv_app.services.ports_visits import (
    SearchRepository,
    VisitRepository,
)
from tests.fakes.memory_concerns import MemoryConcerns
from tests.fakes.memory_contents import Contents
from tests.fakes.memory_coverage import MemoryCoverage
from tests.fakes.memory_drafts import MemoryDrafts, MemoryUnsent
from tests.fakes.memory_records import MemoryRecords
from tests.fakes.memory_search import MemorySearch
from tests.fakes.memory_visits import MemoryVisits


class MemoryStore:
    """Stands in for a vault in tests: `MemoryStore()` is an `OpenUnit`.

    Attributes:
        fail_next_commit: The next commit says that the disk is full and changes nothing.
        locked: Units can no longer be opened.
        commits: How many commits changed something.
    """

    def __init__(self, *visits: Visit) -> None:
        self._contents = Contents()
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
    concerns: ConcernRepository
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
        self._mine: Contents | None = None

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
        self.concerns = MemoryConcerns(mine.from_records, self.visits, self.records, self.settings)

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


class MemoryErasures:
    def __init__(self, contents: Contents) -> None:
        self._all = contents

    def note(self, erased: ErasedPart) -> None:
        held = self._all.erased.get((erased.record_id, erased.part))
        if held is None or (
            erased.run is not None and (held.run is None or (erased.at, erased.run) < (held.at, held.run))
        ):
            self._all.erased[erased.record_id, erased.part] = erased

    def forget(self, run: RecordId) -> None:
        self._all.erased = {place: one for place, one in self._all.erased.items() if one.run != run}

    def of(self, record_id: RecordId) -> Mapping[str, ErasedPart]:
        return {one.part: one for one in self.all() if one.record_id == record_id}

    def all(self) -> Sequence[ErasedPart]:
        return [one for _name, one in sorted(self._all.erased.items())]


class MemoryHeads:
    def __init__(self, contents: Contents) -> None:
        self._all = contents

    def put(self, head: KeptHead) -> None:
        self._all.heads[head.device] = head

    def find(self, device: DeviceId) -> KeptHead | None:
        return self._all.heads.get(device)

    def all(self) -> Sequence[KeptHead]:
        return sorted(self._all.heads.values(), key=lambda head: head.device)


class MemoryMembers:
    def __init__(self, contents: Contents) -> None:
        self._all = contents

    def put(self, member: Member) -> None:
        self._all.members[member.member_id] = member

    def find(self, member_id: MemberId) -> Member | None:
        return self._all.members.get(member_id)

    def all(self) -> Sequence[Member]:
        return sorted(self._all.members.values(), key=lambda member: member.member_id)

    def remove(self, member_id: MemberId) -> None:
        self._all.members.pop(member_id, None)


class MemorySettings:
    def __init__(self, contents: Contents) -> None:
        self._all = contents

    def put(self, settings: SchemeSettings) -> None:
        self._all.settings[settings.version] = settings

    def current(self) -> SchemeSettings:
        giving_way = {int(one) for one in (self._all.meta.get(PROVISIONAL) or "").split()}
        signed = self._all.settings.keys() - giving_way
        return self.version(max(signed or self._all.settings, default=0))

    def version(self, version: int) -> SchemeSettings:
        settings = self._all.settings.get(version)
        if settings is None:
            raise NotFound(f"scheme settings {version}", user_text="The settings have not arrived yet.")
        return settings


class MemoryMeta:
    def __init__(self, contents: Contents) -> None:
        self._all = contents

    def get(self, name: str) -> str | None:
        return self._all.meta.get(name)

    def put(self, name: str, value: str) -> None:
        self._all.meta[name] = value


class MemoryKeys:
    def __init__(self, contents: Contents) -> None:
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
    def __init__(self, contents: Contents) -> None:
        self._all = contents

    def put(self, invitation: IssuedInvitation) -> None:
        self._all.invitations[invitation.locator] = invitation

    def find(self, locator: str) -> IssuedInvitation | None:
        return self._all.invitations.get(locator)

    def all(self) -> Sequence[IssuedInvitation]:
        return sorted(
            self._all.invitations.values(), key=lambda one: (one.issued_at, one.locator), reverse=True
        )

"""What a vault in memory holds; one copy of it is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from icv_app.domain.ids import DeviceId, MemberId, RecordId, VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.services.ports import (
    KeptHead,
    StoredRecord,
)
from icv_app.services.ports_concerns import RaisedConcern
from icv_app.services.ports_erasures import ErasedPart
from icv_app.services.ports_invitations import IssuedInvitation
from tests.fakes.memory_drafts import BesideDrafts


@dataclass(frozen=True, slots=True)
class Filed:
    review: ReviewState
    changed_at: datetime


@dataclass(slots=True)
class Contents:
    """Everything of a vault; its values are immutable, so a copy of the dicts is a copy of all."""

    visits: dict[VisitId, Visit] = field(default_factory=dict)
    late: dict[VisitId, bool] = field(default_factory=dict)
    filed: dict[VisitId, Filed] = field(default_factory=dict)
    records: dict[RecordId, StoredRecord] = field(default_factory=dict)
    heads: dict[DeviceId, KeptHead] = field(default_factory=dict)
    members: dict[MemberId, Member] = field(default_factory=dict)
    settings: dict[int, SchemeSettings] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    invitations: dict[str, IssuedInvitation] = field(default_factory=dict)
    beside: BesideDrafts = field(default_factory=BesideDrafts)
    erased: dict[tuple[RecordId, str], ErasedPart] = field(default_factory=dict)
    from_records: list[RaisedConcern] = field(default_factory=list)

    def copy(self) -> Contents:
        return Contents(
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
            list(self.from_records),
        )

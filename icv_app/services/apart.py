"""How much of what cannot be used is kept: a hostile server or USB stick must not fill the vault."""

from __future__ import annotations

from dataclasses import dataclass, field

import structlog

from icv_app.domain.ids import DeviceId
from icv_app.errors import SealError
from icv_app.services.ports import RecordState, StoredRecord, UnitOfWork, Weight
from icv_app.words import _

_log = structlog.get_logger()

MOST_APART = Weight(envelopes=1_000, size_bytes=64 * 1024 * 1024)
"""Of each source: the server, files, and every single device of the scheme that signs what it may not."""
DROPPED = "apart_dropped"
"""Meta name: how many envelopes were not kept for this reason."""


@dataclass(slots=True)
class ApartKeeper:
    """Decides in one transaction whether one more unusable envelope is kept.

    What a device of the scheme signed and only a newer ICV can read is always kept: it is no rubbish.

    Attributes:
        dropped: How many were not kept in this transaction.
    """

    unit: UnitOfWork
    dropped: int = 0
    _weights: dict[bool | DeviceId, Weight] = field(default_factory=dict)

    def keeps(self, record: StoredRecord) -> bool:
        """Whether a record that is not held yet may be set apart; it counts from then on."""
        if record.verified and record.state is RecordState.UPDATE_NEEDED:
            return True
        source = self._source(record)
        before = self._weights.get(source)
        if before is None:
            before = self._weigh(source)
        size = len(record.envelope or b"")
        after = Weight(before.envelopes + 1, before.size_bytes + size)
        if after.envelopes > MOST_APART.envelopes or after.size_bytes > MOST_APART.size_bytes:
            self._weights[source] = before
            self.dropped += 1
            return False
        self._weights[source] = after
        return True

    def note(self) -> None:
        """Keep how many were dropped, for people to be told."""
        if self.dropped:
            _log.warning("unusable envelopes not kept", dropped=self.dropped)
            self.unit.meta.put(DROPPED, str(dropped(self.unit) + self.dropped))

    def _source(self, record: StoredRecord) -> bool | DeviceId:
        if record.verified and record.device is not None:
            return record.device
        return record.position is not None

    def _weigh(self, source: bool | DeviceId) -> Weight:
        if isinstance(source, bool):
            return self.unit.records.weigh_unverified(from_server=source)
        return self.unit.records.weigh_apart_of(source)


def dropped(unit: UnitOfWork) -> int:
    """How many unusable envelopes were not kept on this laptop so far."""
    return int(unit.meta.get(DROPPED) or "0")


def unusable(record_id: str, what: str) -> SealError:
    """Return why a record of another device cannot be used.

    Args:
        record_id: Which.
        what: For the log.
    """
    return SealError(
        f"record {record_id}: {what}",
        user_text=_(
            "A record from another device could not be used. It is kept and shown in the sync centre."
        ),
    )

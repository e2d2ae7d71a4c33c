"""Records of one kind that are read from the vault once: a record never changes, and some are large."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from icv_app.domain.ids import RecordId
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.services.report_records import says

Said = TypeVar("Said")


class ReadOnce(Generic[Said]):
    """What records of a kind say; which of them count is looked up every time.

    What was erased is forgotten at the next look. One for each vault.

    Args:
        kind: Of the records.
        read: What one of them says, without what is large in it.
    """

    def __init__(self, kind: str, read: Callable[[StoredRecord], Said]) -> None:
        self._kind = kind
        self._read = read
        self._known: dict[RecordId, Said] = {}

    def all(self, unit: UnitOfWork) -> list[Said]:
        """Return what all of them say that count in this vault, oldest first."""
        counting = [name for name, state in unit.records.states_of_kinds((self._kind,)) if state in COUNTS]
        known = {}
        for name in counting:
            if name in self._known:
                known[name] = self._known[name]
            elif says(record := unit.records.get(name)):
                known[name] = self._read(record)
        self._known = known
        return list(known.values())

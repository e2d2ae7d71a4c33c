"""Which parts were erased, so that none of them comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.sqlite import insert

from icv_app.domain.ids import RecordId
from icv_app.services.ports_erasures import ErasedPart
from icv_app.store import tables

_ERASED = tables.erased_parts.c
_NEW = insert(tables.erased_parts)
_NOTE = _NEW.on_conflict_do_update(
    index_elements=["record_id", "part"],
    set_={"run": _NEW.excluded.run, "at": _NEW.excluded.at},
    where=_NEW.excluded.run.is_not(None)
    & (
        _ERASED.run.is_(None)
        | (_NEW.excluded.at < _ERASED.at)
        | ((_NEW.excluded.at == _ERASED.at) & (_NEW.excluded.run < _ERASED.run))
    ),
)


class SqlErasureRepository:
    """`ErasureRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, erased: ErasedPart) -> None:
        """Keep in mind that a part is erased.

        A run goes before the end of an own copy, and of several the earliest stands, whichever came first.
        """
        self._connection.execute(
            _NOTE,
            {"record_id": erased.record_id, "part": erased.part, "run": erased.run, "at": erased.at},
        )

    def forget(self, run: RecordId) -> None:
        """Forget every part that this run named: it does not count."""
        self._connection.execute(delete(tables.erased_parts).where(_ERASED.run == run))

    def of(self, record_id: RecordId) -> Mapping[str, ErasedPart]:
        """The erased parts of one record, by name."""
        query = select(tables.erased_parts).where(_ERASED.record_id == record_id)
        return {row.part: _erased(row) for row in self._connection.execute(query)}

    def all(self) -> Sequence[ErasedPart]:
        """Every one, by record and part."""
        query = select(tables.erased_parts).order_by(_ERASED.record_id, _ERASED.part)
        return [_erased(row) for row in self._connection.execute(query)]


def _erased(row: Row[Any]) -> ErasedPart:
    run = None if row.run is None else RecordId(row.run)
    return ErasedPart(record_id=RecordId(row.record_id), part=row.part, run=run, at=row.at)

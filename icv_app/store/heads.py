"""The newest head of each device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from icv_app.domain.ids import DeviceId
from icv_app.seal.statements import ChainPosition
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import KeptHead
from icv_app.store import tables
from icv_app.store.statements import upsert

_HEADS = tables.heads.c
_PUT = upsert(tables.heads, "device")


@dataclass(frozen=True, slots=True)
class _Farthest:
    chains: tuple[ChainPosition, ...]


class SqlHeadRepository:
    """`HeadRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, head: KeptHead) -> None:
        """Insert or replace by device."""
        row = {name: getattr(head, name) for name in KeptHead.__slots__}
        self._connection.execute(_PUT, {**row, "farthest": to_json(_Farthest(head.farthest))})

    def find(self, device: DeviceId) -> KeptHead | None:
        """Return the head of one device, or `None`."""
        row = self._connection.execute(select(tables.heads).where(_HEADS.device == device)).one_or_none()
        return None if row is None else _head(row)

    def all(self) -> Sequence[KeptHead]:
        """Every head, by device."""
        return [_head(row) for row in self._connection.execute(select(tables.heads).order_by(_HEADS.device))]


def _head(row: Row[*tuple[Any, ...]]) -> KeptHead:
    return KeptHead(
        device=DeviceId(row.device),
        envelope=row.envelope,
        envelope_hash=row.envelope_hash,
        at=row.at,
        since=row.since,
        farthest=from_json(_Farthest, row.farthest).chains,
        grew_at=row.grew_at,
    )

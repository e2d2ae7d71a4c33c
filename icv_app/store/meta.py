"""Small facts about this vault by name."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from icv_app.store import tables
from icv_app.store.statements import upsert

_GET = select(tables.meta.c.value).where(tables.meta.c.name == bindparam("wanted"))
_PUT = upsert(tables.meta, "name")


class SqlMetaRepository:
    """`MetaRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        """Return a value, or `None`."""
        value: str | None = self._connection.scalar(_GET, {"wanted": name})
        return value

    def put(self, name: str, value: str) -> None:
        """Set a value."""
        self._connection.execute(_PUT, {"name": name, "value": value})

"""Private keys, wrapped by the identity key before they come here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from icv_app.store import tables
from icv_app.store.statements import upsert

_KEYS = tables.private_keys.c
_PUT = upsert(tables.private_keys, "name")


class SqlKeyRepository:
    """`KeyRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, name: str, wrapped: bytes) -> None:
        """Insert or replace by name."""
        self._connection.execute(_PUT, {"name": name, "wrapped": wrapped})

    def find(self, name: str) -> bytes | None:
        """Return one wrapped key, or `None`."""
        wrapped: bytes | None = self._connection.scalar(select(_KEYS.wrapped).where(_KEYS.name == name))
        return wrapped

    def remove(self, name: str) -> None:
        """Delete by name; nothing happens where there is none."""
        self._connection.execute(delete(tables.private_keys).where(_KEYS.name == name))

    def names(self) -> Sequence[str]:
        """The names of all keys, sorted."""
        return list(self._connection.scalars(select(_KEYS.name).order_by(_KEYS.name)))

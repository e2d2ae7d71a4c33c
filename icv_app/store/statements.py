"""Statements that several repositories share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects.sqlite import Insert, insert

AT_ONCE: Final = 500
"""So many values a statement compares with at most."""


def upsert(table: Table, key: str, instead: Mapping[str, ColumnElement[object]] | None = None) -> Insert:
    """Insert, or replace every other column of the row with the same `key`.

    `instead` names columns that get something else than the new value where the row is there.
    """
    statement = insert(table)
    replaced: dict[str, object] = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name != key and not column.primary_key
    }
    return statement.on_conflict_do_update(index_elements=[key], set_=replaced | dict(instead or {}))

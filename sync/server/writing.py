"""The two statements every request with envelopes runs, for each kind of database.

A PostgreSQL gets whole columns as arrays: one round trip for the envelopes, their audience and the
scheme's new head together. SQLite is in the same process, and rows one by one cost it nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Connection, LargeBinary, String, bindparam, insert, text, update
from sqlalchemy.dialects import sqlite

from sync.server import tables

Row = Mapping[str, Any]

_ENVELOPE_COLUMNS = {
    "position": BigInteger,
    "record_id": String,
    "kind": String,
    "author_device": String,
    "chain_id": String,
    "sequence": BigInteger,
    "digest": String,
    "history": String,
    "received_s": BigInteger,
    "size_bytes": BigInteger,
}
_SQL_TYPES = {BigInteger: "bigint[]", String: "text[]"}


def _arrays(columns: Mapping[str, Any]) -> str:
    return ", ".join(f"CAST(:{name} AS {_SQL_TYPES[kind]})" for name, kind in columns.items())


_FILE_POSTGRESQL = text(
    f"""
    WITH filed AS (
        INSERT INTO envelopes (scheme_id, {", ".join(_ENVELOPE_COLUMNS)}, envelope)
        SELECT :scheme, {", ".join(_ENVELOPE_COLUMNS)},
            substring(CAST(:envelopes AS bytea) FROM CAST(first_byte AS int) FOR CAST(size_bytes AS int))
        FROM unnest({_arrays(_ENVELOPE_COLUMNS)}, CAST(:first_byte AS bigint[]))
            AS rows ({", ".join(_ENVELOPE_COLUMNS)}, first_byte)
    ), heard AS (
        INSERT INTO audience (scheme_id, key_id, position)
        SELECT :scheme, * FROM unnest(CAST(:reader AS text[]), CAST(:place AS bigint[]))
    )
    UPDATE schemes SET head_position = :head, head_history = :head_history, roster_position = :roster
    WHERE scheme_id = :scheme
    """  # noqa: S608 - the names are those above
).bindparams(
    *(bindparam(name, type_=ARRAY(kind)) for name, kind in _ENVELOPE_COLUMNS.items()),
    bindparam("first_byte", type_=ARRAY(BigInteger)),
    bindparam("envelopes", type_=LargeBinary),
    bindparam("reader", type_=ARRAY(String)),
    bindparam("place", type_=ARRAY(BigInteger)),
)
_NONCES_POSTGRESQL = text(
    """
    INSERT INTO nonces (key_id, nonce, forget_s)
    SELECT * FROM unnest(CAST(:keys AS text[]), CAST(:nonces AS text[]), CAST(:until AS bigint[]))
    ON CONFLICT DO NOTHING RETURNING key_id, nonce
    """
).bindparams(
    bindparam("keys", type_=ARRAY(String)),
    bindparam("nonces", type_=ARRAY(String)),
    bindparam("until", type_=ARRAY(BigInteger)),
)
_NONCE_SQLITE = (
    sqlite.insert(tables.nonces)
    .on_conflict_do_nothing()
    .returning(tables.nonces.c.key_id, tables.nonces.c.nonce)
)
_MOVE_HEAD = (
    update(tables.schemes)
    .where(tables.schemes.c.scheme_id == bindparam("scheme"))
    .values(
        head_position=bindparam("head"),
        head_history=bindparam("head_history"),
        roster_position=bindparam("roster"),
    )
)


def insert_nonces(connection: Connection, forget: Mapping[tuple[str, str], int]) -> set[tuple[str, str]]:
    """Store nonces (key id, nonce) with the second to forget them at; return those that are new."""
    # In one order everywhere, so that two processes given the same requests never wait for each other.
    names = sorted(forget)
    if connection.dialect.name == "sqlite":
        rows = [{"key_id": key, "nonce": nonce, "forget_s": forget[key, nonce]} for key, nonce in names]
        return {(key, nonce) for row in rows for key, nonce in connection.execute(_NONCE_SQLITE, row)}
    columns = {
        "keys": [key for key, _nonce in names],
        "nonces": [nonce for _key, nonce in names],
        "until": [forget[name] for name in names],
    }
    return {(key, nonce) for key, nonce in connection.execute(_NONCES_POSTGRESQL, columns)}


def insert_envelopes(
    connection: Connection,
    scheme_id: str,
    envelopes: Sequence[Row],
    audience: Sequence[tuple[str, int]],
    *,
    roster_position: int,
) -> None:
    """Store envelopes, who may see them (key id, position), and that the last one is the scheme's head."""
    head = {
        "scheme": scheme_id,
        "head": envelopes[-1]["position"],
        "head_history": envelopes[-1]["history"],
        "roster": roster_position,
    }
    if connection.dialect.name != "sqlite":
        columns = {name: [row[name] for row in envelopes] for name in _ENVELOPE_COLUMNS}
        readers = {"reader": [key for key, _at in audience], "place": [at for _key, at in audience]}
        # An array of byte strings would be written out in hexadecimal: the envelopes go as one string.
        sizes = [row["size_bytes"] for row in envelopes]
        starts = [1 + before for before in accumulate(sizes[:-1], initial=0)]
        whole = b"".join(row["envelope"] for row in envelopes)
        parameters = {**head, **columns, **readers, "first_byte": starts, "envelopes": whole}
        connection.execute(_FILE_POSTGRESQL, parameters)
        return
    connection.execute(insert(tables.envelopes), [{"scheme_id": scheme_id, **row} for row in envelopes])
    connection.execute(
        insert(tables.audience),
        [{"scheme_id": scheme_id, "key_id": key, "position": position} for key, position in audience],
    )
    connection.execute(_MOVE_HEAD, head)

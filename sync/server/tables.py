"""The server's tables. Times are whole seconds since 1970 in UTC (`_s`).

`device_heads` holds the newest head of each device, outside positions and history; `sealed_us` is
its date in microseconds.

`audience` says who may see what: one row for each key id an envelope is sealed to, one
for its author, and one under `EVERYBODY` for a record that is open to the whole scheme.
`erased_parts` names what is not kept of records, filed or not; `traces_s` of the server says since
when its files may still hold traces of that.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

EVERYBODY = "*"

metadata = MetaData()

server = Table(
    "server",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incarnation", String(36), nullable=False),
    Column("since_s", BigInteger, nullable=False),
    Column("traces_s", BigInteger),
)

schemes = Table(
    "schemes",
    metadata,
    Column("scheme_id", String(64), primary_key=True),
    Column("root_digest", String(64), nullable=False),
    Column("head_position", BigInteger, nullable=False),
    Column("head_history", String(32), nullable=False),
    Column("roster_position", BigInteger, nullable=False),
    Column("registered_s", BigInteger, nullable=False),
)

envelopes = Table(
    "envelopes",
    metadata,
    Column("scheme_id", ForeignKey("schemes.scheme_id"), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("record_id", String(64), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("author_device", String(64), nullable=False),
    Column("chain_id", String(64), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("history", String(32), nullable=False),
    Column("received_s", BigInteger, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    UniqueConstraint("scheme_id", "record_id", name="uq_envelopes_record"),
)

Index("ix_envelopes_kind", envelopes.c.scheme_id, envelopes.c.kind, envelopes.c.position)

erased_parts = Table(
    "erased_parts",
    metadata,
    Column("scheme_id", ForeignKey("schemes.scheme_id"), primary_key=True),
    Column("record_id", String(64), primary_key=True),
    Column("part", String(32), primary_key=True),
    Column("run_id", String(64), nullable=False),
)

audience = Table(
    "audience",
    metadata,
    Column("scheme_id", String(64), primary_key=True),
    Column("key_id", String(64), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    ForeignKeyConstraint(["scheme_id", "position"], ["envelopes.scheme_id", "envelopes.position"]),
)

device_heads = Table(
    "device_heads",
    metadata,
    Column("scheme_id", ForeignKey("schemes.scheme_id"), primary_key=True),
    Column("device", String(64), primary_key=True),
    Column("sealed_us", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("envelope", LargeBinary, nullable=False),
)

nonces = Table(
    "nonces",
    metadata,
    Column("key_id", String(128), primary_key=True),
    Column("nonce", String(64), primary_key=True),
    Column("forget_s", BigInteger, nullable=False, index=True),
)

invitations = Table(
    "invitations",
    metadata,
    Column("locator", String(128), primary_key=True),
    Column("scheme_id", ForeignKey("schemes.scheme_id"), nullable=False, index=True),
    Column("details", LargeBinary, nullable=False),
    Column("published_s", BigInteger, nullable=False),
    Column("expires_s", BigInteger, nullable=False),
    Column("request", LargeBinary),
    Column("requested_s", BigInteger),
)

"""The newest head of each device, and what each envelope of a chain names as the one before it."""

from __future__ import annotations

import json

import msgpack
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CHECKSUM_BYTES = 4
_HEADER = 2


def upgrade() -> None:
    """Make the table and the column, and read from the envelopes what belongs into the column."""
    op.create_table(
        "heads",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("envelope_hash", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("farthest", sa.LargeBinary(), nullable=False),
        sa.Column("grew_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_heads"),
    )
    op.add_column("records", sa.Column("previous", sa.String()))
    connection = op.get_bind()
    chained = connection.execute(
        sa.text(
            "SELECT records.arrival, record_bodies.envelope FROM records JOIN record_bodies USING (arrival) "
            "WHERE records.sequence > 1 AND record_bodies.envelope IS NOT NULL"
        )
    )
    found = [
        {"arrival": arrival, "previous": _previous(stored[_CHECKSUM_BYTES:])} for arrival, stored in chained
    ]
    if found:
        connection.execute(sa.text("UPDATE records SET previous = :previous WHERE arrival = :arrival"), found)


def _previous(envelope: bytes) -> str | None:
    """Return what a verified envelope names as the one before it."""
    previous: str | None = json.loads(msgpack.unpackb(envelope)[_HEADER])["previous"]
    return previous

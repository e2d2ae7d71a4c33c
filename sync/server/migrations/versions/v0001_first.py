"""Schemes, envelopes with their audience, used nonces, invitations.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "server",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("incarnation", sa.String(36), nullable=False),
        sa.Column("since_s", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "schemes",
        sa.Column("scheme_id", sa.String(64), primary_key=True),
        sa.Column("root_digest", sa.String(64), nullable=False),
        sa.Column("head_position", sa.BigInteger, nullable=False),
        sa.Column("head_history", sa.String(32), nullable=False),
        sa.Column("roster_position", sa.BigInteger, nullable=False),
        sa.Column("registered_s", sa.BigInteger, nullable=False),
    )
    _create_envelopes()
    op.create_table(
        "nonces",
        sa.Column("key_id", sa.String(128), primary_key=True),
        sa.Column("nonce", sa.String(64), primary_key=True),
        sa.Column("forget_s", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_nonces_forget_s", "nonces", ["forget_s"])
    op.create_table(
        "invitations",
        sa.Column("locator", sa.String(128), primary_key=True),
        sa.Column("scheme_id", sa.String(64), sa.ForeignKey("schemes.scheme_id"), nullable=False),
        sa.Column("details", sa.LargeBinary, nullable=False),
        sa.Column("published_s", sa.BigInteger, nullable=False),
        sa.Column("expires_s", sa.BigInteger, nullable=False),
        sa.Column("request", sa.LargeBinary),
        sa.Column("requested_s", sa.BigInteger),
    )
    op.create_index("ix_invitations_scheme_id", "invitations", ["scheme_id"])


def _create_envelopes() -> None:
    op.create_table(
        "envelopes",
        sa.Column("scheme_id", sa.String(64), sa.ForeignKey("schemes.scheme_id"), primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("author_device", sa.String(64), nullable=False),
        sa.Column("chain_id", sa.String(64), nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("history", sa.String(32), nullable=False),
        sa.Column("received_s", sa.BigInteger, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("envelope", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("scheme_id", "record_id", name="uq_envelopes_record"),
    )
    op.create_index("ix_envelopes_kind", "envelopes", ["scheme_id", "kind", "position"])
    op.create_table(
        "audience",
        sa.Column("scheme_id", sa.String(64), primary_key=True),
        sa.Column("key_id", sa.String(64), primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.ForeignKeyConstraint(["scheme_id", "position"], ["envelopes.scheme_id", "envelopes.position"]),
    )


def downgrade() -> None:
    """Drop everything."""
    for table in ("invitations", "nonces", "audience", "envelopes", "schemes", "server"):
        op.drop_table(table)

"""Which parts of records were erased, and since when files may hold traces of them.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "erased_parts",
        sa.Column("scheme_id", sa.String(64), sa.ForeignKey("schemes.scheme_id"), primary_key=True),
        sa.Column("record_id", sa.String(64), primary_key=True),
        sa.Column("part", sa.String(32), primary_key=True),
        sa.Column("run_id", sa.String(64), nullable=False),
    )
    op.add_column("server", sa.Column("traces_s", sa.BigInteger))


def downgrade() -> None:
    """Drop both."""
    op.drop_column("server", "traces_s")
    op.drop_table("erased_parts")

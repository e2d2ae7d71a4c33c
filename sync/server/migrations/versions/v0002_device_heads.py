"""The newest head of each device.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "device_heads",
        sa.Column("scheme_id", sa.String(64), sa.ForeignKey("schemes.scheme_id"), primary_key=True),
        sa.Column("device", sa.String(64), primary_key=True),
        sa.Column("sealed_us", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("envelope", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("device_heads")

"""Where each concern stands, so that lists of them read neither visits nor steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the concerns of an older vault are read in afterwards."""
    op.create_table(
        "concerns",
        sa.Column("from_record", sa.Boolean(), nullable=False),
        sa.Column("raised_on", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("concern_id", sa.String(), nullable=False),
        sa.Column("suite", sa.String(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("put_right", sa.Boolean(), nullable=False),
        sa.Column("thanks", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("level", sa.String()),
        sa.Column("asked_at", sa.BigInteger()),
        sa.Column("due", sa.BigInteger()),
        sa.PrimaryKeyConstraint("from_record", "raised_on", "number", name="pk_concerns"),
    )
    op.create_index("ix_concerns_concern_id", "concerns", ["concern_id"])
    op.create_index("ix_concerns_began_at_raised_on_number", "concerns", ["began_at", "raised_on", "number"])
    op.create_index("ix_concerns_suite_category_began_at", "concerns", ["suite", "category", "began_at"])
    op.create_index(
        "ix_concerns_thanks_state_urgency_began_at_due",
        "concerns",
        ["thanks", "state", "urgency", "began_at", "due"],
    )

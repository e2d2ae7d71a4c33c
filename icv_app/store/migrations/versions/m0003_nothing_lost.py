"""What is kept beside drafts, so that undo and the place in hand outlive a crash; texts not sent yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "draft_steps",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=False),
        sa.Column("check_before", sa.BigInteger(), nullable=False),
        sa.Column("check_after", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        _of_visit("draft_steps"),
        sa.PrimaryKeyConstraint("visit_id", "number", name="pk_draft_steps"),
    )
    op.create_table(
        "draft_places",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        _of_visit("draft_places"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_draft_places"),
    )
    op.create_table(
        "unsent_texts",
        sa.Column("box", sa.String(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("box", name="pk_unsent_texts"),
    )


def _of_visit(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["visit_id"], ["visits.visit_id"], name=f"fk_{table}_visit_id_visits", ondelete="CASCADE"
    )

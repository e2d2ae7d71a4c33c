"""What is counted of each completed visit, so that coverage is computed without reading visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the visits of an older vault are counted afterwards."""
    op.create_table(
        "visit_coverage",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("suite", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("wait", sa.Float()),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("children_spoken", sa.Integer(), nullable=False),
        sa.Column("vulnerable", sa.Integer(), nullable=False),
        sa.Column("vulnerable_spoken", sa.Integer(), nullable=False),
        sa.Column("women", sa.Integer(), nullable=False),
        sa.Column("women_spoken", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.visit_id"], name="fk_visit_coverage_visit_id_visits", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", name="pk_visit_coverage"),
    )
    op.create_index(
        "ix_visit_coverage_suite_day_hour_wait", "visit_coverage", ["suite", "day", "hour", "wait"]
    )
    op.create_index(
        "ix_visit_coverage_day_suite_hour_wait", "visit_coverage", ["day", "suite", "hour", "wait"]
    )

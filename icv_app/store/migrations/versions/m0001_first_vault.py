"""The first schema of the vault."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    _visits()
    _records()
    _scheme()
    _vault()


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("suite", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("outcome", sa.String()),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("visitors", sa.String(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger()),
        sa.Column("in_custody", sa.Integer(), nullable=False),
        sa.Column("spoken_to", sa.Integer(), nullable=False),
        sa.Column("red", sa.Integer(), nullable=False),
        sa.Column("amber", sa.Integer(), nullable=False),
        sa.Column("green", sa.Integer(), nullable=False),
        sa.Column("good_practice", sa.Integer(), nullable=False),
        sa.Column("review", sa.String()),
        sa.Column("review_changed_at", sa.BigInteger()),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("visit_id", name="pk_visits"),
    )
    for columns in (
        ["began_at", "visit_id"],
        ["stage", "began_at", "visit_id"],
        ["suite", "began_at", "visit_id"],
        ["review", "began_at", "visit_id"],
    ):
        op.create_index(f"ix_visits_{'_'.join(columns)}", "visits", columns)
    op.create_table(
        "visit_members",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        _of_visit("visit_members"),
        sa.PrimaryKeyConstraint("member_id", "visit_id", name="pk_visit_members"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_visit_members_visit_id", "visit_members", ["visit_id"])
    op.create_table(
        "visit_documents",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        _of_visit("visit_documents"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_visit_documents"),
    )
    op.create_table(
        "visit_facts",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        _of_visit("visit_facts"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_visit_facts"),
    )
    op.create_index("ix_visit_facts_began_at_visit_id", "visit_facts", ["began_at", "visit_id"])


def _of_visit(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["visit_id"], ["visits.visit_id"], name=f"fk_{table}_visit_id_visits", ondelete="CASCADE"
    )


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("author", sa.String()),
        sa.Column("device", sa.String()),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("addressees", sa.LargeBinary(), nullable=False),
        sa.Column("envelope_hash", sa.String()),
        sa.Column("chain_id", sa.String()),
        sa.Column("sequence", sa.Integer()),
        sa.Column("position", sa.Integer()),
        sa.Column("accepted_at", sa.BigInteger()),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("arrival", name="pk_records"),
        sqlite_autoincrement=True,
    )
    op.create_index("ux_records_record_id", "records", ["record_id"], unique=True)
    for columns in (
        ["subject", "arrival"],
        ["kind", "arrival"],
        ["state", "arrival"],
        ["chain_id", "sequence", "envelope_hash"],
        ["record_id", "envelope_hash"],
    ):
        op.create_index(f"ix_records_{'_'.join(columns)}", "records", columns)
    op.create_table(
        "record_bodies",
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("parts", sa.LargeBinary(), nullable=False),
        sa.Column("envelope", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["arrival"], ["records.arrival"], name="fk_record_bodies_arrival_records", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("arrival", name="pk_record_bodies"),
    )


def _scheme() -> None:
    op.create_table(
        "members",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_members"),
    )
    op.create_table(
        "settings",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_settings"),
    )
    op.create_table(
        "invitations",
        sa.Column("locator", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("request", sa.LargeBinary()),
        sa.Column("requested_at", sa.BigInteger()),
        sa.Column("used_by", sa.String()),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("locator", name="pk_invitations"),
    )


def _vault() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "private_keys",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_private_keys"),
    )
    op.create_table(
        "commit_count",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("commits", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("one = 1", name="ck_commit_count_single_row"),
        sa.PrimaryKeyConstraint("one", name="pk_commit_count"),
    )

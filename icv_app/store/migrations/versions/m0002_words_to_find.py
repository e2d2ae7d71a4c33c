"""The full-text index. What an older vault holds is read into it right after, see `migrate`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the passages and the index over them."""
    op.create_table(
        "passages",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("beside", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.visit_id"], name="fk_passages_visit_id_visits", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("passage_id", name="pk_passages"),
    )
    op.create_index("ux_passages_visit_id_path", "passages", ["visit_id", "path"], unique=True)
    op.execute(
        "CREATE VIRTUAL TABLE passage_words USING fts5(words, beside, content='passages', "
        "content_rowid='passage_id', prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
    )
    # Words of what was deleted leave the index at once, not at some later tidying.
    op.execute("INSERT INTO passage_words(passage_words, rank) VALUES ('secure-delete', 1)")
    op.execute(
        "CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN INSERT INTO passage_words "
        "(rowid, words, beside) VALUES (new.passage_id, new.words, new.beside); END"
    )
    op.execute(
        "CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN INSERT INTO passage_words "
        "(passage_words, rowid, words, beside) VALUES ('delete', old.passage_id, old.words, old.beside); END"
    )

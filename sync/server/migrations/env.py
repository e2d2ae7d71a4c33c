"""Alembic's entry: runs the steps on the connection that `sync.server.migrate` holds."""

from __future__ import annotations

from alembic import context

from sync.server.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()

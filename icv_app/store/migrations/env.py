"""Where Alembic finds the connection it was given."""

from __future__ import annotations

from alembic import context

from icv_app.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

"""The migrations lead to exactly the tables the code works with."""

from __future__ import annotations

from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select

from sync.server import tables
from sync.server.database import Database
from sync.server.migrate import is_current, migrate

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


def test_the_migrations_make_the_tables_of_the_code(database_url: str) -> None:
    database = Database(database_url)
    migrate(database, NOW)

    with database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)
    database.dispose()

    assert differences == []


def test_migrating_again_changes_nothing(database_url: str) -> None:
    database = Database(database_url)
    with database.reading() as connection:
        assert not is_current(connection)
    migrate(database, NOW)
    with database.reading() as connection:
        first = connection.execute(select(tables.server)).all()

    migrate(database, NOW.replace(year=2025))

    with database.reading() as connection:
        assert connection.execute(select(tables.server)).all() == first
        assert is_current(connection)
    database.dispose()

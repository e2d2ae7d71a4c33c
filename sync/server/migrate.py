"""Brings the server's tables to what this version needs."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, text, update

from sync.server import tables
from sync.server.database import Database

# Two processes that start together must not both create the tables; the number is arbitrary but fixed.
ADVISORY_LOCK = 4_911_202_313


def migrate(database: Database, now: datetime) -> str:
    """Run every step that is missing, in one transaction, and return the revision reached."""
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.execute(select(tables.server.c.id)).first() is None:
            connection.execute(
                insert(tables.server).values(id=1, incarnation=_fresh(), since_s=int(now.timestamp()))
            )
    return wanted_revision()


def begin_new_incarnation(connection: Connection, now: datetime) -> str:
    """Tell every client that this database goes on from a backup: they send again what it lacks."""
    incarnation = _fresh()
    connection.execute(update(tables.server).values(incarnation=incarnation, since_s=int(now.timestamp())))
    return incarnation


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this version."""
    return MigrationContext.configure(connection).get_current_revision() == wanted_revision()


def wanted_revision() -> str:
    """Return the revision this version needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("the server's migrations are not installed with it")
    return head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _fresh() -> str:
    return str(uuid.uuid4())

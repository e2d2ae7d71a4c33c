"""The database behind the server: SQLite in one file, or PostgreSQL; elsewhere they look the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from sync.server.problems import Refused
from sync.wire import Code

BUSY_TIMEOUT_S = 30
CONNECTIONS = 16


def normalised(url: str) -> str:
    """Return the address with the driver that ICV ships: psycopg 3 for PostgreSQL.

    Raises:
        ValueError: It is neither SQLite nor PostgreSQL.
    """
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    if url.startswith("sqlite:///"):
        return url
    raise ValueError("ICV_DATABASE_URL must begin with postgresql:// (or sqlite:///)")


class Database:
    """Transactions over one engine.

    A writing transaction on SQLite takes the write lock at its beginning, so that two of
    them cannot fall over each other later; on PostgreSQL rows are locked where it matters.
    """

    def __init__(self, url: str) -> None:
        address = normalised(url)
        self.is_sqlite = address.startswith("sqlite")
        # Parameters hold envelopes: they must never appear in an exception's text, and so in a log.
        if self.is_sqlite:
            self.engine: Engine = create_engine(
                address, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_S}
            )
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = create_engine(
                address, hide_parameters=True, pool_pre_ping=True, pool_size=CONNECTIONS, max_overflow=0
            )
        self._writing = self.engine.execution_options(icv_writing=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads.

        Raises:
            Refused: The database cannot be reached.
        """
        with _explained(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that may write; it is committed at the end unless something is raised.

        Raises:
            Refused: The database cannot be reached, or its disk is full; nothing was written.
        """
        with _explained(), self._writing.begin() as connection:
            yield connection

    def write_anew(self) -> bool:
        """Write the stored envelopes anew, so that no file holds traces of what was erased.

        Returns whether nothing is left; with SQLite, somebody who reads keeps the log from being cut.
        With PostgreSQL nobody else gets at the envelopes meanwhile, and its own log keeps what it holds
        until it is recycled.

        Raises:
            Refused: The database cannot be reached, or its disk is full.
        """
        with _explained():
            if not self.is_sqlite:
                with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("VACUUM (FULL) envelopes")
                return True
            connection_of_driver = self.engine.raw_connection()
            try:
                cursor = connection_of_driver.cursor()
                cursor.execute("VACUUM")
                busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return not busy
            finally:
                connection_of_driver.close()

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        refusal = refusal_for(error)
        if refusal is None:
            raise
        raise refusal from error


def refusal_for(error: DBAPIError) -> Refused | None:
    """Return how a failing database is explained to the client; `None` for a defect of the server."""
    text = str(error.orig).lower()
    if "disk is full" in text or "no space left" in text or "quota" in text:
        return Refused(507, Code.DISK_FULL, "The server's disk is full; nothing was stored.", retryable=True)
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
        return Refused(
            503,
            Code.UNAVAILABLE,
            "The server cannot reach its database at the moment.",
            retryable=True,
            retry_after_s=5,
        )
    return None


def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError(f"expected a SQLite connection, not {type(connection).__name__}")
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says so
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("icv_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

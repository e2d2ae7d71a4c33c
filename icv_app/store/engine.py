"""The encrypted SQLite file under SQLAlchemy: how it is opened and how transactions begin."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event
from sqlcipher3 import dbapi2

from icv_app.errors import StoreError, VaultDamaged
from icv_app.store.failures import busy, driver_explained, explain

KEY_BYTES: Final = 32
PAGE_BYTES: Final = 4096
"""What SQLCipher 4 writes at a time."""
READING: Final = "icv_reading"
"""Execution option of a connection that only reads: it takes no turn as the writer."""

_CACHE_KIB = 64 * 1024
_BUSY_SECONDS = 5.0
_PRAGMAS = (
    # Damage is told in our own words; the cipher would write it to the terminal.
    "cipher_log_level = NONE",
    f"cache_size = -{_CACHE_KIB}",
    "temp_store = MEMORY",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)


class Key:
    """The 32-byte key of a database, overwritten when it is no longer wanted.

    Python may have copied the bytes elsewhere; this keeps at least no copy of our own.
    """

    def __init__(self, content: bytes) -> None:
        if len(content) != KEY_BYTES:
            raise ValueError(f"a key of {len(content)} bytes")
        self._content = bytearray(content)

    def __repr__(self) -> str:
        return "Key(...)"

    @property
    def content(self) -> bytes:
        """The bytes.

        Raises:
            ValueError: It was forgotten (a defect).
        """
        if not self._content:
            raise ValueError("the key was forgotten")
        return bytes(self._content)

    def forget(self) -> None:
        """Overwrite the bytes."""
        for index in range(len(self._content)):
            self._content[index] = 0
        self._content.clear()


def connect(path: Path, key: Key, *, create: bool = False) -> Any:
    """Return a driver connection that begins no transaction by itself.

    Raises:
        sqlcipher3.dbapi2.Error: As the driver says it; `failures.explain` knows the expected ones.
    """
    address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    # The driver would begin transactions late and as readers; with None it leaves that to us.
    connection = dbapi2.connect(
        address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.content.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_engine(path: Path, key: Key, *, create: bool = False) -> Engine:
    """Return an engine over the encrypted file; nothing is opened before the first connection.

    Connections may be used by one thread after another. A transaction takes the
    writer's turn when it begins, unless the connection has the option `READING`.
    """
    # Parameters are what visitors typed: they must not reach a log by way of an exception.
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=_creator(path, key, create=create),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _translate)
    return engine


def close_whole(engine: Engine) -> None:
    """Bring the write-ahead log into the file and close it, for a file that is then moved or copied alone.

    SQLite does so by itself at the last close, but says nothing where the disk refuses.

    Raises:
        StoreError: The log still holds what the file lacks.
    """
    try:
        with closing(engine.raw_connection()) as connection, driver_explained():
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row: Any = cursor.fetchone()
            cursor.close()
        if row[0]:
            raise busy("the log was not brought into the file")
    finally:
        engine.dispose()


def _creator(path: Path, key: Key, *, create: bool) -> Callable[[], Any]:
    return lambda: connect(path, key, create=create)


def _begin(connection: Connection) -> None:
    # A transaction that begins as a reader and then writes fails where another writer was quicker.
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _translate(context: ExceptionContext) -> StoreError | None:
    expected = explain(context.original_exception)
    if isinstance(expected, VaultDamaged):
        # SQLCipher never trusts a connection again that met a bad page once, even where the disk
        # recovers; so the next unit begins on a new one.
        context.is_disconnect = True
    return expected

"""The real server inside this process, over SQLite: asked without a network, and able to lose its disk."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractAsyncContextManager, AbstractContextManager, ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from sqlalchemy import event

import sync.server.app as app_module
from sync.server import joint_filing, routes_envelopes, routes_health, routes_invitations
from sync.server.app import build_app
from sync.server.database import Database
from sync.server.migrate import begin_new_incarnation, migrate
from sync.server.registration import register_scheme
from sync.server.settings import Limits, Settings

NO_LIMITS = Limits(device_per_s=1e9, device_burst=10**9, address_per_s=1e9, address_burst=10**9)


class ServerHere:
    """One server; `answer` takes a request and returns what it answers.

    Args:
        folder: For its database.
        clock: Its time.
        disk: The database it goes on with, as `disk()` returned it; an empty one where not given.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime], disk: bytes | None = None) -> None:
        self._file = folder / "server.sqlite"
        self._clock = clock
        self._runner = asyncio.Runner()
        self._begin(disk)

    def register(self, root: bytes) -> None:
        register_scheme(self._database, root, self._clock())

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer one request; the answer is read whole."""
        return self._runner.run(self._answer(request))

    def disk(self) -> bytes:
        """What a backup of this moment holds."""
        with closing(sqlite3.connect(self._file)) as connection:
            return connection.serialize()

    def restart(self) -> None:
        self._end()
        self._begin(None)

    def lose_disk(self, backup: bytes, *, told: bool) -> None:
        """Go on from a backup.

        Args:
            backup: As `disk()` returned it.
            told: Whether the administrator said so, as `icv-server restored` does.
        """
        self._end()
        self._begin(backup)
        if told:
            with self._database.writing() as connection:
                begin_new_incarnation(connection, self._clock())

    def close(self) -> None:
        self._end()
        self._runner.close()

    def rows(self, query: str) -> Sequence[Any]:
        """Look into its database."""
        with closing(sqlite3.connect(self._file)) as connection:
            return connection.execute(query).fetchall()

    def _begin(self, disk: bytes | None) -> None:
        if disk is not None:
            for name in ("", "-wal", "-shm"):
                self._file.with_name(self._file.name + name).unlink(missing_ok=True)
            self._file.write_bytes(disk)
        url = f"sqlite:///{self._file}"
        self._database = Database(url)
        event.listen(self._database.engine, "connect", _careless)
        migrate(self._database, self._clock())
        self._without_threads: AbstractContextManager[None] = _without_threads()
        self._without_threads.__enter__()
        app = build_app(Settings(database_url=url, limits=NO_LIMITS), self._database, self._clock)
        # A fault of the server is an answer to its client, not an error of the network.
        self._app = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._lifespan: AbstractAsyncContextManager[Any] = app.router.lifespan_context(app)
        self._runner.run(self._lifespan.__aenter__())

    def _end(self) -> None:
        self._runner.run(self._lifespan.__aexit__(None, None, None))
        self._without_threads.__exit__(None, None, None)
        self._database.dispose()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._app.handle_async_request(request)
        content = b"".join([chunk async for chunk in answer.aiter_raw()])
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


class _AtOnce(Executor):
    """Does what it is given while it is given it."""

    def __init__(self, *_arguments: object, **_named: object) -> None:
        pass

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*args, **kwargs))
        return done


@contextmanager
def _without_threads() -> Iterator[None]:
    """Let the server do in one thread what it does in several: one request comes after the other here."""

    async def at_once(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return work(*args, **kwargs)

    with ExitStack() as patches:
        for module in (app_module, routes_envelopes, routes_health, routes_invitations):
            patches.enter_context(patch.object(module, "off_loop", at_once))
        patches.enter_context(patch.object(joint_filing, "ThreadPoolExecutor", _AtOnce))
        yield


def _careless(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # what is tried here is no power cut

"""The HTTP face of the server: routes, errors as JSON, one log line a request."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

import anyio.to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sync.server.courier import Courier
from sync.server.database import CONNECTIONS, Database
from sync.server.device_heads import DeviceHeads
from sync.server.gate import Gate
from sync.server.invitations import Invitations
from sync.server.joint_filing import WRITERS, JointFiling
from sync.server.metrics import Metrics
from sync.server.problems import Refused, bad_request
from sync.server.request_log import RequestLog
from sync.server.rosters import Rosters
from sync.server.settings import Settings
from sync.server.version import VERSION
from sync.wire import MSGPACK, Code, Message, Problem, packed

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the routes work with."""

    settings: Settings
    database: Database
    courier: Courier
    device_heads: DeviceHeads
    invitations: Invitations
    metrics: Metrics
    clock: Callable[[], datetime]


def utc_now() -> datetime:
    """Return the real time."""
    return datetime.now(UTC)


def build_app(settings: Settings, database: Database, clock: Callable[[], datetime] = utc_now) -> FastAPI:
    """Return the application over a database that has this version's tables."""
    from sync.server import routes_envelopes, routes_health, routes_invitations

    metrics = Metrics()
    rosters = Rosters()
    gate = Gate(database, rosters, settings.limits, clock)
    filing = JointFiling(gate, rosters)
    parts = Parts(
        settings=settings,
        database=database,
        courier=Courier(gate, filing, settings.limits, metrics),
        device_heads=DeviceHeads(gate),
        invitations=Invitations(gate, database, settings.limits, clock),
        metrics=metrics,
        clock=clock,
    )
    app = FastAPI(
        title="ICV server", version=VERSION, docs_url=None, redoc_url=None, lifespan=_lifespan_of(filing)
    )
    for routes in (routes_envelopes, routes_invitations, routes_health):
        app.include_router(routes.router_for(parts))
    app.add_exception_handler(Refused, _on_refused)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_fault)
    app.add_middleware(RequestLog, metrics=metrics, monotonic=time.perf_counter)
    return app


def _lifespan_of(filing: JointFiling) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        """Never run more blocking work at once than there are database connections for it."""
        anyio.to_thread.current_default_thread_limiter().total_tokens = CONNECTIONS - WRITERS
        yield
        await off_loop(filing.close)

    return lifespan


async def off_loop(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run blocking work in a thread, so that the loop goes on answering others."""
    return await anyio.to_thread.run_sync(lambda: work(*args, **kwargs))


def as_msgpack(message: Message) -> Response:
    """Return an answer that holds bytes."""
    return Response(packed(message), media_type=MSGPACK)


def as_json(message: Message, status: int = 200) -> Response:
    """Return an answer without bytes."""
    return Response(message.model_dump_json(exclude_none=True), status, media_type="application/json")


async def _on_refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):
        raise error
    request.state.refused = error.code
    answer = as_json(error.problem, error.status)
    if error.retry_after_s is not None:
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer


async def _on_invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    # Only where it is wrong: what was sent is not repeated.
    places = sorted({".".join(str(step) for step in problem["loc"]) for problem in error.errors()})
    return await _on_refused(request, bad_request(f"{', '.join(places)} is missing or malformed"))


async def _on_http_exception(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code = Code.NOT_FOUND if error.status_code == 404 else Code.BAD_REQUEST
    request.state.refused = code
    message = "There is nothing at this address." if error.status_code == 404 else str(error.detail)
    problem = Problem(code=code, message=message, retryable=False)
    return JSONResponse(
        problem.model_dump(mode="json", exclude_none=True), error.status_code, headers=error.headers
    )


async def _on_fault(request: Request, _error: Exception) -> Response:
    request.state.refused = Code.FAULT
    problem = Problem(
        code=Code.FAULT,
        message="The server has a defect; its administrator finds it in the log. Nothing was stored.",
        retryable=True,
    )
    return as_json(problem, 500)

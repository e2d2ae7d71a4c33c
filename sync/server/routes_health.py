"""Routes for whoever looks after the server, and its name for whoever connects."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select

from sync.server import tables
from sync.server.app import Parts, as_json, off_loop
from sync.server.metrics import CONTENT_TYPE
from sync.server.migrate import is_current
from sync.server.problems import Refused
from sync.server.version import VERSION
from sync.wire import ServerInfo


def router_for(parts: Parts) -> APIRouter:
    """Return the routes over `parts`."""
    router = APIRouter()

    @router.get("/v1/server")
    async def get_server() -> Response:
        """Say who answers."""
        return as_json(await off_loop(_info, parts))

    @router.get("/healthz")
    async def get_health() -> Response:
        """Say that the process runs."""
        return JSONResponse({"status": "ok"})

    @router.get("/readyz")
    async def get_ready() -> Response:
        """Say whether the database answers and has the tables of this version."""
        ready = await off_loop(_ready, parts)
        parts.metrics.ready.set(1 if ready else 0)
        return JSONResponse({"status": "ready" if ready else "not ready"}, 200 if ready else 503)

    @router.get("/metrics")
    async def get_metrics() -> Response:
        """Hand out the metrics."""
        return Response(parts.metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return router


def _info(parts: Parts) -> ServerInfo:
    with parts.database.reading() as connection:
        incarnation = connection.execute(select(tables.server.c.incarnation)).scalar_one()
    return ServerInfo(name=parts.settings.name, version=VERSION, incarnation=incarnation, time=parts.clock())


def _ready(parts: Parts) -> bool:
    try:
        with parts.database.reading() as connection:
            return is_current(connection)
    except Refused:
        return False

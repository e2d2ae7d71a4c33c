"""Routes that file and hand out envelopes; every one is signed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from sync.server.app import Parts, as_json, as_msgpack, off_loop
from sync.server.requests import read_signed
from sync.wire import PAGE_ITEMS, PAGE_ITEMS_MAX

Identifier = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
CursorText = Annotated[str, Query(pattern=r"^[A-Za-z0-9.-]{1,200}$")]


DEVICE_HEADS_BYTES = 4 * 1024 * 1024


def router_for(parts: Parts) -> APIRouter:
    """Return the routes over `parts`."""
    router = APIRouter(prefix="/v1/schemes/{scheme_id}")
    limits = parts.settings.limits

    @router.put("/envelopes/{record_id}")
    async def put_envelope(request: Request, scheme_id: Identifier, record_id: Identifier) -> Response:
        """File one envelope and answer with its receipt."""
        signed = await read_signed(request, most=limits.envelope_bytes)
        if parts.courier.is_quick(signed, scheme_id):
            submission = parts.courier.received(signed, scheme_id, record_id)
        else:
            submission = await off_loop(parts.courier.received, signed, scheme_id, record_id)
        filed = await parts.courier.put(submission)
        return as_json(filed.receipt, 201 if filed.fresh else 200)

    @router.post("/envelopes")
    async def post_envelopes(request: Request, scheme_id: Identifier) -> Response:
        """File a batch and answer for each envelope."""
        signed = await read_signed(request, most=limits.batch_bytes)
        batch = await off_loop(parts.courier.received_batch, signed, scheme_id)
        return as_json(await parts.courier.put_batch(batch))

    @router.get("/envelopes")
    async def get_envelopes(
        request: Request,
        scheme_id: Identifier,
        after: CursorText | None = None,
        limit: Annotated[int, Query(ge=1, le=PAGE_ITEMS_MAX)] = PAGE_ITEMS,
    ) -> Response:
        """Hand out the next page after a cursor."""
        signed = await read_signed(request)
        return as_msgpack(await off_loop(parts.courier.page, signed, scheme_id, after, limit))

    @router.get("/roster")
    async def get_roster(
        request: Request, scheme_id: Identifier, after: Annotated[int, Query(ge=0, le=2**53)] = 0
    ) -> Response:
        """Hand out roster statements after a position, to removed devices and the standby too."""
        signed = await read_signed(request)
        return as_msgpack(await off_loop(parts.courier.roster, signed, scheme_id, after))

    @router.post("/farewell")
    async def post_farewell(request: Request, scheme_id: Identifier) -> Response:
        """Take what a removed device never sent, and what the standby signs."""
        signed = await read_signed(request, most=limits.batch_bytes)
        batch = await off_loop(parts.courier.received_batch, signed, scheme_id, farewell=True)
        return as_json(await parts.courier.put_batch(batch))

    @router.get("/heads")
    async def get_heads(
        request: Request, scheme_id: Identifier, after: Annotated[int, Query(ge=0, le=2**53)] = 0
    ) -> Response:
        """Hand out names and digests only."""
        signed = await read_signed(request)
        return as_json(await off_loop(parts.courier.heads, signed, scheme_id, after))

    @router.post("/device-heads")
    async def post_device_heads(request: Request, scheme_id: Identifier) -> Response:
        """Take heads of devices and hand out those that the asking device lacks."""
        signed = await read_signed(request, most=DEVICE_HEADS_BYTES)
        return as_msgpack(await off_loop(parts.device_heads.exchange, signed, scheme_id))

    @router.get("/summary")
    async def get_summary(request: Request, scheme_id: Identifier, at: CursorText) -> Response:
        """Say how many envelopes the device may see up to a cursor, and their digest."""
        signed = await read_signed(request)
        return as_json(await off_loop(parts.courier.summary, signed, scheme_id, at))

    return router

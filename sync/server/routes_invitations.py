"""Routes for enrolment; those a new device needs are not signed but limited."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from sync.server.app import Parts, as_msgpack, off_loop
from sync.server.invitations import REQUEST_BYTES
from sync.server.requests import address_of, read_body, read_signed
from sync.server.routes_envelopes import Identifier

Locator = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{16,128}$")]
PUBLICATION_BYTES = 128 * 1024


def router_for(parts: Parts) -> APIRouter:
    """Return the routes over `parts`."""
    router = APIRouter(prefix="/v1")
    invitations = parts.invitations

    @router.put("/schemes/{scheme_id}/invitations/{locator}", status_code=204)
    async def put_invitation(request: Request, scheme_id: Identifier, locator: Locator) -> Response:
        """Publish an invitation; coordinators only."""
        signed = await read_signed(request, most=PUBLICATION_BYTES)
        await off_loop(invitations.publish, signed, scheme_id, locator)
        return Response(status_code=204)

    @router.delete("/schemes/{scheme_id}/invitations/{locator}", status_code=204)
    async def delete_invitation(request: Request, scheme_id: Identifier, locator: Locator) -> Response:
        """Withdraw an invitation; coordinators only."""
        signed = await read_signed(request)
        await off_loop(invitations.withdraw, signed, scheme_id, locator)
        return Response(status_code=204)

    @router.get("/schemes/{scheme_id}/enrolments")
    async def get_enrolments(request: Request, scheme_id: Identifier) -> Response:
        """Hand out the requests of new devices; coordinators only."""
        signed = await read_signed(request)
        return as_msgpack(await off_loop(invitations.enrolments, signed, scheme_id))

    @router.get("/invitations/{locator}")
    async def get_invitation(request: Request, locator: Locator) -> Response:
        """Hand out an invitation's sealed details to whoever knows its locator."""
        return as_msgpack(await off_loop(invitations.look_up, address_of(request), locator))

    @router.put("/invitations/{locator}/enrolment")
    async def put_enrolment(request: Request, locator: Locator) -> Response:
        """Keep a new device's request."""
        body = await read_body(request, most=REQUEST_BYTES)
        received_at = await off_loop(invitations.enrol, address_of(request), locator, body)
        return JSONResponse({"received_at": received_at.isoformat()})

    return router

"""Reading a request whole, with a limit, before anything is done with it."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request

from sync.server.gate import SignedRequest
from sync.server.problems import bad_request, too_large


async def read_body(request: Request, *, most: int) -> bytes:
    """Return the body.

    Raises:
        Refused: It is larger than `most` bytes, or was cut off.
    """
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal():
        raise bad_request("the length of its body is not a number")
    if int(announced) > most:
        raise too_large(most)
    chunks: list[bytes] = []
    total = 0
    try:
        async for chunk in request.stream():
            total += len(chunk)
            if total > most:
                raise too_large(most)
            chunks.append(chunk)
    except ClientDisconnect as error:
        raise bad_request("it was cut off") from error
    return b"".join(chunks)


async def read_signed(request: Request, *, most: int = 0) -> SignedRequest:
    """Return the request with its body, as the gate needs it.

    Raises:
        Refused: Its body is too large or was cut off.
    """
    body = await read_body(request, most=most)
    path = request.scope.get("raw_path") or request.scope["path"].encode()
    query = request.scope["query_string"]
    try:
        target = (path + (b"?" + query if query else b"")).decode("ascii")
    except UnicodeDecodeError as error:
        raise bad_request("its address is not percent-encoded") from error
    host = request.headers.get("host", "")
    return SignedRequest(
        method=request.method,
        url=f"{request.scope['scheme']}://{host}{target}",
        headers=_joined(request.headers),
        body=body,
    )


def _joined(headers: Headers) -> dict[str, str]:
    """Return each field once, repeated lines joined as HTTP says they are one value."""
    fields: dict[str, str] = {}
    for name, value in headers.items():
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
    return fields


def address_of(request: Request) -> str:
    """Return the network address that asks, as far as it is known."""
    return request.client.host if request.client else "unknown"

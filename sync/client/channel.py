"""One HTTP connection to the server: signs requests and turns every failure into a sentence."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType

import httpx

from icv_app.errors import BadInput
from icv_app.words import _
from sync.client.failures import failure_of_answer, failure_of_connection, unusable_answer
from sync.signing import RequestMessage, RequestSigner, sign_request
from sync.wire import MSGPACK, MalformedMessage, Problem, read_json

LARGEST_ANSWER = 64 * 1024 * 1024
TIMEOUT = httpx.Timeout(60.0, connect=10.0)


def utc_now() -> datetime:
    """Return the real time: servers refuse requests signed by any other."""
    return datetime.now(UTC)


class HttpChannel:
    """A connection that is kept open between requests; use it from one thread at a time.

    Args:
        base_url: `https://…` or `http://…`, with a port where it is not the usual one.
        signer: The device's signing key; without it only what needs no enrolment is answered.
        certificates: Whom to trust; by default the authorities that come with ICV.
        inner: Replaces the network, in tests.

    Raises:
        BadInput: The address is no address.
    """

    def __init__(
        self,
        base_url: str,
        *,
        signer: RequestSigner | None = None,
        clock: Callable[[], datetime] = utc_now,
        certificates: ssl.SSLContext | None = None,
        inner: httpx.BaseTransport | None = None,
    ) -> None:
        self._base = _checked(base_url)
        self._signer = signer
        self._clock = clock
        self._http = httpx.Client(
            timeout=TIMEOUT,
            verify=certificates if certificates is not None else True,
            transport=inner,
            headers={"User-Agent": "ICV"},
            follow_redirects=False,
        )

    def __enter__(self) -> HttpChannel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        content_type: str = MSGPACK,
        query: Mapping[str, str] | None = None,
    ) -> bytes:
        """Send one request and return the body of a successful answer.

        Raises:
            Unreachable: No answer, or the server cannot answer now.
            SyncError: The server refused, see `ServerRefused`; or its answer cannot be used.
        """
        request = self._http.build_request(method, self._base + path, params=query, content=body)
        if body:
            request.headers["Content-Type"] = content_type
        if self._signer is not None:
            message = RequestMessage(method, str(request.url), {})
            sign_request(message, body, self._signer, self._clock())
            request.headers.update(message.headers)
        try:
            answer = self._http.send(request, stream=True)
            try:
                content = _read(answer)
            finally:
                answer.close()
        except httpx.TransportError as error:
            raise failure_of_connection(error) from error
        if not answer.is_success:
            problem = _problem(content)
            raise failure_of_answer(
                answer.status_code, problem, answer.headers.get("Retry-After"), self._clock()
            )
        return content


def _read(answer: httpx.Response) -> bytes:
    content = bytearray()
    try:
        for chunk in answer.iter_bytes():
            content += chunk
            if len(content) > LARGEST_ANSWER:
                raise unusable_answer(f"an answer of more than {LARGEST_ANSWER} bytes")
    except httpx.DecodingError as error:
        raise unusable_answer("an answer with a broken encoding") from error
    return bytes(content)


def _problem(content: bytes) -> Problem | None:
    """Return the problem in an answer; a proxy in between may answer in another way."""
    try:
        return read_json(Problem, content)
    except MalformedMessage:
        return None


def _checked(base_url: str) -> str:
    if any(character.isspace() for character in base_url.strip()):
        raise _bad_address(base_url)
    try:
        url = httpx.URL(base_url.strip())
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        raise _bad_address(base_url) from error
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment or url.userinfo:
        raise _bad_address(base_url)
    return str(url).rstrip("/")


def _bad_address(address: str) -> BadInput:
    return BadInput(
        f"server address of {len(address)} characters",
        user_text=_("The server's address cannot be used; it looks like https://icv.example.org."),
    )

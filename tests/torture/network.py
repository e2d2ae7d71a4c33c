"""A network that drops, doubles, delays, cuts and alters what passes between a laptop and the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import httpx

from icv_app.errors import SealError
from icv_app.seal.envelope import Envelope, read_envelope
from sync.wire import MalformedMessage, Page, packed, unpacked, unpacked_batch
from tests.torture.server_here import ServerHere


class Trouble(StrEnum):
    """What may befall one request."""

    NONE = "none"
    LOST = "the request is lost"
    ANSWER_LOST = "the answer is lost"
    DELAYED = "the request comes much later"
    TWICE = "the request comes twice"
    TWICE_AND_SECOND_ANSWER = "the request comes twice and the second answer is heard"
    CUT = "the request is cut off"
    ALTERED = "the request is altered"
    ANSWER_CUT = "the answer is cut off"
    ANSWER_ALTERED = "the answer is altered"
    BUSY = "429"
    FAULT = "500"
    PROXY = "502, in HTML"
    UNAVAILABLE = "503"
    FAULT_AFTERWARDS = "500, and it was done"
    PAGE_REVERSED = "a page in another order"
    PAGE_DOUBLED = "every record of a page twice"
    PAGE_LACKS_ONE = "a page without one of its records"
    PAGE_SWAPS = "two records of a page under each other's names"
    PAGE_CUTS_ONE = "a page with a record that is cut off"
    PAGE_ALTERS_ONE = "a page with a record that was altered"


_STATUSES = {
    Trouble.BUSY: 429,
    Trouble.FAULT: 500,
    Trouble.PROXY: 502,
    Trouble.UNAVAILABLE: 503,
    Trouble.FAULT_AFTERWARDS: 500,
}
_PAGES = frozenset(trouble for trouble in Trouble if trouble.name.startswith("PAGE_"))


@dataclass
class Network:
    """Between every laptop and the one server.

    Attributes:
        seen: Told of every envelope that leaves a laptop.
        troubles: What befalls the next requests, one each; afterwards there is none.
        where: Which record, byte or place is struck, as a share of all.
        under_way: Requests that are delayed.
    """

    server: ServerHere
    seen: Callable[[Envelope], None]
    troubles: list[Trouble] = field(default_factory=list)
    where: float = 0.0
    under_way: list[httpx.Request] = field(default_factory=list)

    def carry(self, request: httpx.Request) -> httpx.Response:
        """Carry one request to the server, and back what it says."""
        self._look_at(request)
        trouble = self.troubles.pop(0) if self.troubles else Trouble.NONE
        if trouble in _STATUSES:
            if trouble is Trouble.FAULT_AFTERWARDS:
                self.server.answer(request)
            return httpx.Response(_STATUSES[trouble], headers={"Retry-After": "2"}, html="<p>Sorry</p>")
        match trouble:
            case Trouble.LOST:
                raise httpx.ConnectTimeout("lost")
            case Trouble.DELAYED:
                self.under_way.append(request)
                raise httpx.ReadTimeout("delayed")
            case Trouble.ANSWER_LOST:
                self.server.answer(request)
                raise httpx.ReadTimeout("the answer is lost")
            case Trouble.TWICE_AND_SECOND_ANSWER:
                self.server.answer(request)
            case Trouble.CUT:
                request = _with_body(request, request.content[: self._at(request.content)])
            case Trouble.ALTERED:
                request = _with_body(request, self._altered(request.content))
        answer = self.server.answer(request)
        if trouble is Trouble.TWICE:
            self.server.answer(request)
        return self._back(trouble, request, answer)

    def deliver(self, number: int) -> None:
        """Bring one delayed request to the server, long after its laptop gave up."""
        self.server.answer(self.under_way.pop(number % len(self.under_way)))

    def _back(self, trouble: Trouble, request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        content = answer.content
        if trouble is Trouble.ANSWER_CUT:
            content = content[: self._at(content)]
        elif trouble is Trouble.ANSWER_ALTERED:
            content = self._altered(content)
        elif trouble in _PAGES and request.method == "GET" and "/envelopes" in request.url.path:
            content = self._changed_page(trouble, content)
        if content == answer.content:
            return answer
        headers = {"Content-Type": answer.headers["Content-Type"]}
        return httpx.Response(answer.status_code, headers=headers, content=content)

    def _changed_page(self, trouble: Trouble, content: bytes) -> bytes:
        try:
            page = unpacked(Page, content)
        except MalformedMessage:
            return content  # a refusal
        items = list(page.items)
        if not items:
            return content
        at = self._at(items)
        one, next_one = items[at], items[at - 1]
        match trouble:
            case Trouble.PAGE_REVERSED:
                items.reverse()
            case Trouble.PAGE_DOUBLED:
                items += items
            case Trouble.PAGE_LACKS_ONE:
                del items[at]
            case Trouble.PAGE_SWAPS:
                items[at] = one.model_copy(update={"envelope": next_one.envelope})
                items[at - 1] = next_one.model_copy(update={"envelope": one.envelope})
            case Trouble.PAGE_CUTS_ONE:
                items[at] = one.model_copy(update={"envelope": one.envelope[: self._at(one.envelope)]})
            case Trouble.PAGE_ALTERS_ONE:
                items[at] = one.model_copy(update={"envelope": self._altered(one.envelope)})
        return packed(page.model_copy(update={"items": items}))

    def _look_at(self, request: httpx.Request) -> None:
        if request.url.path.endswith(("/envelopes", "/farewell")) and request.method == "POST":
            for data in unpacked_batch(request.content, most=500):
                self.seen(read_envelope(data))

    def _at(self, things: Sequence[object]) -> int:
        return min(int(self.where * len(things)), max(0, len(things) - 1))

    def _altered(self, content: bytes) -> bytes:
        if not content:
            return content
        at = self._at(content)
        # A sign that is no digit, so that the same place gives the same fault whatever the keys are.
        return content[:at] + (b"#" if content[at : at + 1] != b"#" else b"$") + content[at + 1 :]


class Line(httpx.BaseTransport):
    """One laptop's end of the network.

    Args:
        network: The network.
        step: Called before and after each request; may raise.
    """

    def __init__(self, network: Network, step: Callable[[], None]) -> None:
        self._network = network
        self._step = step

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self._step()
        answer = self._network.carry(request)
        self._step()
        return answer


def readable(data: bytes) -> Envelope | None:
    """The envelope in `data`, if it is one."""
    try:
        return read_envelope(data)
    except SealError:
        return None


def _with_body(request: httpx.Request, body: bytes) -> httpx.Request:
    headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"content-length"]
    return httpx.Request(request.method, request.url, headers=headers, content=body)

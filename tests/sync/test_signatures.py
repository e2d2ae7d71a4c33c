"""Requests that somebody tampered with, repeated, or made at the wrong time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from sync.client.channel import HttpChannel
from sync.client.failures import ServerRefused
from sync.signing import RequestMessage, sign_request
from sync.wire import Code
from tests.sync.conftest import SchemeOnServer, code_of
from tests.sync.scheme_at_hand import Chain


def signed(
    scheme: SchemeOnServer, chain: Chain, path: str = "/envelopes", **changes: object
) -> httpx.Request:
    """A good GET, as a listener on the wire would have seen it."""
    url = f"{scheme.url}/v1/schemes/{scheme.scheme_id}{path}"
    message = RequestMessage("GET", url, {})
    sign_request(message, b"", chain.keys, datetime.now(UTC))
    return httpx.Request("GET", url, headers=message.headers)


def answer_to(request: httpx.Request) -> tuple[int, str]:
    with httpx.Client() as client:
        answer = client.send(request)
    return answer.status_code, answer.json().get("code", "") if answer.status_code >= 400 else ""


def test_a_signed_request_is_answered_once(scheme: SchemeOnServer) -> None:
    request = signed(scheme, scheme.coordinator)

    assert answer_to(request) == (200, "")
    assert answer_to(request) == (409, Code.REPLAYED)


def test_a_refused_request_cannot_be_repeated_either(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    request = signed(scheme, visitor, "/enrolments")

    assert answer_to(request) == (403, Code.COORDINATOR_ONLY)
    assert answer_to(request) == (409, Code.REPLAYED)


def test_an_unsigned_request_is_refused(scheme: SchemeOnServer) -> None:
    request = httpx.Request("GET", f"{scheme.url}/v1/schemes/{scheme.scheme_id}/envelopes")

    assert answer_to(request) == (401, Code.SIGNATURE_MISSING)


def test_a_device_that_is_not_enrolled_is_refused(scheme: SchemeOnServer) -> None:
    assert answer_to(signed(scheme, Chain(DeviceKeys.generate()))) == (403, Code.UNKNOWN_DEVICE)


def other_path(request: httpx.Request) -> httpx.Request:
    return httpx.Request("GET", str(request.url).replace("envelopes", "heads"), headers=request.headers)


def other_query(request: httpx.Request) -> httpx.Request:
    return httpx.Request("GET", f"{request.url}?limit=1", headers=request.headers)


def other_method(request: httpx.Request) -> httpx.Request:
    return httpx.Request("POST", request.url, headers=request.headers)


def other_host(request: httpx.Request) -> httpx.Request:
    headers = {key: value for key, value in request.headers.items() if key != "host"}
    return httpx.Request("GET", request.url, headers=headers | {"Host": "other.example:80"})


def other_body(request: httpx.Request) -> httpx.Request:
    return httpx.Request("POST", request.url, headers=dict(request.headers), content=b"\x90")


def no_digest(request: httpx.Request) -> httpx.Request:
    headers = {key: value for key, value in request.headers.items() if key != "content-digest"}
    return httpx.Request("GET", request.url, headers=headers)


def newer_nonce(request: httpx.Request) -> httpx.Request:
    """A captured signature under another label, beside one that claims a fresh nonce."""
    inputs, signature = request.headers["signature-input"], request.headers["signature"]
    fresh = inputs.replace('nonce="', 'nonce="00000000').removeprefix("icv=").replace(';tag="icv"', "")
    headers = dict(request.headers)
    headers["signature-input"] = f"icv={fresh}, old={inputs.removeprefix('icv=')}"
    headers["signature"] = f"{signature}, old={signature.removeprefix('icv=')}"
    return httpx.Request("GET", request.url, headers=headers)


def garbled(request: httpx.Request) -> httpx.Request:
    return httpx.Request("GET", request.url, headers=dict(request.headers) | {"signature-input": "icv=("})


def repeated(request: httpx.Request) -> httpx.Request:
    lines = [*request.headers.items(), ("Signature-Input", request.headers["signature-input"])]
    return httpx.Request("GET", request.url, headers=lines)


@pytest.mark.parametrize(
    "change",
    [
        other_path,
        other_query,
        other_method,
        other_host,
        other_body,
        no_digest,
        newer_nonce,
        garbled,
        repeated,
    ],
)
def test_a_changed_request_is_refused(
    scheme: SchemeOnServer, change: Callable[[httpx.Request], httpx.Request]
) -> None:
    status, code = answer_to(change(signed(scheme, scheme.coordinator)))

    assert (status, code) == (401, Code.BAD_SIGNATURE)


@pytest.mark.parametrize("offset", [timedelta(minutes=-7), timedelta(minutes=7)])
def test_a_wrong_clock_is_named_with_the_difference(scheme: SchemeOnServer, offset: timedelta) -> None:
    def wrong_clock() -> datetime:
        return datetime.now(UTC) + offset

    with (
        HttpChannel(scheme.url, signer=scheme.coordinator.keys, clock=wrong_clock) as channel,
        pytest.raises(ServerRefused) as refused,
    ):
        channel.send("GET", f"/v1/schemes/{scheme.scheme_id}/envelopes")

    assert code_of(refused) == Code.CLOCK_SKEW
    assert "7 minutes" in refused.value.user_text


def test_a_clock_that_is_a_little_off_is_fine(scheme: SchemeOnServer) -> None:
    def late() -> datetime:
        return datetime.now(UTC) - timedelta(minutes=4)

    with HttpChannel(scheme.url, signer=scheme.coordinator.keys, clock=late) as channel:
        assert channel.send("GET", f"/v1/schemes/{scheme.scheme_id}/envelopes")


def test_somebody_elses_key_id_does_not_help(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()

    class Impostor:
        key_id = scheme.coordinator.key_id
        sign = staticmethod(visitor.keys.sign)

    with (
        HttpChannel(scheme.url, signer=Impostor()) as channel,
        pytest.raises(ServerRefused) as refused,
    ):
        channel.send("GET", f"/v1/schemes/{scheme.scheme_id}/enrolments")

    assert code_of(refused) == Code.BAD_SIGNATURE


def test_a_batch_that_was_seen_on_the_wire_cannot_be_sent_again(scheme: SchemeOnServer) -> None:
    seen: list[httpx.Request] = []

    class Wiretap(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            seen.append(request)
            return super().handle_request(request)

    visitor = scheme.visitor_on_server()
    report = scheme.report(visitor)
    channel = scheme.channel(visitor, inner=Wiretap())
    record_id = read_envelope(report).record_id
    channel.send("PUT", f"/v1/schemes/{scheme.scheme_id}/envelopes/{record_id}", body=report)

    assert answer_to(seen[0]) == (409, Code.REPLAYED)

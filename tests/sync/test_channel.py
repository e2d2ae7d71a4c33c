"""Every way a request can fail, and the sentence the person reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest

from icv_app.errors import BadInput, SyncError, Unreachable
from icv_app.seal.devices import DeviceKeys
from sync.client.channel import LARGEST_ANSWER, HttpChannel
from sync.client.failures import ServerBusy, ServerRefused
from sync.client.transport import HttpTransport, Outgoing
from sync.wire import Code, Problem
from tests.sync.scheme_at_hand import SchemeAtHand


def channel_to(answer: Callable[[httpx.Request], httpx.Response]) -> HttpChannel:
    return HttpChannel(
        "https://icv.example.org", signer=DeviceKeys.generate(), inner=httpx.MockTransport(answer)
    )


def failing(answer: Callable[[httpx.Request], httpx.Response]) -> SyncError:
    with channel_to(answer) as channel, pytest.raises(SyncError) as failed:
        channel.send("GET", "/v1/server")
    return failed.value


def problem(code: str, status: int, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    body = Problem(code=code, message="The server's own words.", retryable=False).model_dump_json()
    return lambda _request: httpx.Response(status, content=body, headers=headers)


def raising(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def answer(_request: httpx.Request) -> httpx.Response:
        raise error

    return answer


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.ReadTimeout("slow"),
        httpx.ReadError("cut off"),
        httpx.RemoteProtocolError("cut off"),
    ],
)
def test_a_server_out_of_reach_is_worth_another_try(error: Exception) -> None:
    failure = failing(raising(error))

    assert isinstance(failure, Unreachable)
    assert "cannot be reached" in failure.user_text


@pytest.mark.parametrize("code", [code for code in Code if code not in {"bad_request", "not_found"}])
def test_every_refusal_has_a_sentence(code: Code) -> None:
    failure = failing(problem(code, 403))

    assert isinstance(failure, ServerRefused)
    assert failure.code == code
    assert failure.user_text.endswith(".")


def test_a_newer_servers_refusal_is_told_in_its_own_words() -> None:
    failure = failing(problem("brand_new", 403))

    assert failure.user_text == "The server's own words."


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 507])
def test_a_server_in_trouble_is_worth_another_try(status: int) -> None:
    failure = failing(problem(Code.DISK_FULL, status, **{"Retry-After": "7"}))

    assert isinstance(failure, ServerBusy)
    assert isinstance(failure, Unreachable)
    assert failure.retry_after_s == 7


@pytest.mark.parametrize("value", ["soon", "-1", "9" * 50, ""])
def test_a_strange_retry_time_is_ignored(value: str) -> None:
    failure = failing(problem(Code.SLOW_DOWN, 429, **{"Retry-After": value}))

    assert isinstance(failure, ServerBusy)
    assert failure.retry_after_s is None


def test_a_full_disk_at_the_server_is_explained() -> None:
    failure = failing(problem(Code.DISK_FULL, 507))

    assert "disk is full" in failure.user_text
    assert "nothing is lost" in failure.user_text


def test_something_else_at_that_address_is_explained() -> None:
    failure = failing(lambda _request: httpx.Response(404, content=b"<html>Not found</html>"))

    assert "Check the server's address" in failure.user_text


def test_an_answer_of_another_kind_is_refused() -> None:
    with (
        channel_to(lambda _request: httpx.Response(200, content=b"<html>Welcome</html>")) as channel,
        pytest.raises(SyncError, match="not a ServerInfo"),
    ):
        HttpTransport(channel, "x").server()


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    failure = failing(lambda _request: httpx.Response(200, content=(bytes(2**20) for _ in range(10**6))))

    assert str(LARGEST_ANSWER) in str(failure)


def test_a_redirect_is_not_followed() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": "https://elsewhere.example/"})

    assert isinstance(failing(answer), ServerRefused)
    assert len(asked) == 1


def test_each_request_is_signed_anew() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Signature-Input"])
        return httpx.Response(204)

    with channel_to(answer) as channel:
        channel.send("GET", "/v1/server")
        channel.send("GET", "/v1/server")

    assert seen[0] != seen[1]


@pytest.mark.parametrize(
    "address", ["", "icv.example.org", "ftp://icv.example.org", "https://", "https://a b", "https://x/?q=1"]
)
def test_an_address_that_is_none_is_said_in_a_sentence(address: str) -> None:
    with pytest.raises(BadInput) as refused:
        HttpChannel(address)

    assert "address" in refused.value.user_text


def answering(receipt: dict[str, object]) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(200, json={"results": [{"receipt": receipt}]})


def test_a_receipt_for_something_else_is_no_proof() -> None:
    scheme = SchemeAtHand()
    record = Outgoing("r-1", scheme.root)
    receipt = {
        "record_id": "r-1",
        "digest": "0" * 64,
        "position": 1,
        "received_at": datetime(2024, 3, 1, tzinfo=UTC).isoformat(),
    }

    with channel_to(answering(receipt)) as channel, pytest.raises(SyncError, match="something else"):
        HttpTransport(channel, scheme.scheme_id).push([record])


@pytest.mark.parametrize("results", [[], [{}], [{}, {}]])
def test_an_answer_for_other_records_is_refused(results: list[object]) -> None:
    record = Outgoing("r-1", SchemeAtHand().root)
    with (
        channel_to(lambda _request: httpx.Response(200, json={"results": results})) as channel,
        pytest.raises(SyncError),
    ):
        HttpTransport(channel, "x").push([record])


def test_heads_that_never_end_are_refused() -> None:
    with (
        channel_to(lambda _request: httpx.Response(200, json={"heads": [], "next_after": 0})) as channel,
        pytest.raises(SyncError, match="backwards"),
    ):
        HttpTransport(channel, "x").heads()

"""Every endpoint, tried by everyone: who is let in where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from sync.client.channel import HttpChannel
from sync.client.failures import ServerRefused
from sync.wire import InvitationPublication, packed, packed_batch
from tests.sync.conftest import SchemeOnServer, ServerAtHand
from tests.sync.scheme_at_hand import Chain

LOCATOR = "0f" * 32

Call = Callable[[SchemeOnServer, Chain | None, HttpChannel], bytes]


def put_envelope(scheme: SchemeOnServer, asker: Chain | None, channel: HttpChannel) -> bytes:
    author = asker or Chain(DeviceKeys.generate())
    data = author.seal(scheme.scheme_id, "device.head", [], open_parts={"head": b"{}"})
    return channel.send("PUT", f"{base(scheme)}/envelopes/{read_envelope(data).record_id}", body=data)


def post_envelopes(scheme: SchemeOnServer, _asker: Chain | None, channel: HttpChannel) -> bytes:
    return channel.send("POST", f"{base(scheme)}/envelopes", body=packed_batch([]))


def post_farewell(scheme: SchemeOnServer, _asker: Chain | None, channel: HttpChannel) -> bytes:
    return channel.send("POST", f"{base(scheme)}/farewell", body=packed_batch([]))


def get(path: str) -> Call:
    return lambda scheme, _asker, channel: channel.send("GET", base(scheme) + path)


def get_summary(scheme: SchemeOnServer, _asker: Chain | None, channel: HttpChannel) -> bytes:
    cursor = scheme.transport(scheme.coordinator).pull(None).next_cursor
    return channel.send("GET", f"{base(scheme)}/summary", query={"at": cursor})


def put_invitation(scheme: SchemeOnServer, _asker: Chain | None, channel: HttpChannel) -> bytes:
    message = InvitationPublication(details=b"d", expires_at=datetime.now(UTC) + timedelta(days=1))
    return channel.send("PUT", f"{base(scheme)}/invitations/{scheme.scheme_id}", body=packed(message))


def delete_invitation(scheme: SchemeOnServer, _asker: Chain | None, channel: HttpChannel) -> bytes:
    return channel.send("DELETE", f"{base(scheme)}/invitations/{LOCATOR}")


def base(scheme: SchemeOnServer) -> str:
    return f"/v1/schemes/{scheme.scheme_id}"


MEMBERS = {"coordinator", "visitor"}
COORDINATORS = {"coordinator"}
EVERYBODY = {"coordinator", "visitor", "removed", "stranger", "elsewhere", "unsigned"}

ENDPOINTS: dict[str, tuple[Call, set[str]]] = {
    "PUT envelope": (put_envelope, MEMBERS),
    "POST envelopes": (post_envelopes, MEMBERS),
    "GET envelopes": (get("/envelopes"), MEMBERS),
    "GET roster": (get("/roster"), MEMBERS | {"removed"}),
    "POST farewell": (post_farewell, MEMBERS | {"removed"}),
    "GET heads": (get("/heads"), MEMBERS),
    "GET summary": (get_summary, MEMBERS),
    "PUT invitation": (put_invitation, COORDINATORS),
    "DELETE invitation": (delete_invitation, COORDINATORS),
    "GET enrolments": (get("/enrolments"), COORDINATORS),
    "GET server": (lambda _scheme, _asker, channel: channel.send("GET", "/v1/server"), EVERYBODY),
    "GET healthz": (lambda _scheme, _asker, channel: channel.send("GET", "/healthz"), EVERYBODY),
    "GET readyz": (lambda _scheme, _asker, channel: channel.send("GET", "/readyz"), EVERYBODY),
    "GET metrics": (lambda _scheme, _asker, channel: channel.send("GET", "/metrics"), EVERYBODY),
}


def an_asker(scheme: SchemeOnServer, who: str) -> Chain | None:
    match who:
        case "coordinator":
            return scheme.coordinator
        case "visitor":
            return scheme.visitor_on_server()
        case "removed":
            removed = scheme.visitor_on_server()
            scheme.remove_device(removed)
            scheme.publish_roster()
            return removed
        case "stranger":
            return Chain(DeviceKeys.generate())
        case "elsewhere":
            other = SchemeOnServer(scheme.server)
            visitor = other.visitor_on_server()
            other.close()
            return visitor
        case _:
            return None


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_only_those_meant_are_let_in(scheme: SchemeOnServer, who: str, endpoint: str) -> None:
    call, allowed = ENDPOINTS[endpoint]
    asker = an_asker(scheme, who)
    channel = scheme.channel(asker)

    if who in allowed:
        call(scheme, asker, channel)
    else:
        with pytest.raises(ServerRefused) as refused:
            call(scheme, asker, channel)
        assert refused.value.code in {
            "coordinator_only",
            "device_removed",
            "unknown_device",
            "signature_missing",
        }


def test_no_endpoint_is_left_out_of_the_table(server_at_hand: ServerAtHand) -> None:
    described = httpx.get(f"{server_at_hand.running.url}/openapi.json").json()["paths"]
    tried = {
        ("put", "/v1/schemes/{scheme_id}/envelopes/{record_id}"),
        ("post", "/v1/schemes/{scheme_id}/envelopes"),
        ("get", "/v1/schemes/{scheme_id}/envelopes"),
        ("get", "/v1/schemes/{scheme_id}/heads"),
        ("get", "/v1/schemes/{scheme_id}/roster"),
        ("post", "/v1/schemes/{scheme_id}/farewell"),
        ("get", "/v1/schemes/{scheme_id}/summary"),
        ("put", "/v1/schemes/{scheme_id}/invitations/{locator}"),
        ("delete", "/v1/schemes/{scheme_id}/invitations/{locator}"),
        ("get", "/v1/schemes/{scheme_id}/enrolments"),
        ("get", "/v1/server"),
        ("get", "/healthz"),
        ("get", "/readyz"),
        ("get", "/metrics"),
        # Open to whoever holds an invitation; see test_enrolment.
        ("get", "/v1/invitations/{locator}"),
        ("put", "/v1/invitations/{locator}/enrolment"),
    }

    assert {(method, path) for path, methods in described.items() for method in methods} == tried

"""Every endpoint, tried by everyone: who is let in where."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from icv_app.domain.scheme import Role
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from sync.client.channel import HttpChannel
from sync.client.failures import ServerRefused
from sync.wire import DeviceHeadsAsked, InvitationPublication, packed, packed_batch
from tests.sync.conftest import SchemeOnServer, ServerAtHand
from tests.sync.scheme_at_hand import Chain

LOCATOR = "0f" * 32

Call = Callable[[SchemeOnServer, Chain | None, HttpChannel], bytes]


def put_envelope(scheme: SchemeOnServer, asker: Chain | None, channel: HttpChannel) -> bytes:
    author = asker or Chain(DeviceKeys.generate())
    readers = [author.keys.public.sealing]
    data = author.seal(scheme.scheme_id, "later.kind", readers, parts={"all": b"{}"})
    return channel.send("PUT", f"{base(scheme)}/envelopes/{read_envelope(data).record_id}", body=data)


def post_envelopes(scheme: SchemeOnServer, _asker: Chain | None, channel: HttpChannel) -> bytes:
    return channel.send("POST", f"{base(scheme)}/envelopes", body=packed_batch([]))


def post_farewell(scheme: SchemeOnServer, _asker: Chain | None, channel: HttpChannel) -> bytes:
    return channel.send("POST", f"{base(scheme)}/farewell", body=packed_batch([]))


def post_device_heads(scheme: SchemeOnServer, _asker: Chain | None, channel: HttpChannel) -> bytes:
    return channel.send("POST", f"{base(scheme)}/device-heads", body=packed(DeviceHeadsAsked(known={})))


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


def published(scheme: SchemeOnServer) -> str:
    """Publish an invitation of this test's own, and return its locator."""
    locator = uuid.uuid4().hex * 2
    message = InvitationPublication(details=b"d", expires_at=datetime.now(UTC) + timedelta(days=1))
    channel = scheme.channel(scheme.coordinator)
    channel.send("PUT", f"{base(scheme)}/invitations/{locator}", body=packed(message))
    return locator


def get_invitation(scheme: SchemeOnServer, _asker: Chain | None, channel: HttpChannel) -> bytes:
    return channel.send("GET", f"/v1/invitations/{published(scheme)}")


def put_enrolment(scheme: SchemeOnServer, _asker: Chain | None, channel: HttpChannel) -> bytes:
    return channel.send("PUT", f"/v1/invitations/{published(scheme)}/enrolment", body=b"request")


def base(scheme: SchemeOnServer) -> str:
    return f"/v1/schemes/{scheme.scheme_id}"


MEMBERS = {"coordinator", "visitor"}
COORDINATORS = {"coordinator"}
REMOVED = {"removed", "removed coordinator"}
# Why each of them is kept out, where they are.
REASONS = {
    "visitor": "coordinator_only",
    "removed": "device_removed",
    "removed coordinator": "device_removed",
    "stranger": "unknown_device",
    "elsewhere": "unknown_device",
    "coordinator elsewhere": "unknown_device",
    "unsigned": "signature_missing",
}
EVERYBODY = {"coordinator", *REASONS}

ENDPOINTS: dict[str, tuple[Call, set[str]]] = {
    "PUT envelope": (put_envelope, MEMBERS),
    "POST envelopes": (post_envelopes, MEMBERS),
    "GET envelopes": (get("/envelopes"), MEMBERS),
    "GET roster": (get("/roster"), MEMBERS | REMOVED),
    "POST farewell": (post_farewell, MEMBERS | REMOVED),
    "GET heads": (get("/heads"), MEMBERS),
    "POST device heads": (post_device_heads, MEMBERS),
    "GET summary": (get_summary, MEMBERS),
    "PUT invitation": (put_invitation, COORDINATORS),
    "DELETE invitation": (delete_invitation, COORDINATORS),
    "GET enrolments": (get("/enrolments"), COORDINATORS),
    "GET invitation": (get_invitation, EVERYBODY),
    "PUT enrolment": (put_enrolment, EVERYBODY),
    "GET server": (lambda _scheme, _asker, channel: channel.send("GET", "/v1/server"), EVERYBODY),
    "GET healthz": (lambda _scheme, _asker, channel: channel.send("GET", "/healthz"), EVERYBODY),
    "GET readyz": (lambda _scheme, _asker, channel: channel.send("GET", "/readyz"), EVERYBODY),
    "GET metrics": (lambda _scheme, _asker, channel: channel.send("GET", "/metrics"), EVERYBODY),
}


def removed(scheme: SchemeOnServer, role: Role) -> Chain:
    scheme.add_member("X-001", role)
    device = scheme.add_device("X-001")
    scheme.remove_device(device)
    scheme.publish_roster()
    return device


def from_elsewhere(scheme: SchemeOnServer, role: Role) -> Chain:
    other = SchemeOnServer(scheme.server)
    member = other.coordinator if role is Role.COORDINATOR else other.visitor_on_server()
    other.close()
    return member


ASKERS: dict[str, Callable[[SchemeOnServer], Chain | None]] = {
    "coordinator": lambda scheme: scheme.coordinator,
    "visitor": lambda scheme: scheme.visitor_on_server(),
    "removed": lambda scheme: removed(scheme, Role.VISITOR),
    "removed coordinator": lambda scheme: removed(scheme, Role.COORDINATOR),
    "elsewhere": lambda scheme: from_elsewhere(scheme, Role.VISITOR),
    "coordinator elsewhere": lambda scheme: from_elsewhere(scheme, Role.COORDINATOR),
    "stranger": lambda _scheme: Chain(DeviceKeys.generate()),
    "unsigned": lambda _scheme: None,
}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_only_those_meant_are_let_in(scheme: SchemeOnServer, who: str, endpoint: str) -> None:
    call, allowed = ENDPOINTS[endpoint]
    asker = ASKERS[who](scheme)
    channel = scheme.channel(asker)

    if who in allowed:
        call(scheme, asker, channel)
    else:
        with pytest.raises(ServerRefused) as refused:
            call(scheme, asker, channel)
        assert refused.value.code == REASONS[who]


def test_no_endpoint_is_left_out_of_the_table(server_at_hand: ServerAtHand) -> None:
    described = httpx.get(f"{server_at_hand.running.url}/openapi.json").json()["paths"]
    tried = {
        ("put", "/v1/schemes/{scheme_id}/envelopes/{record_id}"),
        ("post", "/v1/schemes/{scheme_id}/envelopes"),
        ("get", "/v1/schemes/{scheme_id}/envelopes"),
        ("get", "/v1/schemes/{scheme_id}/heads"),
        ("post", "/v1/schemes/{scheme_id}/device-heads"),
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
        ("get", "/v1/invitations/{locator}"),
        ("put", "/v1/invitations/{locator}/enrolment"),
    }

    assert {(method, path) for path, methods in described.items() for method in methods} == tried

"""Heads of devices on the server: the newest of each, beside the records, over real HTTP."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from icv_app.seal.heads import DeviceHead, head_parts
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.services.ports_sync import Refusal
from sync.client.failures import ServerRefused
from sync.wire import Code, DeviceHeadsAsked, packed
from tests.sync.conftest import SchemeOnServer, code_of
from tests.sync.scheme_at_hand import Chain

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def a_head(scheme: SchemeOnServer, device: Chain, *, minutes: int = 0, scheme_id: str = "") -> bytes:
    draft = Outgoing(
        record_id=str(uuid.uuid4()),
        kind=RecordKind.DEVICE_HEAD,
        scheme_id=scheme_id or scheme.scheme_id,
        chain_id=str(uuid.uuid4()),
        sequence=1,
        previous=None,
        sealed_at=NOON + timedelta(minutes=minutes),
        open_parts=head_parts(DeviceHead(confirmed_at=NOON)),
    )
    return seal_envelope(draft, device.keys, ())


def hash_of(data: bytes) -> str:
    return read_envelope(data).hash


def heads_on(scheme: SchemeOnServer, asker: Chain) -> list[bytes]:
    return scheme.transport(asker).device_heads({}).heads


def test_a_head_is_handed_to_whoever_lacks_it(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    head = a_head(scheme, visitor)
    scheme.transport(visitor).bring_heads([head])

    assert heads_on(scheme, scheme.coordinator) == [head]
    known = {visitor.key_id: hash_of(head)}
    answer = scheme.transport(scheme.coordinator).device_heads(known)
    assert (answer.heads, answer.lacking) == ([], [])


def test_only_the_newest_stays_whatever_comes_last(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    old, new = a_head(scheme, visitor), a_head(scheme, visitor, minutes=5)
    for heads in ([new], [old], [old, new], [old]):
        scheme.transport(visitor).bring_heads(heads)

    assert heads_on(scheme, scheme.coordinator) == [new]


def test_somebody_else_may_bring_a_head_past_whoever_kept_it_back(scheme: SchemeOnServer) -> None:
    author, bearer = scheme.visitor_on_server("V-001"), scheme.visitor_on_server("V-002")
    head = a_head(scheme, author)
    scheme.transport(bearer).bring_heads([head])

    assert heads_on(scheme, scheme.coordinator) == [head]


def test_the_server_names_what_it_lacks(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()

    answer = scheme.transport(scheme.coordinator).device_heads({visitor.key_id: "a" * 64})

    assert answer.lacking == [visitor.key_id]


def test_forged_heads_and_heads_of_strangers_are_passed_over_and_stop_no_other(
    scheme: SchemeOnServer,
) -> None:
    visitor, stranger = scheme.visitor_on_server(), Chain(DeviceKeys.generate())
    forged = bytearray(a_head(scheme, visitor, minutes=9))
    forged[-150] ^= 1
    unknown = SchemeOnServer(scheme.server)
    elsewhere = a_head(scheme, visitor, minutes=8, scheme_id=unknown.scheme_id)
    report = scheme.report(visitor)
    true = a_head(scheme, visitor)
    by_a_stranger = a_head(scheme, stranger, minutes=7)

    scheme.transport(visitor).bring_heads(
        [bytes(forged), elsewhere, report, by_a_stranger, b"no envelope", true]
    )

    assert heads_on(scheme, scheme.coordinator) == [true]
    unknown.close()


def test_a_removed_devices_later_head_is_passed_over(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    before = a_head(scheme, visitor)
    scheme.transport(visitor).bring_heads([before])
    scheme.remove_device(visitor)
    scheme.publish_roster()

    scheme.transport(scheme.coordinator).bring_heads([a_head(scheme, visitor, minutes=5)])

    assert heads_on(scheme, scheme.coordinator) == [before]
    with pytest.raises(ServerRefused) as refused:
        scheme.transport(visitor).bring_heads([a_head(scheme, visitor, minutes=6)])
    assert code_of(refused) == Code.DEVICE_REMOVED


def test_heads_of_one_scheme_are_not_shown_in_another(scheme: SchemeOnServer) -> None:
    other = SchemeOnServer(scheme.server)
    theirs = other.visitor_on_server()
    other.transport(theirs).bring_heads([a_head(other, theirs)])

    assert heads_on(scheme, scheme.coordinator) == []
    with pytest.raises(ServerRefused) as refused:
        other.channel(theirs).send(
            "POST",
            f"/v1/schemes/{scheme.scheme_id}/device-heads",
            body=packed(DeviceHeadsAsked(known={})),
        )
    assert code_of(refused) == Code.UNKNOWN_DEVICE
    other.close()


def test_heads_move_neither_positions_nor_the_count(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    transport = scheme.transport(visitor)
    cursor = transport.pull(None).next_cursor
    before = transport.summary(cursor)
    for minutes in range(3):
        transport.bring_heads([a_head(scheme, visitor, minutes=minutes)])

    assert transport.pull(cursor).next_cursor == cursor
    assert transport.summary(cursor) == before
    assert hash_of(heads_on(scheme, visitor)[0]) not in transport.heads().values()


def test_a_head_among_the_records_is_refused(scheme: SchemeOnServer) -> None:
    scheme.add_member("C-002", Role.COORDINATOR)
    (answer,) = scheme.push(scheme.coordinator, a_head(scheme, scheme.coordinator))

    assert isinstance(answer, Refusal)
    assert (answer.code, answer.retryable) == (Code.NOT_ALLOWED, False)


@pytest.mark.parametrize("body", [b"", b"\x90", packed(DeviceHeadsAsked(known={}))[:-3]])
def test_what_is_no_request_for_heads_is_refused_with_a_reason(scheme: SchemeOnServer, body: bytes) -> None:
    scheme.publish_roster()
    with pytest.raises(ServerRefused) as refused:
        scheme.channel(scheme.coordinator).send(
            "POST", f"/v1/schemes/{scheme.scheme_id}/device-heads", body=body
        )
    assert code_of(refused) == Code.BAD_REQUEST

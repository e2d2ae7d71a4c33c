"""Envelopes handed in over real HTTP, on SQLite and PostgreSQL."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from icv_app.domain.scheme import Role
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope, without_part
from icv_app.services.ports_sync import Receipt, Refusal
from sync.client.failures import ServerRefused
from sync.server.settings import Limits
from sync.wire import ENVELOPE, Code, ReceiptMessage, packed_batch, read_json
from tests.sync.conftest import SchemeOnServer, code_of
from tests.sync.scheme_at_hand import Chain, SchemeAtHand


def put(scheme: SchemeOnServer, chain: Chain, data: bytes, record_id: str | None = None) -> ReceiptMessage:
    name = record_id or read_envelope(data).record_id
    content = scheme.channel(chain).send(
        "PUT", f"/v1/schemes/{scheme.scheme_id}/envelopes/{name}", body=data, content_type=ENVELOPE
    )
    return read_json(ReceiptMessage, content)


def codes(answers: list[Receipt | Refusal]) -> list[str]:
    return [answer.code if isinstance(answer, Refusal) else "ok" for answer in answers]


def test_a_receipt_names_the_envelope_and_its_position(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = scheme.report(visitor)

    receipt = put(scheme, visitor, report)

    assert receipt.record_id == read_envelope(report).record_id
    assert receipt.digest == read_envelope(report).hash
    assert receipt.position == len(scheme.statements) + 1


def test_the_same_envelope_again_gets_the_same_receipt(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = scheme.report(visitor)

    first = put(scheme, visitor, report)

    assert put(scheme, visitor, report) == first
    assert scheme.push(visitor, report) == [Receipt(**first.model_dump())]


def test_another_record_under_the_same_number_is_refused_and_changes_nothing(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = scheme.report(visitor)
    other = scheme.report(visitor, text="something else", record_id=read_envelope(report).record_id)
    put(scheme, visitor, report)

    with pytest.raises(ServerRefused) as refused:
        put(scheme, visitor, other)

    assert code_of(refused) == Code.CONFLICT
    kept = scheme.transport(visitor).pull(None).records[-1].envelope
    assert kept == report


def test_the_rest_of_a_report_is_not_taken_from_a_visitor_and_keeps_the_whole_from_nobody(
    scheme: SchemeOnServer,
) -> None:
    """What a run erased is another matter: `test_erasing`."""
    visitor = scheme.visitor_on_server()
    report = scheme.report(visitor)

    with pytest.raises(ServerRefused) as refused:
        put(scheme, visitor, without_part(report, "visit"))
    assert code_of(refused) == Code.PART_MISSING

    put(scheme, visitor, report)
    kept = scheme.transport(visitor).pull(None).records[-1].envelope
    assert read_envelope(kept).erased == ()


def test_each_envelope_of_a_batch_is_judged_for_itself(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    stranger = Chain(DeviceKeys.generate())
    good, also_good = scheme.report(visitor), scheme.report(visitor)
    foreign = SchemeAtHand()
    batch = [
        good,
        scheme.report(stranger),
        foreign.report(foreign.add_visitor()),
        also_good,
    ]

    answers = scheme.push(visitor, *batch)

    assert codes(answers) == ["ok", Code.UNKNOWN_AUTHOR, Code.WRONG_SCHEME, "ok"]
    held = scheme.transport(visitor).heads()
    assert {read_envelope(one).record_id for one in (good, also_good)} <= held.keys()
    assert len(held) == len(scheme.statements) + 2


def test_one_record_twice_in_a_batch_is_filed_once(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = scheme.report(visitor)

    first, second = scheme.push(visitor, report, report)

    assert first == second


def test_bytes_that_are_no_envelope_are_refused_beside_good_ones(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = scheme.report(visitor)
    body = packed_batch([b"\x00" * 20, report])

    content = scheme.channel(visitor).send("POST", f"/v1/schemes/{scheme.scheme_id}/envelopes", body=body)

    assert b'"code":"bad_envelope"' in content
    assert read_envelope(report).hash.encode() in content


def test_an_altered_byte_is_noticed(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = scheme.report(visitor)
    altered = report[:-1] + bytes([report[-1] ^ 1])

    with pytest.raises(ServerRefused) as refused:
        put(scheme, visitor, altered, record_id=read_envelope(report).record_id)

    assert code_of(refused) == Code.BAD_ENVELOPE


def test_a_forged_author_is_noticed(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    victim = read_envelope(scheme.report(scheme.visitor_on_server("V-002")))
    forged = replace(victim, signature=visitor.keys.sign(b"icv-envelope-v1\0" + victim.header_bytes))

    assert codes(scheme.push(visitor, forged.encode())) == [Code.BAD_ENVELOPE]


def test_the_address_must_name_the_record(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()

    with pytest.raises(ServerRefused) as refused:
        put(scheme, visitor, scheme.report(visitor), record_id=str(uuid.uuid4()))

    assert code_of(refused) == Code.BAD_REQUEST


def test_what_others_wrote_is_taken_from_anyone_who_holds_it(scheme: SchemeOnServer) -> None:
    author, partner = scheme.visitor_on_server("V-001"), scheme.visitor_on_server("V-002")

    assert codes(scheme.push(partner, scheme.report(author, partner))) == ["ok"]


def test_a_batch_may_add_a_device_and_hold_its_records(scheme: SchemeOnServer) -> None:
    visitor = scheme.add_visitor()

    answers = scheme.push(scheme.coordinator, *scheme.statements, scheme.report(visitor))

    assert codes(answers) == ["ok"] * (len(scheme.statements) + 1)


@pytest.mark.parametrize("kind", ["review.decision", "scheme.settings", "audit.entry"])
def test_a_visitor_cannot_author_what_only_coordinators_may(scheme: SchemeOnServer, kind: str) -> None:
    visitor = scheme.visitor_on_server()
    data = visitor.seal(
        scheme.scheme_id,
        kind,
        [scheme.office.public.sealing, visitor.keys.public.sealing],
        parts={"body": b"{}"},
    )

    assert codes(scheme.push(visitor, data)) == [Code.NOT_ALLOWED]


def test_a_visitor_cannot_make_themselves_coordinator(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    true_coordinator, scheme.coordinator = scheme.coordinator, visitor
    scheme.add_member("V-001", Role.COORDINATOR)
    forged = scheme.statements.pop()
    scheme.coordinator = true_coordinator

    assert codes(scheme.push(visitor, forged)) == [Code.NOT_ALLOWED]


def test_a_record_of_a_newer_version_is_kept(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    data = visitor.seal(
        scheme.scheme_id,
        "visit.hologram",
        [scheme.office.public.sealing, visitor.keys.public.sealing],
        parts={"body": b"{}"},
    )

    assert codes(scheme.push(visitor, data)) == ["ok"]


def test_a_removed_device_is_turned_away_and_its_later_records_wait(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    before = scheme.report(visitor)
    scheme.remove_device(visitor)
    after = scheme.report(visitor)
    scheme.publish_roster()

    with pytest.raises(ServerRefused) as refused:
        scheme.push(visitor, before)
    assert code_of(refused) == Code.DEVICE_REMOVED
    other = scheme.visitor_on_server("V-002")
    assert codes(scheme.push(other, before, after)) == ["ok", Code.AUTHOR_REMOVED]
    # A coordinator, who decides on it, may bring it back to a server that lost it.
    assert codes(scheme.push(scheme.coordinator, after)) == ["ok"]


def test_an_envelope_over_the_limit_is_refused(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    too_much = bytes(Limits().envelope_bytes + 1)

    with pytest.raises(ServerRefused) as refused:
        put(scheme, visitor, too_much, record_id=str(uuid.uuid4()))

    assert code_of(refused) == Code.TOO_LARGE
    assert "8192 KiB" in str(refused.value.user_text) or "larger than" in refused.value.user_text


def test_a_batch_of_too_many_is_refused(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    body = packed_batch([b""] * (Limits().batch_items + 1))

    with pytest.raises(ServerRefused) as refused:
        scheme.channel(visitor).send("POST", f"/v1/schemes/{scheme.scheme_id}/envelopes", body=body)

    assert code_of(refused) == Code.BAD_REQUEST


def test_a_scheme_nobody_registered_is_unknown(scheme: SchemeOnServer) -> None:
    stranger = SchemeAtHand()

    with pytest.raises(ServerRefused) as refused:
        scheme.channel(stranger.coordinator).send("GET", f"/v1/schemes/{stranger.scheme_id}/envelopes")

    assert code_of(refused) == Code.UNKNOWN_SCHEME
    assert "scheme" in refused.value.user_text

"""What comes over the wire is read with care; limits are kept; versions agree."""

from __future__ import annotations

import contextlib
import tomllib
from datetime import UTC, datetime

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.server.limiter import RateLimiter
from sync.server.problems import Refused
from sync.server.reading import Cursor, read_cursor
from sync.server.version import VERSION
from sync.signing import UnusableSignature, read_claim
from sync.wire import (
    EnrolmentMessage,
    EnrolmentsMessage,
    InvitationMessage,
    InvitationPublication,
    Item,
    MalformedMessage,
    Message,
    Page,
    digest_of,
    packed,
    packed_batch,
    read_json,
    unpacked,
    unpacked_batch,
)
from tests.servers import ROOT

AT = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "message",
    [
        Page(items=[Item(position=1, record_id="r", envelope=b"\xff")], next_cursor="c", more=True),
        InvitationMessage(scheme_id="s", details=b"\xfe", expires_at=AT, used=False),
        InvitationPublication(details=b"\xfe", expires_at=AT),
        EnrolmentsMessage(enrolments=[EnrolmentMessage(locator="l", request=b"\xfd", received_at=AT)]),
    ],
)
def test_messages_come_out_as_they_went_in(message: Message) -> None:
    assert unpacked(type(message), packed(message)) == message


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_a_refusal(data: bytes) -> None:
    for model in (Page, InvitationPublication, EnrolmentsMessage):
        try:
            unpacked(model, data)
        except MalformedMessage:
            continue
    with contextlib.suppress(MalformedMessage):
        read_json(Page, data)


@given(st.recursive(st.none() | st.integers() | st.binary() | st.text(), st.lists, max_leaves=20))
def test_only_lists_of_bytes_are_batches(value: object) -> None:
    try:
        data = msgpack.packb(value)
    except OverflowError:
        return
    good = isinstance(value, list) and len(value) <= 5 and all(isinstance(item, bytes) for item in value)
    try:
        assert unpacked_batch(data, most=5) == value
        assert good
    except MalformedMessage:
        assert not good


def test_a_batch_comes_out_as_it_went_in() -> None:
    assert unpacked_batch(packed_batch([b"a", b""]), most=2) == [b"a", b""]


def test_a_batch_that_claims_to_be_huge_is_refused_without_the_memory() -> None:
    with pytest.raises(MalformedMessage):
        unpacked_batch(b"\xdd\xff\xff\xff\xff", most=5)


@given(st.dictionaries(st.text(), st.text()))
def test_the_digest_does_not_depend_on_the_order(held: dict[str, str]) -> None:
    assert digest_of(held) == digest_of(dict(reversed(held.items())))


def test_the_digest_tells_sets_apart() -> None:
    digests = {digest_of(held) for held in ({}, {"a": "1"}, {"a": "2"}, {"b": "1"}, {"a": "1", "b": "1"})}

    assert len(digests) == 5


@given(st.text(max_size=120))
def test_any_text_is_a_cursor_or_a_refusal(text: str) -> None:
    try:
        cursor = read_cursor(text)
    except Refused:
        return
    assert isinstance(cursor, Cursor)


@given(st.text(max_size=200))
def test_any_signature_input_is_a_claim_or_a_refusal(text: str) -> None:
    try:
        read_claim({"signature-input": text})
    except UnusableSignature:
        return
    pytest.fail("nonsense was taken for a claim")


def test_a_caller_may_burst_and_then_waits() -> None:
    limiter = RateLimiter(per_s=2.0, burst=3)

    assert [limiter.wait_s("a", 0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert limiter.wait_s("b", 0.0) == 0
    assert limiter.wait_s("a", 0.5) == 0
    assert limiter.wait_s("a", 0.5) == 1


def test_the_limiter_forgets_callers_it_has_not_heard_of() -> None:
    limiter = RateLimiter(per_s=1.0, burst=1)
    for number in range(20_000):
        limiter.wait_s(str(number), 0.0)

    assert len(limiter._buckets) == 10_000


def test_the_server_has_the_projects_version() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION

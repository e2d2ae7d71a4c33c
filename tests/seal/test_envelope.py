"""What an envelope keeps, what it refuses, and what still verifies after an erasure."""

from __future__ import annotations

import random
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.records import RecordKind
from icv_app.errors import SealError, UpdateNeeded
from icv_app.seal import envelope as envelope_module
from icv_app.seal import sealing
from icv_app.seal.cipher import seal_bytes, sha256_hex
from icv_app.seal.encoding import canonical_json
from icv_app.seal.envelope import ENVELOPE_LIMIT, read_envelope, verify_envelope, without_part
from icv_app.seal.keys import KeyId, Opener, PublicSealingKey, key_id_of
from icv_app.seal.sealing import (
    ContentKeys,
    content_keys,
    open_envelope,
    open_with_content_keys,
    seal_envelope,
)
from tests.seal.builders import (
    NOON,
    REPORT,
    a_device,
    a_draft,
    an_id,
    an_office,
    opened_container,
    packed_container,
    sealed,
    with_header,
)

VISITOR = a_device("visitor")
OFFICE = an_office()
OFFICE_KEYS: dict[KeyId, Opener] = {OFFICE.key_id: OFFICE}

ENVELOPE = sealed()

json_parts = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,31}", fullmatch=True), st.binary(max_size=2000), min_size=1, max_size=4
)


def read_verify_and_open(data: bytes) -> dict[str, bytes | None]:
    envelope = read_envelope(data)
    verify_envelope(envelope, VISITOR.public.signing)
    return open_envelope(envelope, OFFICE_KEYS)


@given(parts=json_parts)
def test_what_was_sealed_is_what_is_opened(parts: dict[str, bytes]) -> None:
    data = sealed(a_draft(parts=parts))

    assert read_verify_and_open(data) == parts


def test_the_header_says_what_the_draft_said() -> None:
    header = read_envelope(sealed(a_draft(sequence=4, previous="ab" * 32))).header

    assert header.record_id == an_id(7)
    assert header.kind == RecordKind.VISIT_REPORT
    assert header.author_device == VISITOR.key_id
    assert (header.sequence, header.previous) == (4, "ab" * 32)
    assert header.sealed_at == NOON
    assert header.recipients == (VISITOR.key_id, OFFICE.key_id)


def test_every_recipient_can_open_it() -> None:
    envelope = read_envelope(ENVELOPE)

    assert open_envelope(envelope, {VISITOR.key_id: VISITOR}) == REPORT
    assert open_envelope(envelope, OFFICE_KEYS) == REPORT


def test_nobody_else_can_open_it() -> None:
    stranger = a_device("stranger")

    with pytest.raises(SealError, match="sealed to none"):
        open_envelope(read_envelope(ENVELOPE), {stranger.key_id: stranger})


def test_a_key_under_the_name_of_a_recipient_does_not_open_it() -> None:
    with pytest.raises(SealError, match="wrap does not open"):
        open_envelope(read_envelope(ENVELOPE), {VISITOR.key_id: a_device("stranger")})


def test_no_sentence_of_a_report_is_readable_in_its_envelope() -> None:
    assert b"13WK/4402" not in ENVELOPE
    assert b"leeds" not in ENVELOPE


@given(place=st.integers(0, len(ENVELOPE) - 1), flip=st.integers(1, 255))
def test_a_change_of_any_byte_is_refused(place: int, flip: int) -> None:
    changed = bytearray(ENVELOPE)
    changed[place] ^= flip

    with pytest.raises(SealError):
        read_verify_and_open(bytes(changed))


@given(length=st.integers(0, len(ENVELOPE) - 1))
def test_a_cut_off_envelope_is_refused(length: int) -> None:
    with pytest.raises(SealError):
        read_envelope(ENVELOPE[:length])


@given(tail=st.binary(min_size=1, max_size=50))
def test_bytes_after_the_envelope_are_refused(tail: bytes) -> None:
    with pytest.raises(SealError):
        read_envelope(ENVELOPE + tail)


@given(data=st.binary(max_size=300))
def test_noise_is_refused(data: bytes) -> None:
    with pytest.raises(SealError):
        read_envelope(data)


junk = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.binary(max_size=40) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


@given(place=st.integers(0, 5), item=junk)
def test_a_container_with_the_wrong_things_in_it_is_refused(place: int, item: Any) -> None:
    container = opened_container(ENVELOPE)
    if item == container[place] and type(item) is type(container[place]):
        return
    if place == 5 and item == [None, None]:  # both parts erased, which is no fault
        return
    container[place] = item

    with pytest.raises(SealError):
        read_verify_and_open(packed_container(container))


@given(
    field=st.sampled_from(
        ["version", "record_id", "kind", "author_device", "sequence", "previous", "sealed_at", "parts"]
    ),
    value=junk.filter(lambda one: not isinstance(one, bytes)),
)
def test_a_header_with_the_wrong_things_in_it_is_refused(field: str, value: Any) -> None:
    try:
        data = with_header(ENVELOPE, VISITOR, **{field: value})
    except (TypeError, ValueError):  # not JSON in the first place
        return
    if data == ENVELOPE:
        return

    with pytest.raises(SealError):
        read_verify_and_open(data)


def test_other_ways_of_writing_the_same_container_are_refused() -> None:
    # 0xdc writes the same array of six with a longer prefix than needed.
    assert ENVELOPE[:1] == b"\x96"

    with pytest.raises(SealError, match="canonical"):
        read_envelope(b"\xdc\x00\x06" + ENVELOPE[1:])


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda header: header.replace(b'","', b'", "', 1),
        lambda header: b'{"zz":1,' + header[1:],
        lambda header: header[:-1] + b',"version":1}',
        lambda header: header.replace(b'"sequence":1', b'"sequence":1.0'),
        lambda header: header.replace(b'"sequence":1', b'"sequence":1e0'),
        lambda header: header.replace(b'"visit', b'"\\u0076isit', 1),
        lambda header: header.decode().encode("utf-16"),
        lambda _header: b"[" * 100_000,
        lambda _header: b'"\\ud800"',
        lambda _header: b"NaN",
        lambda _header: b"9" * 5000,
        lambda _header: b"\xff\xfe",
    ],
)
def test_other_ways_of_writing_a_header_are_refused_even_when_signed(rewritten: Any) -> None:
    container = opened_container(ENVELOPE)
    container[2] = rewritten(container[2])
    container[3] = VISITOR.sign(envelope_module.SIGNATURE_LABEL + container[2])

    with pytest.raises(SealError):
        read_envelope(packed_container(container))


def test_somebody_elses_signature_is_refused() -> None:
    envelope = read_envelope(with_header(ENVELOPE, a_device("stranger")))

    with pytest.raises(SealError, match="signature"):
        verify_envelope(envelope, VISITOR.public.signing)


def test_the_key_of_another_device_does_not_verify_it() -> None:
    with pytest.raises(SealError, match="is by"):
        verify_envelope(read_envelope(ENVELOPE), a_device("stranger").public.signing)


def test_wraps_put_in_another_order_are_refused() -> None:
    container = opened_container(ENVELOPE)
    container[4].reverse()

    with pytest.raises(SealError, match="wraps"):
        read_envelope(packed_container(container))


def test_recipients_put_in_another_order_are_refused() -> None:
    recipients = [OFFICE.key_id, VISITOR.key_id]

    with pytest.raises(SealError, match="signature"):
        read_verify_and_open(with_header(ENVELOPE, None, recipients=recipients))


def test_a_wrap_moved_to_another_recipient_does_not_open_even_when_signed() -> None:
    container = opened_container(ENVELOPE)
    container[4].reverse()
    wraps = tuple(container[4])
    digest = envelope_module.digest_of_wraps(wraps)
    data = with_header(packed_container(container), VISITOR, wraps_digest=digest)

    with pytest.raises(SealError, match="wrap does not open"):
        open_envelope(read_envelope(data), OFFICE_KEYS)


def test_nobody_can_sign_another_authors_sealed_report_as_their_own() -> None:
    thief = a_device("stranger")
    data = with_header(ENVELOPE, thief, author_device=thief.key_id)
    envelope = read_envelope(data)
    verify_envelope(envelope, thief.public.signing)

    with pytest.raises(SealError, match="wrap does not open"):
        open_envelope(envelope, OFFICE_KEYS)


def test_a_sealed_report_cannot_be_moved_to_another_record() -> None:
    data = with_header(ENVELOPE, VISITOR, record_id=an_id(99))

    with pytest.raises(SealError, match="wrap does not open"):
        open_envelope(read_envelope(data), OFFICE_KEYS)


def test_an_author_cannot_show_two_recipients_different_contents() -> None:
    """A second set of keys, wrapped for the office alone, breaks the commitment in the header."""
    keys = b"".join(bytes([number]) * 32 for number in (1, 2))
    info = canonical_json(["icv-wrap-v1", a_draft().scheme_id, an_id(7), VISITOR.key_id, OFFICE.key_id])
    container = opened_container(ENVELOPE)
    container[4][1] = OFFICE.public.sealing.wrap(keys, info)
    digest = envelope_module.digest_of_wraps(tuple(container[4]))
    envelope = read_envelope(with_header(packed_container(container), VISITOR, wraps_digest=digest))

    with pytest.raises(SealError, match="committed"):
        open_envelope(envelope, OFFICE_KEYS)


def test_a_newer_header_is_kept_verified_and_named_as_needing_an_update() -> None:
    data = with_header(ENVELOPE, VISITOR, version=2, seal="something new")
    envelope = read_envelope(data)

    verify_envelope(envelope, VISITOR.public.signing)
    assert envelope.needs_update
    assert envelope.encode() == data
    with pytest.raises(UpdateNeeded):
        open_envelope(envelope, OFFICE_KEYS)


def test_a_newer_container_is_named_as_needing_an_update() -> None:
    with pytest.raises(UpdateNeeded):
        read_envelope(packed_container([b"ICVE", 2, {}]))


def test_fields_this_version_does_not_know_are_kept_and_verify() -> None:
    data = with_header(ENVELOPE, VISITOR, zone="new", another=[1, {"deep": None}])
    envelope = read_envelope(data)

    verify_envelope(envelope, VISITOR.public.signing)
    assert b'"zone":"new"' in envelope.header_bytes
    assert envelope.encode() == data
    assert open_envelope(envelope, OFFICE_KEYS) == REPORT


def test_a_kind_this_version_does_not_know_is_read() -> None:
    assert read_envelope(sealed(a_draft(kind="visit.hologram"))).kind == "visit.hologram"


def test_an_erased_part_is_gone_and_everything_else_verifies() -> None:
    erased = without_part(ENVELOPE, "person")
    envelope = read_envelope(erased)

    verify_envelope(envelope, VISITOR.public.signing)
    assert envelope.hash == read_envelope(ENVELOPE).hash
    assert envelope.erased == ("person",)
    assert open_envelope(envelope, OFFICE_KEYS) == {"visit": REPORT["visit"], "person": None}
    assert len(erased) < len(ENVELOPE)


def test_erasing_twice_changes_nothing() -> None:
    once = without_part(ENVELOPE, "person")

    assert without_part(once, "person") == once


def test_a_part_that_is_not_there_cannot_be_erased() -> None:
    with pytest.raises(SealError, match="no part"):
        without_part(ENVELOPE, "picture")


def test_granted_keys_open_a_record_that_was_not_sealed_to_the_device() -> None:
    envelope = read_envelope(ENVELOPE)
    granted = content_keys(envelope, OFFICE_KEYS)

    assert open_with_content_keys(envelope, granted) == REPORT


@pytest.mark.parametrize(
    "granted",
    [
        ContentKeys(an_id(7), bytes(64)),
        ContentKeys(an_id(7), b""),
        ContentKeys(an_id(99), content_keys(read_envelope(ENVELOPE), OFFICE_KEYS).keys),
    ],
)
def test_wrong_granted_keys_are_refused(granted: ContentKeys) -> None:
    with pytest.raises(SealError, match="committed"):
        open_with_content_keys(read_envelope(ENVELOPE), granted)


def test_only_roster_statements_and_heads_may_be_readable_by_the_server() -> None:
    with pytest.raises(SealError, match="not sealed"):
        seal_envelope(a_draft(parts={}, open_parts=REPORT), VISITOR, [])

    head = read_envelope(
        seal_envelope(a_draft(kind="device.head", parts={}, open_parts={"head": b"{}"}), VISITOR, [])
    )
    assert open_envelope(head, {}) == {"head": b"{}"}


def test_a_record_without_a_recipient_is_not_sealed() -> None:
    with pytest.raises(SealError, match="recipients"):
        sealed(recipients=[])


def test_the_first_record_of_a_chain_has_nothing_before_it() -> None:
    with pytest.raises(SealError, match="previous"):
        sealed(a_draft(sequence=2, previous=None))
    with pytest.raises(SealError, match="previous"):
        sealed(a_draft(sequence=1, previous="ab" * 32))


def test_a_recipient_named_twice_gets_one_wrap() -> None:
    office = OFFICE.public.sealing

    assert len(read_envelope(sealed(recipients=[office, office])).wraps) == 1


def test_a_part_is_either_sealed_or_open() -> None:
    with pytest.raises(ValueError, match="either"):
        sealed(a_draft(open_parts={"visit": b"{}"}))


def test_an_envelope_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(SealError, match="more than"):
        read_envelope(bytes(ENVELOPE_LIMIT + 1))


def test_a_prefix_that_promises_gigabytes_is_refused() -> None:
    with pytest.raises(SealError):
        read_envelope(b"\x96\xc4\x04ICVE\x01\xc6\xff\xff\xff\xff")
    with pytest.raises(SealError):
        read_envelope(b"\xdd\xff\xff\xff\xff")


def test_a_part_too_large_to_be_read_is_not_sent() -> None:
    incompressible = random.Random(4).randbytes(9 * 1024 * 1024)

    with pytest.raises(SealError, match="too large"):
        sealed(a_draft(parts={"visit": incompressible}))


def test_a_part_that_inflates_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "CONTENT_LIMIT", 64 * 1024 * 1024)
    bomb = sealed(a_draft(parts={"visit": bytes(40 * 1024 * 1024)}))
    monkeypatch.undo()
    assert len(bomb) < 100_000

    with pytest.raises(SealError, match="too large"):
        open_envelope(read_envelope(bomb), OFFICE_KEYS)


@pytest.mark.parametrize(
    "compressed", [b"", b"plain", zlib.compress(b"{}") + b"x", zlib.compress(b"{}")[:-1]]
)
def test_a_part_that_is_not_compressed_as_agreed_is_refused(compressed: bytes) -> None:
    key, bound_to = bytes(32), b"part"

    with pytest.raises(SealError):
        sealing._opened_part(seal_bytes(key, compressed, bound_to), key, bound_to)


def test_a_public_key_of_small_order_is_refused() -> None:
    raw = VISITOR.public.sealing.raw[:-32] + bytes(32)

    with pytest.raises(SealError, match="not a valid key"):
        PublicSealingKey.from_bytes(raw)


def test_a_key_id_is_the_beginning_of_the_hash_of_the_key() -> None:
    public = VISITOR.public.to_bytes()

    assert VISITOR.key_id == key_id_of(public) == sha256_hex(public)[:32]


def test_an_error_names_identifiers_and_never_contents() -> None:
    with pytest.raises(SealError) as caught:
        open_envelope(read_envelope(ENVELOPE), {VISITOR.key_id: a_device("stranger")})

    assert "13WK/4402" not in str(caught.value) + caught.value.user_text
    assert caught.value.user_text


@pytest.mark.parametrize("place", [0, 1])
def test_the_server_refuses_a_changed_part_without_any_key(place: int) -> None:
    container = opened_container(ENVELOPE)
    part = bytearray(container[5][place])
    part[-1] ^= 1
    container[5][place] = bytes(part)

    with pytest.raises(SealError, match="part"):
        read_envelope(packed_container(container))


def test_parts_put_in_another_order_are_refused() -> None:
    container = opened_container(ENVELOPE)
    container[5].reverse()

    with pytest.raises(SealError, match="part"):
        read_envelope(packed_container(container))

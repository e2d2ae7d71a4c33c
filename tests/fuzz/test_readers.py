"""Any bytes at every way in: taken, or refused with the project's own errors, in bounded memory."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.errors import SealError
from icv_app.seal.bundle import FRAME_HEAD, MAGIC, BundleReader
from tests.fuzz.readers import ENVELOPES, READERS, Reader, only_own_errors

by_name = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
MOST_MEMORY = 8 * 1024 * 1024


@st.composite
def bent(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Good input with a few bytes changed, put in, taken out, or cut off."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _step in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(("flip", "insert", "remove", "cut", "repeat"))):
            case "flip" if at < len(data):
                data[at] ^= draw(st.integers(1, 255))
            case "insert":
                data[at:at] = draw(st.binary(max_size=8))
            case "remove":
                del data[at : at + draw(st.integers(1, 40))]
            case "cut":
                del data[at:]
            case "repeat":
                data[at:at] = data[at : at + draw(st.integers(1, 200))]
    return bytes(data)


@by_name
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_bytes_are_refused_with_a_sentence_or_taken(reader: Reader, data: st.DataObject) -> None:
    only_own_errors(reader, data.draw(st.binary(max_size=400)))


@by_name
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_bent_input_is_refused_with_a_sentence_or_taken(reader: Reader, data: st.DataObject) -> None:
    only_own_errors(reader, data.draw(bent(reader.seeds)))


@pytest.mark.parametrize("reader", READERS[:5], ids=lambda reader: reader.name)
def test_good_input_is_taken(reader: Reader) -> None:
    assert any(only_own_errors(reader, seed) for seed in reader.seeds)


@given(at=st.integers(0, 10**6), by=st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_no_byte_of_a_signed_envelope_can_be_changed(at: int, by: int) -> None:
    data = bytearray(ENVELOPES[at % len(ENVELOPES)])
    data[at % len(data)] ^= by
    assert not only_own_errors(READERS[0], bytes(data))


@pytest.mark.parametrize(
    "head",
    [
        MAGIC + FRAME_HEAD.pack(1, 2**32 - 1),
        MAGIC + FRAME_HEAD.pack(1, 16 * 1024),
        MAGIC + FRAME_HEAD.pack(2, 2**32 - 1) + bytes(100),
        MAGIC + FRAME_HEAD.pack(77, 2**31) + bytes(100),
    ],
)
def test_a_length_that_is_a_lie_takes_no_memory(head: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(SealError):
            list(BundleReader(io.BytesIO(head)).carried())
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


@by_name
def test_a_container_that_promises_millions_of_items_takes_no_memory(reader: Reader) -> None:
    liars = (b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"[" * 100_000)
    tracemalloc.start()
    try:
        for data in liars:
            assert not only_own_errors(reader, data)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()

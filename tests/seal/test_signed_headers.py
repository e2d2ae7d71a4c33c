"""What is kept of an envelope that is given up: who signed it and where it stands, and nothing it said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.errors import SealError, UpdateNeeded
from icv_app.seal.chains import link_of
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.signed_headers import read_signed_header, signed_header
from tests.memory_scheme import MemoryScheme, a_scheme


@pytest.fixture(scope="module")
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture(scope="module")
def envelope(scheme: MemoryScheme) -> Envelope:
    return read_envelope(scheme.forged("V-001", "visit.report", "visit", {"report": b"{}"}))


def test_it_stands_where_the_envelope_stood_and_its_device_signed_it(
    scheme: MemoryScheme, envelope: Envelope
) -> None:
    kept = read_signed_header(signed_header(envelope), "kept")

    kept.verify(scheme["V-001"].keys.public.signing)
    assert kept.link() == link_of(envelope)
    assert not any(part in signed_header(envelope) for part in envelope.parts if part is not None)


def test_another_device_did_not_sign_it(scheme: MemoryScheme, envelope: Envelope) -> None:
    kept = read_signed_header(signed_header(envelope), "kept")

    with pytest.raises(SealError):
        kept.verify(scheme["V-002"].keys.public.signing)


def test_one_of_a_newer_version_waits_for_an_update(envelope: Envelope) -> None:
    newer = {**json.loads(signed_header(envelope)), "version": 2}

    with pytest.raises(UpdateNeeded):
        read_signed_header(json.dumps(newer, sort_keys=True, separators=(",", ":")).encode(), "kept")


@given(at=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
def test_whatever_is_altered_is_refused_or_no_longer_signed(
    scheme: MemoryScheme, envelope: Envelope, at: float, byte: int
) -> None:
    data = bytearray(signed_header(envelope))
    place = int(at * len(data))
    changed = data[place] != byte
    data[place] = byte

    if changed:
        with pytest.raises(SealError):
            read_signed_header(bytes(data), "kept").verify(scheme["V-001"].keys.public.signing)


@given(data=st.binary(max_size=400))
def test_what_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(SealError):
        read_signed_header(data, "kept")

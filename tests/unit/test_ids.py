from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.ids import uuid7

milliseconds = st.integers(min_value=0, max_value=(1 << 48) - 1)
noise = st.binary(min_size=10, max_size=16)


@given(milliseconds, noise)
def test_an_identifier_is_a_uuid_of_version_7_that_holds_its_time(now: int, random_bytes: bytes) -> None:
    made = UUID(uuid7(now, random_bytes))
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == now


@given(milliseconds, milliseconds, noise, noise)
def test_identifiers_sort_by_the_time_they_were_made(one: int, two: int, a: bytes, b: bytes) -> None:
    if one < two:
        assert uuid7(one, a) < uuid7(two, b)


def test_the_example_of_the_standard_comes_out() -> None:
    # RFC 9562, appendix A.6: rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
    rand = 0xCC3 << 68 | 0x18C4DC0C0C07398F
    assert uuid7(0x017F22E279B0, rand.to_bytes(10, "big")) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_all_the_randomness_counts() -> None:
    bits = {uuid7(0, (1 << bit).to_bytes(10, "big")) for bit in range(62)}
    bits |= {uuid7(0, (1 << bit).to_bytes(10, "big")) for bit in range(68, 80)}
    assert len(bits) == 74


def test_too_little_randomness_is_refused() -> None:
    with pytest.raises(ValueError, match="ten random bytes"):
        uuid7(0, b"\1\2\3")

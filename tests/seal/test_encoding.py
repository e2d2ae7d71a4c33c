"""Every value has one writing, and nothing else is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.errors import SealError, UpdateNeeded
from icv_app.seal.encoding import (
    Base64,
    Count,
    canonical_json,
    decode,
    encode,
    format_moment,
    from_base64,
    parse_moment,
    to_base64,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to write and read."""

    version: Count = 1
    text: str
    data: Base64 = b""


def read(data: bytes) -> Note:
    return decode(Note, data, limit=500, what="note", newest=1)


@given(text=st.text(st.characters(codec="utf-8"), max_size=50), data=st.binary(max_size=50))
def test_what_is_written_is_read(text: str, data: bytes) -> None:
    note = Note(text=text, data=data)

    assert read(encode(note)) == note


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=1))])))
def test_a_moment_is_written_in_utc_and_read_back(moment: datetime) -> None:
    try:
        text = format_moment(moment)
    except OverflowError:  # the first hour of year 1 is in year 0 in UTC
        return

    assert parse_moment(text) == moment
    assert text.endswith("Z")


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01",
        "2024-03-01T12:00:00",
        "2024-03-01T12:00:00+00:00",
        "2024-03-01 12:00:00Z",
        "2024-03-01T12:00:00.000000Z",
        "2024-03-01T12:00:00.5Z",
        "2024-02-30T12:00:00Z",
        "20240301T120000Z",
        "2024-03-01T12:00:00Z\n",
        "٢٠٢٤-03-01T12:00:00Z",
        7,
        None,
    ],
)
def test_other_ways_of_writing_a_moment_are_refused(text: object) -> None:
    with pytest.raises(ValueError, match="time"):
        parse_moment(text)


def test_a_moment_without_a_time_zone_is_a_defect() -> None:
    with pytest.raises(ValueError, match="time zone"):
        format_moment(datetime(2024, 3, 1))


@pytest.mark.parametrize("text", ["a", "YQ", "YQ==\n", "YR==", "Y Q=="])
def test_other_ways_of_writing_bytes_are_refused(text: str) -> None:
    assert from_base64(to_base64(b"a")) == b"a"
    with pytest.raises(ValueError, match="base64"):
        from_base64(text)


def test_a_greater_version_asks_for_an_update_and_a_malformed_one_does_not() -> None:
    with pytest.raises(UpdateNeeded):
        read(canonical_json({"version": 2, "another": "field"}))
    with pytest.raises(SealError) as caught:
        read(canonical_json({"version": -1, "text": ""}))
    assert not isinstance(caught.value, UpdateNeeded)


def test_a_refusal_names_the_field_and_not_its_value() -> None:
    with pytest.raises(SealError) as caught:
        read(canonical_json({"text": 13441, "version": 1}))
    assert "text" in str(caught.value)
    assert "13441" not in str(caught.value)


def test_too_much_is_refused_unread() -> None:
    with pytest.raises(SealError, match="more than"):
        read(b"[" * 501)

"""Identifiers. All are text so that they travel and store alike everywhere.

A UUIDv7 begins with the millisecond it was made in, so records sort by age.
"""

from __future__ import annotations

from typing import NewType
from uuid import UUID

VisitId = NewType("VisitId", str)
PersonId = NewType("PersonId", str)
ConcernId = NewType("ConcernId", str)
RecordId = NewType("RecordId", str)
ReadingId = NewType("ReadingId", str)
"""What a visitor read in a redacted custody record: the identifier of the record that carries it."""
RaisedOnId = VisitId | ReadingId
"""Where a concern was raised: on a visit, or in the reading of a custody record."""
SchemeId = NewType("SchemeId", str)
SuiteId = NewType("SuiteId", str)
"""A suite's short name within its scheme, such as `wakefield`."""
MemberId = NewType("MemberId", str)
"""A member's scheme number, such as `V-004` for a visitor or `C-001` for a coordinator."""
DeviceId = NewType("DeviceId", str)
"""The key identifier of one device, in hex."""

_MILLISECONDS_MASK = (1 << 48) - 1


def uuid7(milliseconds: int, random_bytes: bytes) -> str:
    """Return a UUIDv7 made of a time and randomness, both passed in.

    Args:
        milliseconds: Since 1970-01-01 UTC.
        random_bytes: At least ten bytes.

    Raises:
        ValueError: Too little randomness (a defect).

    Source: RFC 9562, section 5.7.
    """
    if len(random_bytes) < 10:
        raise ValueError("an identifier needs ten random bytes")
    noise = int.from_bytes(random_bytes[:10], "big")
    value = (milliseconds & _MILLISECONDS_MASK) << 80
    value |= 0x7 << 76 | (noise >> 68) << 64
    value |= 0b10 << 62 | (noise & ((1 << 62) - 1))
    return str(UUID(int=value))

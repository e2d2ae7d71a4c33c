"""A sample of custody records to be read: what it was drawn from, and how, so that anybody can draw it again.

The references are the scheme's own, such as `R-01`: the force keeps the list of what they stand for, and no
custody number is known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from icv_app.domain.ids import MemberId, RecordId, SuiteId
from icv_app.domain.times import london_day

MOST_RECORDS = 500
"""Listed for one sample."""
_REFERENCE = re.compile(r"[A-Z]{1,3}-[0-9]{1,4}", re.ASCII)
_SEED = re.compile(r"[0-9a-f]{8,64}", re.ASCII)


class Group(StrEnum):
    """Whom a record is about, in the order in which visitors put people first."""

    CHILD = "child"
    VULNERABLE = "vulnerable"
    WOMAN = "woman"
    LONGEST_HELD = "longest_held"
    OTHER = "other"


FIRST_GROUPS = (Group.CHILD, Group.VULNERABLE, Group.WOMAN, Group.LONGEST_HELD)
"""Groups that may be drawn before everybody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRecord:
    """One redacted record that could be drawn."""

    reference: str
    group: Group = Group.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a coordinator drew.

    Attributes:
        first_day, last_day: The days of arrest it is drawn from, London, both included.
        listed: What could be drawn, in the order of the list.
        groups_first: Drawn before everybody else, in this order.
        seed: Hexadecimal; with the list it gives the draw.
        drawn: References in the order they were drawn.
        at: UTC.
        by: The coordinator.
    """

    record_id: RecordId
    suite: SuiteId
    first_day: date
    last_day: date
    size: int
    listed: tuple[ListedRecord, ...]
    groups_first: tuple[Group, ...]
    seed: str
    drawn: tuple[str, ...]
    at: datetime
    by: MemberId

    @property
    def sound(self) -> bool:
        """Whether it is what its seed gives from its list, for days that have come."""
        return (
            self.first_day <= self.last_day <= london_day(self.at)
            and _list_sound(self.listed)
            and 0 < self.size <= len(self.listed)
            and len(set(self.groups_first)) == len(self.groups_first)
            and Group.OTHER not in self.groups_first
            and _SEED.fullmatch(self.seed) is not None
            and self.drawn == draw(self.listed, self.size, self.groups_first, self.seed)
        )

    def group_of(self, reference: str) -> Group:
        """Whom a record is about."""
        return next((one.group for one in self.listed if one.reference == reference), Group.OTHER)


def may_be_reference(text: str) -> bool:
    """Whether a text is a reference of the scheme's own: letters, a hyphen, digits."""
    return _REFERENCE.fullmatch(text) is not None


def counted(number: int) -> tuple[ListedRecord, ...]:
    """Return so many records by count: `R-01`, `R-02` and so on, of nobody in particular."""
    width = max(2, len(str(number)))
    return tuple(ListedRecord(reference=f"R-{at:0{width}d}") for at in range(1, number + 1))


def draw(
    listed: Sequence[ListedRecord], size: int, groups_first: Sequence[Group], seed: str
) -> tuple[str, ...]:
    """Draw records: those of the groups that go first, group by group, then everybody else.

    Within a group the order is that of the SHA-256 of `seed:reference`, so that it can be worked out again
    with any tool.

    Args:
        listed: What can be drawn.
        size: How many.
        groups_first: In this order.
        seed: See `Sample`.
    """
    order = {group: at for at, group in enumerate(groups_first)}

    def place(one: ListedRecord) -> tuple[int, bytes]:
        digest = sha256(f"{seed}:{one.reference}".encode()).digest()
        return order.get(one.group, len(order)), digest

    return tuple(one.reference for one in sorted(listed, key=place)[:size])


def _list_sound(listed: Iterable[ListedRecord]) -> bool:
    references = [one.reference for one in listed]
    return (
        0 < len(references) <= MOST_RECORDS
        and len(set(references)) == len(references)
        and all(map(may_be_reference, references))
    )

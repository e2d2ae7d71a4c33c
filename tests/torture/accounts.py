"""What became of every record that somebody was told is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from icv_app.domain.review import ReviewEventKind
from icv_app.services.desk import Desk
from icv_app.services.ports import COUNTS, StoredRecord
from tests.torture.real_scheme import Seat


@dataclass(frozen=True, slots=True)
class Account:
    """The account of one run; every entry of `lost` and `duplicated` is a sentence."""

    written: int
    acknowledged: int
    lost: tuple[str, ...]
    duplicated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What one member's processes said.

    Attributes:
        acknowledged: Record id → digest.
    """

    written: frozenset[str]
    acknowledged: Mapping[str, str]


def account_of(database_url: str, seats: Sequence[Seat], ledgers: Mapping[str, Path]) -> Account:
    """Compare what everybody was told with what the server, they and the office hold."""
    said = {member: _read(file) for member, file in ledgers.items()}
    rows = _filed(database_url)
    there = {record_id: digest for record_id, digest, _place in rows}
    vaults = {seat.member: _held(seat) for seat in seats}
    offices = [seat.member for seat in seats if seat.member.startswith("C-")]
    lost = []
    for member, one in said.items():
        for name in sorted(one.written | one.acknowledged.keys()):
            digest = one.acknowledged.get(name, there.get(name))
            if name not in there:
                lost.append(f"{name} of {member} is not on the server")
            elif there[name] != digest:
                lost.append(f"{name} of {member} is another one on the server")
            lost += [
                f"{name} of {member} is missing at {holder}"
                for holder in {member, *offices}
                if not _sound(vaults[holder].get(name), digest)
            ]
    duplicated = [*_twice_under_one_number(rows), *(line for seat in seats for line in _shown_twice(seat))]
    return Account(
        written=len(set().union(*(one.written for one in said.values()))),
        acknowledged=len(set().union(*(one.acknowledged for one in said.values()))),
        lost=tuple(lost),
        duplicated=tuple(duplicated),
    )


def _read(file: Path) -> _Said:
    """Read a ledger; what a kill has cut off was never said."""
    lines = [line.split() for line in file.read_text().splitlines()]
    return _Said(
        written=frozenset(words[1] for words in lines if words[:1] == ["written"] and len(words) == 2),
        acknowledged={
            words[1]: words[2] for words in lines if words[:1] == ["acknowledged"] and len(words) == 3
        },
    )


def _filed(database_url: str) -> list[tuple[str, str, tuple[str, str, int]]]:
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        found = connection.execute(
            "SELECT record_id, digest, author_device, chain_id, sequence FROM envelopes"
        ).fetchall()
    return [
        (record_id, digest, (device, chain, number)) for record_id, digest, device, chain, number in found
    ]


def _held(seat: Seat) -> dict[str, StoredRecord]:
    with seat.at_work() as desk, desk.open_unit() as unit:
        return {str(record.record_id): record for record in unit.records.in_states(COUNTS)}


def _sound(record: StoredRecord | None, digest: str | None) -> bool:
    return record is not None and record.envelope is not None and record.envelope_hash == digest


def _twice_under_one_number(rows: Sequence[tuple[str, str, tuple[str, str, int]]]) -> list[str]:
    numbers = Counter(place for _name, _digest, place in rows)
    return [f"{place} was signed {count} times" for place, count in numbers.items() if count > 1]


def _shown_twice(seat: Seat) -> list[str]:
    with seat.at_work() as desk:
        return [
            f"{what} is shown {count} times to {seat.member}" for what, count in _shown(desk) if count > 1
        ]


def _shown(desk: Desk) -> list[tuple[object, int]]:
    lines = desk.reviews.list()
    shown: Counter[object] = Counter(line.visit_id for line in lines)
    for line in lines:
        for event in desk.reviews.read(line.visit_id).review.events:
            shown[event.record_id] += 1
            if event.kind is ReviewEventKind.ADDENDUM:
                shown[event.by, event.text] += 1
    return list(shown.items())

"""What must hold of erased parts once all has come to rest: gone everywhere, and the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping

from icv_app.seal.envelope import read_envelope
from icv_app.seal.erasures import PERSON_PART, may_lose_parts
from icv_app.services.erasure_records import runs_in
from tests.torture.laptops import Laptop
from tests.torture.world import World

Erased = Mapping[str, frozenset[str]]
_FILED = "SELECT record_id, kind, envelope FROM envelopes"


def check(world: World, honest: list[Laptop]) -> None:
    """Say where something is that a run has erased, or is missing that none has."""
    office = next(laptop for laptop in honest if laptop.desk.identity.coordinator)
    named = _named_by_runs(office)
    filed = {str(name): data for name, kind, data in world.server.rows(_FILED) if may_lose_parts(kind)}
    on_server = {name: _missing(data) for name, data in filed.items()}
    for name, parts in on_server.items():
        assert parts == named.get(name, frozenset()) & _parts(filed[name]), (
            f"the server lacks {set(parts)} of {name}, and runs name {set(named.get(name, ()))}"
        )
    for laptop in honest:
        for name, parts in _erased_on(laptop).items():
            if name not in on_server:
                continue
            own = parts - on_server[name]
            still = on_server[name] - parts
            assert not still, f"{laptop.name} still has {set(still)} of {name}"
            allowed = frozenset() if laptop.desk.identity.coordinator else frozenset({PERSON_PART})
            assert own <= allowed, f"{laptop.name} lacks {set(own)} of {name}, and no run has named it"


def check_offices(offices: list[Laptop]) -> None:
    """Say in what the pages about retention differ, and what the check of a vault finds wrong about it."""
    first = offices[0].desk.retention
    for laptop in offices:
        other = laptop.desk.retention
        assert other.log() == first.log(), f"{laptop.name} shows other runs than {offices[0].name}"
        mine, theirs = first.preview(), other.preview()
        assert theirs.held == mine.held, f"{laptop.name} and {offices[0].name} differ in holds"
        assert theirs.records == mine.records, f"{laptop.name} and {offices[0].name} differ in what is due"


def _named_by_runs(laptop: Laptop) -> Erased:
    found: dict[str, frozenset[str]] = {}
    with laptop.store.open_reading() as unit:
        for run in runs_in(unit):
            for name, parts in run.erasure.parts_of().items():
                found[name] = found.get(name, frozenset()) | parts
    return found


def _erased_on(laptop: Laptop) -> Erased:
    return {
        str(name): _missing(record.envelope)
        for name, record in laptop.store.saved_records.items()
        if record.envelope is not None and may_lose_parts(record.kind)
    }


def _parts(envelope: bytes) -> frozenset[str]:
    return frozenset(entry.name for entry in read_envelope(envelope).header.parts)


def _missing(envelope: bytes) -> frozenset[str]:
    return frozenset(read_envelope(envelope).erased)

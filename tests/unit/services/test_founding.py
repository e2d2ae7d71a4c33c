"""Founding a scheme."""

from __future__ import annotations

from typing import Any

import pytest

from icv_app.domain.ids import MemberId
from icv_app.errors import BadInput, IcvError, StoreError
from icv_app.seal.envelope import read_envelope
from icv_app.seal.recovery_kit import open_recovery_kit
from icv_app.services.ports import RecordState
from icv_app.services.set_up import FoundedScheme, found_scheme
from tests.builders import a_coordinator, settings
from tests.fakes.memory_store import MemoryStore
from tests.memory_scheme import CHEAP, SCHEME_ID, SeededIds, SettableClock, a_founded_vault, opened


def found(store: MemoryStore, **changes: Any) -> FoundedScheme:
    clock = SettableClock()
    return found_scheme(
        store.open_unit,
        clock,
        SeededIds(clock, "founding"),
        bytes(32),
        **{
            "coordinator": a_coordinator(),
            "settings": settings(scheme_id=SCHEME_ID),
            "server_url": None,
            "kit_cost": CHEAP,
            **changes,
        },
    )


def is_empty(store: MemoryStore) -> bool:
    with store.open_reading() as unit:
        return not (store.saved_records or unit.keys.names() or unit.meta.get("member_id"))


def test_a_founded_scheme_has_its_coordinator_settings_and_keys() -> None:
    clock = SettableClock()
    vault, founded = a_founded_vault(clock)
    device = opened("C-001", vault, clock)

    assert device.desk.scheme.enrolled()
    assert device.desk.scheme_name == "West Yorkshire"
    assert device.desk.scheme.settings().version == 1
    assert [one.member_id for one in device.desk.scheme.members()] == ["C-001"]
    assert read_envelope(founded.root).hash == device.roster.fingerprint
    assert {record.state for record in device.store.saved_records.values()} == {
        RecordState.SEALED,
        RecordState.PENDING,
    }


def test_the_kit_opens_with_its_code_and_holds_what_the_vault_holds() -> None:
    _vault, founded = a_founded_vault(SettableClock())
    kit = open_recovery_kit(founded.kit, founded.kit_code)
    assert (kit.scheme_id, kit.root) == (SCHEME_ID, founded.root)


@pytest.mark.parametrize(
    "changes",
    [
        {"coordinator": a_coordinator(member_id=MemberId("the boss"))},
        {"settings": settings(scheme_id=SCHEME_ID, name="")},
        {"settings": settings(scheme_id=SCHEME_ID, name="W" * 201)},
    ],
    ids=["number", "no name", "long name"],
)
def test_what_no_roster_could_hold_is_refused_before_anything_is_made(changes: dict[str, object]) -> None:
    store = MemoryStore()
    with pytest.raises(BadInput) as refused:
        found(store, **changes)
    assert refused.value.user_text
    assert is_empty(store)


def test_there_is_no_scheme_whose_kit_could_not_be_kept() -> None:
    store = MemoryStore()
    kept: list[bytes] = []

    def nowhere(founded: FoundedScheme) -> None:
        kept.append(founded.kit)
        raise StoreError("stick was pulled", user_text="The file could not be written.")

    with pytest.raises(StoreError):
        found(store, keep=nowhere)
    assert kept
    assert is_empty(store)


def test_a_full_disk_while_founding_leaves_an_empty_vault() -> None:
    store = MemoryStore()
    store.fail_next_commit = True
    with pytest.raises(IcvError):
        found(store)
    assert is_empty(store)

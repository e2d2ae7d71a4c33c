"""The ways to unlock a vault, and what a wrong or hostile key file leads to."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.errors import BadInput, IcvError, SealError, StoreError, VaultLocked
from icv_app.seal import passphrases
from icv_app.seal.encoding import canonical_json
from icv_app.seal.keys import KeyId, Opener
from icv_app.seal.own_keys import (
    unwrap_device_keys,
    unwrap_office_key,
    wrap_device_keys,
    wrap_office_key,
)
from icv_app.seal.passphrases import KdfCost, calibrate
from icv_app.seal.slots import SecretKind, SlotFile, VaultKeys
from tests.seal.builders import a_device, a_standby, an_id, an_office

CHEAPEST = KdfCost(iterations=1)
KEYS = VaultKeys(bytes([1]) * 32, bytes([2]) * 32)
EMPTY = SlotFile(vault_id=an_id(1))
PASSPHRASE = "correct horse battery"
LOCKED = EMPTY.with_passphrase(KEYS, PASSPHRASE, CHEAPEST).with_office(
    KEYS.content, an_office().public, scheme_id=an_id(9), device="ab" * 16
)


def changed(slots: SlotFile, change: Callable[[dict[str, Any]], object]) -> bytes:
    file = json.loads(slots.encode())
    change(file)
    return canonical_json(file)


def test_the_passphrase_opens_both_keys() -> None:
    assert SlotFile.decode(LOCKED.encode()).open_with_passphrase(PASSPHRASE) == KEYS


def test_a_wrong_passphrase_is_explained_and_not_repeated() -> None:
    with pytest.raises(VaultLocked) as caught:
        LOCKED.open_with_passphrase("wrong horse")
    assert "horse" not in str(caught.value) + caught.value.user_text
    assert "recovery code" in caught.value.user_text


@pytest.mark.parametrize("passphrase", ["", "\ud800", "x" * 2000])
def test_what_cannot_be_a_passphrase_does_not_open_and_is_not_accepted_as_new(passphrase: str) -> None:
    with pytest.raises(VaultLocked):
        LOCKED.open_with_passphrase(passphrase)
    with pytest.raises(BadInput):
        EMPTY.with_passphrase(KEYS, passphrase, CHEAPEST)


def test_an_accent_typed_in_two_strokes_is_the_same_passphrase() -> None:
    slots = EMPTY.with_passphrase(KEYS, "caf\u00e9", CHEAPEST)

    assert slots.open_with_passphrase("cafe\u0301") == KEYS


def test_a_new_passphrase_replaces_the_old_and_opens_the_same_keys() -> None:
    changed_slots = LOCKED.with_passphrase(KEYS, "another", CHEAPEST)

    assert changed_slots.open_with_passphrase("another") == KEYS
    with pytest.raises(VaultLocked):
        changed_slots.open_with_passphrase(PASSPHRASE)
    assert changed_slots.office == LOCKED.office


def test_the_recovery_code_opens_both_keys_and_a_new_one_ends_the_old() -> None:
    slots, code = LOCKED.with_recovery_code(KEYS, CHEAPEST)

    assert len(code.split()) == 12
    assert slots.has(SecretKind.RECOVERY_CODE)
    assert slots.open_with_recovery_code(code) == KEYS
    assert slots.open_with_passphrase(PASSPHRASE) == KEYS
    renewed, newer = slots.with_recovery_code(KEYS, CHEAPEST)
    assert renewed.open_with_recovery_code(newer) == KEYS
    with pytest.raises(VaultLocked):
        renewed.open_with_recovery_code(code)


def test_without_a_slot_nothing_opens() -> None:
    with pytest.raises(VaultLocked):
        EMPTY.open_with_passphrase(PASSPHRASE)
    with pytest.raises(VaultLocked):
        EMPTY.open_with_recovery_code("abandon " * 12)
    with pytest.raises(VaultLocked):
        EMPTY.open_with_office({})


def test_the_office_opens_the_content_and_never_the_identity() -> None:
    office: dict[KeyId, Opener] = {an_office().key_id: an_office()}

    content = LOCKED.open_with_office(office)

    assert content == KEYS.content
    with pytest.raises(SealError):
        unwrap_device_keys(wrap_device_keys(a_device("V1"), KEYS.identity), content)


def test_the_office_of_another_epoch_does_not_open_it() -> None:
    with pytest.raises(VaultLocked):
        LOCKED.open_with_office({an_office(2).key_id: an_office(2)})
    with pytest.raises(VaultLocked):
        LOCKED.open_with_office({an_office(1).key_id: an_office(2)})


def test_slots_moved_to_another_vault_do_not_open() -> None:
    moved = SlotFile.decode(changed(LOCKED, lambda file: file.update(vault_id=an_id(2))))

    with pytest.raises(VaultLocked):
        moved.open_with_passphrase(PASSPHRASE)
    with pytest.raises(VaultLocked):
        moved.open_with_office({an_office().key_id: an_office()})


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file["secrets"][0]["cost"].update(memory_kib=1024),
        lambda file: file["secrets"][0]["cost"].update(memory_kib=2**40),
        lambda file: file["secrets"][0]["cost"].update(memory_kib="65536"),
        lambda file: file["secrets"][0]["cost"].update(iterations=2**31),
        lambda file: file["secrets"][0]["cost"].update(iterations=0),
        lambda file: file["secrets"][0]["cost"].update(lanes=2**20),
        lambda file: file["secrets"][0].update(salt=""),
        lambda file: file["secrets"][0].update(salt="not base64"),
        lambda file: file["secrets"][0].update(kind="biometry"),
        lambda file: file["secrets"].append(file["secrets"][0]),
        lambda file: file.update(secrets=file["secrets"] * 9),
        lambda file: file.update(vault_id="x"),
        lambda file: file.update(format="something else"),
        lambda file: file.pop("vault_id"),
    ],
)
def test_a_hostile_or_damaged_key_file_is_refused_before_any_work(
    change: Callable[[dict[str, Any]], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrases, "Argon2id", None)

    with pytest.raises(StoreError) as caught:
        SlotFile.decode(changed(LOCKED, change))
    assert "damaged" in caught.value.user_text


def test_a_key_file_of_a_newer_version_asks_for_an_update() -> None:
    with pytest.raises(StoreError) as caught:
        SlotFile.decode(changed(LOCKED, lambda file: file.update(version=2)))
    assert "Update ICV" in caught.value.user_text


FILE = LOCKED.encode()


@settings(max_examples=60)
@given(place=st.integers(0, len(FILE) - 1), flip=st.integers(1, 255))
def test_a_change_of_any_byte_never_gives_other_keys(place: int, flip: int) -> None:
    data = bytearray(FILE)
    data[place] ^= flip
    try:
        slots = SlotFile.decode(bytes(data))
    except StoreError:
        return
    untouched = slots.secrets == LOCKED.secrets and slots.vault_id == LOCKED.vault_id
    try:
        # A changed cost may be a thousand times the real one; its refusal is shown above.
        if slots.secrets[0].cost == CHEAPEST:
            assert slots.open_with_passphrase(PASSPHRASE) == KEYS
            assert untouched
    except VaultLocked:
        assert not untouched


@given(data=st.binary(max_size=200))
def test_noise_is_no_key_file(data: bytes) -> None:
    with pytest.raises(StoreError):
        SlotFile.decode(data)


@pytest.mark.parametrize("changes", [{"memory_kib": 1024}, {"iterations": 65}, {"lanes": 0}])
def test_a_cost_out_of_bounds_cannot_be_made(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="bounds"):
        KdfCost(**changes)


class SteppedTimer:
    """A clock on which each try takes as long as its memory and passes say, at a given speed."""

    def __init__(self, seconds_per_gib_pass: float) -> None:
        self.now = 0.0
        self.pace = seconds_per_gib_pass

    def __call__(self) -> float:
        return self.now

    def derive(self, _secret: bytes, _salt: bytes, cost: KdfCost) -> bytes:
        self.now += self.pace * cost.memory_kib / 2**20 * cost.iterations
        return bytes(32)


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        (100.0, KdfCost(memory_kib=64 * 1024, iterations=3)),
        (3.0, KdfCost(memory_kib=64 * 1024, iterations=3)),
        (2.0, KdfCost(memory_kib=128 * 1024, iterations=3)),
        (0.4, KdfCost(memory_kib=256 * 1024, iterations=10)),
        (0.0, KdfCost(memory_kib=256 * 1024, iterations=64)),
    ],
)
def test_the_cost_suits_the_machine_and_never_falls_below_the_floor(
    pace: float, expected: KdfCost, monkeypatch: pytest.MonkeyPatch
) -> None:
    timer = SteppedTimer(pace)
    monkeypatch.setattr(passphrases, "stretch_secret", timer.derive)

    assert calibrate(1.0, timer) == expected


def test_a_machine_without_the_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoMemory:
        def __init__(self, **_parameters: Any) -> None:
            pass

        def derive(self, _secret: bytes) -> bytes:
            raise MemoryError

    monkeypatch.setattr(passphrases, "Argon2id", NoMemory)

    with pytest.raises(StoreError) as caught:
        LOCKED.open_with_passphrase(PASSPHRASE)
    assert "memory" in caught.value.user_text


def test_own_keys_come_back_under_the_identity_key() -> None:
    identity = KEYS.identity
    device = unwrap_device_keys(wrap_device_keys(a_device("V1"), identity), identity)

    assert device.private_bytes() == a_device("V1").private_bytes()
    assert device.public == a_device("V1").public
    office = unwrap_office_key(wrap_office_key(an_office(2), identity), 2, identity)
    assert (office.epoch, office.key_id) == (2, an_office(2).key_id)


def test_own_keys_are_not_taken_for_each_other() -> None:
    identity = KEYS.identity

    with pytest.raises(SealError):
        unwrap_device_keys(wrap_office_key(an_office(2), identity), identity)
    with pytest.raises(SealError):
        unwrap_office_key(wrap_office_key(an_office(2), identity), 1, identity)
    with pytest.raises(SealError):
        unwrap_device_keys(wrap_device_keys(a_device("V1"), identity), KEYS.content)


def test_private_keys_do_not_show_in_messages() -> None:
    for secret in (KEYS, a_device("V1"), a_standby(), an_office(), an_office().keys):
        assert len(repr(secret)) < 120
    assert "01" * 8 not in repr(KEYS)


def test_every_failure_is_one_the_program_can_explain() -> None:
    for failure in (StoreError, VaultLocked, BadInput, SealError):
        assert issubclass(failure, IcvError)

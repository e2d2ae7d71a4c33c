"""A scheme begins again on a bare machine with a file and a printed code."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.errors import BadInput, IcvError, SealError
from icv_app.seal.devices import open_office_key, seal_office_key
from icv_app.seal.encoding import canonical_json
from icv_app.seal.envelope import read_envelope
from icv_app.seal.passphrases import KdfCost
from icv_app.seal.recovery_kit import RecoveryKit, create_recovery_kit, open_recovery_kit
from icv_app.seal.roster import fold_roster
from icv_app.seal.sealing import open_envelope
from icv_app.seal.spoken import to_words
from icv_app.seal.statements import DeviceAdded
from tests.seal.builders import (
    SCHEME,
    RosterMaker,
    a_device,
    a_scheme,
    a_standby,
    an_office,
    sealed,
)

CHEAPEST = KdfCost(iterations=1)


def a_kit(maker: RosterMaker) -> RecoveryKit:
    root = maker.statements[0].encode()
    return RecoveryKit(SCHEME, (an_office(1), an_office(2)), a_standby(), root)


FILE, CODE = create_recovery_kit(a_kit(a_scheme()), CHEAPEST)


def test_the_kit_makes_a_bare_machine_the_office_again() -> None:
    maker = a_scheme()
    report = sealed()
    file, code = create_recovery_kit(a_kit(maker), CHEAPEST)

    kit = open_recovery_kit(file, code)

    root = read_envelope(kit.root)
    roster = fold_roster(root.hash, maker.statements)
    maker.say(
        kit.standby,
        DeviceAdded(
            after=roster.tips,
            member="C-001",
            device=a_device("bare").public.to_bytes(),
            invitation="2" * 64,
        ),
    )
    assert a_device("bare").key_id in roster.apply(maker.statements[-1:]).devices
    openers = {key.key_id: key for key in kit.office_keys}
    assert open_envelope(read_envelope(report), openers)["person"] is not None
    assert [key.epoch for key in kit.office_keys] == [1, 2]


def test_the_kit_holds_no_key_in_the_clear() -> None:
    for office in (an_office(1), an_office(2)):
        assert office.keys.private_bytes() not in FILE
    assert a_standby().private_bytes() not in FILE
    assert b"West Yorkshire" not in FILE


def test_the_code_of_another_kit_does_not_open_it() -> None:
    with pytest.raises(SealError) as caught:
        open_recovery_kit(FILE, to_words(bytes(16)))
    assert "code" in caught.value.user_text


def test_a_mistyped_code_is_explained() -> None:
    with pytest.raises(BadInput):
        open_recovery_kit(FILE, "abandon " * 11)


@pytest.mark.parametrize("data", [b"", b"{}", FILE[:-9], b"\xff" * 20])
def test_a_damaged_kit_is_explained(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        open_recovery_kit(data, CODE)
    assert "recovery kit" in caught.value.user_text


def test_a_kit_of_a_newer_version_asks_for_an_update() -> None:
    with pytest.raises(BadInput) as caught:
        open_recovery_kit(canonical_json(json.loads(FILE) | {"version": 2}), CODE)
    assert "Update ICV" in caught.value.user_text


@settings(max_examples=25)
@given(place=st.integers(0, len(FILE) - 1), flip=st.integers(1, 255))
def test_a_changed_kit_never_opens(place: int, flip: int) -> None:
    data = bytearray(FILE)
    data[place] ^= flip
    if b'"cost"' in FILE[max(0, place - 60) : place + 60]:
        return  # a changed cost may take very long; that bounds hold is shown with the slots

    with pytest.raises(IcvError):
        open_recovery_kit(bytes(data), CODE)


def test_the_office_key_reaches_another_coordinators_device() -> None:
    office, device = an_office(2), a_device("C2")
    granted = seal_office_key(office, SCHEME, device.public.sealing)

    opened = open_office_key(granted, SCHEME, office.public, device)

    assert opened.keys.private_bytes() == office.keys.private_bytes()


def test_an_office_key_for_another_device_epoch_or_scheme_is_refused() -> None:
    office, device = an_office(2), a_device("C2")
    granted = seal_office_key(office, SCHEME, device.public.sealing)

    with pytest.raises(SealError):
        open_office_key(granted, SCHEME, office.public, a_device("C1"))
    with pytest.raises(SealError):
        open_office_key(granted, SCHEME, an_office(1).public, device)
    with pytest.raises(SealError):
        open_office_key(granted, "another scheme", office.public, device)


def test_another_key_than_the_roster_names_is_refused() -> None:
    device = a_device("C2")
    impostor = type(an_office())(2, an_office(9).keys)
    granted = seal_office_key(impostor, SCHEME, device.public.sealing)

    with pytest.raises(SealError, match="not the roster's"):
        open_office_key(granted, SCHEME, an_office(2).public, device)

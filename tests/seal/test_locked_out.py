"""The request of somebody locked out, its words, and the answer to it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.errors import BadInput, VaultLocked
from icv_app.seal.encoding import canonical_json, to_base64
from icv_app.seal.keys import KeyId
from icv_app.seal.locked_out import HELP_LIMIT, HelpRequest, make_request, open_answer, seal_answer
from icv_app.seal.slots import OfficeSlot, SlotFile
from tests.seal.builders import NOON, SCHEME, a_device, an_id, an_office

CONTENT = bytes(range(32))
SLOTS = SlotFile(vault_id=an_id(1)).with_office(
    CONTENT, an_office().public, scheme_id=SCHEME, device=a_device("old").key_id
)
SLOT = cast(OfficeSlot, SLOTS.office)
FRESH = a_device("fresh")
REQUEST = make_request(SLOTS.vault_id, SLOT, FRESH, NOON)
ANSWER = seal_answer(REQUEST, CONTENT)


def test_the_office_opens_what_the_request_carries_and_the_fresh_device_the_answer() -> None:
    read = HelpRequest.from_bytes(REQUEST.data)

    assert read == REQUEST
    assert read.slot.device == a_device("old").key_id
    content = read.slot.open(read.vault_id, {KeyId(SLOT.key_id): an_office()})
    assert open_answer(seal_answer(read, content), REQUEST, FRESH) == CONTENT


def test_the_words_are_those_of_the_request_alone_and_survive_how_people_type() -> None:
    words = REQUEST.words()

    assert len(words.split()) == 12
    assert REQUEST.is_meant_by(words.upper().replace(" ", ",\n"))
    assert REQUEST.is_meant_by(" ".join(word[:4] for word in words.split()))
    later = make_request(SLOTS.vault_id, SLOT, FRESH, NOON + timedelta(seconds=1))
    assert not later.is_meant_by(words)
    first, second, *rest = words.split()
    with pytest.raises(BadInput):
        REQUEST.is_meant_by(" ".join([first, second, *rest[:-1], "notaword"]))


@settings(max_examples=60)
@given(place=st.integers(0, len(REQUEST.data) - 1), flip=st.integers(1, 255))
def test_a_change_of_any_byte_changes_the_words_or_is_refused(place: int, flip: int) -> None:
    data = bytearray(REQUEST.data)
    data[place] ^= flip
    try:
        altered = HelpRequest.from_bytes(bytes(data))
    except BadInput:
        return
    assert not altered.is_meant_by(REQUEST.words())


def test_a_request_with_somebody_elses_key_in_it_is_refused() -> None:
    file = json.loads(REQUEST.data)
    file["device"] = to_base64(a_device("thief").public.to_bytes())

    with pytest.raises(BadInput):
        HelpRequest.from_bytes(canonical_json(file))


def test_a_slot_said_to_be_of_another_device_or_scheme_does_not_open() -> None:
    openers = {KeyId(SLOT.key_id): an_office()}
    for changes in ({"device": "cd" * 16}, {"scheme_id": an_id(2)}):
        moved = SlotFile.decode(
            canonical_json({**json.loads(SLOTS.encode()), "office": {**_office(), **changes}})
        )
        with pytest.raises(VaultLocked):
            moved.open_with_office(openers)


def _office() -> dict[str, object]:
    office: dict[str, object] = json.loads(SLOTS.encode())["office"]
    return office


def test_an_answer_opens_for_its_request_and_its_device_alone() -> None:
    other = make_request(SLOTS.vault_id, SLOT, a_device("other"), NOON)

    with pytest.raises(BadInput, match="to request"):
        open_answer(ANSWER, other, a_device("other"))
    with pytest.raises(BadInput, match="to request"):
        open_answer(ANSWER, REQUEST, a_device("other"))
    claimed = json.loads(ANSWER)
    claimed.update(request=other.digest, device=a_device("other").key_id)
    with pytest.raises(BadInput, match="does not open"):
        open_answer(canonical_json(claimed), other, a_device("other"))


@pytest.mark.parametrize("data", [b"", b"{}", ANSWER, b"x" * (HELP_LIMIT + 1)])
def test_what_is_no_request_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        HelpRequest.from_bytes(data)
    assert "no request for help" in refused.value.user_text


@pytest.mark.parametrize("data", [b"", b"{}", REQUEST.data, ANSWER[:-1]])
def test_what_is_no_answer_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        open_answer(data, REQUEST, FRESH)
    assert "no answer to a request" in refused.value.user_text


def test_files_of_a_newer_icv_ask_for_an_update() -> None:
    for data, read in (
        (REQUEST.data, HelpRequest.from_bytes),
        (ANSWER, lambda newer: open_answer(newer, REQUEST, FRESH)),
    ):
        with pytest.raises(BadInput) as refused:
            read(canonical_json({**json.loads(data), "version": 2}))
        assert "Update ICV" in refused.value.user_text
